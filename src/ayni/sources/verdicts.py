"""What a survey of the whole table comes to: decisions for a second pass, faults of whole columns, notes."""

from collections.abc import Sequence

from ayni.errors import Fault
from ayni.sources.grid import NOTE_SHOWN, column_letter, shown
from ayni.sources.plan import Plan
from ayni.sources.survey import Decisions, Survey, alike_codes, lonely_hashes, repeated_hashes
from ayni.sources.table import Note, Provenance
from ayni.tables import Column

DELIMITER_SHOWN = {"\t": "tab"}
KNOWN_CODES = {
    "place": ("ubigeo-inei", "ubigeo-reniec"),
    "country": ("iso3166",),
    "product": ("minagri-crops", "hs1992-4", "hs1992-6", "hs2022-4", "hs2022-6"),
    "industry": ("isic4",),
}
"""Nomenclatures by kind."""

ALIKE_SHOWN = 5


def decisions(plan: Plan, survey: Survey) -> Decisions | None:
    """What a second pass has to know, or None when the first one knew it all."""
    signs = {name: seen.sign for name, seen in survey.writing.items() if seen.sign is not None}
    misread = any(plan.decimal is None and survey.writing[name].read_with - {sign} for name, sign in signs.items())
    short = {name: found for name, seen in survey.shapes.items() if (found := seen.short())}
    repeated = repeated_hashes(survey.keys)
    lonely = lonely_hashes(survey.pairs, survey.reversed_pairs)
    if not misread and not short and not len(repeated) and not len(lonely):
        return None
    return Decisions(signs, short, repeated, lonely)


def column_faults(plan: Plan, survey: Survey) -> list[Fault]:
    """Faults of whole columns."""
    return [
        *_undecided(plan, survey),
        *_mixed(plan, survey),
        *_lacking(plan, survey),
        *_contradicted(plan, survey),
        *_unnamed(plan, survey),
    ]


def said_notes(plan: Plan, survey: Survey, foot: Sequence[tuple[int, str]], about: Provenance) -> list[Note]:
    """What is said of a file that is no fault."""
    notes = [_format_note(about)] if about.kind == "csv" else []
    notes += [Note("check.note_at_foot", {"row": row, "text": shown(text, NOTE_SHOWN)}) for row, text in foot]
    told = {name: seen for name, seen in survey.writing.items() if plan.decimal or seen.sign}
    for sign in ("dot", "comma"):
        names = [plan.theirs(name) for name, seen in told.items() if seen.read_with == {sign}]
        if names:
            notes.append(Note(f"check.read_with_{sign}", {"columns": ", ".join(names)}))
    for (name, mark), tally in sorted(survey.marks.items(), key=lambda entry: (entry[1].row, entry[0])):
        facts = {"column": plan.theirs(name), "mark": mark, "n": tally.count, "row": tally.row}
        notes.append(Note("check.read_as_missing", facts))
    for (name, theirs), ours in sorted(survey.renamed.items()):
        notes.append(Note("check.unit_taken_for", {"column": plan.theirs(name), "theirs": theirs, "ours": ours}))
    return [*notes, *_code_notes(plan, survey)]


def _format_note(about: Provenance) -> Note:
    delimiter = about.delimiter or ""
    return Note("check.read_as", {"encoding": about.encoding, "delimiter": DELIMITER_SHOWN.get(delimiter, delimiter)})


def _code_notes(plan: Plan, survey: Survey) -> list[Note]:
    notes = []
    unchecked = [each for each in _code_columns(plan) if not plan.governs(each)]
    if unchecked:
        notes.append(_unchecked_note(plan, unchecked))
    for name, seen in survey.shapes.items():
        if seen.uneven():
            notes.append(Note("check.codes_uneven", {"column": plan.theirs(name)}))
        elif seen.numbers:
            notes.append(Note("check.codes_as_numbers", {"column": plan.theirs(name)}))
    return [*notes, *_spelling_notes(plan, survey)]


