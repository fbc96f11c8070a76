"""``./ayni verify [--head HASH --count N]``: whether the audit chain adds up."""

import re
import sys
from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common import chain
from ayni_web.common.acting import Mistake
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said

NOT_SOUND = 1


class Command(Spoken):
    """Verify the audit chain."""

    topic = "seals"

    def add_arguments(self, parser: CommandParser) -> None:
        """What is known from elsewhere: printed in minutes, or kept by a neighbour."""
        parser.add_argument("--head", default="", metavar="HASH", help=said("seals.option_head"))
        parser.add_argument("--count", type=int, metavar="N", help=said("seals.option_count"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was read and whether it is sound; exit with 1 when it is not."""
        head, count = _known(options["head"]), options["count"]
        found = chain.verified(head, count, seals=chain.written_seals())
        self.tell("read", n=found.count)
        self.tell("head_is", head=found.head or "–")
        if found.earlier:
            self.tell("earlier", number=found.earlier)
        if found.sound:
            self.tell("sound_known" if head or count is not None else "sound")
            return
        if found.broken:
            self.tell("broken", number=found.broken)
        else:
            self.tell("cut")
        sys.exit(NOT_SOUND)


def _known(head: str) -> str:
    head = head.strip().lower()
    if head and not re.fullmatch(r"[0-9a-f]{64}", head):
        raise Mistake("seals.no_head", came=head[:80])
    return head
