"""What of this room evidence can show: a case."""

from typing import Any

from django.db.models import QuerySet

from ayni_web.accounts.access import is_staff
from ayni_web.documents.access import Owner, may_write_for
from ayni_web.members.access import represented
from ayni_web.members.models import Organisation
from ayni_web.processes.access import may_attach, seers
from ayni_web.processes.models import Case
from ayni_web.series.subjects import Subject


def visible(person: Any) -> QuerySet[Case]:
    """Cases that a person sees."""
    rows = Case.objects.filter(pk__in=Case.objects.filter(seers(person)).values("pk"))
    return rows.select_related("step", "cluster", "organisation")


def owner(person: Any, case: Case) -> tuple[Owner, str]:
    """Whose a paper is that a person sends to a case: what the case is of, else an organisation of the person."""
    if case.organisation is not None and may_write_for(person, case.organisation):
        return case.organisation, "managers"
    if case.cluster is not None and may_write_for(person, case.cluster):
        return case.cluster, "managers"
    own = Organisation.objects.filter(pk__in=represented(person), merged_into__isnull=True).order_by("name").first()
    return (own, "managers") if own is not None and not is_staff(person) else (None, "entity")


SUBJECTS = (Subject("case", Case, visible, may_attach, owner, "processes:case"),)
