"""``./ayni manage publish_package FOLDER``: a package made elsewhere, published without computing it again."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said
from ayni_web.studies import shelves
from ayni_web.studies.actions import publish_package


class Command(Spoken):
    """Publish a package as a run of a study."""

    topic = "runs"

    def add_arguments(self, parser: CommandParser) -> None:
        """Folder, title, whether everybody may read it, and the example that it can be run again from."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help=said("runs.option_folder"))
        parser.add_argument("--title", default="", help=said("runs.option_title"))
        parser.add_argument("--public", action="store_true", help=said("runs.option_public"))
        parser.add_argument(
            "--example", default="", choices=("", *shelves.examples()), help=said("runs.option_example")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, copy, and say where it is read."""
        facts = {name: options[name] for name in ("folder", "title", "public", "example")}
        run = publish_package(by=None, **facts)
        self.tell("published", study=run.study.title, package=run.package, run=run.pk)
