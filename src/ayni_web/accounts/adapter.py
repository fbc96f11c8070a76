"""What this site asks of allauth: nobody signs up alone, and the name typed is looked for as it is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Sign-up is by invitation (``members:join``) alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
