"""What a study is asked to do: a TOML file, read and held against what can be asked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from ayni.errors import BadStudy
from ayni.tables import CONTRACTS
from ayni.words import LANGUAGES

SECTIONS = ("study", "input", "chains", "thresholds", "claims")
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
    "currency",
    "traditional",
    "non_traditional",
    "stress_year",
    "horizon_years",
    "notice",
    "unseen",
)
INPUT_KEYS = ("file", "contract", "map", "set", "codes", "decimal", "title", "publisher", "licence", "link", "note")
TERRITORIES = ("grown", "macroregions")
Words = Mapping[str, str]
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
        Codes of the places that enter; empty for all.
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


def study_from(path: Path) -> Study:
    """Study described by a TOML file.

    Raises
    ------
    BadStudy
        The file is missing, is not TOML, lacks a required key or has one that means nothing; the sentence names it,
        what was expected and an example.
    """
    document = _document(path)
    _known(document, SECTIONS, "", path)
    asked = _table(document, "study", path)
    _known(asked, STUDY_KEYS, "study", path)
    macroregions = _macroregions(asked, path)
    return Study(
        path=path,
        title=_words(_required(asked, "title", path), "title", path),
        country=_text(asked.get("country", ""), "country", path),
        year=_integer(_required(asked, "year", path), "year", path),
        years=_years(asked.get("years"), path),
        places=() if isinstance(asked.get("places"), str) else _codes(asked.get("places", []), "places", path),
        outlines=_outlines(asked, path),
        outline_code=_text(asked.get("outline_code", "code"), "outline_code", path),
        macroregions=macroregions,
        territory=_choice(asked, "territory", TERRITORIES, "macroregions" if macroregions else "grown", path),
        language=_choice(asked, "language", LANGUAGES, "es", path),
        inputs=(*_inputs(document.get("input", []), path), *_named_inputs(asked, path)),
        chains=_chains(document.get("chains", {}), path),
        thresholds=_thresholds(document.get("thresholds", {}), path),
        claims=_claims(document.get("claims", {}), path),
        traditional=_text(asked.get("traditional", "tradicional"), "traditional", path),
        non_traditional=_text(asked.get("non_traditional", "no_tradicional"), "non_traditional", path),
        stress_year=None if "stress_year" not in asked else _integer(asked["stress_year"], "stress_year", path),
        horizon_years=_integer(asked.get("horizon_years", 10), "horizon_years", path),
        notice=None if "notice" not in asked else _file(asked["notice"], "notice", path),
        unseen=_words(asked.get("unseen", {}), "unseen", path),
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadStudy("study.no_file", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadStudy("study.unreadable", file=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise BadStudy("study.not_toml", file=path.name, what=str(error)) from error


def _known(table: Mapping[str, Any], names: tuple[str, ...], where: str, path: Path) -> None:
    for name in table:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            raise BadStudy(
                "study.unknown_key",
                file=path.name,
                key=f"{where}.{name}" if where else name,
                known=", ".join(names),
                near=near[0] if near else names[0],
            )


def _table(document: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = document.get(name)
    if not isinstance(table, Mapping):
        raise BadStudy("study.missing_key", file=path.name, key=f"[{name}]", example=EXAMPLES["study"])
    return table


def _required(asked: Mapping[str, Any], name: str, path: Path) -> Any:
    if name not in asked:
        raise BadStudy("study.missing_key", file=path.name, key=name, example=EXAMPLES[name])
    return asked[name]


EXAMPLES = {
    "study": '[study]\ntitle = "..."\nyear = 2011',
    "title": 'title = "Clústeres del Sur"',
    "year": "year = 2011",
    "years": "years = [2001, 2012]",
    "places": 'places = "places.csv"',
    "neighbours": 'neighbours = "neighbours.csv"',
    "macroregions": 'macroregions = { Sur = ["04", "21", "23"] }',
    "territory": 'territory = "grown"',
    "language": 'language = "es"',
    "country": 'country = "PE"',
    "traditional": 'traditional = "tradicional"',
    "stress_year": "stress_year = 2009",
    "horizon_years": "horizon_years = 10",
    "notice": 'notice = "DATA-NOTICE.md"',
    "unseen": 'unseen = { es = "...", en = "...", pt = "..." }',
    "file": 'file = "production.csv"',
    "contract": 'contract = "activity"',
    "map": 'map = { "Año" = "year" }',
    "set": 'set = { quantity_unit = "t" }',
    "codes": 'codes = "ubigeo-inei"',
    "decimal": 'decimal = "comma"',
    "input": '[[input]]\nfile = "production.csv"\ncontract = "activity"',
    "chains": '[chains]\n"café" = { chain = "cafe", industries = ["0127"] }',
    "thresholds": "[thresholds]\nquotient_min = 2.0",
    "claims": '[claims]\nfiles = ["claims.toml"]',
}


def _wrong(name: str, came: object, path: Path) -> BadStudy:
    example = EXAMPLES.get(name, f'{name} = "..."')
    return BadStudy("study.wrong_value", file=path.name, key=name, came=repr(came), example=example)


def _text(value: Any, name: str, path: Path) -> str:
    if not isinstance(value, str):
        raise _wrong(name, value, path)
    return value


def _integer(value: Any, name: str, path: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(name, value, path)
    return value


def _years(value: Any, path: Path) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) < 2 or any(type(year) is not int for year in value):
        raise _wrong("years", value, path)
    if len(value) == 2 and value[0] > value[1]:
        raise _wrong("years", value, path)
    return min(value), max(value)


def _codes(value: Any, name: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(code, str) for code in value):
        raise _wrong(name, value, path)
    return tuple(value)


def _words(value: Any, name: str, path: Path) -> Words:
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, Mapping) or any(not isinstance(text, str) for text in value.values()):
        raise _wrong(name, value, path)
    if not value:
        return {}
    first = next(iter(value.values()))
    return {language: value.get(language, first) for language in LANGUAGES}


def _choice(asked: Mapping[str, Any], name: str, known: tuple[str, ...], default: str, path: Path) -> str:
    value = asked.get(name, default)
    if value not in known:
        raise BadStudy("study.unknown_value", file=path.name, key=name, came=str(value), known=", ".join(known))
    return str(value)


def _macroregions(asked: Mapping[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    value = asked.get("macroregions", {})
    if value == "inei":
        return {}
    if not isinstance(value, Mapping):
        raise _wrong("macroregions", value, path)
    groups = {name: _codes(codes, "macroregions", path) for name, codes in value.items()}
    placed = [code for codes in groups.values() for code in codes]
    for code in placed:
        if placed.count(code) > 1:
            raise BadStudy("study.place_twice", file=path.name, place=code)
    return groups


def _inputs(value: Any, path: Path) -> tuple[Input, ...]:
    if not isinstance(value, list) or not value:
        raise BadStudy("study.missing_key", file=path.name, key="[[input]]", example=EXAMPLES["input"])
    return tuple(_input(entry, path) for entry in value)


def _input(entry: Mapping[str, Any], path: Path) -> Input:
    _known(entry, INPUT_KEYS, "input", path)
    contract = _choice(entry, "contract", tuple(CONTRACTS), "", path)
    decimal = entry.get("decimal")
    if decimal not in (None, "comma", "dot"):
        raise _wrong("decimal", decimal, path)
    return Input(
        file=_file(_required(entry, "file", path), "file", path),
        contract=contract,
        rename=_strings(entry.get("map", {}), "map", path),
        constants=_strings(entry.get("set", {}), "set", path),
        codes=None if "codes" not in entry else _text(entry["codes"], "codes", path),
        decimal=decimal,
        title=_words(entry.get("title", {}), "title", path),
        publisher=_text(entry.get("publisher", ""), "publisher", path),
        licence=_text(entry.get("licence", ""), "licence", path),
        link=_text(entry.get("link", ""), "link", path),
        note=_words(entry.get("note", {}), "note", path),
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
        raise _wrong("neighbours", file, path)
    return _file(file, "neighbours", path) if file and _is_outlines(file) else None


def _is_outlines(file: str) -> bool:
    return file.lower().endswith((".geojson", ".json"))


def _strings(value: Any, name: str, path: Path) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _wrong(name, value, path)
    return {str(theirs): str(ours) for theirs, ours in value.items()}


def _file(value: Any, name: str, path: Path) -> Path:
    return path.parent / _text(value, name, path)


def _chains(value: Any, path: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    if not isinstance(value, Mapping):
        raise _wrong("chains", value, path)
    return {product: _chain(product, entry, path) for product, entry in value.items()}


def _chain(product: str, entry: Any, path: Path) -> tuple[str, tuple[str, ...]]:
    if isinstance(entry, str):
        return entry, ()
    if not isinstance(entry, Mapping):
        raise _wrong("chains", entry, path)
    _known(entry, ("chain", "industries"), f"chains.{product}", path)
    return (
        _text(entry.get("chain", product), "chains", path),
        _codes(entry.get("industries", []), "chains", path),
    )


def _thresholds(value: Any, path: Path) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise _wrong("thresholds", value, path)
    for name, number in value.items():
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _wrong(f"thresholds.{name}", number, path)
    return {name: float(number) for name, number in value.items()}


def _claims(value: Any, path: Path) -> tuple[Path, ...]:
    files = value.get("files", []) if isinstance(value, Mapping) else value
    if not isinstance(files, list):
        raise _wrong("claims", value, path)
    return tuple(_file(name, "claims", path) for name in files)
