"""``./ayni found --entity NAME --director NAME``: the entity of this site, and the code of its first director."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse

from ayni_web.accounts.codes import shown_code
from ayni_web.common.chains import chains
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import moment, said
from ayni_web.members.actions.founding import found, invite_director


class Command(Spoken):
    """Found the entity; ``--director`` alone lets a director in when none can invite another."""

    topic = "founding"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--entity", metavar="NAME", help=said("founding.option_entity"))
        parser.add_argument("--director", metavar="NAME", required=True, help=said("founding.option_director"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how the director comes in."""
        entity, director = options["entity"], options["director"]
        if entity is not None:
            made = found(entity=entity, director=director)
            self.tell("founded", entity=entity.strip())
        else:
            made = invite_director(director=director)
            self.tell("in_the_chain")
        self.tell("go_to", name=made.name, address=f"{settings.SITE}{reverse('members:join')}")
        self.tell("with_code", code=shown_code(made.code), until=moment(made.expires_at))
        for each in chains():
            if each.key:
                self.tell("signs", chain=said(f"chains.{each.code}"), key=each.key())
        self.tell("then")
