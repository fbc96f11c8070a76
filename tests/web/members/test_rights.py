"""What organisations let each other see, and who acts for them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.access import forget
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.members.access import may_see_contacts
from ayni_web.members.actions.organisations import add_contact
from ayni_web.members.actions.rights import end_representation, end_right, give_right
from ayni_web.members.models import Relation, Representation, Right
from ayni_web.members.queries.organisations import found_organisations
from tests.web.world import organisation, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_member(world):
    """Someone who acts for the exporter, a fellow member of the cooperative."""
    somebody = person("otra.dos", name="Otra Dos")
    Representation.objects.create(person=somebody, organisation=world.exporter, since=timezone.now())
    return somebody


def page(client, row):
    return client.get(reverse("members:organisation", kwargs={"pk": row.pk}))


@pytest.mark.sqlite
def test_a_right_lets_see_and_its_end_hides_again(world, other_member, signed_in):
    add_contact(by=world.officer, organisation=world.exporter, means="phone", value="951 234 567")
    client = signed_in(world.member)
    assert "951 234 567" not in page(client, world.exporter).content.decode()
    right = give_right(by=other_member, giver=world.exporter, receiver=world.cooperative, what="contacts")
    assert "951 234 567" in page(client, world.exporter).content.decode()
    end_right(by=world.member, right=right)
    assert "951 234 567" not in page(client, world.exporter).content.decode()
    assert list(Entry.objects.values_list("kind", flat=True)) == ["members.right_ended", "members.right_given"][::-1]


def test_a_right_to_contacts_is_no_right_to_anything_else(world, other_member, signed_in):
    Relation.objects.create(source=world.exporter, target=world.outsider, kind="buys", added_by=world.officer)
    client = signed_in(world.member)
    give_right(by=other_member, giver=world.exporter, receiver=world.cooperative, what="contacts")
    assert world.outsider.name not in page(client, world.exporter).content.decode()
    give_right(by=other_member, giver=world.exporter, receiver=world.cooperative, what="events")
    assert "Último encuentro" not in page(client, world.exporter).content.decode()


def test_a_right_is_given_by_its_own_people_alone(world, other_member):
    for somebody in (world.director, world.officer, world.manager, world.member, world.stranger):
        with pytest.raises(Mistake):
            give_right(by=somebody, giver=world.exporter, receiver=world.cooperative, what="contacts")
    assert not Right.objects.exists()


def test_a_right_is_never_taken_by_an_address(world, other_member, signed_in):
    client = signed_in(world.member)
    sent = {"receiver": str(world.cooperative.pk), "what": "contacts"}
    assert client.post(reverse("members:rights", kwargs={"pk": world.exporter.pk}), sent).status_code == 404
    assert not Right.objects.exists()


def test_a_right_is_given_on_the_page_to_fellow_members(world, signed_in):
    client = signed_in(world.member)
    address = reverse("members:rights", kwargs={"pk": world.cooperative.pk})
    shown = client.get(address).content.decode()
    assert world.exporter.name in shown
    assert world.outsider.name not in shown
    client.post(address, {"receiver": str(world.outsider.pk), "what": "contacts"})
    assert not Right.objects.exists()
    client.post(address, {"receiver": str(world.exporter.pk), "what": "contacts"})
    assert Right.objects.get().given_by == world.member


def test_a_right_given_twice_is_one(world, signed_in):
    give_right(by=world.member, giver=world.cooperative, receiver=world.exporter, what="contacts")
    with pytest.raises(Mistake):
        give_right(by=world.member, giver=world.cooperative, receiver=world.exporter, what="contacts")
    assert Right.objects.count() == 1


@pytest.mark.sqlite
def test_the_database_keeps_one_open_right_of_a_kind(world):
    facts = {"giver": world.cooperative, "receiver": world.exporter, "what": "contacts", "since": timezone.now()}
    Right.objects.create(**facts, given_by=world.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Right.objects.create(**facts, given_by=world.member)


def test_both_see_it_and_a_stranger_sees_nothing(world, other_member, signed_in):
    right = give_right(by=world.member, giver=world.cooperative, receiver=world.exporter, what="documents")
    for somebody, row in ((world.member, world.cooperative), (other_member, world.exporter)):
        shown = signed_in(somebody).get(reverse("members:rights", kwargs={"pk": row.pk})).content.decode()
        assert "Documentos" in shown
        assert reverse("members:right_end", kwargs={"pk": right.pk}) in shown
    client = signed_in(world.stranger)
    assert client.get(reverse("members:rights", kwargs={"pk": world.cooperative.pk})).status_code == 404
    assert client.post(reverse("members:right_end", kwargs={"pk": right.pk})).status_code == 404


def test_one_that_was_given_a_right_sees_the_page_of_the_giver_though_no_cluster_joins_them(world, signed_in):
    add_contact(by=world.officer, organisation=world.outsider, means="phone", value="951 234 567")
    client = signed_in(world.member)
    assert page(client, world.outsider).status_code == 404
    Right.objects.create(giver=world.outsider, receiver=world.cooperative, what="contacts", since=timezone.now(),
                         given_by=world.stranger)  # fmt: skip
    assert "951 234 567" in page(client, world.outsider).content.decode()
    assert world.other_cluster.name not in page(client, world.outsider).content.decode()


# Who acts for it


def test_a_representative_is_listed_with_since_and_by_whom(world, other_member, signed_in):
    Representation.objects.create(person=other_member, organisation=world.cooperative, since=timezone.now(),
                                  given_by=world.officer)  # fmt: skip
    shown = page(signed_in(world.member), world.cooperative).content.decode()
    assert other_member.name in shown
    assert f"por {world.officer.name}" in shown


def test_a_representative_is_ended_by_another_and_told(world, other_member, signed_in):
    row = Representation.objects.create(person=other_member, organisation=world.cooperative, since=timezone.now())
    end_representation(by=world.member, representation=row)
    row.refresh_from_db()
    assert row.until is not None
    shown = signed_in(other_member).get(reverse("members:mine")).content.decode()
    assert "Usted ya no representa a «Cooperativa Taypi»." in shown
    with pytest.raises(Mistake):
        end_representation(by=world.member, representation=row)


def test_a_manager_or_stranger_ends_nobody(world, signed_in):
    row = Representation.objects.get(person=world.member)
    for somebody in (world.manager, world.stranger):
        with pytest.raises(Mistake):
            end_representation(by=somebody, representation=row)


@pytest.mark.sqlite
def test_when_the_last_one_leaves_the_coordinators_find_the_organisation(world, signed_in):
    assert world.cooperative not in found_organisations(world.officer, state="alone")
    client = signed_in(world.member)
    row = Representation.objects.get(person=world.member)
    assert client.post(reverse("members:representation_end", kwargs={"pk": row.pk})).url == reverse("members:mine")
    assert world.cooperative in found_organisations(world.officer, state="alone")
    assert page(client, world.cooperative).status_code == 404


def test_who_no_longer_acts_sees_no_contacts(world):
    forget(world.member)
    assert may_see_contacts(world.member, world.cooperative)
    end_representation(by=world.officer, representation=Representation.objects.get(person=world.member))
    forget(world.member)
    assert not may_see_contacts(world.member, world.cooperative)


def test_my_page_has_my_organisations_at_a_constant_cost(
    world, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(world.member)
    with django_assert_max_num_queries(12) as counted:
        shown = client.get(reverse("members:mine")).content.decode()
    assert world.cooperative.name in shown
    assert world.cluster.name in shown
    for number in range(4):
        more = organisation(f"Más {number}", "producer")
        Representation.objects.create(person=world.member, organisation=more, since=timezone.now())
    with django_assert_num_queries(len(counted.captured_queries)):
        client.get(reverse("members:mine"))
