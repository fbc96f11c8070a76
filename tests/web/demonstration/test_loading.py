"""The demonstration: whole, invented, loaded once, and never beside anything real."""

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Count, Sum

from ayni.codes import nomenclature
from ayni_web.assessments.models import Assessment
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.commitments.models import Commitment
from ayni_web.common import chain
from ayni_web.demonstration.loading import loaded
from ayni_web.demonstration.stage import CHAINS, PASSWORD, told
from ayni_web.demonstration.study import published
from ayni_web.events.models import Event
from ayni_web.ledger.models import Draft, Entry
from ayni_web.ledger.queries.drafts import obstacle
from ayni_web.ledger.verifying import verified
from ayni_web.members.models import Cluster, Duplicate, Entity, Kind, Membership, Organisation, Relation, SizeBand
from ayni_web.processes.models import Case
from ayni_web.series.models import Reading
from ayni_web.studies.models import Origin, Run

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("demonstration")]


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """Loaded once for these tests, which take some seconds to load it, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert loaded()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded_once, db):
    """The demonstration as it was loaded: what a test writes is taken back."""


def test_it_is_loaded_once(demonstration):
    before = Organisation.objects.count(), chain.head_and_count()
    assert not loaded()
    assert (Organisation.objects.count(), chain.head_and_count()) == before
    assert chain.verified().sound


def test_its_money_adds_up_and_one_payment_waits_for_the_share_of_the_group(demonstration):
    found = verified()
    assert found.sound and found.count == Entry.objects.count() == 20
    assert Entry.objects.filter(reverses__isnull=False).count() == 1
    waiting = {draft.text: obstacle(draft) for draft in Draft.objects.filter(state="sent")}
    assert [found.key for found in waiting.values() if found] == ["money.under_cofinance"] and len(waiting) == 2


def test_the_entity_says_that_it_is_a_demonstration(demonstration):
    assert Entity.objects.get().demonstration


@pytest.mark.parametrize("username", ["director", "officer", "auditor", "manager", "member"])
def test_people_of_every_role_sign_in_with_the_password_that_is_told(demonstration, username, rf):
    assert authenticate(rf.get("/"), username=username, password=PASSWORD).username == username


def test_a_farm_chain_and_a_textile_chain_have_members_of_many_kinds_and_sizes(demonstration):
    assert Cluster.objects.count() == len(CHAINS) == 2
    for cluster in Cluster.objects.all():
        members = cluster.memberships.filter(state=Membership.State.MEMBER)
        assert 20 <= members.count() <= 35
        assert members.values("kind").distinct().count() >= 8
        sizes = set(members.values_list("organisation__size_band", flat=True))
        assert {SizeBand.ALONE, SizeBand.MICRO, SizeBand.SMALL, SizeBand.MEDIUM} <= sizes
        shares = members.annotate(whole=Sum("parts__share")).values_list("whole", flat=True)
        assert set(shares) == {10_000}


def test_someone_waits_for_a_seat_in_each_cluster_because_none_is_free(demonstration):
    for cluster in Cluster.objects.all():
        waiting = cluster.memberships.filter(state=Membership.State.WAITING)
        assert waiting.exists()
        for each in waiting:
            held = cluster.memberships.filter(state=Membership.State.MEMBER, kind=each.kind).count()
            assert held == cluster.seat_limits.get(kind=each.kind).most


def test_every_organisation_says_that_it_is_invented(demonstration):
    assert all("(fictici" in name for name in Organisation.objects.values_list("name", flat=True))


def test_numbers_name_nobody(demonstration):
    for name in CHAINS:
        for row in told(name)["organisation"]:
            assert row.get("identifier", "20999999").startswith("20999999")
            assert row.get("email", "x.example").endswith(".example")


def test_places_and_kinds_are_known(demonstration):
    places = nomenclature("ubigeo-inei")
    for row in Organisation.objects.exclude(place=""):
        assert row.place in places.codes, row.name
        assert row.kind in Kind.values


def test_relations_are_of_many_kinds_and_join_every_chain(demonstration):
    assert Relation.objects.values("kind").distinct().count() == len(Relation.Kind.values)
    lone = Organisation.objects.filter(
        relations_out__isnull=True, relations_in__isnull=True, memberships__state="member"
    )
    assert lone.count() < Organisation.objects.count() / 4


def test_something_happened_something_is_signed_and_something_is_due(demonstration):
    assert Event.objects.annotate(who=Count("participations")).filter(who__gte=2).count() >= 8
    assert Duplicate.objects.filter(state=Duplicate.State.OPEN).exists()
    quinua = Cluster.objects.get(name__contains="quinua")
    assert quinua.scopes.filter(state="proposed").exists()
    assert quinua.sponsors.filter(until__isnull=False).exists()
    assert quinua.documents.filter(versions__signatures__isnull=False).exists()


def test_the_study_is_published_once_and_the_farm_chain_comes_from_its_candidate(
    demonstration, peru, tmp_path, settings
):
    settings.HOME, settings.PACKAGES = tmp_path, tmp_path / "packages"
    for _ in range(2):
        published(peru[1])
    run = Run.objects.get()
    assert run.study.public
    assert (run.folder / "manifest.json").is_file()
    origin = Origin.objects.get()
    assert origin.cluster.name.startswith("Clúster de la quinua")
    assert origin.candidate == "quinua-sur-08-21"
    assert origin.evidence


def test_what_is_promised_measured_and_carried_through_steps_is_there(demonstration):
    assert sorted(Commitment.objects.values_list("state", flat=True)) == ["agreed", "agreed", "proposed"]
    assert Reading.objects.count() == 47
    assert Reading.objects.filter(verification__isnull=False).count() == 10
    assert set(Case.objects.values_list("rules__process__entry", flat=True)) == {"formation", "permit", "innovation"}


def test_what_was_answered_on_paper_has_a_profile_and_a_member_is_asked_now(demonstration):
    rounds = {each.version.template.entry: each for each in Assessment.objects.all()}
    profile, _ = profile_with_change(rounds["diamond"])
    assert (profile.enough, profile.sheets, profile.typed) == (True, 8, 8)
    assert rounds["trust"].sheets.get(state="asked").person.username == "member"
