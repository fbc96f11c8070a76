"""What is kept of a cluster is what is read anew after any write, by whoever reads it, and as the days go by."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ayni_web.commitments import actions as promises
from ayni_web.commitments import queries as commitments
from ayni_web.common.kept import raw
from ayni_web.diagnosis.queries import dependence, ties
from ayni_web.events import actions as events
from ayni_web.members.actions import chain as links
from ayni_web.members.actions.duplicates import merge_organisations, split_organisations
from ayni_web.members.actions.memberships import leave, set_parts
from ayni_web.members.actions.relations import add_relation, change_relation, confirm_relation, end_relation
from ayni_web.members.models import Membership, Organisation, Relation
from ayni_web.members.queries import chain, relations
from ayni_web.members.queries.stamps import chain_written
from ayni_web.series.readings import actions as readings
from ayni_web.series.readings import sums
from tests.web.commitments.made import agreed, buyer, promise, told
from tests.web.events.made import delivery, part
from tests.web.series.made import growers, measure, reading
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def chain_said(found):
    return [
        (str(each.link), each.count, each.work, each.first, each.last, [row.name for row in each.members],
         [(role.code, role.count, role.missing) for role in each.roles])
        for each in found.every
    ], found.count, [row.name for row in found.without]  # fmt: skip


def woven_said(found):
    return (
        [(row.source.name, row.kind, row.target.name) for row in found.relations], [str(each) for each in found.links],
        {place.organisation.name: str(place.link) for place in found.places.values()}, found.total,
    )  # fmt: skip


def ties_said(found):
    stale = [(row.pk, row.source.name, row.target.name) for row in found.stale]
    return repr(found.cohesion), [row.name for row in found.alone], stale, found.relations, found.stale_count


def dependence_said(found):
    return [
        (side.side, [(row.organisation.name, row.kilograms, row.before) for row in side.dealt], len(side.growing),
         side.others, side.herfindahl, side.unweighed, side.members, side.told,
         [(row.source.name, row.share_of_value) for row in side.over_half], side.over_half_count)
        for side in found
    ]  # fmt: skip


def same(world, what):
    """Whatever is kept of the cluster is what is read anew."""
    cluster = world.cluster
    assert chain_said(chain.chain_of(cluster)) == chain_said(chain._chain(cluster)), what
    seen = relations.woven_of(world.manager, cluster, chain_written(cluster))
    anew = relations.woven(cluster, relations.relations_of(world.manager, cluster))
    assert woven_said(seen) == woven_said(anew), what
    assert ties_said(ties.ties_of(cluster)) == ties_said(ties._ties(cluster)), what
    assert dependence_said(dependence.dependences(cluster)) == dependence_said(dependence._dependences(cluster)), what


def in_the_chain(world):
    cluster = world.cluster
    row = Membership.objects.get(organisation=world.cooperative)
    first = cluster.links.first()
    made = links.add_link(by=world.manager, cluster=cluster, name="Acopio")
    yield "a link is added"
    links.rename_link(by=world.manager, link=made, name="Acopio y secado")
    yield "it has another name"
    set_parts(by=world.manager, membership=row, parts=[(made, "", Decimal(40)), (first, "", Decimal(60))])
    yield "a member works in two"
    set_parts(by=world.manager, membership=row, parts=[(made, "", Decimal(60)), (first, "", Decimal(40))])
    yield "and more in the other"
    links.move_link(by=world.manager, link=made, way="earlier")
    yield "it is moved"
    links.merge_links(by=world.manager, link=made, into=cluster.links.get(code="production"), why="Es lo mismo")
    yield "two are one"
    world.exporter.name = "Exportadora Inti"
    world.exporter.save()
    yield "a member has another name"


def between_members(world):
    row = add_relation(by=world.manager, source=world.cooperative, kind="supplies", target=world.exporter,
                       share_of_value=Decimal("0.6"))  # fmt: skip
    yield "a relation is added"
    change_relation(by=world.manager, relation=row, kind="supplies", share_of_value=Decimal("0.4"))
    yield "its share is another"
    confirm_relation(by=world.manager, relation=row)
    yield "it is confirmed"
    twin = organisation("Cooperativa Taypi Ltda.", "cooperative")
    membership(world.cluster, twin, "production")
    yield "a member comes"
    add_relation(by=world.manager, source=twin, kind="buys", target=world.exporter, share_of_value=Decimal("0.9"))
    yield "with a relation"
    merge = merge_organisations(by=world.officer, kept=world.cooperative, gone=twin, why="Es la misma")
    yield "two are one"
    split_organisations(by=world.officer, merge=merge, why="No lo era")
    yield "and two again"
    end_relation(by=world.manager, relation=Relation.objects.get(pk=row.pk), until=timezone.localdate())
    yield "it is over"


def delivered(world):
    other = organisation("Procesadora Qori", "processor")
    membership(world.cluster, other, "processing")
    made = delivery(world.manager, world.cooperative, world.exporter, cluster=world.cluster)
    yield "a lot is delivered"
    events.change_event(by=world.manager, event=made, quantity=Decimal(30), unit="quintal_46", title=made.title,
                        starts_at=made.starts_at)  # fmt: skip
    yield "it was more"
    events.add_participants(by=world.manager, event=made, role="receives", organisations=[other])
    yield "another received as well"
    events.remove_participant(by=world.manager, participation=part(made, other))
    yield "it did not"
    old = delivery(world.manager, world.cooperative, world.exporter, cluster=world.cluster)
    type(old).objects.filter(pk=old.pk).update(starts_at=timezone.now() - timedelta(days=400))
    yield "one lies in the year before"
    events.cancel_event(by=world.manager, event=made, reason="No llegó")
    yield "it is cancelled"
    leave(by=world.manager, membership=Membership.objects.get(organisation=world.exporter), reason="Se va")
    yield "a member is gone"


@pytest.mark.parametrize("writes", [in_the_chain, between_members, delivered])
def test_what_is_kept_of_a_cluster_is_what_is_read_anew_after_every_write(world, writes):
    same(world, "at first")
    for what in writes(world):
        same(world, what)


def test_deliveries_grow_old_while_nobody_writes(world, monkeypatch):
    delivery(world.manager, world.cooperative, world.exporter, cluster=world.cluster)
    now = timezone.now()
    for days, (dealt, before) in ((0, (1, 0)), (364, (1, 0)), (366, (0, 0)), (800, (0, 0))):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
        found = dependence.dependences(world.cluster)
        assert [len(side.dealt) for side in found] == [dealt, dealt], days
        assert dependence_said(found) == dependence_said(dependence._dependences(world.cluster)), days
        assert before == 0


def test_relations_grow_stale_while_nobody_writes(world, monkeypatch):
    row = add_relation(by=world.manager, source=world.cooperative, kind="supplies", target=world.exporter)
    confirm_relation(by=world.manager, relation=row)
    assert ties.ties_of(world.cluster).stale_count == 0
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=400))
    assert ties.ties_of(world.cluster).stale_count == 1


def test_a_member_does_not_read_the_relations_that_its_manager_does(world, django_user_model):
    add_relation(by=world.officer, source=world.exporter, kind="supplies", target=world.entity)
    stamp = chain_written(world.cluster)
    assert relations.woven_of(world.manager, world.cluster, stamp).total == 1
    assert relations.woven_of(world.member, world.cluster, stamp).total == 0
    assert relations.woven_of(world.officer, world.cluster, stamp).total == 1


def listed(person, **wanted):
    person = type(person).objects.get(pk=person.pk)
    found = commitments.Listed(person, wanted)
    anew = commitments.found_commitments(person, **wanted).select_related(None)
    assert len(found) == anew.count()
    rows = found[0:50]
    assert rows == commitments.listed(anew.values_list("pk", flat=True)[:50])
    due = commitments.due_in(person, wanted.get("cluster"), 3) if "cluster" in wanted else None
    assert due is None or due == commitments._due_in(person, wanted["cluster"], 3)
    return [row.pk for row in rows]


def test_a_kept_list_of_commitments_follows_every_word_and_is_each_ones_own(world):
    people = (world.officer, world.manager, world.member, world.stranger, buyer(world))
    facets = ({}, {"whose": "to_keep"}, {"whose": "to_receive"}, {"state": "overdue"}, {"cluster": world.cluster})

    def read():
        return [[listed(person, **wanted) for wanted in facets] for person in people]

    assert read() == [[[]] * 5] * 5
    proposed = promise(world.member, world.cooperative, world.exporter)
    seen = read()
    assert [rows[0] for rows in seen] == [[proposed.pk], [proposed.pk], [proposed.pk], [], [proposed.pk]]
    # Everybody of the entity sees all; what is theirs to keep is another's for each.
    assert [rows[1] for rows in seen] == [[], [], [proposed.pk], [], []]
    promises.countersign(by=buyer(world), commitment=proposed)
    read()
    told(world, outcome="waived")
    read()
    world.exporter.name = "Exportadora Inti"
    world.exporter.save()
    read()
    membership(world.other_cluster, world.cooperative, "production")
    read()


def test_a_kept_list_is_overdue_when_its_day_has_passed(world, monkeypatch):
    made = agreed(world, due_on=timezone.localdate() + timedelta(days=2))
    assert listed(world.member, state="overdue") == []
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=4))
    assert listed(world.member, state="overdue") == [made.pk]


def test_kept_values_of_a_measure_are_for_those_who_see_each(world, signed_in, client):
    sales, members = measure(world, "sales"), growers(world, 6)
    for number, member in enumerate(members):
        reading(world.manager, sales, member, starts_on=date(2025, 1, 1), value=Decimal(910 + number))
    address = f"/measures/{sales.pk}/"
    assert b"Grupo 03" in signed_in(world.officer).get(address).content
    answer = signed_in(world.member).get(address).content
    assert b"Grupo 03" not in answer
    assert b"913" not in answer
    made = reading(world.manager, sales, world.cooperative, starts_on=date(2025, 1, 1), value=Decimal(77))
    readings.verify_reading(by=world.officer, reading=made)
    readings.set_target(by=world.manager, measure=sales, starts_on=date(2025, 1, 1), value=Decimal(50),
                        organisation=world.cooperative)  # fmt: skip
    page = signed_in(world.officer).get(address).content.decode()
    assert "Cooperativa Taypi" in page
    found = sums.Readings(sales, sums.written(sales), 7)[0:50]
    assert next((row.organisation__name, row.verification is not None) for row in found) == ("Cooperativa Taypi", True)


def test_rows_are_compared_as_the_database_has_them(world):
    every = Organisation.objects.order_by("pk").values_list("pk", "name")
    assert len(raw(every)) == Organisation.objects.count()
    assert raw(every.filter(pk__in=[])) == ()
    before = raw(every)
    Organisation.objects.filter(pk=world.exporter.pk).update(name="Otro nombre")
    assert raw(every) != before
