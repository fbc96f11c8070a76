"""The contracts: the tables that enter the engine, declared once.

A contract says which columns a table has, what may stand in each, and which columns together name a row (its key).
Extra columns are kept and carried.  ``Contract`` is public: the site declares its own for its lists.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean", "code", "period"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract.

    Attributes
    ----------
    name : str
        Name in the engine.
    kind : str
        ``text``; ``code`` (text that keeps its leading zeros); ``integer``; ``number``; ``boolean``; ``period``
        (2010, 2010-03, 2010-Q1, or 2009/10 for a farm year).
    required : bool
        The column is there and no cell is empty.
    key : bool
        Part of the key: no two rows share all key columns.
    minimum, maximum : float or None
        Bounds, both included.
    default : str or None
        Value when the column is absent.
    aliases : tuple of str
        Other names under which the column is taken without ``--map``.
    needs : str or None
        Column that must be filled wherever this one is (``quantity`` needs ``quantity_unit``).
    uniform : bool
        One value in the whole table (a unit): mixed units are refused, not converted.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    key: bool = False
    minimum: float | None = None
    maximum: float | None = None
    default: str | None = None
    aliases: tuple[str, ...] = ()
    needs: str | None = None
    uniform: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """The columns of a table and what holds among them.

    Attributes
    ----------
    name : str
        Name of the contract.
    columns : tuple of Column
        Columns in their usual order.
    one_of : tuple of tuple of str
        Of each group at least one column is there, and in each row at least one of them is filled.
    symmetric : tuple of str
        Two columns whose pairs must stand in both directions.
    """

    name: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    symmetric: tuple[str, str] | tuple[()] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns, in order."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column | None:
        """Column of that name or alias, if the contract has it."""
        return next((column for column in self.columns if name in (column.name, *column.aliases)), None)


YEAR = Column("year", "integer", required=True, key=True, minimum=1000, maximum=2200)
MONTH = Column("month", "integer", key=True, minimum=1, maximum=12)
COMPLETE = Column("complete", "boolean")
PRELIMINARY = Column("preliminary", "boolean")
VINTAGE = Column("vintage", "text", key=True)
SOURCE = Column("source", "text", key=True)
LATITUDE = Column("latitude", "number", minimum=-90, maximum=90)
LONGITUDE = Column("longitude", "number", minimum=-180, maximum=180)

ACTIVITY = Contract(
    "activity",
    (
        YEAR,
        MONTH,
        Column("place", "code", required=True, key=True),
        Column("product", "code", required=True, key=True, aliases=("industry",)),
        Column("basis", "text", key=True, default="production"),
        Column("quantity", "number", minimum=0, needs="quantity_unit"),
        Column("quantity_unit", "text", uniform=True),
        Column("value", "number", minimum=0, needs="value_unit"),
        Column("value_unit", "text", uniform=True),
        COMPLETE,
        PRELIMINARY,
        VINTAGE,
        SOURCE,
    ),
    one_of=(("quantity", "value"),),
)

TRADE = Contract(
    "trade",
    (
        YEAR,
        MONTH,
        Column("exporter", "code", required=True, key=True),
        Column("importer", "code", key=True),
        Column("product", "code", required=True, key=True),
        Column("product_system", "text", uniform=True),
        Column("value_usd", "number", required=True, minimum=0),
        Column("quantity_kg", "number", minimum=0),
        COMPLETE,
        PRELIMINARY,
        VINTAGE,
        SOURCE,
    ),
)

ESTABLISHMENTS = Contract(
    "establishments",
    (
        Column("year", "integer", key=True, minimum=1000, maximum=2200),
        Column("id", "code", required=True, key=True),
        Column("name"),
        Column("place", "code", required=True),
        LATITUDE,
        LONGITUDE,
        Column("industry", "code", required=True, aliases=("product",)),
        Column("employment", "number", minimum=0),
        Column("size_band"),
        Column("organisation_kind"),
    ),
    one_of=(("employment", "size_band"),),
)

PLACES = Contract(
    "places",
    (
        Column("code", "code", required=True, key=True),
        Column("system", "text", required=True, uniform=True),
        Column("name", "text", required=True),
        Column("parent", "code"),
        Column("macroregion"),
        LATITUDE,
        LONGITUDE,
    ),
)

NEIGHBOURS = Contract(
    "neighbours",
    (
        Column("place", "code", required=True, key=True),
        Column("neighbour", "code", required=True, key=True),
    ),
    symmetric=("place", "neighbour"),
)

PRODUCTS = Contract(
    "products",
    (
        Column("code", "code", required=True, key=True),
        Column("system", "text", required=True, uniform=True),
        Column("name_es"),
        Column("name_en"),
        Column("name_pt"),
        Column("parent", "code"),
        Column("chain"),
        Column("traditional", "boolean"),
        Column("traditional_source"),
    ),
    one_of=(("name_es", "name_en", "name_pt"),),
)

SERIES = Contract(
    "series",
    (
        Column("subject", "text", required=True, key=True),
        Column("variable", "text", required=True, key=True),
        Column("period", "period", required=True, key=True),
        Column("value", "number", required=True),
        Column("unit", "text", required=True),
        VINTAGE,
        PRELIMINARY,
        Column("source", "text", required=True, key=True),
    ),
)

LINKS = Contract(
    "links",
    (
        Column("from_industry", "code", required=True, key=True),
        Column("to_industry", "code", required=True, key=True),
        Column("kind", "text", required=True, key=True),
        Column("value", "number"),
        Column("unit"),
    ),
)

CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in (ACTIVITY, TRADE, ESTABLISHMENTS, PLACES, NEIGHBOURS, PRODUCTS, SERIES, LINKS)
}
