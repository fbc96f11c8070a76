"""Every read of imports."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ayni.errors import Fault
from ayni.words import say
from ayni_web.common.language import current, said
from ayni_web.spreadsheets.contracts import columns, contract, header, required
from ayni_web.spreadsheets.models import Import


class Told(list[Any]):
    """Rows of a file, to be shown fifty at a time as those of the database."""

    def count(self) -> int:  # type: ignore[override]
        """How many there are."""
        return len(self)


def imports_of(person: Any) -> QuerySet[Import]:
    """What a person sent, the last first, without what was read of it."""
    return Import.objects.filter(person=person).defer("found").order_by("-made_at", "id")


def faults_of(held: Import) -> list[Fault]:
    """What is wrong with a file, by row."""
    return [Fault(**each) for each in held.found.get("faults", ())]


def drafts_of(held: Import, state: str) -> list[dict[str, Any]]:
    """Rows that are new, changed, or may be an organisation that is kept already."""
    return [each for each in held.found.get("drafts", ()) if each["state"] == state]


def notes_of(held: Import) -> list[str]:
    """How a file was read, in the language being spoken."""
    told = [say(each["key"], current(), **each["facts"]) for each in held.found.get("notes", ())]
    extras = ", ".join(f"«{each}»" for each in held.found.get("extras", ()))
    return [*told, *([said("spreadsheets.not_taken", columns=extras)] if extras else [])]


def undecided(held: Import) -> list[dict[str, Any]]:
    """Rows of which a person may say whether they are one that is kept already."""
    drafts = [each for each in held.found.get("drafts", ()) if each["likely"]]
    return [{**each, "offered": any(like["pk"] for like in each["likely"])} for each in drafts]


def is_over(held: Import) -> bool:
    """Whether its days are past."""
    return held.expires_at <= timezone.now()


def described(name: str, language: str) -> list[dict[str, Any]]:
    """Columns of a contract for people: name, whether it must be filled, an example."""
    needed = required(name)
    found = {each.name: each for each in contract(name, language).columns}
    return [{"name": each, "header": header(each, language), "required": each in needed,
             "example": found[each].example} for each in columns(name)]  # fmt: skip
