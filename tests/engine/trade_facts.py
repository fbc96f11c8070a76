"""Facts that the tests of trade share: Cuadro 2 and part of Cuadro 1 of the article, typed from it."""

import polars as pl

YEARS = range(2000, 2011)
# Peru's FOB exports, US$ million, central bank (Memoria 2010); 2008 to 2010 preliminary.
MILLIONS = {
    "total": [6955, 7026, 7714, 9091, 12809, 17368, 23830, 27882, 31529, 26962, 35565],
    "tradicional": [4804, 4730, 5369, 6356, 9199, 12950, 18461, 21464, 23796, 20622, 27669],
    "no_tradicional": [2044, 2183, 2256, 2620, 3479, 4277, 5279, 6303, 7543, 6186, 7641],
    "otros": [107, 113, 89, 114, 131, 141, 91, 114, 190, 154, 254],
}
BCRP = "BCRP"
# World growth, % a year, for 2010 in the reports of September and December 2010.
GROWTH_2010 = {"world": (4.2, 4.5), "germany": (2.4, 3.5), "middle_east_and_north_africa": (4.5, 4.1)}


def cuadro_2(source=BCRP):
    """Contract ``trade``: the four rows of Cuadro 2, in US dollars."""
    rows = [
        {
            "year": year,
            "exporter": "PE",
            "product": product,
            "value_usd": value * 1e6,
            "complete": True,
            "preliminary": year >= 2008,
            "vintage": "memoria-2010",
            "source": source,
        }
        for product, values in MILLIONS.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    return pl.DataFrame(rows)


def products():
    """Contract ``products``: the groups of Cuadro 2 and a few products below them."""
    parents = {
        "total": None,
        "tradicional": "total",
        "no_tradicional": "total",
        "otros": "total",
        "tradicional/minero": "tradicional",
        "tradicional/minero/cobre": "tradicional/minero",
        "tradicional/minero/oro": "tradicional/minero",
        "no_tradicional/textil": "no_tradicional",
    }
    names = {"tradicional": "Tradicionales", "no_tradicional": "No tradicionales", "otros": "Otros"}
    return pl.DataFrame(
        {
            "code": list(parents),
            "system": ["test"] * len(parents),
            "name_es": [names.get(code, code) for code in parents],
            "parent": list(parents.values()),
            "traditional": [{"t": True, "n": False}.get(code[0]) if code != "total" else None for code in parents],
        }
    )


def trade(rows, **columns):
    """Contract ``trade`` from (year, product, value) rows, one exporter, with columns that are the same throughout."""
    table = pl.DataFrame(rows, schema=["year", "product", "value_usd"], orient="row")
    same = {"exporter": "PE", "source": "test", **columns}
    return table.with_columns(pl.lit(value).alias(name) for name, value in same.items()).with_columns(
        pl.col("value_usd").cast(pl.Float64)
    )


def cuadro_1():
    """Contract ``series``: growth of 2010 in two vintages, and 2009 in one."""
    rows = [
        (subject, "gdp_growth", "2010", value, "percent", vintage, True, BCRP)
        for subject, values in GROWTH_2010.items()
        for vintage, value in zip(("2010-09", "2010-12"), values, strict=True)
    ]
    rows.append(("world", "gdp_growth", "2009", -0.6, "percent", "2010-12", False, BCRP))
    columns = ["subject", "variable", "period", "value", "unit", "vintage", "preliminary", "source"]
    return pl.DataFrame(rows, schema=columns, orient="row")
