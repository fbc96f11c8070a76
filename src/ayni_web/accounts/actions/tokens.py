"""Writes of keys of programs."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from ayni_web.accounts import codes
from ayni_web.accounts.access import may_hold_tokens
from ayni_web.accounts.models import Token
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action

# There are no others: a token never approves, signs or pays.
SCOPES = ("read", "import")
DAYS, MOST_DAYS = 90, 365
# As many as a person can keep apart.
MOST = 20


def make_token(
    *, by: Any, name: str, scopes: Iterable[str], days: int = DAYS, sent: UUID | str | None = None
) -> Token:  # fmt: skip
    """Key that a coordinator or manager made for a program of their own, on ``key``, told now and never again."""
    key = codes.new_key(sent)
    made = _make(by=by, name=name, scopes=scopes, days=days, digest=codes.digest("token", key), sent=sent)
    made.key = key
    return made


@action
def _make(*, by: Any, name: str, scopes: Iterable[str], days: int, digest: str) -> Token:
    if not may_hold_tokens(by):
        raise Mistake("tokens.not_yours")
    if not name.strip():
        raise Mistake("tokens.say_what_for", field="name")
    if not 1 <= days <= MOST_DAYS:
        raise Mistake("tokens.days_between", field="days", most=MOST_DAYS)
    chosen = [scope for scope in SCOPES if scope in set(scopes)]
    if not chosen:
        raise Mistake("tokens.choose_one", field="scopes")
    if by.tokens.filter(closed_at__isnull=True, expires_at__gt=timezone.now()).count() >= MOST:
        raise Mistake("tokens.too_many", n=MOST)
    until = timezone.now() + timedelta(days=days)
    made = Token.objects.create(
        person=by, name=name.strip()[:80], digest=digest, scopes=" ".join(chosen), expires_at=until
    )  # fmt: skip
    chain.append("token.made", by=by, token=str(made.pk), scopes=chosen)
    return made


@action
def close_token(*, by: Any, token: Token) -> Token:
    """Key that no longer opens anything, closed by whoever made it."""
    row = Token.objects.select_for_update().get(pk=token.pk)
    if row.person_id != by.pk:
        raise Mistake("tokens.not_yours")
    if not row.closed_at:
        row.closed_at = timezone.now()
        row.save()
        chain.append("token.closed", by=by, token=str(row.pk))
    return row
