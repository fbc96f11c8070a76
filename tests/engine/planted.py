"""A small nation with a cluster planted in it: what the tests of territory and clusters look for."""

import numpy as np
import polars as pl

SIDE = 5
YEARS = (2005, 2006, 2007, 2009, 2010, 2011)
PRODUCTS = tuple(f"crop {letter}" for letter in "abcdefgh")
PLACES = tuple(f"{row}{column}" for row in range(SIDE) for column in range(SIDE))
# The first three columns of places are the west, the others the east.
WEST = tuple(code for code in PLACES if code[1] < "3")


def neighbours() -> pl.DataFrame:
    """Places of a square grid touch by their sides."""
    cells = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    pairs = [(one, other) for one in cells for other in cells if abs(one[0] - other[0]) + abs(one[1] - other[1]) == 1]
    rows = [(f"{a}{b}", f"{c}{d}") for (a, b), (c, d) in pairs]
    return pl.DataFrame(rows, schema=["place", "neighbour"], orient="row")


def places() -> pl.DataFrame:
    """Table of places, each with a macro-region."""
    return pl.DataFrame(
        {
            "code": PLACES,
            "system": ["grid"] * len(PLACES),
            "name": [f"Place {code}" for code in PLACES],
            "macroregion": ["West" if code in WEST else "East" for code in PLACES],
        }
    )


def products() -> pl.DataFrame:
    """Table of products, with what exports record of some."""
    return pl.DataFrame(
        {
            "code": PRODUCTS,
            "system": ["crops"] * len(PRODUCTS),
            "name_es": [f"Cultivo {name[-1]}" for name in PRODUCTS],
            "name_en": [f"Crop {name[-1]}" for name in PRODUCTS],
            "name_pt": [f"Cultura {name[-1]}" for name in PRODUCTS],
            "chain": ["roots", "roots", None, None, None, None, None, None],
            "export_item": ["items/a", None, "items/c", None, None, None, None, None],
            "export_sector": [None, "farm", "farm", None, None, None, None, None],
        }
    )


def activity(*, seed: int = 1, planted: dict[str, tuple[str, ...]] | None = None, times: float = 20) -> pl.DataFrame:
    """Table of activity of a nation whose places differ in size alone, but where a crop is planted."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 0.5, size=len(PLACES))
    rows = []
    for year in YEARS:
        for product in PRODUCTS:
            for place, weight in zip(PLACES, size, strict=True):
                more = times if place in (planted or {}).get(product, ()) else 1
                tonnes = round(1000 * weight * more * rng.lognormal(0, 0.1), 1)
                rows.append((year, place, product, tonnes, "t", tonnes * 500, "PEN", "ministry"))
    names = ["year", "place", "product", "quantity", "quantity_unit", "value", "value_unit", "source"]
    return pl.DataFrame(rows, schema=names, orient="row")
