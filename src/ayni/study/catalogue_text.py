"""The catalogue of indicators, told in the terminal, to programs and in the documentation."""

from collections.abc import Sequence
from inspect import Parameter
from typing import Any

from ayni.catalog import Indicator
from ayni.study.compute import indicator_options
from ayni.words import say

UNITS = {
    "1": "number",
    "share": "share",
    "share a year": "share_a_year",
    "fraction": "fraction",
    "fraction a year": "fraction_a_year",
    "times": "times",
    "nat": "nat",
    "US$": "dollars",
    "unit of the series": "series",
    "standard deviations": "deviations",
    "standard deviations of ECI": "deviations_of_eci",
    "code": "code",
}


def catalogue_lines(entries: Sequence[Indicator], language: str) -> list[str]:
    """Lines for the terminal: name, what it tells, unit, range, direction, source, what it takes."""
    lines = []
    for entry in entries:
        facts = {"unit": unit_text(entry, language), "range": range_text(entry), "contract": entry.contract}
        lines += [
            f"{entry.id} — {entry.name[language]}",
            f"    {entry.says[language]}",
            f"    {say('catalogue.line', language, direction=direction_text(entry, language), **facts)}",
            f"    {entry.source}",
            "",
        ]
    return lines


def catalogue_json(entries: Sequence[Indicator]) -> list[dict[str, Any]]:
    """Entries as plain data for programs."""
    return [
        {
            "name": entry.id,
            "names": dict(entry.name),
            "says": dict(entry.says),
            "formula": entry.formula,
            "unit": entry.unit,
            "range": [entry.low, entry.high],
            "direction": entry.direction,
            "source": entry.source,
            "contract": entry.contract,
            "table": entry.table,
            "value": entry.value,
            "options": {
                name: None if default is Parameter.empty else default
                for name, default in indicator_options(entry).items()
            },
            "tables": dict(entry.tables),
        }
        for entry in entries
    ]


def unit_text(entry: Indicator, language: str) -> str:
    """Unit of the value, in words."""
    return say(f"catalogue.unit_{UNITS[entry.unit]}", language)


def range_text(entry: Indicator) -> str:
    """Range of the value, as ``0 … 1``; an open end is ∞."""
    low = "−∞" if entry.low is None else f"{entry.low:g}".replace("-", "−")
    high = "∞" if entry.high is None else f"{entry.high:g}"
    return f"{low} … {high}"


def direction_text(entry: Indicator, language: str) -> str:
    """What a higher value means, in words."""
    return say(f"catalogue.{entry.direction}", language)


def indicators_page(entries: Sequence[Indicator]) -> str:
    """Markdown page of every indicator."""
    head = "# Indicators\n\nWritten by `./ayni docs` from `src/ayni/catalog.toml`.\n"
    return head + "".join(_entry_section(entry) for entry in entries)


def _entry_section(entry: Indicator) -> str:
    options = {
        name: ("needed" if default is Parameter.empty else f"`{default}`") + _table_text(entry, name)
        for name, default in indicator_options(entry).items()
    }
    told = ", ".join(f"`{name}` ({default})" for name, default in options.items()) or "none"
    return (
        f"\n## {entry.id}\n{entry.name['en']} · {entry.name['es']} · {entry.name['pt']}\n\n{entry.says['en']}\n\n"
        f"- formula: {entry.formula}\n- unit: {entry.unit}; range: {range_text(entry)};"
        f" {direction_text(entry, 'en')}\n- table it takes: `{entry.contract}`; value in column `{entry.value}`\n"
        f"- options: {told}\n- source: {entry.source}\n"
    )


def _table_text(entry: Indicator, option: str) -> str:
    """That an option is a table, where its name does not say so."""
    return f", a table `{entry.tables[option]}`" if option in entry.tables else ""
