"""Organisations that may be the same: scored, found, merged, and split again."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.documents.models import AskedSignature, Document, Signature, Version
from ayni_web.events.models import Event, Participation
from ayni_web.members.actions.duplicates import (
    call_different,
    merge_organisations,
    note_likely,
    pointing,
    scan_duplicates,
    split_organisations,
)
from ayni_web.members.actions.organisations import add_contact, add_identifier, change_organisation
from ayni_web.members.likeness import DECIDE, SAME, alike, band, keys, likened, likeness
from ayni_web.members.models import (
    Contact,
    Duplicate,
    Identifier,
    Membership,
    Merge,
    Organisation,
    Part,
    Relation,
    Representation,
    Right,
    SeatLimit,
    Sponsor,
)
from tests.web.world import made_world, membership, organisation, person

RUC = "20512333797"


def score(one, other, place="", other_place="", **facts):
    return likeness(likened(1, one, place), likened(2, other, other_place, **facts)).score


# The score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cooperativa Agraria Taypi", "Coop. Agraria Taypi"),
        ("Agro Sur S.A.C.", "AGROSUR SAC"),
        ("Agro Sur Sociedad Anónima Cerrada", "Agro Sur S. A. C."),
        ("Exportadora Wara", "EXPORTACIONES WARA E.I.R.L."),
        ("Ñandú Andino", "nandu  andino"),
        ("Asoc. de Productores Ch'uñu", "Asociación de Productores Chunu"),
    ],
)
def test_the_same_name_in_the_same_district_is_the_same_however_it_is_written(one, other):
    assert band(score(one, other, "210801", "210801")) == "same"
    assert band(score(one, other)) == "decide", "without a place a person decides"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cooperativa Agraria Taypi", "Cooperativa Agraria Suma"),
        ("Comité 1 de Ayaviri", "Comité 2 de Ayaviri"),
        ("Asociación de Productores Agropecuarios Inti", "Asociación de Productores Agropecuarios Pacha"),
    ],
)
def test_words_that_all_share_make_no_two_the_same(one, other):
    assert band(score(one, other)) == "new"
    assert band(score(one, other, "210801", "210801")) != "same"


def test_a_slip_of_the_pen_is_for_a_person_to_decide():
    assert band(score("Quinua Real E.I.R.L.", "Quinua Rreal E.I.R.L.", "210801", "210801")) == "decide"


def test_the_same_number_is_the_same_and_another_number_is_another():
    ours = likened(1, "Agro Sur", numbers=[("ruc", RUC)])
    assert band(likeness(ours, likened(2, "Wara Export", numbers=[("ruc", RUC)])).score) == "same"
    assert band(likeness(ours, likened(2, "Agro Sur", numbers=[("ruc", "20100047218")])).score) == "new"


def test_a_shared_phone_speaks_for_and_another_department_against():
    plain = score("Taller Suri", "Taller Suri")
    assert score("Taller Suri", "Taller Suri", "210101", "150101") < plain
    shared = likeness(
        likened(1, "Taller Suri", contacts=["phone:951"]), likened(2, "Taller Suri", contacts=["phone:951"])
    )
    assert shared.score > plain
    assert shared.why["contact"] == "same"


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", "21", "2101", "210101", "150101"]),
       st.sampled_from(["", "21", "2101", "210101", "150101"]))  # fmt: skip
def test_the_score_is_of_a_hundred_and_the_same_both_ways(one, other, place, other_place):
    there, back = score(one, other, place, other_place), score(other, one, other_place, place)
    assert 0 <= there <= 100
    assert there == back


@given(st.lists(st.sampled_from(["Agro Sur", "Agrosur SAC", "Agro Sur SAC", "Wara", "Wara Export", "Coop Taypi",
                                 "Cooperativa Taypi", "Suri"]), max_size=12))  # fmt: skip
def test_blocks_lose_no_pair_that_all_pairs_would_find(names):
    many = [likened(at, name) for at, name in enumerate(names)]
    every = {(a.key, b.key) for at, a in enumerate(many) for b in many[at + 1 :] if likeness(a, b).score >= DECIDE}
    assert {(one.key, other.key) for one, other, _ in alike(many)} == every


def test_bands_are_those_that_are_told():
    assert [band(each) for each in (0, DECIDE - 1, DECIDE, SAME, SAME + 1, 100)] == [
        "new", "new", "decide", "decide", "same", "same",
    ]  # fmt: skip


# Found


pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(world):
    return organisation("Coop. Taypi", "cooperative")


@pytest.mark.sqlite
def test_a_scan_writes_pairs_and_leaves_what_was_decided(world, twin):
    assert scan_duplicates() == 1
    pair = Duplicate.objects.get()
    assert pair.why["place"] == "district"
    call_different(by=world.officer, duplicate=pair)
    assert scan_duplicates() == 0
    assert Duplicate.objects.get().state == "different"


def test_a_scan_forgets_pairs_whose_names_were_corrected(world, twin):
    scan_duplicates()
    change_organisation(by=world.officer, organisation=twin, name="Panadería Luz")
    assert scan_duplicates() == 0
    assert not Duplicate.objects.exists()


def test_the_pairs_of_one_are_found_as_those_of_all(world, twin):
    note_likely(twin)
    one = list(Duplicate.objects.values_list("first", "second", "score"))
    Duplicate.objects.all().delete()
    scan_duplicates()
    assert list(Duplicate.objects.values_list("first", "second", "score")) == one


def test_a_phone_written_otherwise_is_the_same_phone(world):
    one, other = organisation("Rosa", "producer"), organisation("La Chola", "producer")
    add_contact(by=world.officer, organisation=one, means="phone", value="+51 951-234-567")
    add_contact(by=world.officer, organisation=other, means="phone", value="951 234 567")
    note_likely(other)
    scan_duplicates()
    assert not Duplicate.objects.filter(score__gte=DECIDE, first__in=(one, other), second__in=(one, other)).exists()
    note_likely(change_organisation(by=world.officer, organisation=other, name="Rosa Q."))
    assert Duplicate.objects.get(first__in=(one, other), second__in=(one, other)).why["contact"] == "same"


def test_the_form_asks_whether_it_is_one_of_those(world, signed_in):
    client = signed_in(world.officer)
    sent = {"name": "Coop. Taypi", "kind": "cooperative", "place": "210101"}
    asked = client.post(reverse("members:organisation_add"), sent)
    shown = asked.content.decode()
    assert asked.status_code == 200
    assert world.cooperative.name in shown
    assert 'name="asked_about" value="coop taypi"' in shown
    other = client.post(reverse("members:organisation_add"), {**sent, "name": "Taypi", "asked_about": "coop taypi"})
    assert other.status_code == 200, "another name is asked about anew"
    made = client.post(reverse("members:organisation_add"), {**sent, "asked_about": "coop taypi"})
    assert made.status_code == 302
    assert Organisation.objects.filter(name="Coop. Taypi").exists()


def test_the_queue_costs_as_many_queries_for_one_pair_as_for_many(
    world, twin, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    scan_duplicates()
    client = signed_in(world.officer)
    address = reverse("members:duplicates")
    client.get(address)
    with django_assert_max_num_queries(10) as counted:
        client.get(address)
    for number in range(8):
        organisation(f"Cooperativa Taypi {'x' * number}", "cooperative")
    assert scan_duplicates() > 5
    with django_assert_num_queries(len(counted.captured_queries)):
        client.get(address)


# Merged and split


@pytest.mark.sqlite
def test_what_is_merged_leads_to_the_kept_one_and_moves_what_it_had(world, twin, signed_in):
    somebody = person("otra.uno")
    acting = Representation.objects.create(person=somebody, organisation=twin, since=timezone.now())
    contact = add_contact(by=world.officer, organisation=twin, means="phone", value="951234567").contacts.get()
    add_identifier(by=world.officer, organisation=twin, scheme="ruc", number=RUC)
    document = Document.objects.create(title="Acta", kind="minutes", organisation=twin, added_by=world.officer)
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin, why="la misma")
    for row in (acting, contact, document):
        row.refresh_from_db()
        assert row.organisation == world.cooperative
    assert world.cooperative.identifiers.get().value == RUC
    answer = signed_in(world.officer).get(reverse("members:organisation", kwargs={"pk": twin.pk}))
    assert answer.url == reverse("members:organisation", kwargs={"pk": world.cooperative.pk})
    assert Entry.objects.filter(kind="members.merged").count() == 1


def test_an_old_address_leads_nobody_where_they_may_not_go(world, signed_in):
    gone = organisation("Suri antiguo", "firm")
    merge_organisations(by=world.officer, kept=world.outsider, gone=gone)
    assert signed_in(world.member).get(reverse("members:organisation", kwargs={"pk": gone.pk})).status_code == 404


def test_merges_of_merges_lead_to_the_last(world, signed_in):
    first, second = organisation("Uno", "firm"), organisation("Dos", "firm")
    merge_organisations(by=world.officer, kept=second, gone=first)
    merge_organisations(by=world.officer, kept=world.cooperative, gone=second)
    answer = signed_in(world.member).get(reverse("members:organisation", kwargs={"pk": first.pk}))
    assert answer.url == reverse("members:organisation", kwargs={"pk": world.cooperative.pk})


def test_the_entity_is_kept_whatever_it_is_merged_with(world):
    with pytest.raises(Mistake):
        merge_organisations(by=world.director, kept=world.cooperative, gone=world.entity)
    merge_organisations(by=world.director, kept=world.entity, gone=organisation("Entidad de pruebas", "ngo"))


@pytest.mark.parametrize("again", [merge_organisations, change_organisation])
def test_what_was_merged_is_neither_merged_nor_changed_again(world, twin, again):
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    facts = (
        {"kept": world.exporter, "gone": twin} if again is merge_organisations else {"organisation": twin, "name": "x"}
    )
    with pytest.raises(Mistake):
        again(by=world.officer, **facts)


@pytest.mark.sqlite
def test_of_two_memberships_of_one_cluster_the_further_goes_on(world, twin):
    Membership.objects.filter(organisation=world.cooperative).update(state="applied", since=None)
    own = membership(world.cluster, twin, "processing")
    merge = merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    own.refresh_from_db()
    assert (own.organisation, own.state) == (world.cooperative, "member")
    assert world.cooperative.memberships.filter(state__in=Membership.OPEN).count() == 1
    split_organisations(by=world.officer, merge=merge, why="no era")
    assert world.cooperative.memberships.get().state == "applied"
    assert twin.memberships.get().state == "member"


def test_a_full_cluster_lets_its_member_be_merged(world, twin):
    membership(world.cluster, twin, "production")
    SeatLimit.objects.create(cluster=world.cluster, kind="cooperative", most=1)
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    assert world.cluster.memberships.filter(kind="cooperative", state="member").count() == 1


def test_a_relation_between_the_two_is_closed_and_open_again_after_a_split(world, twin):
    row = Relation.objects.create(source=twin, target=world.cooperative, kind="supplies", added_by=world.officer)
    merge = merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    row.refresh_from_db()
    assert row.until is not None
    split_organisations(by=world.officer, merge=merge, why="no era")
    row.refresh_from_db()
    assert (row.until, row.source, row.target) == (None, twin, world.cooperative)


def test_what_was_signed_stays_signed_and_what_was_asked_goes_on(world, twin):
    document = Document.objects.create(title="Acta", kind="minutes", cluster=world.cluster, added_by=world.officer)
    versions = [
        Version.objects.create(document=document, number=number, text="x", size=1, sha256="a" * 64,
                               made_by=world.officer, made_at=timezone.now())
        for number in (1, 2)
    ]  # fmt: skip
    asked = [
        AskedSignature.objects.create(version=each, organisation=twin, asked_by=world.officer) for each in versions
    ]
    Signature.objects.create(version=versions[0], person=world.member, organisation=twin, sha256="a" * 64,
                             signed_at=timezone.now())  # fmt: skip
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    assert Signature.objects.get().organisation == twin
    assert [AskedSignature.objects.get(pk=each.pk).organisation for each in asked] == [twin, world.cooperative]


def test_what_someone_changed_since_stays_and_is_told(world, twin, signed_in):
    change_organisation(by=world.officer, organisation=twin, mission="Tejer")
    merge = merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    world.cooperative.refresh_from_db()
    assert world.cooperative.mission == "Tejer"
    change_organisation(by=world.officer, organisation=world.cooperative, mission="Sembrar")
    answer = signed_in(world.officer).post(
        reverse("members:split", kwargs={"pk": merge.pk}), {"why": "no"}, follow=True
    )
    assert "Una cosa cambió desde entonces" in answer.content.decode()
    world.cooperative.refresh_from_db()
    assert world.cooperative.mission == "Sembrar"


def test_a_split_is_made_once(world, twin):
    merge = merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    split_organisations(by=world.officer, merge=merge, why="no era")
    with pytest.raises(Mistake):
        split_organisations(by=world.officer, merge=merge, why="no era")


def test_everything_that_points_at_an_organisation_is_moved_or_listed(world):
    labels = {model._meta.label for model, _ in pointing()}
    assert {"members.Membership", "members.Contact", "members.Identifier", "members.Representation", "members.Relation",
            "members.Right", "members.Sponsor", "members.Invited", "documents.Document", "documents.AskedSignature",
            "events.Participation"} <= labels  # fmt: skip
    assert not any("Historical" in label for label in labels)


def test_a_pair_is_compared_merged_and_split_on_the_screen(world, twin, signed_in):
    client = signed_in(world.officer)
    client.post(reverse("members:duplicates_scan"))
    pair = Duplicate.objects.get()
    shown = client.get(reverse("members:duplicate", kwargs={"pk": pair.pk})).content.decode()
    assert "Están en el mismo distrito." in shown
    assert world.member.name in shown, "who acts for each is seen before they are merged"
    client.post(
        reverse("members:duplicate", kwargs={"pk": pair.pk}), {"kept": str(world.cooperative.pk), "why": "misma"}
    )
    merge = Merge.objects.get()
    assert merge.kept == world.cooperative
    assert client.get(reverse("members:duplicate", kwargs={"pk": pair.pk})).status_code == 404
    client.post(reverse("members:split", kwargs={"pk": merge.pk}), {"why": "no era"})
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_only_one_of_the_two_can_be_kept(world, twin, signed_in):
    address = reverse("members:duplicate_compare", kwargs={"first": twin.pk, "second": world.cooperative.pk})
    signed_in(world.officer).post(address, {"kept": str(world.outsider.pk)})
    assert not Merge.objects.exists()


# Whatever two organisations have, a split gives back what was there

WHEN = date(2026, 3, 1)
LEFT_OUT = {"common.Entry", "common.Sent", "members.Merge", "members.Duplicate"}


def everything():
    """All rows of all tables but the trail of what was done."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        if label in LEFT_OUT or "Historical" in label or label.split(".")[0] not in {"members", "events", "documents"}:
            continue
        for row in model._base_manager.all():
            columns = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            columns.pop("changed_at", None)
            found[label, str(row.pk)] = columns
    return found


