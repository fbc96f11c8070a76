"""``./ayni serve``: the site and its worker on this machine, until Ctrl-C."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said
from ayni_web.members.models import Entity
from ayni_web.operation.ground import look_collected
from ayni_web.operation.serving import Site, free_port

PORT = 8000


class Command(Spoken):
    """Prepare what is missing, then run gunicorn and the worker."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--port", type=int, default=PORT, help=said("operation.option_port"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C, or until a part of the site ends."""
        call_command("tables")
        look_collected()
        port = free_port(options["port"])
        if port != options["port"]:
            self.tell("port_taken", port=options["port"], other=port)
        entity = Entity.objects.first()
        with Site(port, demonstration=bool(entity and entity.demonstration)) as site:
            if not site.answers():
                raise SystemExit(said("operation.did_not_start"))
            self.tell("serving", address=f"http://127.0.0.1:{port}")
            if entity is None:
                self.tell("no_entity")
            if not site.runs_until_ended():
                raise SystemExit(said("operation.one_died"))
        self.tell("ended")
