"""``./ayni backup FILE``: everything of this site in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said
from ayni_web.environment import listed
from ayni_web.operation.backup import backed_up
from ayni_web.operation.disk import told_of_the_disk


class Command(Spoken):
    """Back up database and files."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("file", type=Path, metavar="FILE", help=said("operation.option_file"))
        parser.add_argument(
            "--recipient", action="append", default=[], metavar="age1...", help=said("operation.option_recipient")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the backup and say what it holds."""
        path: Path = options["file"]
        recipients = options["recipient"] or listed("AYNI_BACKUP_RECIPIENT", "")
        with told_of_the_disk(path):
            held = backed_up(path, recipients)
        self.tell("backed_up", file=str(path), rows=held.rows, files=held.files)
        for code, (head, count) in held.chains.items():
            self.tell("chain_within", chain=said(f"chains.{code}"), entries=count, head=head or "–")
        self.tell("key_within" if held.key else "key_apart" if recipients else "not_encrypted")