def _unchecked_note(plan: Plan, unchecked: Sequence[Column]) -> Note:
    columns = ", ".join(plan.theirs(each.name) for each in unchecked)
    if plan.held is not None:
        return Note("check.codes_outside", {"columns": columns, "codes": plan.held.nomenclature.name})
    known = {each.name: [code for kind in each.nomenclatures for code in KNOWN_CODES[kind]] for each in unchecked}
    lists = "; ".join(f"{plan.theirs(name)}: {', '.join(codes)}" for name, codes in known.items())
    return Note("check.codes_unchecked", {"lists": lists, "example": known[unchecked[0].name][0]})


def _spelling_notes(plan: Plan, survey: Survey) -> list[Note]:
    """What is said of codes that had outer spaces, and of those that differ only in how they are written."""
    notes = []
    for name, tally in survey.padded.items():
        facts = {"column": plan.theirs(name), "n": tally.count, "row": tally.row}
        notes.append(Note("check.spaces_left_out", facts))
    for name, parts in survey.spellings.items():
        groups = alike_codes(parts)
        if groups:
            said = " / ".join(_counted(group) for group in groups[:ALIKE_SHOWN])
            facts = {"column": plan.theirs(name), "n": len(groups), "groups": said}
            notes.append(Note("check.codes_alike", facts))
    return notes


def _counted(group: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f'"{shown(code)}" ({count})' for code, count in group)


def _code_columns(plan: Plan) -> list[Column]:
    return [each for each in plan.contract.columns if each.nomenclatures and plan.knows(each.name)]


def _undecided(plan: Plan, survey: Survey) -> list[Fault]:
    faults = []
    for name, seen in survey.writing.items():
        if plan.decimal is None and seen.sign is None and seen.example is not None:
            row, cell = seen.example
            facts = {"n": seen.either, "row": row, "example": cell, **_readings(cell)}
            faults.append(Fault("check.either_decimal", None, plan.theirs(name), cell, facts))
    return faults


def _readings(cell: str) -> dict[str, object]:
    """What a cell such as 1.234 is worth as thousands, and as decimals, with the option that says each."""
    grouped = cell.replace(".", "").replace(",", "")
    return {
        "thousands": grouped,
        "decimals": cell.replace(",", "."),
        "if_thousands": "comma" if "." in cell else "dot",
        "if_decimals": "dot" if "." in cell else "comma",
    }


def _mixed(plan: Plan, survey: Survey) -> list[Fault]:
    faults = []
    for name, seen in survey.uniform.items():
        if len(seen) > 1:
            ordered = sorted(seen, key=lambda value: (-seen[value].count, seen[value].row))
            common, rare = ordered[0], ordered[-1]
            facts = {"common": common, "rare": rare, "n": seen[rare].count, "row": seen[rare].row}
            facts["units"] = ", ".join(f"{value} ({seen[value].count})" for value in ordered)
            faults.append(Fault("check.mixed_units", None, plan.theirs(name), rare, facts))
    return faults


def _lacking(plan: Plan, survey: Survey) -> list[Fault]:
    faults = []
    for name, tally in survey.lacking.items():
        column = plan.contract.column(name)
        needed = plan.contract.column(column.needs or "") if column is not None else None
        if needed is not None:
            facts = {"needed": needed.name, "example": needed.example, "row": tally.row}
            key = "check.needs_unit_column" if needed.kind == "text" else "check.needs_column"
            faults.append(Fault(key, None, plan.theirs(name), None, facts))
    return faults


def _contradicted(plan: Plan, survey: Survey) -> list[Fault]:
    faults = []
    for name, (tally, came) in survey.contradictions.items():
        given = plan.constants[name].value[0]
        facts = {"n": tally.count, "row": tally.row, "given": f"{name}={given}"}
        faults.append(Fault("check.set_contradicts", None, plan.theirs(name), came, facts))
    return faults


def _unnamed(plan: Plan, survey: Survey) -> list[Fault]:
    return [
        Fault(
            "check.column_without_name",
            None,
            column_letter(position),
            came,
            {"n": tally.count, "row": tally.row, "header": plan.header.row},
        )
        for position, (tally, came) in survey.unnamed.items()
    ]
