"""What this site asks of allauth: nobody signs up alone, names are looked for as they are, and every word is ours."""

from pathlib import PurePosixPath
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ayni.words import sentence_keys
from ayni_web.accounts.backends import person_called
from ayni_web.accounts.naming import WEAK
from ayni_web.accounts.queries import notice_text, unread
from ayni_web.common.language import said

# Wrong whichever name was typed: what is said must not tell whether somebody has that name.
MISMATCHES = {"email_password_mismatch", "phone_password_mismatch", "username_password_mismatch", "invalid_login"}
# How many notices are told in full on the first page after signing in; the others wait on one's own page.
TOLD = 3


def sentence_of_error(code: str) -> str:
    """Sentence of what allauth refuses."""
    return said(f"accounts.error_{'name_or_password' if code in MISMATCHES else code}")


class Adapter(DefaultAccountAdapter):
    """Sign-up is by invitation (``members:join``) alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Refusal, in our words."""
        return ValidationError(sentence_of_error(code), code=code)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
        message: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Message, in our words; what we have no sentence for is not said."""
        key = f"accounts.told_{PurePosixPath(message_template or '').stem}"
        if message or key in sentence_keys():
            messages.add_message(request, level, message or said(key))

    def clean_password(self, password: str, user: Any = None) -> str:
        """Password, when it is good; else the reasons in our words."""
        try:
            validate_password(password, user)
        except ValidationError as refused:
            reasons = [said(WEAK[error.code]) for error in refused.error_list]
            raise ValidationError(reasons) from None
        return password

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ways to show again that it is you, each with its sentence."""
        ways = {"reauthenticate": "password", "mfa_reauthenticate": "code", "mfa_reauthenticate:webauthn": "key"}
        return [
            {**method, "description": said(f"accounts.again_by_{ways[method['id']]}")}
            for method in super().get_reauthentication_methods(user)
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own page."""
        return reverse("accounts:me")

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Answer of a sign-in; what happened meanwhile is told at once."""
        response = super().post_login(request, user, **facts)
        waiting = unread(user)
        for notice in waiting[:TOLD]:
            messages.warning(request, notice_text(notice))
        if len(waiting) > TOLD:
            messages.warning(request, said("notices.more", n=len(waiting) - TOLD))
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted for the person, by whichever of the names and however it is written."""
        name = str(credentials.get("username", ""))
        person = person_called(name)
        return f"person:{person.pk}" if person else f"name:{name.strip().lower()}"
