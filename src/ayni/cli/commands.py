"""The commands: call the engine, say what came of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ayni.errors import Fault, UnknownName
from ayni.words import chosen_language, percent, say

if TYPE_CHECKING:
    from ayni.sources import Checked
    from ayni.study.published import Published

DEMO = Path(__file__).parents[3] / "examples" / "peru" / "study.toml"
# Faults kept to be told; beyond these their number is told, and memory stays bounded.
MOST_FAULTS = 100_000
OK, FAULTS = 0, 1


def _pairs(words: Sequence[str], option: str) -> dict[str, str]:
    pairs = {}
    for word in words:
        left, sign, right = word.rpartition("=") if option == "--map" else word.partition("=")
        if not sign or not left:
            raise UnknownName("cli.not_a_pair", option=option, came=word)
        pairs[left] = right
    return pairs


def check(asked: argparse.Namespace, language: str) -> int:
    """Check a table and tell every fault; 1 when there is one."""
    from ayni.sources import checked, contract_named

    with _progress(language) as bar:
        result = checked(
            asked.file,
            contract_named(asked.contract),
            rename=_pairs(asked.map, "--map"),
            constants=_pairs(asked.set, "--set"),
            codes=asked.codes,
            decimal=asked.decimal,
            sheet=asked.sheet,
            most=MOST_FAULTS,
            keep=False,
            progress=bar(say("cli.checking", language, file=asked.file.name)),
        )
    if asked.output:
        _write_faults(result.faults, asked, language)
    _print_checked(result, asked, language)
    return FAULTS if result.total else OK


def _print_checked(result: "Checked", asked: argparse.Namespace, language: str) -> None:
    head = {"file": asked.file.name, "contract": asked.contract, "rows": say("cli.rows", language, n=result.rows)}
    for note in result.notes:
        print(f"· {note.text(language)}")
    for fault in result.faults:
        print(fault_line(fault, language))
    if result.total > len(result.faults):
        print(say("cli.more_faults", language, n=result.total - len(result.faults)))
    key = "cli.checked_well" if not result.total else "cli.checked_faults"
    print(say(key, language, n=result.total, **head) if result.total else say(key, language, **head))


def fault_line(fault: Fault, language: str) -> str:
    """Line of a fault for the terminal: row, column, sentence."""
    where = []
    if fault.row is not None:
        where.append(say("cli.row", language, row=fault.row))
    if fault.column:
        where.append(say("cli.column", language, column=fault.column))
    return ", ".join(where) + (": " if where else "") + fault.text(language)


def _write_faults(faults: Sequence[Fault], asked: argparse.Namespace, language: str) -> None:
    import polars as pl

    from ayni.study.writing import write_table

    rows = [(fault.row, fault.column, fault.came, fault.text(language)) for fault in faults]
    schema = {"row": pl.Int64, "column": pl.String, "came": pl.String, "message": pl.String}
    write_table(pl.DataFrame(rows, schema=schema, orient="row"), asked.output, sheet="faults", unlike=asked.file)


def compute(asked: argparse.Namespace, language: str) -> int:
    """Compute one indicator on a table and write it to a file."""
    from ayni.sources import read
    from ayni.study.compute import computed_indicator
    from ayni.study.writing import write_table

    table = read(
        asked.file,
        asked.contract,
        rename=_pairs(asked.map, "--map"),
        constants=_pairs(asked.set, "--set"),
        codes=asked.codes,
        decimal=asked.decimal,
        sheet=asked.sheet,
    )
    options: dict[str, object] = dict(_pairs(asked.option, "--option"))
    if asked.measure:
        options["measure"] = asked.measure
    result = computed_indicator(asked.indicator, table, **options)
    write_table(result.frame, asked.output, sheet=result.indicator.table, unlike=asked.file)
    name = result.indicator.name[language]
    print(
        say(
            "cli.computed",
            language,
            name=name,
            rows=say("cli.rows", language, n=result.frame.height),
            file=str(asked.output),
        )
    )
    return OK


def indicators(asked: argparse.Namespace, language: str) -> int:
    """Tell the catalogue of indicators."""
    from ayni import catalog
    from ayni.study.catalogue_text import catalogue_json, catalogue_lines

    if asked.json:
        print(json.dumps(catalogue_json(catalog.indicators()), ensure_ascii=False, indent=2))
    else:
        print("\n".join(catalogue_lines(catalog.indicators(), language)))
    return OK


def library(asked: argparse.Namespace, language: str) -> int:
    """Tell the entries of the library, which numbers of the inventory are served by what, or whether a file is one."""
    from ayni.library.telling import checked_lines, coverage_lines, library_lines

    if asked.check:
        lines = checked_lines(language, asked.kind or "", asked.check)
    else:
        lines = coverage_lines(language) if asked.coverage else library_lines(language, asked.kind)
    print("\n".join(lines))
    return OK


def plan(asked: argparse.Namespace, language: str) -> int:
    """Compute a plan, write its tables and tell what joining earns each."""
    from ayni.study.writing import write_bytes, write_table
    from ayni.venture.book import workbook
    from ayni.venture.handover import handover_lines
    from ayni.venture.reading import document_of_file, read_plan
    from ayni.venture.sheets import workbook_of_document
    from ayni.venture.tables import DRAWS, SEED, told
    from ayni.venture.telling import plan_lines
    from ayni.venture.worth import split, streams

    draws, seed = DRAWS if asked.draws is None else asked.draws, SEED if asked.seed is None else asked.seed
    if draws < 1 or seed < 0:
        raise UnknownName("cli.no_draws", came=min(draws, seed))
    read = read_plan(asked.model)
    found = told(read, draws=draws, seed=seed)
    for name, table in found.tables.items():
        for ending in ("parquet", "csv"):
            write_table(table, asked.out / f"{name}.{ending}", unlike=asked.model)
    money, sheet = streams(read), "\n".join(handover_lines(read, datetime.now().astimezone().date(), language))
    beside = {
        "plan.xlsx": workbook(read, money, split(read, money), language),
        "model.xlsx": workbook_of_document(document_of_file(asked.model), language),
        "handover.txt": f"{sheet}\n".encode(),
    }
    for file, content in beside.items():
        write_bytes(content, asked.out / file, unlike=asked.model)
    print("\n".join(plan_lines(read, found, language)))
    print(say("cli.plan_written", language, folder=asked.out))
    return OK


def study(asked: argparse.Namespace, language: str) -> int:
    """Make a study and tell its short answer."""
    published = _made(asked.config, asked.out, asked.language, asked.world)
    _tell(published, asked.out, asked.language or published.study.language)
    return OK


def world(asked: argparse.Namespace, language: str) -> int:
    """Make the world of trade from raw files and tell what came of it."""
    from ayni.frames import engine_named
    from ayni.sources import read
    from ayni.study.world import attributions, made_world

    with _progress(language) as bar:
        made = made_world(
            asked.files,
            asked.out,
            engine=engine_named(asked.engine, memory=asked.memory),
            convention=asked.convention,
            threshold=asked.threshold,
            precision=asked.precision,
            correspondence=read(asked.correspondence, "correspondence").frame if asked.correspondence else None,
            progress=bar(say("cli.making_world", language)),
        )
    years = f"{made.years[0]}–{made.years[-1]}" if len(made.years) > 1 else str(made.years[0])
    rows = say("cli.rows", language, n=made.rows)
    facts = {"years": years, "rows": rows, "exporters": made.exporters, "products": made.products}
    print(say("cli.world_made", language, folder=str(asked.out), **facts))
    if made.unknown:
        print(say("cli.world_unknown", language, year=made.years[-1], n=made.unknown, exporters=made.exporters))
    if made.split is not None and made.unmapped is not None:
        shares = {"split": percent(made.split, language, 1), "unmapped": percent(made.unmapped, language, 1)}
        print(say("cli.world_renamed", language, **shares))
    for source in made.sources:
        if source.left_out:
            print(say("cli.world_left_out", language, file=source.raw, n=source.left_out))
    for title, where, terms in attributions(made, language):
        print(say("cli.world_source", language, title=title, where=where, terms=terms))
    return OK


def demo(asked: argparse.Namespace, language: str) -> int:
    """Make the Peruvian study and serve it until Ctrl-C."""
    if not DEMO.exists():
        raise UnknownName("cli.no_examples", folder=str(DEMO.parent))
    published = _made(DEMO, asked.out, language)
    _tell(published, asked.out, language)
    if not asked.no_serve:
        from ayni.study.serving import serve

        serve(asked.out, asked.port, language)
    return OK


def _made(config: Path, out: Path, asked_language: str | None, world: Path | None = None) -> "Published":
    from ayni.study.making import made_study

    language = chosen_language(asked_language)
    with _progress(language) as bar:
        shown = bar(say("cli.studying", language))
        return made_study(config, out, language=asked_language, world=world, progress=shown)


def _tell(published: "Published", out: Path, language: str) -> None:
    from ayni.study.summary import summary_lines

    print("\n".join(summary_lines(published, language)))
    print(say("cli.made", language, report=str(out / "report.html")))


@contextmanager
def _progress(language: str) -> Iterator[Callable[[str], Callable[[int, int | None], None]]]:
    """Progress bars on the terminal's error stream, only when a person watches it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:

        def bar(title: str) -> Callable[[int, int | None], None]:
            task = shown.add_task(title, total=None)
            return lambda done, total: shown.update(task, completed=done, total=total)

        yield bar
