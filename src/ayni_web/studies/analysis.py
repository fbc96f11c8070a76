"""The engine's part of studies: a study file followed within its folder, a package computed, a package read.

A package never changes: what is read of it is kept by its folder and its hash, and nothing is computed for a page.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from ayni.catalog import Indicator, indicators
from ayni.clusters.wording import rendered
from ayni.study.config import Input, Study, study_from
from ayni.study.making import made_study
from ayni.study.package import KEYS, MANIFEST, column_description
from ayni.study.published import Entered, Published
from ayni.study.report.answer import Head, head
from ayni.study.report.candidates import Candidate, candidates
from ayni.study.report.evidence import Proof, proofs
from ayni.study.report.forms import Form, forms
from ayni.study.report.material import material
from ayni.study.report.notes import FileNote, FormulaNote
from ayni.study.report.regions import Region, regions
from ayni.words import LANGUAGES
from ayni_web.common.acting import Mistake

PACKAGES_KEPT = 4
# Tables whose columns are computed as those of others are.
BORROWED = {"candidates": ("quotients", "trends")}


@dataclass(frozen=True, slots=True)
class Package:
    """A package as it was read: its manifest, and the study it was written from."""

    manifest: Mapping[str, Any]
    published: Published

    def table(self, name: str) -> pl.DataFrame | None:
        """Table of that name; None where the study had none."""
        return self.published.tables.get(name)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a package lies; the hash of its manifest alone tells one from another, wherever they lie."""

    folder: Path = field(compare=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Told:
    """A package told in a language: its head, regions with their candidates, evidence, forms, and notes."""

    head: Head
    regions: tuple[Region, ...]
    candidates: Mapping[str, Candidate]
    proofs: Mapping[str, Proof]
    forms: Mapping[str, Form]
    sparks: Mapping[str, str]
    formulas: Mapping[str, FormulaNote]
    files: tuple[FileNote, ...]
    unseen: str


def computed(config: Path, out: Path, progress: Callable[[int, int | None], None]) -> None:
    """Compute a study into the folder of its package, whole or not at all."""
    made_study(config, out, progress=progress)


def titles_within(config: Path, folder: Path) -> dict[str, str]:
    """Title in each language of a study that reads nothing outside its folder."""
    study = study_from(config)
    named = [asked.file for asked in study.inputs] + [*study.claims, study.outlines, study.notice]
    for path in named:
        if path is not None and not path.resolve().is_relative_to(folder.resolve()):
            raise Mistake("studies.outside", field="file", came=str(path).removeprefix(f"{config.parent}/")[:120])
    titles = {language: str(study.title[language]).strip() for language in LANGUAGES}
    if any(not 1 <= len(title) <= 200 for title in titles.values()):
        raise Mistake("studies.title_length", field="file")
    return titles


def manifest_of(folder: Path) -> tuple[dict[str, Any], str]:
    """Manifest of a package and its hash."""
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = json.loads(content)
        is_ours = isinstance(manifest, dict) and {"package", "inputs", "tables", "files"} <= set(manifest)
    except (OSError, ValueError):
        is_ours = False
    if not is_ours:
        raise Mistake("runs.no_package")
    return manifest, hashlib.sha256(content).hexdigest()


def files_of_package(folder: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Files that a manifest lists, each there as a file of its own and each table with the hash it names."""
    listed = tuple(str(name) for name in manifest["files"])
    for name in listed:
        path = folder / name
        within = path.resolve().is_relative_to(folder.resolve())
        if not within or not path.is_file() or any(each.is_symlink() for each in (path, path.parent)):
            raise Mistake("runs.package_lacks", name=name[:120])
    for table, wanted in manifest["tables"].items():
        name = f"tables/{table}.parquet"
        if name not in listed or hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted:
            raise Mistake("runs.package_changed", name=name[:120])
    return listed


def listed_files(folder: Path, sha256: str) -> frozenset[str]:
    """Files that the manifest with that hash lists, and itself."""
    manifest, found = manifest_of(folder)
    if sha256 != found:
        raise Mistake("runs.package_changed", name=MANIFEST)
    return frozenset({MANIFEST, *map(str, manifest["files"])})


def package_at(folder: Path, sha256: str) -> Package:
    """Package in a folder, if it still is the one with that hash."""
    _manifest, found = manifest_of(folder)
    if sha256 != found:
        raise Mistake("runs.package_changed", name=MANIFEST)
    return _package(Shelf(folder, sha256))


@lru_cache(maxsize=PACKAGES_KEPT)
def _package(shelf: Shelf) -> Package:
    folder = shelf.folder
    manifest, _ = manifest_of(folder)
    files_of_package(folder, manifest)
    tables = {name: pl.read_parquet(folder / "tables" / f"{name}.parquet") for name in sorted(manifest["tables"])}
    return Package(manifest, _published(folder, manifest, tables))


def told(folder: Path, sha256: str, language: str) -> Told:
    """Package told in a language; one of the complete languages."""
    package_at(folder, sha256)
    return _told(Shelf(folder, sha256), language)


@lru_cache(maxsize=PACKAGES_KEPT * len(LANGUAGES))
def _told(shelf: Shelf, language: str) -> Told:
    made = material(_package(shelf).published, language)
    found = candidates(made)
    several = regions(found, made)
    return Told(
        head=head(found, several, made),
        regions=several,
        candidates={each.id: each for each in found},
        proofs=proofs(found, made),
        forms={each.id: each for each in forms(made)},
        sparks={row.id: row.spark for each in several if each.matrix for row in (*each.matrix.rows, *each.matrix.rest)},
        formulas={key: made.notes.formulas[number - 1] for key, number in made.notes.numbers.items()},
        files=made.notes.files,
        unseen=made.published.study.unseen.get(language, ""),
    )


def key_of(table: str) -> tuple[str, ...]:
    """Columns that tell the rows of a table apart."""
    return KEYS.get(table, ())


def told_row(package: Package, table: str, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Row of a table with its sentences in a language, without the keys they are made from."""
    found = package.published.tables[table]
    said = rendered(pl.DataFrame([row], schema=found.schema), language).row(0, named=True)
    return {name: value for name, value in said.items() if not name.endswith(("_key", "_facts"))}


def unit_of(package: Package, product: str, column: str) -> str:
    """Unit of a value or quantity of a product; empty where it is not known, or is none."""
    published = package.published
    if column == "quantity":
        return published.quantity_units.get(product, "")
    return published.value_unit if column == "value" else ""


def told_column(column: str, language: str) -> str:
    """What a column holds, in words."""
    return column_description(column, language)


def indicator_of(table: str, column: str) -> Indicator | None:
    """Entry of the catalogue for a column of a table; None where it is no indicator."""
    tables = (table, *BORROWED.get(table, ()))
    return next((each for each in indicators() if each.table in tables and each.value == column), None)


def _published(folder: Path, manifest: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> Published:
    units = manifest.get("units", {})
    return Published(
        study=_study(folder, manifest),
        tables=tables,
        entered=tuple(_entered(asked, at, _titles(folder)) for at, asked in enumerate(manifest["inputs"])),
        thresholds=manifest["parameters"]["thresholds"],
        package=str(manifest["package"]),
        computed=date.fromisoformat(manifest["computed"]),
        version=str(manifest["ayni"]),
        value_unit=str(units.get("value", "")),
        quantity_units=units.get("quantity", {}),
    )


def _study(folder: Path, manifest: Mapping[str, Any]) -> Study:
    asked, own = manifest["parameters"], _described(folder).get("title") or str(manifest["package"])
    return Study(
        path=folder,
        title=manifest.get("title") or dict.fromkeys(LANGUAGES, own),
        country=asked["country"],
        year=asked["year"],
        years=tuple(asked["years"]) if asked["years"] else None,
        places=tuple(asked["places"]),
        outlines=None,
        outline_code="code",
        macroregions={name: tuple(codes) for name, codes in asked["macroregions"].items()},
        territory=asked["territory"],
        language=asked["language"],
        inputs=(),
        chains={product: (chain, tuple(each)) for product, (chain, each) in asked["chains"].items()},
        thresholds={},
        claims=(),
        stress_year=asked["stress_year"],
        horizon_years=asked["horizon_years"],
        unseen=manifest.get("unseen", {}),
    )


def _entered(asked: Mapping[str, Any], at: int, titles: tuple[str, ...]) -> Entered:
    # Packages made before the manifest told the titles have them in the descriptor, in the study's language.
    own = titles[at] if at < len(titles) else asked["file"]
    return Entered(
        asked=Input(
            file=Path(asked["file"]),
            contract=asked["contract"],
            codes=asked["codes"],
            title=asked.get("title") or dict.fromkeys(LANGUAGES, own),
            publisher=asked["publisher"],
            licence=asked["licence"],
            link=asked["link"],
            note=asked.get("note", {}),
        ),
        name=asked["file"],
        sha256=asked["sha256"],
        rows=asked["rows"],
        columns=tuple(asked.get("columns", ())),
    )


def _titles(folder: Path) -> tuple[str, ...]:
    return tuple(str(source.get("title", "")) for source in _described(folder).get("sources", []))


def _described(folder: Path) -> dict[str, Any]:
    try:
        described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return described if isinstance(described, dict) else {}


def checked_package(folder: Path) -> tuple[Package, str]:
    """Package in a folder that another Ayni may have made, read whole, and the hash of its manifest."""
    manifest, sha256 = manifest_of(folder)
    try:
        shelf = Shelf(folder, sha256)
        package = _package(shelf)
        for language in LANGUAGES:
            _told(shelf, language)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, pl.exceptions.PolarsError) as error:
        raise Mistake("runs.package_unreadable", name=str(manifest["package"])[:120]) from error
    return package, sha256
