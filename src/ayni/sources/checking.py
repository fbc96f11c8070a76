"""Checking a file against a contract, and reading it when there is nothing at fault."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from ayni.errors import Fault, RefusedTable
from ayni.sources.choosing import Choice, chosen
from ayni.sources.collecting import Faults
from ayni.sources.header import missing_columns, two_row_names
from ayni.sources.nomenclature import Held, held_against
from ayni.sources.opening import Opened, opened
from ayni.sources.passing import Pass
from ayni.sources.plan import Plan, canonical, constant
from ayni.sources.survey import Decisions, Survey
from ayni.sources.table import Checked, Provenance, Seen, Sign, Table
from ayni.sources.verdicts import column_faults, decisions, said_notes
from ayni.tables import Contract, contract_named

Progress = Callable[[int, int | None], None]
NOTHING: Mapping[str, str] = MappingProxyType({})


def checked(
    path: Path | str,
    contract: Contract,
    *,
    rename: Mapping[str, str] = NOTHING,
    constants: Mapping[str, str] = NOTHING,
    codes: str | None = None,
    decimal: Sign | None = None,
    sheet: str | None = None,
    most: int | None = None,
    keep: bool = True,
    look: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """What came of checking a file against a contract.

    The file is read in batches, twice where a row can only be judged with the whole table known (a column whose
    decimal sign turned out otherwise, a repeated key); its rows are held in memory only when they are to be kept.

    Parameters
    ----------
    path : Path or str
        CSV, XLSX, ODS or Parquet, told apart by content.
    contract : Contract
        What the table has to meet.
    rename : mapping of str to str
        Name in the contract by name in the file.
    constants : mapping of str to str
        Value of columns that are the same in every row.
    codes : str, optional
        Nomenclature that codes are held against; without it the notes say that they were not.
    decimal : {"comma", "dot"}, optional
        Decimal sign of numbers written as text; without it each column tells its own, or is at fault.
    sheet : str, optional
        Sheet to read, where several would fit.
    most : int, optional
        How many faults to keep, the first by row; all without it.  All are counted.
    keep : bool
        Whether to keep the rows; without them ten million rows are checked in little memory.
    look : bool
        Whether to hand over the rows where there are faults, too, in `Checked.seen`, for checks beyond the contract.
    progress : callable, optional
        Told how much has been read, and of how much, after each batch; a second pass begins again.

    Raises
    ------
    UnreadableFile
        The file cannot be read as a table at all.
    UnknownName
        There is no such nomenclature or sheet.
    """
    if decimal not in (None, "comma", "dot"):
        raise ValueError(f"decimal is 'comma' or 'dot', got {decimal!r}")
    held = held_against(codes) if codes is not None else None
    file = opened(Path(path))
    given = canonical(constants, contract)
    choice = chosen(file, contract, rename, given, sheet)
    provenance = replace(file.provenance, sheet=choice.grid.sheet, delimiter=choice.grid.delimiter)
    faults = Faults(most)
    faults.add_all(choice.faults)
    plan = _plan(choice, contract, rename, given, held, decimal, file, keep, look, faults)
    if plan is None:
        return Checked(faults.first(), faults.total, 0, choice.notes, provenance, None)
    passed = _passed(plan, choice, faults, progress)
    provenance = replace(provenance, rows=passed.rows)
    notes = [*choice.notes, *said_notes(plan, passed.survey, passed.notes, provenance)]
    table = None if passed.faults.total or not keep else _table(passed, contract, provenance)
    seen = _seen(passed) if look else None
    return Checked(passed.faults.first(), passed.faults.total, passed.rows, notes, provenance, table, seen)


def read(
    path: Path | str,
    as_contract: str | Contract,
    *,
    rename: Mapping[str, str] = NOTHING,
    constants: Mapping[str, str] = NOTHING,
    codes: str | None = None,
    decimal: Sign | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> Table:
    """Table of a file that meets a contract.

    The parameters are those of `checked`; ``as_contract`` is a contract or its name.

    Raises
    ------
    RefusedTable
        The table has faults; every one is listed and nothing of it is used.
    UnreadableFile
        The file cannot be read as a table at all.
    UnknownName
        There is no such contract, nomenclature or sheet.
    """
    contract = contract_named(as_contract) if isinstance(as_contract, str) else as_contract
    result = checked(
        path,
        contract,
        rename=rename,
        constants=constants,
        codes=codes,
        decimal=decimal,
        sheet=sheet,
        progress=progress,
    )
    if result.table is None:
        raise RefusedTable(result.provenance.file, result.faults, result.total)
    return result.table


def _plan(
    choice: Choice,
    contract: Contract,
    rename: Mapping[str, str],
    given: Mapping[str, str],
    held: Held | None,
    decimal: Sign | None,
    file: Opened,
    keep: bool,
    look: bool,
    faults: Faults,
) -> Plan | None:
    """What to check, with the faults of the header and of what the user gave; None without a header."""
    if choice.header is None:
        return None
    constants = {name: constant(name, text, contract, held, decimal) for name, text in given.items()}
    faults.add_all(choice.header.faults)
    faults.add_all(two_row_names(choice.header, choice.grid.head))
    faults.add_all(missing_columns(choice.header, contract, {*given, *rename.values()}))
    for each in constants.values():
        faults.add_all(each.faults)
    if held is not None and not held.governed(contract):
        facts: dict[str, object] = {"codes": held.nomenclature.name, "contract": contract.name}
        faults.add(Fault("check.codes_govern_nothing", facts=facts))
    return Plan(
        contract=contract,
        header=choice.header,
        constants=constants,
        held=held,
        decimal=decimal,
        delimited=file.provenance.kind == "csv",
        merged=choice.grid.merged,
        keep=keep,
        look=look,
    )


def _passed(plan: Plan, choice: Choice, before: Faults, progress: Progress | None) -> Pass:
    """The pass whose decisions hold for the whole table: the first, or a second one."""
    first = _pass(plan, choice, before, Decisions(), progress)
    decided = decisions(plan, first.survey)
    if decided is None:
        return _finished(first)
    return _finished(_pass(plan, choice, before, decided, progress))


def _pass(plan: Plan, choice: Choice, before: Faults, decided: Decisions, progress: Progress | None) -> Pass:
    result = Pass(plan, decided, before.copy(), Survey())
    for batch in choice.grid.batches(plan.header.row):
        result.read(batch)
        if progress is not None:
            progress(batch.done, choice.grid.total)
    return result


def _finished(passed: Pass) -> Pass:
    """The pass, with the faults that only the whole table shows."""
    passed.refuse_repeated_keys()
    passed.faults.add_all(column_faults(passed.plan, passed.survey))
    if not passed.rows and not passed.faults.total:
        passed.faults.add(Fault("check.no_rows", row=passed.plan.header.row))
    return passed


def _table(passed: Pass, contract: Contract, provenance: Provenance) -> Table:
    return Table(pl.concat(passed.kept, how="vertical"), contract, provenance)


def _seen(passed: Pass) -> Seen | None:
    if not passed.kept:
        return None
    header = passed.plan.header
    names = {ours: header.name(at) for ours, at in header.places.items()}
    frame = pl.concat(passed.kept, how="vertical_relaxed")
    return Seen(frame, np.concatenate(passed.places), names, tuple(header.extras), header.row)
