"""Units in which people tell a quantity, and what they are in kilograms."""

from decimal import Decimal

# A quintal is 46 kg where potatoes and coffee are sold, and 100 kg on paper: which one is always asked.
KILOGRAMS = {
    "kg": Decimal(1),
    "t": Decimal(1000),
    "quintal_46": Decimal(46),
    "quintal_100": Decimal(100),
    "arroba": Decimal("11.5"),
}
UNITS = (*KILOGRAMS, "people", "pieces")


def kilograms(quantity: Decimal | None, unit: str) -> Decimal | None:
    """Quantity in kilograms; None for what is no weight."""
    return quantity * KILOGRAMS[unit] if quantity is not None and unit in KILOGRAMS else None
