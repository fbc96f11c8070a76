"""Names of products and places as people say them."""

import polars as pl

from ayni.study.published import Published


def product_name(published: Published, code: str, language: str) -> str:
    """Name of a product in a language; the code where the study has no name for it."""
    products = published.tables.get("products")
    if products is None:
        return code
    row = products.filter(pl.col("code") == code)
    names = [f"name_{each}" for each in (language, "es", "en", "pt") if f"name_{each}" in products.columns]
    found = [name for name in (row[column].first() for column in names) if name] if row.height else []
    return str(found[0]) if found else code


def place_names(published: Published, codes: str) -> list[str]:
    """Names of the places of a set (codes joined by commas); the code where the study has no name for one."""
    places = published.tables.get("places")
    named = {} if places is None else dict(places.select("code", "name").iter_rows())
    return [named.get(code, code) for code in codes.split(",")]
