"""``./ayni seal``: the seals of the day, once however often they are asked for."""

from typing import Any

from ayni_web.common.chains import chains, seal_all
from ayni_web.common.commands import Command as Spoken
from ayni_web.common.language import day, said


class Command(Spoken):
    """Seal every chain of today."""

    topic = "seals"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, see that the files have every seal, and say the heads and counts."""
        made = seal_all()
        for each in chains():
            if each.code in made:
                sealed_on, count, head = made[each.code]
                self.stdout.write(said(f"chains.{each.code}"))
                self.tell("sealed", day=day(sealed_on), n=count)  # type: ignore[arg-type]
                self.tell("head_is", head=head or "–")
                self.tell("sealed_in", path=str(each.file()))
