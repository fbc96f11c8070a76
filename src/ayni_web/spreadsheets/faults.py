"""Faults in the words of the site: what the engine says for the terminal (options, names of columns) is said anew."""

from dataclasses import replace
from typing import Any

from ayni.errors import Fault
from ayni_web.spreadsheets.contracts import CONTRACTS, columns, header, required

# What the engine tells with an option of its own.
ANEW = {
    "check.no_header": "spreadsheets.no_header",
    "check.missing_column": "spreadsheets.missing_column",
    "check.missing_column_of_rows": "spreadsheets.missing_column",
    "check.two_columns_for_one": "spreadsheets.two_columns_for_one",
    "check.several_sheets": "spreadsheets.several_sheets",
    "check.number_with_unit": "spreadsheets.number_alone",
    "check.not_decimal_dot": "spreadsheets.decimal_mixed",
    "check.not_decimal_comma": "spreadsheets.decimal_mixed",
    "check.either_decimal": "spreadsheets.either_decimal",
}
_KNOWN = {column for name in CONTRACTS for column in columns(name)}


def told_here(fault: Fault, contract: str, language: str) -> Fault:
    """Fault with the sentence and the names of columns that people read on the site."""
    facts: dict[str, Any] = {**fault.facts}
    if facts.get("ours") in _KNOWN:
        facts["ours"] = header(str(facts["ours"]), language)
    if fault.key in ("check.no_header", "check.missing_column", "check.missing_column_of_rows"):
        facts["expected"] = ", ".join(header(each, language) for each in required(contract))
    return replace(fault, key=ANEW.get(fault.key, fault.key), facts=facts)
