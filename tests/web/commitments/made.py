"""Commitments that tests ask for."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ayni_web.accounts.models import Person
from ayni_web.commitments import actions
from ayni_web.commitments.models import Commitment
from ayni_web.members.models import Organisation, Representation
from tests.web.world import membership, organisation, person


def promise(by: Any, maker: Any, receiver: Any, kind: str = "deliver", **facts: Any) -> Commitment:
    """Proposed by the maker, unless ``side`` says otherwise."""
    side = facts.pop("side", "maker")
    own, other = (maker, receiver) if side == "maker" else (receiver, maker)
    counted = {"quantity": Decimal(20), "unit": "quintal_46"} if kind == "deliver" else {}
    facts = {
        "content": "Quinua blanca, primera", "due_on": timezone.localdate() + timedelta(days=10), **counted, **facts,
    }  # fmt: skip
    return actions.propose(by=by, kind=kind, side=side, organisation=own, other=other, **facts)


def buyer(world: Any) -> Person:
    """A person who acts for the exporter of the world."""
    found = Person.objects.filter(username="buyer.uno").first()
    if found:
        return found
    made = person("buyer.uno", name="Buyer Uno")
    Representation.objects.create(person=made, organisation=world.exporter, since=timezone.now())
    return made


def agreed(world: Any, **facts: Any) -> Commitment:
    """From the cooperative, for which `member` acts, to the exporter, for which `buyer` does."""
    made = promise(world.member, world.cooperative, world.exporter, **facts)
    return actions.countersign(by=buyer(world), commitment=made)


def told(world: Any, outcome: str = "done", **facts: Any) -> Commitment:
    """Agreed, and its outcome told by the receiver."""
    made = agreed(world, **facts)
    if outcome == "done":
        return actions.tell_outcome(by=buyer(world), commitment=made, outcome=outcome, done_on=timezone.localdate())
    return actions.tell_outcome(by=buyer(world), commitment=made, outcome=outcome, text="Heló en la campaña")


def ministry(world: Any) -> Organisation:
    """A public institution that is a member of the cluster."""
    found = Organisation.objects.filter(name="Gobierno regional de prueba").first()
    if found:
        return found
    made = organisation("Gobierno regional de prueba", "government")
    membership(world.cluster, made, "marketing")
    return made
