"""Collect the files of the look, unless they are those collected before."""

from typing import Any

from ayni_web.common.commands import Command as Spoken
from ayni_web.operation.ground import look_collected


class Command(Spoken):
    """Collect the files of the look."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect them."""
        look_collected()
