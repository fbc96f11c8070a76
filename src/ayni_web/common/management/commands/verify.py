"""``./ayni verify [--head HASH --count N]``: whether the chain of decisions and the ledger add up."""

import re
import sys
from typing import Any

from django.core.management.base import CommandParser

from ayni_web.common.acting import Mistake
from ayni_web.common.chains import Chain, chains
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import said

NOT_SOUND = 1


class Command(Spoken):
    """Verify every chain of the site."""

    topic = "seals"

    def add_arguments(self, parser: CommandParser) -> None:
        """What is known from elsewhere: printed in minutes, or kept by a neighbour."""
        parser.add_argument("--head", default="", metavar="HASH", help=said("seals.option_head"))
        parser.add_argument("--count", type=int, metavar="N", help=said("seals.option_count"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was read of each chain and whether it is sound; exit with 1 when one is not."""
        head, count = _known(options["head"], options["count"])
        met = next((each for each in chains() if head and each.has(head)), None)
        sound = [self._is_sound(each, head if each is met else "", count if each is met else None) for each in chains()]
        if head and met is None:
            self.tell("nowhere")
        if not all(sound) or (head and met is None):
            sys.exit(NOT_SOUND)

    def _is_sound(self, chain: Chain, head: str, count: int | None) -> bool:
        found = chain.read(head, count)
        self.stdout.write(said(f"chains.{chain.code}"))
        self.tell("read", n=found.count)
        self.tell("head_is", head=found.head or "–")
        if found.earlier:
            self.tell("earlier", number=found.earlier)
        if found.fault:
            self.stdout.write(said(f"chain_faults.{found.fault}", number=found.broken or 0))
        else:
            self.tell("sound_known" if head else "sound")
        return not found.fault


def _known(head: str, count: int | None) -> tuple[str, int | None]:
    head = head.strip().lower()
    if head and not re.fullmatch(r"[0-9a-f]{64}", head):
        raise Mistake("seals.no_head", came=head[:80])
    if count is not None and not head:
        raise Mistake("seals.count_alone")
    return head, count