TWO = st.sampled_from(("kept", "gone"))
OTHERS = ("kept", "gone", "outsider", "exporter")
STATES = ("applied", "waiting", "member", "left")
worlds = st.fixed_dictionaries({
    "memberships": st.dictionaries(st.tuples(TWO, st.booleans()), st.sampled_from(STATES)),
    "relations": st.sets(st.tuples(st.sampled_from(OTHERS), st.sampled_from(OTHERS),
                                   st.sampled_from(("supplies", "buys")), st.booleans()), max_size=6),
    "rights": st.sets(st.tuples(st.sampled_from(OTHERS), st.sampled_from(OTHERS), st.booleans()), max_size=5),
    "people": st.sets(st.tuples(TWO, st.sampled_from(("member", "stranger"))), max_size=4),
    "contacts": st.sets(st.tuples(TWO, st.sampled_from(("951234567", "951234568"))),
                        max_size=4),
    "numbers": st.sets(TWO, max_size=2),
    "sponsors": st.sets(st.tuples(TWO, st.booleans()), max_size=4),
    "events": st.sets(st.tuples(TWO, st.booleans()), max_size=4),
    "facts": st.fixed_dictionaries({name: st.sampled_from(("", "a", "b")) for name in ("mission", "note")}),
})  # fmt: skip


