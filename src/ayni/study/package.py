"""The study package: the seam between engine and platform.

A folder with a Frictionless ``datapackage.json``, a Parquet file per table, a Vega-Lite specification per chart, the
report in each language, the field forms, a workbook, and a manifest of what entered, with which parameters and
versions.  Tables are the same to the byte for the same input; the day of computation stands in the manifest alone.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from ayni.study.published import Entered, Published
from ayni.study.writing import MOST_ROWS, write_workbook
from ayni.words import say, sentence_keys

MANIFEST = "manifest.json"
KEYS: Mapping[str, tuple[str, ...]] = {
    "structure": ("year", "source", "vintage", "group"),
    "quotients": ("year", "place", "product", "basis", "source", "vintage"),
    "trends": ("place", "product", "basis", "source", "vintage"),
    "candidates": ("candidate",),
    "requirements": ("candidate", "requirement"),
    "claims": ("claim",),
    "complexity": ("year", "exporter", "product", "source", "vintage"),
    "additions": ("year", "exporter", "product", "source", "vintage"),
    "product_space": ("year", "product", "other"),
    "product_places": ("product",),
    "places": ("code",),
    "products": ("code",),
}
VERSIONED = ("polars", "numpy", "narwhals", "babel", "jinja2", "xlsxwriter", "python-calamine")
TYPES: tuple[tuple[Any, str], ...] = (
    (pl.Boolean, "boolean"),
    (pl.String, "string"),
    (pl.Date, "date"),
    (pl.List, "array"),
)


def write_tables(published: Published, folder: Path) -> None:
    """Write ``tables/NAME.parquet`` for every table."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name, table in published.tables.items():
        table.write_parquet(folder / "tables" / f"{name}.parquet", statistics=False)


def write_descriptions(published: Published, folder: Path, language: str) -> None:
    """Write ``datapackage.json`` and ``manifest.json``; the tables are in the folder already."""
    _write_json(folder / "datapackage.json", data_package(published, language))
    _write_json(folder / MANIFEST, {**manifest(published), "tables": _hashes(folder), "files": _files(folder)})


def data_package(published: Published, language: str) -> dict[str, Any]:
    """Descriptor of the package (Data Package, with a Table Schema for each table)."""
    return {
        "name": published.package,
        "id": published.package,
        "title": published.study.title[language],
        "version": published.version,
        "sources": [_source(entered, language) for entered in published.entered],
        "resources": [_resource(name, table, language) for name, table in published.tables.items()],
    }


def manifest(published: Published) -> dict[str, Any]:
    """Everything needed to make the package again: input hashes, parameters, versions, and the day it was made."""
    study = published.study
    return {
        "package": published.package,
        "title": dict(study.title),
        "computed": published.computed.isoformat(),
        "ayni": published.version,
        "versions": {name: version(name) for name in VERSIONED},
        "parameters": {
            "year": study.year,
            "years": list(study.years) if study.years else None,
            "country": study.country,
            "places": list(study.places),
            "macroregions": {name: list(codes) for name, codes in study.macroregions.items()},
            "territory": study.territory,
            "language": study.language,
            "stress_year": study.stress_year,
            "horizon_years": study.horizon_years,
            "chains": {product: [chain, list(industries)] for product, (chain, industries) in study.chains.items()},
            "thresholds": dict(published.thresholds),
        },
        "units": {"value": published.value_unit, "quantity": dict(published.quantity_units)},
        "unseen": dict(study.unseen),
        "inputs": [_input(entered) for entered in published.entered],
    }


def write_book(published: Published, path: Path, language: str) -> None:
    """Write the workbook: a sheet that explains, then a sheet per table; one too long for a sheet is said, not cut."""
    front: list[tuple[str, ...]] = [
        (published.study.title[language],),
        (say("package.word_package", language), published.package),
        (say("package.word_computed", language), published.computed.isoformat()),
    ]
    for name, table in published.tables.items():
        front.append((name,))
        front.append((say("package.word_table", language), say(f"tables.{name}", language)))
        if table.height > MOST_ROWS:
            front.append(("", say("package.too_many_rows", language, table=name, n=table.height)))
        front.extend((column, column_description(column, language)) for column in table.columns)
    sheets = {name: table for name, table in published.tables.items() if table.height <= MOST_ROWS}
    write_workbook(sheets, path, front=front, front_name=say("package.front", language))


def files_of(folder: Path) -> set[str]:
    """Relative paths of the files of a package that Ayni wrote, and of their folders, as its manifest lists them."""
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("files", [])
    except (OSError, ValueError):
        listed = []
    return {*listed, MANIFEST, "tables", "charts"}


def _files(folder: Path) -> list[str]:
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return sorted(files | {MANIFEST})


def _hashes(folder: Path) -> dict[str, str]:
    """Hash of every table.  It stands here because validators cannot hold a Parquet file against a descriptor's."""
    files = sorted((folder / "tables").iterdir())
    return {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def column_description(column: str, language: str) -> str:
    """What a column holds; a column that the user's own table brought is said to be theirs."""
    key = f"columns.{column}"
    return say(key, language) if key in sentence_keys() else say("package.carried", language)


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _source(entered: Entered, language: str) -> dict[str, str]:
    asked = entered.asked
    source = {"title": asked.title.get(language) or entered.name}
    if asked.link:
        source["path"] = asked.link
    if asked.licence:
        source["licence"] = asked.licence
    return source


def _input(entered: Entered) -> dict[str, Any]:
    asked = entered.asked
    return {
        "file": entered.name,
        "contract": asked.contract,
        "sha256": entered.sha256,
        "rows": entered.rows,
        "map": dict(asked.rename),
        "set": dict(asked.constants),
        "codes": asked.codes,
        "columns": list(entered.columns),
        "title": dict(asked.title),
        "note": dict(asked.note),
        "publisher": asked.publisher,
        "licence": asked.licence,
        "link": asked.link,
    }


def _resource(name: str, table: pl.DataFrame, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, kind, language) for column, kind in table.schema.items()],
    }
    key = [column for column in KEYS.get(name, ()) if column in table.columns]
    if key and not table.select(pl.any_horizontal(pl.col(column).is_null().any() for column in key)).item():
        schema["primaryKey"] = key
    return {
        "name": name,
        "path": f"tables/{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": say(f"tables.{name}", language),
        "schema": schema,
    }


def _field(column: str, kind: pl.DataType, language: str) -> dict[str, str]:
    named = next((name for each, name in TYPES if kind == each), None)
    if named is None:
        named = "integer" if kind.is_integer() else "number"
    return {"name": column, "type": named, "description": column_description(column, language)}
