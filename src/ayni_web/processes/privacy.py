"""What this room keeps about a person, and how it is erased (called by ``accounts/privacy``)."""

from typing import Any

from ayni.words import say
from ayni_web.accounts.models import Person
from ayni_web.processes.models import Case


def held(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Requests that the person wrote for themselves."""
    rows = own_requests(person)
    return {"processes_own_request": [{"title": row.title, "text": row.text} for row in rows]}


def erase(person: Person) -> None:
    """Take away what the person wrote of themselves; where the request went, and when, stays."""
    own_requests(person).update(title=say("cases.erased_request", "es"), text="")


def own_requests(person: Person) -> Any:
    """Requests of a person, which are of no cluster and no organisation."""
    return Case.objects.filter(opened_by=person, cluster__isnull=True, organisation__isnull=True)
