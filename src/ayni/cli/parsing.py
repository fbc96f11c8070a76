"""What may be typed: commands, options, and what is said of a command that is not understood."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from ayni.words import LANGUAGES, say

DEMO_OUT = Path("var") / "demo"
PORT = 8000
MISUSED = 2
# Those of ayni.trade.complexity, which is not loaded to read a command.
CONVENTIONS = ("harvard", "econcomplex", "datawheel")
PAIRED = ("--map", "--set", "--option")
# What the parser of the standard library says, by the names of our sentences.
PARSER_SAYS = {
    "usage: ": "cli.parser_usage",
    "positional arguments": "cli.parser_positional",
    "options": "cli.parser_options",
    "show this help message and exit": "cli.parser_help",
    "show program's version number and exit": "cli.parser_version",
    "the following arguments are required: %s": "cli.parser_required",
    "unrecognized arguments: %s": "cli.parser_unrecognized",
    "expected one argument": "cli.parser_one",
    "expected at least one argument": "cli.parser_one",
    "argument %(argument_name)s: %(message)s": "cli.parser_argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "cli.parser_choice",
    "invalid %(type)s value: %(value)r": "cli.parser_value",
}


def one_pair_each(words: Sequence[str]) -> list[str]:
    """Words in which each pair has its own option, so that a file after the pairs is not taken for one of them."""
    told: list[str] = []
    option, fresh = None, False
    for word in words:
        if word.startswith("-"):
            option, fresh = (word, True) if word in PAIRED else (None, False)
            if option:
                continue
        if option and (fresh or "=" in word):
            told += [option, word]
            fresh = False
        else:
            option = None
            told.append(word)
    return [*told, option] if option and fresh else told


def asked_language(words: Sequence[str]) -> str | None:
    """Language that the words of a command ask for, wherever in them it stands."""
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


def speak(language: str) -> None:
    """Have the parser of the standard library, which asks gettext for its sentences, speak a language."""
    told = {english: say(key, language) for english, key in PARSER_SAYS.items()}
    vars(argparse)["_"] = lambda text: told.get(text, text)


def command_parser(language: str, runs: Mapping[str, Callable[..., int]]) -> argparse.ArgumentParser:
    """Parser of the commands, which speaks a language.

    Parameters
    ----------
    language : str
        ``es``, ``en`` or ``pt``.
    runs : mapping of str to callable
        What each command runs.
    """
    _Parser.language = language
    speak(language)
    common = _Parser(add_help=False)
    common.add_argument(
        "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("cli.help_language", language)
    )
    parser = _Parser(prog="./ayni", description=say("cli.what", language), epilog=say("cli.more", language))
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--language", choices=LANGUAGES, help=say("cli.help_language", language))
    commands = parser.add_subparsers(metavar=say("cli.command", language))
    for name, add in (
        ("demo", _demo_arguments),
        ("check", _check_arguments),
        ("study", _study_arguments),
        ("compute", _compute_arguments),
        ("indicators", _indicators_arguments),
        ("library", _library_arguments),
        ("plan", _plan_arguments),
        ("world", _world_arguments),
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
        command.set_defaults(run=runs[name])
    return parser


def _version() -> str:
    from ayni import __version__

    return f"Ayni {__version__}"


def _demo_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("--no-serve", action="store_true", help=say("cli.help_no_serve", language))
    command.add_argument("--out", type=Path, metavar="DIR", default=DEMO_OUT, help=say("cli.help_out", language))
    command.add_argument("--port", type=int, default=PORT, help=say("cli.help_port", language))


def _library_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("kind", nargs="?", metavar="KIND", help=say("cli.help_kind", language))
    command.add_argument("--coverage", action="store_true", help=say("cli.help_coverage", language))
    command.add_argument("--check", type=Path, metavar="FILE.toml", help=say("cli.help_check_entry", language))


def _plan_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("model", type=Path, metavar="MODEL", help=say("cli.help_model", language))
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=say("cli.help_out_plan", language))
    command.add_argument("--draws", type=int, metavar="N", help=say("cli.help_draws", language))
    command.add_argument("--seed", type=int, metavar="N", help=say("cli.help_seed", language))


def _world_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help=say("cli.help_raw", language))
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=say("cli.help_out_world", language))
    command.add_argument(
        "--engine", metavar="polars|duckdb|spark[://MASTER]", default="duckdb", help=say("cli.help_engine", language)
    )
    command.add_argument("--memory", metavar="4GB", help=say("cli.help_memory", language))
    command.add_argument(
        "--convention", choices=CONVENTIONS, default=CONVENTIONS[0], help=say("cli.help_convention", language)
    )
    command.add_argument("--correspondence", type=Path, metavar="FILE", help=say("cli.help_correspondence", language))
    command.add_argument("--threshold", type=float, metavar="N", default=1.0, help=say("cli.help_threshold", language))
    command.add_argument(
        "--precision", choices=("double", "single"), default="double", help=say("cli.help_precision", language)
    )


def _study_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("config", type=Path, metavar="CONFIG.toml", help=say("cli.help_config", language))
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=say("cli.help_out", language))
    command.add_argument("--world", type=Path, metavar="FILE", help=say("cli.help_world", language))


def _reading_arguments(command: argparse.ArgumentParser, language: str) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=say("cli.help_file", language))
    command.add_argument("--as", dest="contract", required=True, metavar="CONTRACT", help=say("cli.help_as", language))
    command.add_argument(
        "--map", action="append", default=[], metavar="THEIRS=OURS", help=say("cli.help_map", language)
    )
    command.add_argument(
        "--set", action="append", default=[], metavar="COLUMN=VALUE", help=say("cli.help_set", language)
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
        "--option", action="append", default=[], metavar="NAME=VALUE", help=say("cli.help_option", language)
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
