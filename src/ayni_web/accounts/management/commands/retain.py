"""``./ayni retain``: what must no longer be kept goes."""

from typing import Any

from ayni_web.accounts.privacy.retention import retained
from ayni_web.common.commands import Command as Spoken


class Command(Spoken):
    """Take away what is past its days."""

    topic = "privacy"

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what went."""
        counts = {name: count for name, count in retained().counts().items() if count}
        for name, count in counts.items():
            self.tell(f"gone_{name}", n=count)
        if not counts:
            self.tell("gone_nothing")
