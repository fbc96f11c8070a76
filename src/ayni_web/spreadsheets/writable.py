"""What a person may write by a spreadsheet: the same as on the pages, asked once for all rows."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from ayni_web.accounts.access import is_staff
from ayni_web.members.access import managed, represented
from ayni_web.members.models import Membership, Organisation


class Writable:
    """Organisations that a person may write (``members.access.may_act_for``, for all of them at once)."""

    def __init__(self, person: Any) -> None:
        self.all = is_staff(person)
        self._own: frozenset[UUID] = frozenset() if self.all else _own(person)

    def __contains__(self, pk: UUID) -> bool:
        return self.all or pk in self._own


def _own(person: Any) -> frozenset[UUID]:
    open_ones = Membership.objects.filter(state__in=Membership.OPEN)
    within = open_ones.filter(cluster_id__in=managed(person)).values_list("organisation_id", flat=True)
    added = Organisation.objects.filter(added_by=person.pk)
    alone = added.filter(~Exists(open_ones.filter(organisation=OuterRef("pk")))).values_list("pk", flat=True)
    return represented(person) | frozenset(within) | (frozenset(alone) if managed(person) else frozenset())


def related(person: Any) -> frozenset[UUID] | None:
    """Organisations whose relations a person may write; None is all of them (``may_write_relation``)."""
    if is_staff(person):
        return None
    members = Membership.objects.filter(cluster_id__in=managed(person), state=Membership.State.MEMBER)
    return represented(person) | frozenset(members.values_list("organisation_id", flat=True))
