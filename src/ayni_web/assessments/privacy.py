"""What this room keeps about a person, and how it is erased (called by ``accounts/privacy``)."""

from typing import Any

from ayni_web.accounts.models import Person
from ayni_web.assessments.models import Answer, Sheet


def held(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Answers that the person gave."""
    rows = Answer.objects.filter(sheet__person=person).order_by("sheet_id", "pk")
    return {
        "assessments_answer": [
            {"assessment": str(sheet), "item": item, "kind": kind, "value": value, "note": note}
            for sheet, item, kind, value, note in rows.values_list(
                "sheet__assessment_id", "item", "kind", "value", "note"
            )
        ]
    }


def erase(person: Person) -> None:
    """Take away what was not sent, and the words beside what was; values stay in the profile, under nobody's name."""
    Answer.objects.filter(sheet__person=person).exclude(sheet__state=Sheet.State.SENT).delete()
    Answer.objects.filter(sheet__person=person).exclude(note="").update(note="")
