"""How a command of the platform is written: it speaks the language of who typed it, and has no options but its own."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ayni_web.common.language import said


class Command(BaseCommand):
    """Command whose help is ``operation.name_help``; what it tells stands in its topic."""

    topic = "operation"
    requires_system_checks: list[str] = []
    # Django's own options are there for those who know them; people are told ours alone.
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath",
        "--traceback", "--no-color", "--force-color", "--skip-checks",
    }  # fmt: skip

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Parser with the help of the command."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = f"./ayni {subcommand}"
        parser.description = said(f"operation.{subcommand}_help")
        parser.formatter_class = argparse.HelpFormatter
        return parser

    def tell(self, key: str, /, **facts: Any) -> None:
        """Say a sentence of the command's topic on the terminal, at once."""
        self.stdout.write(said(f"{self.topic}.{key}", **facts))
        self.stdout.flush()
