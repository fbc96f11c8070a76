"""Values of a study file: each held against what it may be, with an example of how to write it."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ayni.errors import BadStudy
from ayni.words import LANGUAGES

Words = Mapping[str, str]

EXAMPLES = {
    "study": '[study]\ntitle = "..."\nyear = 2011',
    "title": 'title = "Clústeres del Sur"',
    "year": "year = 2011",
    "years": "years = [2001, 2012]",
    "places": 'places = "places.csv"',
    "list of places": 'places = ["04", "21"]',
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


def toml_document(path: Path) -> dict[str, Any]:
    """Content of a TOML file; a sentence where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadStudy("study.no_file", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadStudy("study.unreadable", file=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise not_toml(path, error) from error


def not_toml(path: Path, error: tomllib.TOMLDecodeError) -> BadStudy:
    """Mistake that says at which line a file stops being TOML."""
    place = re.search(r"line (\d+)", str(error))
    if place is None:
        return BadStudy("study.not_toml_at_end", file=path.name)
    return BadStudy("study.not_toml", file=path.name, line=place.group(1))


def refuse_unknown(table: Mapping[str, Any], names: tuple[str, ...], where: str, path: Path) -> None:
    """Refuse a key that means nothing, naming the nearest that does."""
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


def required(asked: Mapping[str, Any], name: str, path: Path) -> Any:
    """Value of a key that must be there."""
    if name not in asked:
        raise BadStudy("study.missing_key", file=path.name, key=name, example=EXAMPLES[name])
    return asked[name]


def wrong_value(name: str, came: object, path: Path) -> BadStudy:
    """Mistake that says what came under a key and shows an example."""
    example = EXAMPLES.get(name, f'{name} = "..."')
    return BadStudy("study.wrong_value", file=path.name, key=name, came=repr(came), example=example)


def text(value: Any, name: str, path: Path) -> str:
    """Value that is text."""
    if not isinstance(value, str):
        raise wrong_value(name, value, path)
    return value


def integer(value: Any, name: str, path: Path) -> int:
    """Value that is a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_value(name, value, path)
    return value


def codes(value: Any, name: str, path: Path) -> tuple[str, ...]:
    """Value that is a list of codes, each a text."""
    if not isinstance(value, list) or any(not isinstance(code, str) for code in value):
        raise wrong_value(name, value, path)
    return tuple(value)


def words(value: Any, name: str, path: Path) -> Words:
    """Value that is text, in one language or by language: a missing language takes the first that is there."""
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, Mapping) or any(not isinstance(text, str) for text in value.values()):
        raise wrong_value(name, value, path)
    if not value:
        return {}
    first = next(iter(value.values()))
    return {language: value.get(language, first) for language in LANGUAGES}


def choice(asked: Mapping[str, Any], name: str, known: tuple[str, ...], default: str, path: Path) -> str:
    """Value that is one of those known."""
    value = asked.get(name, default)
    if value not in known:
        raise BadStudy("study.unknown_value", file=path.name, key=name, came=str(value), known=", ".join(known))
    return str(value)


def strings(value: Any, name: str, path: Path) -> dict[str, str]:
    """Value that is a table of texts."""
    if not isinstance(value, Mapping):
        raise wrong_value(name, value, path)
    return {str(theirs): str(ours) for theirs, ours in value.items()}
