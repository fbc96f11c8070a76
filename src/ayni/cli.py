"""The commands: read what was asked, call the engine, say what came of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ayni.errors import AyniError, Fault, UnknownName
from ayni.words import LANGUAGES, chosen_language, say

if TYPE_CHECKING:
    from ayni.sources import Checked
    from ayni.study.published import Published

DEMO = Path(__file__).parents[2] / "examples" / "peru" / "study.toml"
DEMO_OUT = Path("var") / "demo"
PORT = 8000
# Faults kept to be told; beyond these their number is told, and memory stays bounded.
MOST_FAULTS = 100_000
OK, FAULTS, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of a command: 0 done, 1 a mistake that the user can mend, 2 a command not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = chosen_language(_asked_language(words))
    parser = _parser(language)
    asked = parser.parse_args(words)
    if "run" not in asked:
        parser.print_help()
        return OK if not words else MISUSED
    try:
        return int(asked.run(asked, language))
    except AyniError as error:
        print(error.text(language), file=sys.stderr)
        return FAULTS
    except KeyboardInterrupt:
        print("\n" + say("cli.stopped", language), file=sys.stderr)
        return FAULTS
    except BrokenPipeError:
        sys.stderr.close()
        return OK


def _asked_language(words: Sequence[str]) -> str | None:
    for index, word in enumerate(words):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language" and index + 1 < len(words):
            return words[index + 1]
    return None


class _Parser(argparse.ArgumentParser):
    language = "es"

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(say("cli.not_understood", self.language, what=message, command=self.prog), file=sys.stderr)
        raise SystemExit(MISUSED)


def _parser(language: str) -> _Parser:
    _Parser.language = language
    common = _Parser(add_help=False)
    common.add_argument("--language", choices=LANGUAGES, help=say("cli.help_language", language))
    parser = _Parser(prog="./ayni", description=say("cli.what", language), epilog=say("cli.more", language))
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(metavar=say("cli.command", language))
    for name, add, run in (
        ("demo", _demo_arguments, _demo),
        ("check", _check_arguments, _check),
        ("study", _study_arguments, _study),
        ("compute", _compute_arguments, _compute),
        ("indicators", _indicators_arguments, _indicators),
    ):
        told = say(f"cli.{name}", language)
        command = commands.add_parser(
            name,
            help=told,
            description=told,
            parents=[common],
            epilog=say(f"cli.{name}_example", language),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add(command, language)
        command.set_defaults(run=run)
    return parser


def _version() -> str:
    from ayni import __version__

    return f"Ayni {__version__}"


def _demo_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("--no-serve", action="store_true", help=say("cli.help_no_serve", language))
    command.add_argument("--out", type=Path, metavar="DIR", default=DEMO_OUT, help=say("cli.help_out", language))
    command.add_argument("--port", type=int, default=PORT, help=say("cli.help_port", language))


def _study_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("config", type=Path, metavar="CONFIG.toml", help=say("cli.help_config", language))
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=say("cli.help_out", language))


def _reading_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=say("cli.help_file", language))
    command.add_argument("--as", dest="contract", required=True, metavar="CONTRACT", help=say("cli.help_as", language))
    command.add_argument(
        "--map", nargs="+", action="extend", default=[], metavar="THEIRS=OURS", help=say("cli.help_map", language)
    )
    command.add_argument(
        "--set", nargs="+", action="extend", default=[], metavar="COLUMN=VALUE", help=say("cli.help_set", language)
    )
    command.add_argument("--codes", metavar="NOMENCLATURE", help=say("cli.help_codes", language))
    command.add_argument("--decimal", choices=("comma", "dot"), help=say("cli.help_decimal", language))
    command.add_argument("--sheet", metavar="NAME", help=say("cli.help_sheet", language))


def _check_arguments(command: argparse.ArgumentParser, language: str) -> None:
    _reading_arguments(command, language)
    command.add_argument("-o", "--output", type=Path, metavar="FAULTS.csv", help=say("cli.help_faults", language))


def _compute_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("indicator", metavar="INDICATOR", help=say("cli.help_indicator", language))
    _reading_arguments(command, language)
    command.add_argument(
        "--option", nargs="+", action="extend", default=[], metavar="NAME=VALUE", help=say("cli.help_option", language)
    )
    command.add_argument("--measure", choices=("value", "quantity"), help=say("cli.help_measure", language))
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="OUT.parquet|csv|xlsx",
        help=say("cli.help_output", language),
    )


def _indicators_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("--json", action="store_true", help=say("cli.help_json", language))


def _pairs(words: Sequence[str], option: str) -> dict[str, str]:
    pairs = {}
    for word in words:
        left, sign, right = word.rpartition("=") if option == "--map" else word.partition("=")
        if not sign or not left:
            raise UnknownName("cli.not_a_pair", option=option, came=word)
        pairs[left] = right
    return pairs


def _check(asked: argparse.Namespace, language: str) -> int:
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
        _write_faults(result.faults, asked.output, language)
    _print_checked(result, asked, language)
    return FAULTS if result.total else OK


def _print_checked(result: "Checked", asked: argparse.Namespace, language: str) -> None:
    from ayni.words import number

    head = {"file": asked.file.name, "contract": asked.contract, "rows": number(result.rows, language)}
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


def _write_faults(faults: Sequence[Fault], path: Path, language: str) -> None:
    import polars as pl

    from ayni.study.writing import write_table

    rows = [(fault.row, fault.column, fault.came, fault.text(language)) for fault in faults]
    schema = {"row": pl.Int64, "column": pl.String, "came": pl.String, "message": pl.String}
    write_table(pl.DataFrame(rows, schema=schema, orient="row"), path, sheet="faults")


def _compute(asked: argparse.Namespace, language: str) -> int:
    from ayni.sources import read
    from ayni.study.compute import computed_indicator
    from ayni.study.writing import write_table
    from ayni.words import number

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
    write_table(result.frame, asked.output, sheet=result.indicator.table)
    name = result.indicator.name[language]
    print(say("cli.computed", language, name=name, rows=number(result.frame.height, language), file=str(asked.output)))
    return OK


def _indicators(asked: argparse.Namespace, language: str) -> int:
    from ayni.catalog import indicators
    from ayni.study.catalogue_text import catalogue_json, catalogue_lines

    if asked.json:
        print(json.dumps(catalogue_json(indicators()), ensure_ascii=False, indent=2))
    else:
        print("\n".join(catalogue_lines(indicators(), language)))
    return OK


def _study(asked: argparse.Namespace, language: str) -> int:
    published = _made(asked.config, asked.out, asked.language)
    _tell(published, asked.out, asked.language or published.study.language)
    return OK


def _demo(asked: argparse.Namespace, language: str) -> int:
    if not DEMO.exists():
        raise UnknownName("cli.no_examples", folder=str(DEMO.parent))
    published = _made(DEMO, asked.out, language)
    _tell(published, asked.out, language)
    if not asked.no_serve:
        from ayni.study.serving import serve

        serve(asked.out, asked.port, language)
    return OK


def _made(config: Path, out: Path, asked_language: str | None) -> "Published":
    from ayni.study.making import made_study

    language = chosen_language(asked_language)
    with _progress(language) as bar:
        return made_study(config, out, language=asked_language, progress=bar(say("cli.studying", language)))


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
