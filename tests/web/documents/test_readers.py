"""Who reads what: by audience, by owner, and by the directed right between organisations."""

import pytest
from django.utils import timezone

from ayni_web.accounts.access import forget
from ayni_web.common.acting import Mistake
from ayni_web.documents import actions
from ayni_web.documents.models import Opening
from ayni_web.documents.queries import visible_documents
from ayni_web.members.models import Membership, Right
from tests.web.documents.made import document

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
COST = 12


def readers_of(world, made):
    return {name for name, person in world.people.items() if visible_documents(person).filter(pk=made.pk).exists()}


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("entity", {"director", "officer", "auditor"}),
        ("managers", {"director", "officer", "auditor", "manager"}),
        ("members", {"director", "officer", "auditor", "manager", "member"}),
        ("public", {"director", "officer", "auditor", "manager", "member", "stranger"}),
    ],
)
def test_the_audience_of_a_clusters_document_widens(world, audience, expected):
    assert readers_of(world, document(world.officer, world.cluster, audience)) == expected


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("entity", {"director", "officer", "auditor"}),
        ("managers", {"director", "officer", "auditor", "manager"}),
        ("members", {"director", "officer", "auditor", "manager", "member", "stranger"}),
    ],
)
def test_the_entitys_own_papers_reach_managers_and_members_of_every_cluster(world, audience, expected):
    assert readers_of(world, document(world.officer, None, audience)) == expected


def test_an_organisation_always_reads_its_own(world):
    made = document(world.officer, world.cooperative, "entity")
    assert readers_of(world, made) == {"director", "officer", "auditor", "member"}


def test_what_an_organisation_keeps_for_managers_its_fellow_members_do_not_read(world):
    made = document(world.officer, world.exporter, "managers")
    assert readers_of(world, made) == {"director", "officer", "auditor", "manager"}
    fellow = document(world.officer, world.exporter, "members")
    assert "member" in readers_of(world, fellow)


def test_a_directed_right_lets_the_receiver_read_until_it_ends(world):
    made = document(world.officer, world.cooperative, "managers")
    kept = document(world.officer, world.cooperative, "entity")
    right = Right.objects.create(
        giver=world.cooperative, receiver=world.outsider, what="documents", since=timezone.now(), given_by=world.member
    )
    assert "stranger" in readers_of(world, made)
    assert "stranger" not in readers_of(world, kept)
    right.until = timezone.now()
    right.save()
    assert "stranger" not in readers_of(world, made)


def test_a_right_to_something_else_opens_no_document(world):
    made = document(world.officer, world.cooperative, "managers")
    Right.objects.create(
        giver=world.cooperative, receiver=world.outsider, what="events", since=timezone.now(), given_by=world.member
    )
    assert "stranger" not in readers_of(world, made)


def test_who_left_a_cluster_reads_it_no_more(world):
    made = document(world.officer, world.cluster, "members")
    assert "member" in readers_of(world, made)
    Membership.objects.filter(cluster=world.cluster, organisation=world.cooperative).update(state="left")
    forget(world.member)
    assert "member" not in readers_of(world, made)


def test_a_hostile_member_learns_nothing_of_another_cluster(world, signed_in):
    made = document(world.officer, world.other_cluster, "members", title="Precio secreto", text="La alpaca a 40.")
    client = signed_in(world.member)
    for address in ("", "1/", "1/file/", "1/changes/", "1/sign/", "1/ask/", "new/", "readers/"):
        response = client.get(f"/documents/{made.pk}/{address}")
        assert response.status_code == 404
        assert b"secreto" not in response.content
    for query in ("", "?q=secreto", f"?cluster={world.other_cluster.pk}"):
        assert b"Precio secreto" not in client.get(f"/documents/{query}").content


def test_a_manager_keeps_nothing_from_those_it_coordinates_alone(world):
    with pytest.raises(Mistake) as refused:
        document(world.manager, world.cluster, "entity")
    assert refused.value.field == "audience"


def test_an_auditor_reads_and_writes_nothing(world):
    made = document(world.officer, world.cluster, "managers")
    for act in (
        lambda: document(world.auditor, None),
        lambda: actions.add_version(by=world.auditor, document=made, what_changed="x", text="y"),
        lambda: actions.open_to(by=world.auditor, document=made, audience="public"),
        lambda: actions.sign(by=world.auditor, version=made.versions.get()),
    ):
        with pytest.raises(Mistake):
            act()


def test_opening_what_is_for_few_leaves_one_trace_a_day(world, signed_in):
    made = document(world.officer, world.cluster, "managers")
    client = signed_in(world.manager)
    for address in ("", "1/file/", ""):
        client.get(f"/documents/{made.pk}/{address}")
    assert Opening.objects.get().person == world.manager
    assert "Manager Uno" in client.get(f"/documents/{made.pk}/").content.decode()


def test_reading_what_is_for_all_members_leaves_no_trace(world, signed_in):
    made = document(world.officer, world.cluster, "members")
    signed_in(world.member).get(f"/documents/{made.pk}/")
    assert not Opening.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_whatever_its_length(world, signed_in, rows, django_assert_num_queries):
    for number in range(rows):
        document(world.officer, world.cluster, title=f"Acta {number}")
    client = signed_in(world.member)
    client.get("/documents/")
    with django_assert_num_queries(COST):
        client.get("/documents/")


def test_the_newest_document_stands_first(world, signed_in):
    titles = [f"Acta {number}" for number in (3, 1, 2)]
    for title in titles:
        document(world.officer, world.cluster, title=title)
    page = signed_in(world.member).get("/documents/").content.decode()
    assert page.index(titles[2]) < page.index(titles[1]) < page.index(titles[0])


def test_whoever_passes_by_a_public_document_is_not_told_who_signed_or_was_asked(world, client, signed_in):
    made = document(world.officer, world.cluster, "public")
    version = made.versions.get()
    actions.ask_signature(by=world.officer, version=version, organisations=[world.exporter])
    actions.sign(by=world.member, version=version)
    hidden = (world.member.name, world.officer.name, world.exporter.name)
    for person in (world.stranger, None):
        client.logout()
        page = (signed_in(person) if person else client).get(f"/documents/{made.pk}/").content.decode()
        assert [name for name in hidden if name in page] == []
    page = signed_in(world.manager).get(f"/documents/{made.pk}/").content.decode()
    assert [name for name in hidden if name in page] == list(hidden)


def test_a_manager_opens_no_paper_of_a_member_to_more_people(world):
    made = document(world.member, world.cooperative, "managers")
    for wider in ("members", "public"):
        with pytest.raises(Mistake) as refused:
            actions.open_to(by=world.manager, document=made, audience=wider)
        assert refused.value.key == "documents.widened_by_its_own"
    own = document(world.manager, world.exporter, "managers")
    actions.open_to(by=world.manager, document=own, audience="members")
    actions.open_to(by=world.member, document=made, audience="members")
    actions.open_to(by=world.manager, document=made, audience="managers")
    actions.open_to(by=world.officer, document=made, audience="public")
