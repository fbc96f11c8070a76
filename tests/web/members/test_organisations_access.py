"""Every view of organisations, duplicates and rights, tried by everybody."""

from typing import Any

import pytest
from django.utils import timezone

from ayni_web.members.actions.duplicates import merge_organisations
from ayni_web.members.models import Contact, Duplicate, Identifier, Organisation, Representation, Right
from tests.web.tried import SIGNED_IN, Try
from tests.web.world import World, organisation

pytestmark = pytest.mark.django_db

INSIDE = "director officer auditor manager member"
WRITERS = "director officer manager member"
COORDINATORS = "director officer"


def cooperative(world: World) -> dict[str, Any]:
    return {"pk": world.cooperative.pk}


def to_confirm(world: World) -> dict[str, Any]:
    Organisation.objects.filter(pk=world.cooperative.pk).update(typed_for=True)
    return {"pk": world.cooperative.pk}


def a_number(world: World) -> dict[str, Any]:
    made = Identifier.objects.create(organisation=world.cooperative, scheme="ruc", value="20512333797")
    return {"pk": world.cooperative.pk, "number": made.pk}


def a_contact(world: World) -> dict[str, Any]:
    made = Contact.objects.create(organisation=world.cooperative, means="phone", value="951234567")
    return {"pk": world.cooperative.pk, "contact": made.pk}


def a_right(world: World) -> dict[str, Any]:
    made = Right.objects.create(giver=world.cooperative, receiver=world.exporter, what="contacts",
                                since=timezone.now(), given_by=world.member)  # fmt: skip
    return {"pk": made.pk}


def acting(world: World) -> dict[str, Any]:
    return {"pk": Representation.objects.get(person=world.member).pk}


def a_pair(world: World) -> dict[str, Any]:
    first, second = sorted((world.cooperative, world.exporter), key=lambda each: each.pk)
    return {"pk": Duplicate.objects.create(first=first, second=second, score=70, why={"name": 80}).pk}


def the_two(world: World) -> dict[str, Any]:
    return {"first": world.cooperative.pk, "second": world.exporter.pk}


def a_merge(world: World) -> dict[str, Any]:
    gone = organisation("Cooperativa Taipi", "cooperative")
    return {"pk": merge_organisations(by=world.officer, kept=world.cooperative, gone=gone).pk}


def facts(world: World) -> dict[str, Any]:
    return {"name": "Cooperativa Taypi Nueva", "kind": "cooperative", "country": "PE"}


def none(world: World) -> dict[str, Any]:
    return {}


TRIES = [
    Try("members:organisations", seen_by=SIGNED_IN),
    Try("members:organisation", cooperative, INSIDE),
    Try("members:organisation_add", seen_by="director officer manager"),
    Try("members:organisation_add", seen_by="director officer manager", post=facts),
    Try("members:organisation_change", cooperative, WRITERS),
    Try("members:organisation_change", cooperative, WRITERS, post=facts),
    Try("members:organisation_confirm", to_confirm, "member"),
    Try("members:organisation_confirm", to_confirm, "member", post=facts),
    Try("members:number_add", cooperative, WRITERS),
    Try("members:number_drop", a_number, WRITERS, post=none),
    Try("members:contact_add", cooperative, WRITERS),
    Try("members:contact_drop", a_contact, WRITERS, post=none),
    Try("members:mine", seen_by=SIGNED_IN),
    Try("members:rights", cooperative, INSIDE),
    Try("members:rights", cooperative, "member", post=none),
    Try("members:right_end", a_right, "member", post=none),
    Try("members:representation_end", acting, "director officer member", post=none),
    Try("members:duplicates", seen_by=COORDINATORS),
    Try("members:duplicates_scan", seen_by=COORDINATORS, post=none),
    Try("members:duplicate", a_pair, COORDINATORS),
    Try("members:duplicate_different", a_pair, COORDINATORS, post=none),
    Try("members:duplicate_compare", the_two, COORDINATORS),
    Try("members:duplicate_choose", cooperative, COORDINATORS),
    Try("members:split", a_merge, COORDINATORS),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
