"""What a study is asked to do: a TOML file, read and held against what can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ayni.errors import BadStudy
from ayni.study import values
from ayni.study.values import Words
from ayni.tables import CONTRACTS
from ayni.words import LANGUAGES

SECTIONS = ("study", "input", "world", "chains", "thresholds", "claims")
STUDY_KEYS = (
    "title",
    "country",
    "year",
    "years",
    "places",
    "neighbours",
    "outline_code",
    "macroregions",
    "territory",
    "language",
    "traditional",
    "non_traditional",
    "stress_year",
    "horizon_years",
    "notice",
    "unseen",
)
INPUT_KEYS = (
    "file",
    "contract",
    "map",
    "set",
    "codes",
    "decimal",
    "sheet",
    "title",
    "publisher",
    "licence",
    "link",
    "note",
)
WORLD = "world"
TERRITORIES = ("grown", "macroregions")
Decimal = Literal["comma", "dot"]


@dataclass(frozen=True, slots=True)
class Input:
    """One file that enters a study, with how to read it and whom it is owed to."""

    file: Path
    contract: str
    rename: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: str | None = None
    decimal: Decimal | None = None
    sheet: str | None = None
    title: Words = field(default_factory=dict)
    publisher: str = ""
    licence: str = ""
    link: str = ""
    note: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Study:
    """A study as asked: what to read, where, about which year, with which thresholds.

    Attributes
    ----------
    path : Path
        The study file; the paths in it are relative to its folder.
    title : mapping of language to str
        Title in each language.
    country : str
        ISO 3166-1 alpha-2 code of the country.
    year : int
        Base year of quotients and verdicts.
    years : tuple of int or None
        First and last year that enter; None for all.
    places : tuple of str
        Codes of the places whose candidates are sought; empty for all.  The nation is all places of the table.
    outlines : Path or None
        GeoJSON from whose shared borders the neighbours are taken.
    outline_code : str
        Property of its features that holds the code of the place.
    macroregions : mapping of str to tuple of str
        The user's own groups of places by name; empty for those of the table of places.
    territory : str
        ``grown``: sets of neighbouring places grown from seeds; ``macroregions``: each group as a whole.
    language : str
        Language of the texts in the tables and of ``report.html``.
    inputs : tuple of Input
        Files that enter.
    chains : mapping of str to (chain, industries)
        Chain of a product and the industries of its links.
    thresholds : mapping of str to float
        Thresholds that differ from their default.
    claims : tuple of Path
        Files of claims to audit.
    world : Input or None
        Exports of all countries, against which what the country could add is seen.
    named : frozenset of str
        Keys of ``[study]`` that the file states: what is stated must be there, what is a default may not.
    """

    path: Path
    title: Words
    country: str
    year: int
    years: tuple[int, int] | None
    places: tuple[str, ...]
    outlines: Path | None
    outline_code: str
    macroregions: Mapping[str, tuple[str, ...]]
    territory: str
    language: str
    inputs: tuple[Input, ...]
    chains: Mapping[str, tuple[str, tuple[str, ...]]]
    thresholds: Mapping[str, float]
    claims: tuple[Path, ...]
    traditional: str = "tradicional"
    non_traditional: str = "no_tradicional"
    stress_year: int | None = None
    horizon_years: int = 10
    notice: Path | None = None
    unseen: Words = field(default_factory=dict)
    world: Input | None = None
    named: frozenset[str] = frozenset()


def study_from(path: Path) -> Study:
    """Study described by a TOML file.

    Raises
    ------
    BadStudy
        The file is missing, is not TOML, lacks a required key or has one that means nothing; the sentence names it,
        what was expected and an example.
    """
    document = values.toml_document(path)
    values.refuse_unknown(document, SECTIONS, "", path)
    asked = _table(document, "study", path)
    values.refuse_unknown(asked, STUDY_KEYS, "study", path)
    macroregions = _macroregions(asked, path)
    return Study(
        path=path,
        title=values.words(values.required(asked, "title", path), "title", path),
        country=values.text(asked.get("country", ""), "country", path),
        year=values.integer(values.required(asked, "year", path), "year", path),
        years=_years(asked.get("years"), path),
        places=()
        if isinstance(asked.get("places"), str)
        else values.codes(asked.get("places", []), "list of places", path),
        outlines=_outlines(asked, path),
        outline_code=values.text(asked.get("outline_code", "code"), "outline_code", path),
        macroregions=macroregions,
        territory=values.choice(asked, "territory", TERRITORIES, "macroregions" if macroregions else "grown", path),
        language=values.choice(asked, "language", LANGUAGES, "es", path),
        inputs=(*_inputs(document.get("input", []), path), *_named_inputs(asked, path)),
        chains=_chains(document.get("chains", {}), path),
        thresholds=_thresholds(document.get("thresholds", {}), path),
        claims=_claims(document.get("claims", {}), path),
        traditional=values.text(asked.get("traditional", "tradicional"), "traditional", path),
        non_traditional=values.text(asked.get("non_traditional", "no_tradicional"), "non_traditional", path),
        stress_year=None if "stress_year" not in asked else values.integer(asked["stress_year"], "stress_year", path),
        horizon_years=values.integer(asked.get("horizon_years", 10), "horizon_years", path),
        notice=_notice(asked, path),
        unseen=values.words(asked.get("unseen", {}), "unseen", path),
        world=_world(document, path),
        named=frozenset(asked),
    )


def _table(document: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = document.get(name)
    if not isinstance(table, Mapping):
        raise BadStudy("study.missing_key", file=path.name, key=f"[{name}]", example=values.EXAMPLES["study"])
    return table


def _years(value: Any, path: Path) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) < 2 or any(type(year) is not int for year in value):
        raise values.wrong_value("years", value, path)
    if len(value) == 2 and value[0] > value[1]:
        raise values.wrong_value("years", value, path)
    return min(value), max(value)


def _macroregions(asked: Mapping[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    value = asked.get("macroregions", {})
    if value == "inei":
        return {}
    if not isinstance(value, Mapping):
        raise values.wrong_value("macroregions", value, path)
    groups = {name: values.codes(codes, "macroregions", path) for name, codes in value.items()}
    placed = [code for codes in groups.values() for code in codes]
    for code in placed:
        if placed.count(code) > 1:
            raise BadStudy("study.place_twice", file=path.name, place=code)
    return groups


def _inputs(value: Any, path: Path) -> tuple[Input, ...]:
    if not isinstance(value, list) or not value:
        raise BadStudy("study.missing_key", file=path.name, key="[[input]]", example=values.EXAMPLES["input"])
    return tuple(_input(entry, path) for entry in value)


def _world(document: Mapping[str, Any], path: Path) -> Input | None:
    if "world" not in document:
        return None
    # Kept apart from what the country publishes of itself: the same contract, another table.
    return replace(_input({**_table(document, "world", path), "contract": "trade"}, path), contract=WORLD)


def _input(entry: Mapping[str, Any], path: Path) -> Input:
    values.refuse_unknown(entry, INPUT_KEYS, "input", path)
    contract = values.choice(entry, "contract", tuple(CONTRACTS), "", path)
    decimal = entry.get("decimal")
    if decimal not in (None, "comma", "dot"):
        raise values.wrong_value("decimal", decimal, path)
    return Input(
        file=_file(values.required(entry, "file", path), "file", path),
        contract=contract,
        rename=values.strings(entry.get("map", {}), "map", path),
        constants=values.strings(entry.get("set", {}), "set", path),
        codes=None if "codes" not in entry else values.text(entry["codes"], "codes", path),
        decimal=decimal,
        sheet=None if "sheet" not in entry else values.text(entry["sheet"], "sheet", path),
        title=values.words(entry.get("title", {}), "title", path),
        publisher=values.text(entry.get("publisher", ""), "publisher", path),
        licence=values.text(entry.get("licence", ""), "licence", path),
        link=values.text(entry.get("link", ""), "link", path),
        note=values.words(entry.get("note", {}), "note", path),
    )


def _named_inputs(asked: Mapping[str, Any], path: Path) -> list[Input]:
    """Tables that the section ``[study]`` names by itself: ``places`` and ``neighbours``."""
    named = [(name, asked.get(name)) for name in ("places", "neighbours")]
    return [
        Input(file=_file(file, name, path), contract=name)
        for name, file in named
        if isinstance(file, str) and not _is_outlines(file)
    ]


def _outlines(asked: Mapping[str, Any], path: Path) -> Path | None:
    file = asked.get("neighbours")
    if file is not None and not isinstance(file, str):
        raise values.wrong_value("neighbours", file, path)
    return _file(file, "neighbours", path) if file and _is_outlines(file) else None


def _is_outlines(file: str) -> bool:
    return file.lower().endswith((".geojson", ".json"))


def _notice(asked: Mapping[str, Any], path: Path) -> Path | None:
    if "notice" not in asked:
        return None
    notice = _file(asked["notice"], "notice", path)
    if not notice.is_file():
        raise BadStudy("study.no_notice", file=path.name, notice=str(notice))
    return notice


def _file(value: Any, name: str, path: Path) -> Path:
    return path.parent / values.text(value, name, path)


def _chains(value: Any, path: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    if not isinstance(value, Mapping):
        raise values.wrong_value("chains", value, path)
    return {product: _chain(product, entry, path) for product, entry in value.items()}


def _chain(product: str, entry: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    if isinstance(entry, str):
        return entry, ()
    if not isinstance(entry, Mapping):
        raise values.wrong_value("chains", entry, path)
    values.refuse_unknown(entry, ("chain", "industries"), f"chains.{product}", path)
    return (
        values.text(entry.get("chain", product), "chains", path),
        values.codes(entry.get("industries", []), "chains", path),
    )


def _thresholds(value: Any, path: Path) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise values.wrong_value("thresholds", value, path)
    for number in value.values():
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise values.wrong_value("thresholds", number, path)
    return {name: float(number) for name, number in value.items()}


def _claims(value: Any, path: Path) -> tuple[Path, ...]:
    files = value.get("files", []) if isinstance(value, Mapping) else value
    if not isinstance(files, list):
        raise values.wrong_value("claims", value, path)
    return tuple(_file(name, "claims", path) for name in files)
