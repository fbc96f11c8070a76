"""``./ayni restore FILE``: a site as it was, in an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said
from ayni_web.operation.archive import identities_in
from ayni_web.operation.disk import told_of_the_disk
from ayni_web.operation.restore import restored


class Command(Spoken):
    """Restore a backup into an empty database and an empty AYNI_HOME."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("file", type=Path, metavar="FILE", help=said("operation.option_file"))
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help=said("operation.option_identity"))
        parser.add_argument("--erasures", type=Path, metavar="LIST", help=said("operation.option_erasures"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, verify, erase again who was erased since, and say so."""
        path: Path = options["file"]
        with told_of_the_disk(path):
            held = restored(path, identities_in(options["identity"]), options["erasures"])
        self.tell("restored", rows=held.rows, files=held.files)
        for code, read in held.chains.items():
            self.tell("chain_sound", chain=said(f"chains.{code}"), entries=read.count, head=read.head or "–")
        if held.erased:
            self.tell("erased_again", n=held.erased)
