"""What this site asks of allauth's second factors: secrets kept encrypted, and never the last one removed."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError

from ayni_web.accounts.adapter import sentence_of_error
from ayni_web.accounts.queries import needs_second_factor
from ayni_web.common.language import said

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _lock() -> Fernet:
    key = hashlib.sha256(b"ayni.second_factor" + settings.SECRET_KEY.encode("utf-8")).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes of a telephone, passkeys, and printed codes."""

    def encrypt(self, text: str) -> str:
        """Secret as it is kept: a copy of the database alone opens nothing."""
        return _lock().encrypt(text.encode("utf-8")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Secret as it was; one under another key of the site becomes one that nobody knows."""
        try:
            return _lock().decrypt(encrypted_text.encode("utf-8")).decode("utf-8")
        except InvalidToken:
            import secrets

            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Refusal, in our words."""
        return ValidationError(sentence_of_error(code), code=code)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether it is not the last one of somebody who must have one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=KINDS).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - its name in allauth
        """Name for a new key."""
        return said("accounts.key_number", n=Authenticator.objects.filter(user=user, type=type).count() + 1)
