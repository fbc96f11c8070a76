"""``./ayni manage grants ROLE``: the rights of the role that the site runs as, shown or given."""

from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said
from ayni_web.operation.grants import given, statements


class Command(Spoken):
    """Show or give the rights that the site uses."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("role", metavar="ROLE", help=said("operation.option_role"))
        parser.add_argument("--apply", action="store_true", help=said("operation.option_apply"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Give them, or show them."""
        if options["apply"]:
            given(options["role"])
            self.tell("granted", role=options["role"])
            return
        for statement in statements(options["role"]):
            self.stdout.write(f"{statement};")
