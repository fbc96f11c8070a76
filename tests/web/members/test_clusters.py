"""Clusters: who opens, changes, admits, decides; what is refused, and what a hostile member or manager cannot do."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from ayni_web.accounts.access import forget
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.members.actions import chain as links
from ayni_web.members.actions import clusters, memberships, scopes, seats, sponsors
from ayni_web.members.links import TYPICAL, known_chains, links_of, roles_of
from ayni_web.members.models import Cluster, Kind, Management, Membership, Organisation, Representation
from ayni_web.members.queries import clusters as found
from ayni_web.members.queries.chain import chain_of
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

State = Membership.State


def opened(world, **more):
    facts = {"name": "Papa nativa", "field": "papa", "places": ["2101", "0801"], "started_on": date(2026, 3, 1)}
    return clusters.open_cluster(**{"by": world.officer, **facts, **more})


def in_cluster(world, which):
    return Membership.objects.get(cluster=world.cluster, organisation=which)


def parts_of(row):
    return {(part.link.code, part.role): part.share for part in row.parts.all()}


def refused(key, act, **facts):
    with pytest.raises(Mistake) as told:
        act(**facts)
    assert told.value.key == key, told.value.key


# Opening, changing, ending


def test_a_cluster_opens_with_the_typical_chain_and_stands_in_the_chain_of_decisions(world):
    made = opened(world)
    assert [each.code for each in made.links.all()] == [each.code for each in links_of(TYPICAL)]
    assert made.state == Cluster.State.FORMING
    assert Entry.objects.filter(kind="cluster.opened", body__contains=str(made.pk)).exists()


def test_a_cluster_opens_with_any_other_chain(world):
    made = opened(world, links=[{"code": "production"}, {"code": "own-2", "name": "Tinte natural"}])
    assert [str(each) for each in made.links.all()] == ["Producción", "Tinte natural"]


def test_only_the_entity_opens_a_cluster(world):
    for person in (world.manager, world.member, world.auditor):
        refused("cluster.opened_by_the_entity", opened, world=world, by=person)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"name": "QUINUA de prueba"}, "cluster.name_taken"),
        ({"name": " "}, "cluster.length"),
        ({"places": []}, "cluster.no_place"),
        ({"places": ["21", "2101"]}, "cluster.place_within"),
        ({"places": ["999999"]}, "places.unknown"),
    ],
)
def test_what_is_wrong_is_refused(world, more, key):
    refused(key, opened, world=world, **more)


def test_a_form_sent_twice_opens_one_cluster(world, signed_in):
    client, key = signed_in(world.officer), str(uuid4())
    sent = {"name": "Papa nativa", "field": "papa", "territory": "Ayaviri, Melgar\nCusco (departamento)",
            "started_on": "2026-03-01", "sent": key}  # fmt: skip
    answers = [client.post("/clusters/open/", sent) for _ in range(2)]
    made = Cluster.objects.get(name="Papa nativa")
    assert [answer.url for answer in answers] == [f"/clusters/{made.pk}/"] * 2
    assert [each.place for each in made.places.all()] == ["08", "210801"]


def test_a_place_that_may_be_several_is_asked_for_again(world, signed_in):
    sent = {"name": "Papa", "field": "papa", "territory": "Puno", "started_on": "2026-03-01"}
    page = signed_in(world.officer).post("/clusters/open/", sent).content.decode()
    assert "Puno (departamento)" in page
    assert not Cluster.objects.filter(name="Papa").exists()


def test_a_change_is_kept_with_who_made_it(world):
    facts = {"name": "Quinua real", "field": "quinua", "places": ["21"], "started_on": world.cluster.started_on}
    clusters.change_cluster(by=world.manager, cluster=world.cluster, **facts)
    last = found.changes_of(world.cluster)[0]
    assert (last.history_user, [each.name for each in last.changed]) == (world.manager, ["name"])
    clusters.change_cluster(by=world.officer, cluster=world.cluster, **{**facts, "name": "Quinua"})
    last = found.changes_of(world.cluster)[0]
    assert (last.history_user, last.changed[0].before, last.changed[0].after) == (
        world.officer, "Quinua real", "Quinua",
    )  # fmt: skip


def test_states_go_one_way_with_who_and_why(world):
    refused("cluster.constituted_by_the_entity", clusters.constitute_cluster, by=world.manager, cluster=world.cluster,
            why="x")  # fmt: skip
    refused("cluster.say_why", clusters.constitute_cluster, by=world.officer, cluster=world.cluster, why=" ")
    clusters.constitute_cluster(by=world.officer, cluster=world.cluster, why="Acta del 3 de marzo")
    refused("cluster.constituted_already", clusters.constitute_cluster, by=world.officer, cluster=world.cluster,
            why="x")  # fmt: skip
    refused("cluster.ended_by_a_director", clusters.end_cluster, by=world.officer, cluster=world.cluster, why="x")
    asking = memberships.apply(by=world.stranger, cluster=world.cluster, organisation=world.outsider)
    clusters.end_cluster(by=world.director, cluster=world.cluster, why="Sin socios")
    asking.refresh_from_db()
    assert (asking.state, asking.reason) == (State.REFUSED, "Sin socios")
    assert found.changes_of(world.cluster)[0].history_change_reason == "Sin socios"
    refused("cluster.ended_already", seats.limit_seats, by=world.officer, cluster=world.cluster, kind="firm", most=1,
            why="x")  # fmt: skip
    assert "Sin socios" not in "".join(Entry.objects.values_list("body", flat=True))


def test_the_last_manager_may_go_and_officers_then_act(world):
    row = Management.objects.get(cluster=world.cluster)
    clusters.end_management(by=world.officer, management=row)
    forget(world.manager)
    refused("cluster.not_yours", seats.limit_seats, by=world.manager, cluster=world.cluster, kind="firm", most=1,
            why="x")  # fmt: skip
    assert seats.limit_seats(by=world.officer, cluster=world.cluster, kind="firm", most=1, why="x")
    assert world.manager.notices.filter(key="cluster.no_longer_managing").exists()


def test_nobody_ends_the_management_of_another(world):
    other = Management.objects.create(person=world.stranger, cluster=world.other_cluster, since=timezone.now())
    refused("cluster.manager_ended_by_the_entity", clusters.end_management, by=world.manager, management=other)


# Links


def total(cluster):
    return {row.pk: sum(row.parts.values_list("share", flat=True)) for row in cluster.memberships.all()}


def test_a_split_preserves_totals(world):
    third = membership(world.cluster, organisation("Asociación Suma", "producers_association"), "production")
    link = world.cluster.links.get(code="production")
    before, chain = total(world.cluster), chain_of(world.cluster)
    made = links.split_link(by=world.manager, link=link, name="Semilla", members=[third], why="Otra técnica")
    after = chain_of(world.cluster)
    told = found.changes_of(world.cluster)[0]
    assert (told.history_user, told.history_change_reason) == (
        world.manager, "Producción → Producción + Semilla: Otra técnica",
    )  # fmt: skip
    assert total(world.cluster) == before
    assert sum(each.work for each in after.links) == pytest.approx(sum(each.work for each in chain.links))
    assert {(each.link.code, each.count) for each in after.links} == {
        ("production", 1), ("production-2", 1), ("processing", 0), ("marketing", 1),
    }  # fmt: skip
    assert [each.link for each in after.links][1] == made
    assert after.count == chain.count


def test_a_merge_preserves_totals_and_adds_shares_of_the_same_role(world):
    row, codes = in_cluster(world, world.cooperative), {each.code: each for each in world.cluster.links.all()}
    split = [(codes["production"], "", Decimal(60)), (codes["processing"], "", Decimal(40))]
    memberships.set_parts(by=world.manager, membership=row, parts=split)
    before = total(world.cluster)
    links.merge_links(by=world.manager, link=codes["processing"], into=codes["production"], why="Una sola planta")
    assert total(world.cluster) == before
    assert parts_of(row) == {("production", ""): 10_000}
    assert not world.cluster.links.filter(code="processing").exists()


def test_links_are_added_renamed_moved_and_dropped(world):
    made = links.add_link(by=world.manager, cluster=world.cluster, name="Lavado")
    links.move_link(by=world.manager, link=made, way="earlier")
    assert [str(each) for each in world.cluster.links.all()] == [
        "Producción", "Beneficio y proceso", "Lavado", "Comercialización",
    ]  # fmt: skip
    links.rename_link(by=world.manager, link=made, name="Lavado y secado")
    refused("links.name_taken", links.add_link, by=world.manager, cluster=world.cluster, name="Lavado y secado")
    refused("links.at_the_end", links.move_link, by=world.manager, way="earlier",
            link=world.cluster.links.get(code="production"))  # fmt: skip
    refused("links.not_empty", links.drop_link, by=world.manager, link=world.cluster.links.get(code="production"))
    links.drop_link(by=world.manager, link=made)
    assert world.cluster.links.count() == 3


def test_a_link_of_another_cluster_is_not_touched(world):
    other = world.other_cluster.links.get(code="production")
    refused("cluster.not_yours", links.rename_link, by=world.manager, link=other, name="Mío")
    refused("links.merged_with_another", links.merge_links, by=world.manager, into=other, why="x",
            link=world.cluster.links.get(code="production"))  # fmt: skip


def test_expected_roles_that_nobody_holds_are_told_once(world):
    missing = {role.code for _, role in chain_of(world.cluster).missing}
    assert missing == {"inputs", "equipment", "collection", "industry", "distribution"}
    row, link = in_cluster(world, world.exporter), world.cluster.links.get(code="marketing")
    memberships.set_parts(by=world.manager, membership=row, parts=[(link, "distribution", Decimal(100))])
    assert {role.code for _, role in chain_of(world.cluster).missing} == {
        "inputs", "equipment", "collection", "industry", "export",
    }  # fmt: skip


def test_every_kind_has_a_role_somewhere():
    held = {kind for role in roles_of(TYPICAL) for kind in role.kinds}
    assert held == set(Kind.values)


# Chains of the library


@pytest.mark.parametrize("code", list(known_chains()))
def test_any_chain_of_the_library_is_taken_whole_and_its_roles_are_missed(world, code):
    cluster = opened(world)
    links.take_chain(by=world.officer, cluster=cluster, chain_called=code)
    chain = chain_of(cluster)
    assert [each.link.code for each in chain.every] == [each.code for each in links_of(code)]
    assert {role.code for _, role in chain.missing} == known_chains()[code].expected
    assert Entry.objects.filter(kind="link.chain_taken", body__contains=str(cluster.pk)).exists()


def test_a_chain_with_members_is_not_taken_unless_each_group_is_told_where_it_goes(world):
    held = {str(each.pk): each for each in world.cluster.links.filter(parts__isnull=False).distinct()}
    before, stood = total(world.cluster), [each.pk for each in world.cluster.links.all()]
    taken = {"by": world.manager, "cluster": world.cluster, "chain_called": "quinoa"}
    for into in ({}, dict.fromkeys(held, "no_such_link"), dict.fromkeys(list(held)[1:], "processing")):
        refused("links.say_where", links.take_chain, **taken, into=into, why="Es quinua")
    refused("cluster.say_why", links.take_chain, **taken, into=dict.fromkeys(held, "processing"))
    assert [each.pk for each in world.cluster.links.all()] == stood
    links.take_chain(**taken, into={pk: link.code for pk, link in held.items()}, why="Es quinua")
    assert total(world.cluster) == before
    assert {each.chain for each in world.cluster.links.all()} == {"quinoa"}
    links.take_chain(**taken, into={str(each.pk): "processing" for each in world.cluster.links.all()}, why="Una planta")
    assert total(world.cluster) == before
    assert found.changes_of(world.cluster)[0].history_user == world.manager


def test_a_link_that_was_split_keeps_the_roles_of_its_chain(world):
    cluster = opened(world, chain_called="alpaca_textile")
    assert "Criadores" in {role.name for _, role in chain_of(cluster).missing}
    made = links.add_link(by=world.officer, cluster=cluster, name="Tinte natural")
    assert made.chain == "alpaca_textile"
    links.rename_link(by=world.officer, link=cluster.links.get(code="fibre"), name="Acopio de Lampa")
    links.rename_link(by=world.officer, link=cluster.links.get(code="fibre"), name="")
    assert str(cluster.links.get(code="fibre")) == "Acopio y clasificación"
    refused("links.say_name", links.rename_link, by=world.officer, link=made, name="")
    refused("links.no_such_chain", links.take_chain, by=world.officer, cluster=cluster, chain_called="gold")
    refused("cluster.not_yours", links.take_chain, by=world.member, cluster=cluster, chain_called="typical")


# Parts


def test_parts_sum_to_exactly_a_hundred_or_the_sum_is_said(world, signed_in):
    row = in_cluster(world, world.cooperative)
    client = signed_in(world.member)
    page = client.post(f"/clusters/members/{row.pk}/parts/", {"share_0": "60", "share_1": "33.33"}).content.decode()
    assert "suman 93.33" in page
    assert (
        client.post(f"/clusters/members/{row.pk}/parts/", {"share_0": "66.67", "share_1": "33.33"}).status_code == 302
    )
    assert parts_of(row) == {("production", ""): 6667, ("processing", ""): 3333}


@pytest.mark.parametrize("wrong", [["50", "50.001"], ["120", "-20"], ["100", "0.01"], []])
def test_other_sums_are_refused(world, wrong):
    row, codes = in_cluster(world, world.cooperative), list(world.cluster.links.all())
    with pytest.raises(Mistake):
        memberships.set_parts(by=world.manager, membership=row,
                              parts=[(codes[at], "", Decimal(text)) for at, text in enumerate(wrong)])  # fmt: skip
    assert parts_of(row) == {("production", ""): 10_000}


def test_a_part_in_a_link_of_another_cluster_is_refused(world):
    other = world.other_cluster.links.get(code="production")
    refused("memberships.link_of_another", memberships.set_parts, by=world.manager,
            membership=in_cluster(world, world.cooperative), parts=[(other, "", Decimal(100))])  # fmt: skip


def test_the_parts_of_another_are_not_set_by_a_member(world):
    refused("cluster.not_yours", memberships.set_parts, by=world.member, parts=[],
            membership=in_cluster(world, world.exporter))  # fmt: skip


# Scope


def test_a_scope_is_proposed_by_one_and_decided_by_another(world):
    made = scopes.propose_scope(by=world.manager, cluster=world.cluster, inside="Quinua", why="Para empezar")
    refused("scopes.decided_by_another", scopes.decide_scope, by=world.manager, scope=made, decision="approved",
            reason="Sí")  # fmt: skip
    refused("scopes.one_at_a_time", scopes.propose_scope, by=world.officer, cluster=world.cluster, inside="x", why="y")
    scopes.decide_scope(by=world.officer, scope=made, decision="approved", reason="Está claro")
    second = scopes.propose_scope(by=world.officer, cluster=world.cluster, inside="Quinua y cañihua", why="Piden")
    assert (second.version, found.scope_in_force(world.cluster)) == (2, made)
    scopes.decide_scope(by=world.manager, scope=second, decision="approved", reason="De acuerdo")
    made.refresh_from_db()
    assert (made.state, found.scope_in_force(world.cluster)) == ("replaced", second)
    refused("scopes.decided_already", scopes.decide_scope, by=world.director, scope=second, decision="refused",
            reason="x")  # fmt: skip
    assert "Quinua" not in "".join(Entry.objects.filter(kind__startswith="scope.").values_list("body", flat=True))


def test_a_refused_scope_leaves_the_one_in_force(world):
    made = scopes.propose_scope(by=world.officer, cluster=world.cluster, inside="Quinua", why="x")
    scopes.decide_scope(by=world.manager, scope=made, decision="refused", reason="Muy corto")
    assert found.scope_in_force(world.cluster) is None


def test_members_and_other_managers_neither_propose_nor_decide(world):
    Management.objects.create(person=world.stranger, cluster=world.other_cluster, since=timezone.now())
    made = scopes.propose_scope(by=world.manager, cluster=world.cluster, inside="Quinua", why="x")
    for person in (world.member, world.stranger, world.auditor):
        refused("cluster.not_yours", scopes.propose_scope, by=person, cluster=world.cluster, inside="x", why="y")
        refused("cluster.not_yours", scopes.decide_scope, by=person, scope=made, decision="approved", reason="x")


# Seats and members


def test_admission_over_the_limit_waits_in_order_and_the_first_is_offered_the_seat(world):
    seats.limit_seats(by=world.manager, cluster=world.cluster, kind="cooperative", most=1, why="Mesa chica")
    asked = []
    for name in ("Cooperativa Dos", "Cooperativa Tres"):
        made = organisation(name, "cooperative")
        Representation.objects.create(person=world.stranger, organisation=made, since=timezone.now())
        forget(world.stranger)
        row = memberships.apply(by=world.stranger, cluster=world.cluster, organisation=made)
        asked.append(memberships.admit(by=world.manager, membership=row))
    assert [row.state for row in asked] == [State.WAITING] * 2
    assert [found.place_in_queue(row) for row in asked] == [1, 2]
    refused("memberships.no_seat", memberships.admit, by=world.manager, membership=asked[0])
    memberships.leave(by=world.member, membership=in_cluster(world, world.cooperative))
    assert world.manager.notices.filter(
        key="memberships.told_seat_free", facts__organisation="Cooperativa Dos"
    ).exists()
    queue = list(found.waiting(world.cluster))
    assert [(row.place, found.has_turn(row)) for row in queue] == [(1, True), (2, False)]
    refused("memberships.not_its_turn", memberships.admit, by=world.manager, membership=asked[1])
    assert memberships.admit(by=world.manager, membership=asked[0]).state == State.MEMBER
    assert found.place_in_queue(asked[1]) == 1


def test_a_newcomer_does_not_pass_those_who_wait(world):
    seats.limit_seats(by=world.manager, cluster=world.cluster, kind="cooperative", most=1, why="x")
    first = memberships.add_member(
        by=world.officer, cluster=world.cluster, organisation=organisation("A", "cooperative")
    )
    seats.limit_seats(by=world.manager, cluster=world.cluster, kind="cooperative", most=2, why="x")
    second = memberships.add_member(
        by=world.officer, cluster=world.cluster, organisation=organisation("B", "cooperative")
    )
    assert (first.state, second.state) == (State.WAITING, State.WAITING)
    assert memberships.admit(by=world.manager, membership=first).state == State.MEMBER


def test_a_limit_is_never_under_those_who_are_in(world):
    refused("seats.under_present", seats.limit_seats, by=world.manager, cluster=world.cluster, kind="cooperative",
            most=0, why="x")  # fmt: skip
    limit = seats.limit_seats(by=world.manager, cluster=world.cluster, kind="cooperative", most=1, why="x")
    seats.lift_limit(by=world.manager, limit=limit)
    assert not world.cluster.seat_limits.exists()


def test_the_applicant_reads_the_place_in_the_queue(world, signed_in):
    seats.limit_seats(by=world.manager, cluster=world.cluster, kind="firm", most=0, why="x")
    row = memberships.apply(by=world.stranger, cluster=world.cluster, organisation=world.outsider)
    memberships.admit(by=world.manager, membership=row)
    page = signed_in(world.stranger).get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert "lugar 1 de la espera" in page
    assert "Exportadora Wara" not in page


def test_a_refusal_carries_its_reason_to_the_applicant(world, signed_in):
    row = memberships.apply(by=world.stranger, cluster=world.cluster, organisation=world.outsider)
    refused("cluster.say_why", memberships.refuse, by=world.manager, membership=row, reason="")
    memberships.refuse(by=world.manager, membership=row, reason="Otro rubro")
    assert "Otro rubro" in signed_in(world.stranger).get(f"/clusters/{world.cluster.pk}/").content.decode()
    refused("memberships.decided_already", memberships.admit, by=world.manager, membership=row)
    assert (
        memberships.apply(by=world.stranger, cluster=world.cluster, organisation=world.outsider).state == State.APPLIED
    )


def test_one_applies_only_for_the_own(world, signed_in):
    refused("memberships.applied_by_its_own", memberships.apply, by=world.member, cluster=world.other_cluster,
            organisation=world.exporter)  # fmt: skip
    refused("memberships.open_already", memberships.apply, by=world.member, cluster=world.cluster,
            organisation=world.cooperative)  # fmt: skip
    sent = {"organisation": world.exporter.pk}
    assert signed_in(world.member).post(f"/clusters/{world.other_cluster.pk}/apply/", sent).status_code == 200
    assert not Membership.objects.filter(cluster=world.other_cluster, organisation=world.exporter).exists()


def test_a_manager_admits_in_the_own_cluster_alone(world, signed_in):
    row = memberships.apply(by=world.member, cluster=world.other_cluster, organisation=world.cooperative)
    for act, facts in (
        (memberships.admit, {}),
        (memberships.refuse, {"reason": "x"}),
        (memberships.leave, {"reason": "x"}),
    ):
        refused("cluster.not_yours", act, by=world.manager, membership=row, **facts)
    client = signed_in(world.manager)
    assert client.post(f"/clusters/members/{row.pk}/admit/", {}).status_code == 404


def test_a_manager_does_not_pull_in_an_organisation_that_is_not_theirs(world):
    """To be in a cluster lets its managers write for an organisation: nobody is put there by strangers."""
    refused("memberships.not_yours_to_add", memberships.add_member, by=world.manager, cluster=world.cluster,
            organisation=world.outsider)  # fmt: skip
    alone = Organisation.objects.create(name="Sin teléfono", kind="producer", added_by=world.manager, typed_for=True)
    assert memberships.add_member(by=world.manager, cluster=world.cluster, organisation=alone).state == State.MEMBER


def test_who_leaves_is_in_no_link_and_may_come_back(world):
    row = in_cluster(world, world.cooperative)
    refused("cluster.not_yours", memberships.leave, by=world.stranger, membership=row)
    refused("cluster.say_why", memberships.leave, by=world.manager, membership=row)
    memberships.leave(by=world.member, membership=row)
    assert chain_of(world.cluster).count == 1
    forget(world.member)
    assert memberships.apply(by=world.member, cluster=world.cluster, organisation=world.cooperative)
    assert row.history.count() >= 1


def test_a_form_sent_twice_applies_once(world, signed_in):
    client, sent = signed_in(world.stranger), {"organisation": world.outsider.pk, "sent": str(uuid4())}
    answers = [client.post(f"/clusters/{world.cluster.pk}/apply/", sent).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Membership.objects.filter(cluster=world.cluster, organisation=world.outsider).count() == 1


# Sponsors


def test_a_cluster_without_a_sponsor_carries_a_warning_and_so_do_terms_that_end_soon(world, signed_in):
    client, address = signed_in(world.manager), f"/clusters/{world.cluster.pk}/"
    assert "Ninguna organización respalda" in client.get(address).content.decode()
    today = timezone.localdate()
    facts = {"by": world.officer, "cluster": world.cluster, "organisation": world.entity, "terms": "Local y luz"}
    made = sponsors.add_sponsor(**facts, since=today, until=today + timedelta(days=30))
    page = client.get(address).content.decode()
    assert "Ninguna organización respalda" not in page
    assert "Un auspicio acaba pronto" in page
    refused("sponsors.added_already", sponsors.add_sponsor, **facts, since=today)
    refused(
        "sponsors.ends_after", sponsors.end_sponsor, by=world.manager, sponsor=made, until=today - timedelta(days=1)
    )
    sponsors.end_sponsor(by=world.manager, sponsor=made, until=today + timedelta(days=365))
    assert "Un auspicio acaba pronto" not in client.get(address).content.decode()


def test_terms_are_for_those_inside(world, client):
    sponsors.add_sponsor(by=world.officer, cluster=world.cluster, organisation=world.entity, terms="Veinte mil soles",
                         since=timezone.localdate())  # fmt: skip
    page = client.get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert "Entidad de prueba" in page
    assert "Veinte mil soles" not in page


def test_an_organisation_that_one_does_not_see_is_no_sponsor(world):
    refused("forms.invalid_choice_row", sponsors.add_sponsor, by=world.manager, cluster=world.cluster,
            organisation=world.outsider, terms="x", since=timezone.localdate())  # fmt: skip