def furnish(world, kept, gone, given):
    rows = {"kept": kept, "gone": gone, "outsider": world.outsider, "exporter": world.exporter}
    clusters = (world.cluster, world.other_cluster)
    for (who, which), state in given["memberships"].items():
        made = Membership.objects.create(cluster=clusters[which], organisation=rows[who], kind="firm", state=state,
                                         since=WHEN if state in ("member", "left") else None)  # fmt: skip
        Part.objects.create(membership=made, link=clusters[which].links.first(), share=10_000)
    furnish_between(world, rows, given)
    furnish_alone(world, rows, given)
    for name, value in given["facts"].items():
        setattr(gone, name, value)
    gone.save()


def furnish_between(world, rows, given):
    for source, target, kind, ended in given["relations"]:
        if source != target:
            Relation.objects.create(source=rows[source], target=rows[target], kind=kind, since=WHEN,
                                    until=WHEN + timedelta(9) if ended else None, added_by=world.officer)  # fmt: skip
    for giver, receiver, ended in given["rights"]:
        if giver != receiver:
            Right.objects.create(giver=rows[giver], receiver=rows[receiver], what="contacts", since=timezone.now(),
                                 until=timezone.now() if ended else None, given_by=world.officer)  # fmt: skip


def furnish_alone(world, rows, given):
    for who, name in given["people"]:
        Representation.objects.create(person=world.people[name], organisation=rows[who], since=timezone.now())
    for who, value in given["contacts"]:
        Contact.objects.create(organisation=rows[who], means="phone", value=value)
    for who in given["numbers"]:
        Identifier.objects.create(organisation=rows[who], scheme="other", value=who)
    for who, which in given["sponsors"]:
        Sponsor.objects.create(
            cluster=(world.cluster, world.other_cluster)[which],
            organisation=rows[who],
            terms="x",
            since=WHEN,
            added_by=world.officer,
        )
    event = Event.objects.create(kind="meeting", title="x", starts_at=timezone.now(), added_by=world.officer)
    for who, attended in given["events"]:
        Participation.objects.create(event=event, organisation=rows[who], role="attended" if attended else "host")


