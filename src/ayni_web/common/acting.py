"""How every write is made: whole or not at all, by someone, and once however often a form is sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from ayni.errors import AyniError
from ayni_web.common.models import Sent

Made = TypeVar("Made", bound=models.Model)


class Mistake(AyniError):
    """Something a person asked for that cannot be done, with what to do instead; ``field`` is where it is shown."""

    def __init__(self, key: str, /, field: str | None = None, **facts: object) -> None:
        super().__init__(key, **facts)
        self.field = field


def action(function: Callable[..., Made]) -> Callable[..., Made]:
    """Write that is atomic, keyword-only, names who acts (``by``) and, given ``sent``, counts once.

    A second arrival of the same ``sent`` returns what the first one made.  The same key with another person or
    another action is refused.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def acted(*, by: Any, sent: UUID | str | None = None, **facts: Any) -> Made:
        with transaction.atomic():
            if sent is None:
                return function(by=by, **facts)
            person = by if by is not None and by.pk else None
            row, new = Sent.objects.get_or_create(key=sent, defaults={"person": person, "action": name})
            if not new:
                return _made_before(row, person, name)
            made = function(by=by, **facts)
            Sent.objects.filter(key=row.key).update(model=made._meta.label, result=str(made.pk))
            return made

    return acted


def arrived_before(act: Callable[..., Any], *, by: Any, sent: Any) -> Any | None:
    """What an action made when the same form came from the same person before; None where it did not come."""
    try:
        row = Sent.objects.filter(key=UUID(str(sent))).first()
        return _made_before(row, by, f"{act.__module__}.{act.__qualname__}") if row else None
    except (ValueError, Mistake):
        return None


def _made_before(row: Sent, person: Any, name: str) -> Any:
    if row.action != name or row.person_id != (person.pk if person else None) or not row.model:
        raise Mistake("forms.sent_otherwise")
    found = apps.get_model(row.model)._default_manager.filter(pk=row.result).first()
    if found is None:
        raise Mistake("forms.sent_and_gone")
    return found
