"""Keys of the people of the world, and clients that send one."""

from typing import Any

from django.test import Client

from ayni_web.accounts.actions.tokens import make_token
from ayni_web.accounts.models import Token


def token_for(person: Any, *scopes: str) -> Token:
    """Key that a person made for a program, on ``key``."""
    return make_token(by=person, name="Hoja de acopio", scopes=scopes or ("read", "import"))


def program_of(person: Any, *scopes: str) -> Client:
    """Client that sends the key of a person."""
    return Client(headers={"Authorization": f"Bearer {token_for(person, *scopes).key}"})