class WhateverTwoHave(TestCase):
    """Hypothesis needs each example in a transaction of its own."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds)
    def test_a_split_gives_back_what_was_there(self, given):
        world = made_world()
        kept, gone = organisation("Una", "firm"), organisation("Otra", "firm")
        furnish(world, kept, gone, given)
        before = everything()
        merge = merge_organisations(by=world.officer, kept=kept, gone=gone)
        self.hidden_with_the_one_that_went(gone)
        split_organisations(by=world.officer, merge=merge, why="no era")
        after = everything()
        assert {key: row for key, row in after.items() if before[key] != row} == {}
        assert after.keys() == before.keys()
        merge.refresh_from_db()
        assert merge.moved["stayed"] == 0

    def hidden_with_the_one_that_went(self, gone):
        """Nothing open is left with it that others would see or act by."""
        assert not gone.memberships.filter(state__in=Membership.OPEN).exists()
        assert not gone.representations.filter(until__isnull=True).exists()
        assert not gone.rights_given.filter(until__isnull=True).exists()
        assert not gone.rights_received.filter(until__isnull=True).exists()
        assert not gone.relations_out.filter(until__isnull=True).exists()
        assert not gone.relations_in.filter(until__isnull=True).exists()
        assert not gone.sponsored.filter(until__isnull=True).exists()


@pytest.mark.parametrize(("one", "other"), [
    ("Cooperativa Taypi", "Cooperativa Taipi"), ("Asociación Qosqo Ayllu", "Asociación Cusco Ayllo"),
    ("Asociación Huara", "Asociación Wara"), ("Comunidad Callahuaya", "Comunidad Kallawaya"),
])  # fmt: skip
def test_the_spellings_of_one_name_are_met(one, other):
    pair = [likened(1, one, "210801"), likened(2, other, "210801")]
    assert keys(pair[0]) & keys(pair[1])
    assert band(likeness(*pair).score) == "decide"


@pytest.mark.parametrize(("one", "other"), [("Comunidad Illa", "Comunidad Ilave"), ("Taller Suri", "Taller Sura")])
def test_names_that_sound_otherwise_stay_two(one, other):
    assert band(score(one, other, "210801", "210801")) != "same"
