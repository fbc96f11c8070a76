"""``./ayni remind``: one mail a person and day with what is theirs to do; where mail is off, that is said."""

from typing import Any

from django.conf import settings

from ayni_web.common.commands import Command as Spoken
from ayni_web.home.mailing import mailed


class Command(Spoken):
    """Send reminders."""

    topic = "reminders"

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many."""
        told = mailed()
        self.tell("waits", n=told.waiting)
        if not settings.MAIL:
            self.tell("mail_off")
            return
        self.tell("mailed", n=told.sent)
        for key, n in (("mailed_already", told.before), ("without", told.without), ("mail_failed", told.failed)):
            if n:
                self.tell(key, n=n)
