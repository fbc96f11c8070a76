"""Writes of who acts for an organisation, and of what it lets others see."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.accounts.access import forget, is_staff
from ayni_web.accounts.models import Notice
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.models import Organisation, Representation, Right


@action
def give_right(*, by: Any, giver: Organisation, receiver: Organisation, what: str) -> Right:
    """Right that an organisation gives another to see something of it; it is only given, never taken."""
    if what not in Right.What.values:
        raise Mistake("forms.invalid_choice", field="what", came=what[:60])
    if giver.pk == receiver.pk:
        raise Mistake("rights.to_itself", field="receiver")
    if not acts_for(by, giver):
        raise Mistake("rights.given_by_its_own")
    try:
        with transaction.atomic():
            made = Right.objects.create(giver=giver, receiver=receiver, what=what, since=timezone.now(), given_by=by)
    except IntegrityError:
        raise Mistake("rights.given_already", field="what") from None
    chain.append("members.right_given", by=by, giver=str(giver.pk), receiver=str(receiver.pk), what=what)
    return made


@action
def end_right(*, by: Any, right: Right) -> Right:
    """Right that has ended: by the one that gave it or the one that had it."""
    row = Right.objects.select_for_update().get(pk=right.pk)
    if not acts_for(by, row.giver) and not acts_for(by, row.receiver):
        raise Mistake("rights.ended_by_the_two")
    if row.until:
        raise Mistake("rights.ended_already")
    row.until = timezone.now()
    row.save()
    chain.append("members.right_ended", by=by, giver=str(row.giver_id), receiver=str(row.receiver_id), what=row.what)
    return row


@action
def end_representation(*, by: Any, representation: Representation) -> Representation:
    """End of someone's acting for an organisation: by the person, another representative or a coordinator."""
    row = Representation.objects.select_for_update().select_related("organisation").get(pk=representation.pk)
    if not (is_staff(by) or acts_for(by, row.organisation)):
        raise Mistake("rights.ended_by_its_own")
    if row.until:
        raise Mistake("rights.ended_already")
    row.until = timezone.now()
    row.save()
    forget(by)
    if row.person_id != by.pk:
        Notice.objects.create(person=row.person, key="rights.no_longer_acting",
                              facts={"organisation": row.organisation.name})  # fmt: skip
    chain.append("members.representation_ended", by=by, organisation=str(row.organisation_id))
    return row


def acts_for(person: Any, organisation: Organisation) -> bool:
    """Whether a person represents an organisation now; read anew, since it decides a write."""
    return Representation.objects.filter(person=person, organisation=organisation, until__isnull=True).exists()
