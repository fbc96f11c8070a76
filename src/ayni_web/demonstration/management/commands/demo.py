"""``./ayni demo``: the Peruvian study, an invented entity with two clusters, and the site on this machine."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from ayni_web.common.acting import Mistake
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import current, said
from ayni_web.demonstration.analysis import study_made
from ayni_web.demonstration.loading import loaded, refuse_what_is_real
from ayni_web.demonstration.stage import PASSWORD
from ayni_web.demonstration.study import published

OUT = Path("var") / "demo"
PORT = 8000


class Command(Spoken):
    """Load the demonstration and open the site."""

    topic = "demonstration"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--no-serve", action="store_true", help=said("demonstration.option_no_serve"))
        parser.add_argument("--out", type=Path, metavar="DIR", default=OUT, help=said("demonstration.option_out"))
        parser.add_argument("--port", type=int, default=PORT, help=said("demonstration.option_port"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, load, tell, serve."""
        if settings.SECURE:
            raise Mistake("demonstration.not_public")
        call_command("tables")
        refuse_what_is_real()
        study_made(options["out"], current())
        new = loaded()
        published(options["out"])
        self.tell("loaded" if new else "there")
        self.tell("sign_in", password=PASSWORD)
        if not options["no_serve"]:
            call_command("serve", port=options["port"])
