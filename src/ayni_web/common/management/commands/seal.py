"""``./ayni seal``: the seal of the day, once however often it is asked for."""

from typing import Any

from django.conf import settings

from ayni_web.common import chain
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import day


class Command(Spoken):
    """Seal the audit chain of today."""

    topic = "seals"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, see that the file has every seal, and say the head and count."""
        sealed = chain.seal_today()
        chain.write_seals()
        self.tell("sealed", day=day(sealed.day), n=sealed.count)
        self.tell("head_is", head=sealed.head or "–")
        self.tell("sealed_in", path=str(settings.SEALS / "seals.jsonl"))
