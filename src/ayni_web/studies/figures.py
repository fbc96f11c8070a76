"""One figure of a package: ``table/key/.../column`` leads to its row, its formula and the files it came from.

The parts are those of the table's key, in order; a last part names a column, and without it the whole row is meant.
A slash within a part is written ``%2F``.  ``requirements/quinua-sur-08-21/1`` is a verdict with its evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from django.urls import reverse

from ayni.words import number, percent, say
from ayni_web.common.acting import Mistake
from ayni_web.common.language import said
from ayni_web.studies import analysis, queries
from ayni_web.studies.models import Run

# Columns of a candidate that are shown as figures, and the note of the report that tells how each is computed.
SHOWN = ("quotient", "share_of_nation", "share_of_place", "slope", "value", "quantity")
NOTES = {
    "quotient": ("quotient",), "share_of_nation": ("share",), "share_of_place": ("share",), "slope": ("trend",),
    "requirements/1": ("quotient", "rules"), "requirements/2": ("sizes",), "requirements/3": ("trend", "rules"),
}  # fmt: skip
BY_TABLE = {"gini": ("gini",), "structure": ("structure",), "growth": ("growth",), "dependence": ("dependence",),
            "concentration": ("concentration",), "stress": ("stress",), "claims": ("claims",), "trends": ("trend",),
            "required_growth": ("required_growth",), "destinations": ("destinations",), "candidates": ("rules",),
            "quotients": ("quotient", "share"), "revisions": ("revisions",)}  # fmt: skip
MADE = {"value": "runs.made_value", "quantity": "runs.made_quantity"}
POINTS = ("slope",)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as people are told it.

    Attributes
    ----------
    pointer : str
        Its address within the package.
    label, value, source : str
        What it is, what it says, and where the data are from, as the table names it.
    table, table_title : str
        Name of the table, and what it holds.
    row : tuple of (column, what it holds, value)
        The whole row.
    formulas : tuple of FormulaNote
        How it is computed.
    formula, formula_source : str
        Formula and source of the catalogue's entry; empty where the column is no indicator.
    """

    pointer: str
    label: str
    value: str
    source: str
    table: str
    table_title: str
    row: tuple[tuple[str, str, str], ...]
    formulas: tuple[Any, ...]
    formula: str
    formula_source: str


def pointer_to(table: str, *parts: str) -> str:
    """Address of a figure in a package."""
    return "/".join([table, *(quote(part, safe=" ñáéíóúüãõçâêô,.;:()") for part in parts)])


def has_figure(run: Run, pointer: str) -> bool:
    """Whether a run has such a figure."""
    return _found(run, pointer) is not None


def named(run: Run, pointer: str) -> tuple[str, str]:
    """Name and page of a figure, as evidence is listed; what cannot be read any more keeps its address as its name."""
    try:
        found = has_figure(run, pointer)
    except Mistake:
        # The package is not what it was: its page says so.
        found = False
    if not found:
        return f"{run.study}: {pointer}", reverse("studies:run", kwargs={"pk": run.pk})
    return f"{run.study}: {figure(run, pointer).label}", address(run, pointer)


def address(run: Run, pointer: str) -> str:
    """Page of a figure."""
    return reverse("studies:figure", kwargs={"pk": run.pk, "pointer": pointer})


def figure(run: Run, pointer: str) -> Figure:
    """Figure at an address; a mistake that people can mend where there is none."""
    found = _found(run, pointer)
    if found is None:
        raise Mistake("runs.no_figure", field="figure", came=pointer[:120])
    table, row, column = found
    told = queries.told(run)
    entry = analysis.indicator_of(table, column) if column else None
    keys = _note_keys(table, row, column)
    return Figure(
        pointer=pointer,
        label=_label(run, table, row, column),
        value=_value(run, table, row, column),
        source=str(row.get("source") or ""),
        table=table,
        table_title=say(f"tables.{table}", queries.spoken()),
        row=tuple(
            (name, analysis.told_column(name, queries.spoken()), written(name, value))
            for name, value in analysis.told_row(queries.package(run), table, row, queries.spoken()).items()
        ),
        formulas=tuple(told.formulas[key] for key in keys if key in told.formulas),
        formula=entry.formula if entry else "",
        formula_source=entry.source if entry else "",
    )  # fmt: skip


def written(column: str, value: object) -> str:
    """Value of a column as people write it."""
    language = queries.spoken()
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return say("runs.yes" if value else "runs.no", language)
    if isinstance(value, int):
        return str(value) if "year" in column else number(value, language)
    if not isinstance(value, float):
        return str(value)
    if column in POINTS:
        return number(100 * value, language, 2, sign=True)
    if "share" in column and abs(value) <= 1:
        return percent(value, language)
    return number(value, language, 0 if abs(value) >= 1000 else 2)


def told_value(run: Run, row: Mapping[str, Any], column: str) -> str:
    """Value of a column of a row with its unit."""
    value = written(column, row[column])
    if value and column in POINTS:
        return said("runs.points_a_year", value=value)
    unit = analysis.unit_of(queries.package(run), str(row.get("product")), column)
    return f"{value} {unit}" if value and unit else value


def _found(run: Run, pointer: str) -> tuple[str, Mapping[str, Any], str] | None:
    """Table, row and column that an address names; the column is empty where the whole row is meant."""
    table, *parts = [unquote(part) for part in pointer.split("/")]
    key = analysis.key_of(table)
    if not key or len(parts) not in (len(key), len(key) + 1):
        return None
    row = queries.rows_by_key(run, table).get(tuple(parts[: len(key)]))
    column = parts[len(key)] if len(parts) > len(key) else ""
    return None if row is None or (column and column not in row) else (table, row, column)


def _note_keys(table: str, row: Mapping[str, Any], column: str) -> tuple[str, ...]:
    if table == "requirements":
        return NOTES.get(f"requirements/{row['requirement']}", ())
    return NOTES.get(column, BY_TABLE.get(table, ()))


def _label(run: Run, table: str, row: Mapping[str, Any], column: str) -> str:
    """What a figure is: of which row, and of which of its columns."""
    told, language = queries.told(run), queries.spoken()
    if "candidate" in row:
        of = told.proofs["-".join(str(row["candidate"]).split())].title
    else:
        of = " · ".join(written(name, row[name]) for name in analysis.key_of(table) if row[name] is not None)
    if table == "requirements" and not column:
        title = say(f"report.requirement_{row['requirement']}", language)
        return f"{of} · {title}"
    return f"{of} · {column_label(table, column)}" if column else of


def column_label(table: str, column: str) -> str:
    """Name of a column: that of its indicator, else what it holds."""
    entry, language = analysis.indicator_of(table, column), queries.spoken()
    if table == "candidates" and column in MADE:
        return said(MADE[column])
    return entry.name[language] if entry else analysis.told_column(column, language)


def _value(run: Run, table: str, row: Mapping[str, Any], column: str) -> str:
    if column:
        return told_value(run, row, column)
    if table != "requirements":
        return ""
    proof = queries.told(run).proofs["-".join(str(row["candidate"]).split())]
    found = next(each for each in proof.requirements if each.verdict.number == row["requirement"])
    return f"{found.verdict.word}. {found.evidence}"
