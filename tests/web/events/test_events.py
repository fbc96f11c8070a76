"""What happened: told by those who may, seen by those it concerns, confirmed by those who were there."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni.words import sentence_keys
from ayni_web.accounts.access import forget
from ayni_web.common.acting import Mistake
from ayni_web.common.sheets.cells import day_meant, moment_meant
from ayni_web.events import actions, queries
from ayni_web.events.kinds import kinds
from ayni_web.events.models import Event, Participation
from ayni_web.events.units import UNITS, kilograms
from ayni_web.members.models import Membership, Representation, Right
from tests.web.events.made import delivery, meeting, part

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
COST = 11


def seers_of(world, event):
    return {
        name for name, person in world.people.items() if queries.visible_events(person).filter(pk=event.pk).exists()
    }


def execute(statement, *facts):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, facts)


def test_every_kind_role_and_unit_has_its_words():
    known = set(sentence_keys())
    for kind in kinds().values():
        assert f"event_kinds.{kind.code}" in known
        assert {f"event_roles.{role}" for role in kind.roles} <= known
        assert set(kind.units) <= set(UNITS)
        assert kind.told_by in kind.roles
    assert {f"units.{prefix}{unit}" for unit in UNITS for prefix in ("", "of_")} <= known


@pytest.mark.parametrize(
    ("quantity", "unit", "expected"),
    [("20", "quintal_46", "920"), ("20", "quintal_100", "2000"), ("2", "arroba", "23"), ("1.5", "t", "1500")],
)
def test_a_quintal_is_of_46_or_of_100_kilos_and_that_is_said(quantity, unit, expected):
    assert kilograms(Decimal(quantity), unit) == Decimal(expected)
    assert kilograms(Decimal(quantity), "people") is None


def test_a_meeting_is_for_the_cluster_and_a_delivery_for_those_it_concerns(world):
    assert seers_of(world, meeting(world.manager, world.cluster)) == {
        "director",
        "officer",
        "auditor",
        "manager",
        "member",
    }
    told = delivery(world.manager, world.exporter)
    assert seers_of(world, told) == {"director", "officer", "auditor", "manager"}
    own = delivery(world.member, world.cooperative, world.exporter)
    assert seers_of(world, own) == {"director", "officer", "auditor", "manager", "member"}


def test_whoever_took_part_sees_it_even_from_outside(world):
    event = meeting(world.officer)
    actions.add_participants(by=world.officer, event=event, role="attends", organisations=[world.outsider])
    assert "stranger" in seers_of(world, event)
    assert "manager" not in seers_of(world, event)


def test_a_directed_right_shows_what_the_giver_took_part_in_until_it_ends(world):
    event = delivery(world.member, world.cooperative)
    right = Right.objects.create(
        giver=world.cooperative, receiver=world.outsider, what="events", since=timezone.now(), given_by=world.member
    )
    assert "stranger" in seers_of(world, event)
    right.until = timezone.now()
    right.save()
    assert "stranger" not in seers_of(world, event)


def test_who_left_sees_no_more_of_the_cluster(world):
    event = meeting(world.manager, world.cluster)
    Membership.objects.filter(organisation=world.cooperative).update(state="left")
    forget(world.member)
    assert "member" not in seers_of(world, event)


def test_a_hostile_member_learns_nothing_of_another_cluster(world, signed_in):
    event = meeting(world.officer, world.other_cluster, title="Precio secreto")
    actions.add_participants(by=world.officer, event=event, role="attends", organisations=[world.outsider])
    row = part(event, world.outsider)
    client = signed_in(world.member)
    for address in ("", "change/", "cancel/", "participants/"):
        assert client.get(f"/events/{event.pk}/{address}").status_code == 404
    for address in (f"participants/{row.pk}/confirm/", f"participants/{row.pk}/remove/"):
        assert client.post(f"/events/{event.pk}/{address}").status_code == 404
    for query in ("", f"?cluster={world.other_cluster.pk}", "?kind=meeting"):
        assert b"secreto" not in client.get(f"/events/{query}").content
    mine = meeting(world.manager, world.cluster)
    assert client.post(f"/events/{mine.pk}/participants/{row.pk}/confirm/").status_code == 404


def test_what_a_manager_typed_for_a_member_is_marked_until_the_member_says_so(world, signed_in):
    event = delivery(world.manager, world.cooperative, world.exporter)
    assert event.typed_for
    assert part(event, world.cooperative).confirmed_at is None
    assert list(queries.to_confirm(world.member)) == [part(event, world.cooperative)]
    client = signed_in(world.member)
    page = client.get(f"/events/{event.pk}/").content.decode()
    assert "lo anotó por encargo" in page
    assert "Sí, así fue" in page
    client.post(f"/events/{event.pk}/participants/{part(event, world.cooperative).pk}/confirm/")
    assert part(event, world.cooperative).confirmed_by == world.member
    assert not queries.to_confirm(world.member).exists()


def test_what_a_member_told_of_the_own_organisation_is_confirmed_at_once(world):
    event = delivery(world.member, world.cooperative, world.exporter)
    assert not event.typed_for
    assert part(event, world.cooperative).confirmed_by == world.member
    assert part(event, world.exporter).confirmed_at is None


def test_nobody_confirms_for_an_organisation_that_is_not_theirs(world):
    event = delivery(world.member, world.cooperative, world.exporter)
    for name in ("director", "officer", "manager", "stranger", "member"):
        with pytest.raises(Mistake):
            actions.confirm_participation(by=world.people[name], participation=part(event, world.exporter))


def test_an_event_changes_while_nobody_else_confirmed_it(world):
    event = delivery(world.manager, world.cooperative)
    facts = {"title": "Entrega corregida", "starts_at": event.starts_at, "quantity": Decimal(21), "unit": "kg"}
    actions.change_event(by=world.manager, event=event, **facts)
    actions.confirm_participation(by=world.member, participation=part(event, world.cooperative))
    with pytest.raises(Mistake) as refused:
        actions.change_event(by=world.manager, event=event, **facts)
    assert refused.value.key == "events.no_longer_changed"


def test_the_database_keeps_what_was_confirmed(world):
    event = delivery(world.manager, world.cooperative)
    execute("UPDATE events_event SET quantity = 21")
    actions.confirm_participation(by=world.member, participation=part(event, world.cooperative))
    for statement in (
        "UPDATE events_event SET quantity = 22",
        "UPDATE events_event SET quantity = NULL, unit = ''",
        "UPDATE events_event SET starts_at = '2020-01-01 00:00:00'",
        "UPDATE events_event SET lot = ''",
        "UPDATE events_participation SET confirmed_at = NULL, confirmed_by_id = NULL",
        "UPDATE events_participation SET confirmed_at = '2020-01-01 00:00:00'",
        "DELETE FROM events_participation",
    ):
        with pytest.raises(IntegrityError):
            execute(statement)
    execute("UPDATE events_event SET note = 'otra nota', quantity = quantity, ends_at = ends_at")
    actions.cancel_event(by=world.manager, event=event, reason="Se devolvió el lote")
    assert Event.objects.get().cancel_reason == "Se devolvió el lote"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET cancelled_at = CURRENT_TIMESTAMP",
        "UPDATE events_event SET title = ''",
        "UPDATE events_event SET quantity = 3, unit = ''",
        "UPDATE events_event SET quantity = -1, unit = 'kg'",
    ],
)
def test_the_database_refuses_what_makes_no_sense(world, statement):
    meeting(world.manager, world.cluster)
    with pytest.raises(IntegrityError):
        execute(statement)


def test_a_cancelled_event_stays_with_its_reason_and_is_no_longer_confirmed(world, signed_in):
    event = delivery(world.manager, world.cooperative)
    actions.cancel_event(by=world.manager, event=event, reason="Se anotó dos veces")
    with pytest.raises(Mistake):
        actions.confirm_participation(by=world.member, participation=part(event, world.cooperative))
    page = signed_in(world.member).get(f"/events/{event.pk}/").content.decode()
    assert "Se anotó dos veces" in page
    assert "Anulado" in signed_in(world.member).get("/events/").content.decode()


def test_only_members_of_the_cluster_are_written_down(world):
    event = meeting(world.manager, world.cluster)
    with pytest.raises(Mistake) as refused:
        actions.add_participants(by=world.manager, event=event, role="attends", organisations=[world.outsider])
    assert refused.value.key == "events.not_of_the_cluster"
    with pytest.raises(Mistake):
        delivery(world.member, world.cooperative, world.outsider)
    assert not Participation.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"quantity": Decimal(3), "unit": "kg"}, "unit"),
        ({"lot": "L-1"}, "lot"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "ends_at"),
        ({"kind": "nonsense"}, "kind"),
    ],
)
def test_what_a_kind_does_not_have_is_refused(world, facts, field):
    with pytest.raises(Mistake) as refused:
        meeting(world.manager, world.cluster, **facts)
    assert refused.value.field == field


def test_a_delivery_is_told_on_a_phone_in_few_words_and_counts_once(world, signed_in):
    client = signed_in(world.member)
    page = client.get("/events/deliver/").content.decode()
    assert page.index("Hoy,") < page.index("Ayer,") < page.index("Otro día") < page.index("balanza")
    sent = {"organisation": world.cooperative.pk, "day": "yesterday", "delivered": "920.5", "unit": "kg",
            "receiver": world.exporter.pk, "lot": "L-9", "sent": str(uuid4())}  # fmt: skip
    first, again = client.post("/events/deliver/", sent), client.post("/events/deliver/", sent)
    assert first.url == again.url
    event = Event.objects.get()
    assert (event.quantity, event.unit, event.cluster) == (Decimal("920.5"), "kg", world.cluster)
    assert timezone.localtime(event.starts_at).date() == timezone.localdate() - timedelta(days=1)
    assert "920.5 kg" in client.get(first.url).content.decode()


def test_twenty_sacks_are_no_number(world, signed_in):
    sent = {"organisation": world.cooperative.pk, "day": "today", "delivered": "20 sacos", "unit": "kg"}
    page = signed_in(world.member).post("/events/deliver/", sent).content.decode()
    assert "Escriba solo el número, por ejemplo 920. Llegó «20 sacos»." in page


@pytest.mark.parametrize(
    ("on", "told"), [("", "Diga qué día fue"), ("2030-01-01", "aún no llega"), ("1999-01-01", "diez años")]
)
def test_another_day_is_asked_for_and_must_have_come(world, signed_in, on, told):
    sent = {"organisation": world.cooperative.pk, "day": "another", "on": on, "delivered": "9", "unit": "kg"}
    page = signed_in(world.member).post("/events/deliver/", sent).content.decode()
    assert told in page
    assert not Event.objects.exists()


def test_another_organisation_cannot_be_sent_in_the_form(world, signed_in):
    for other in (world.exporter, world.outsider):
        sent = {"organisation": other.pk, "day": "today", "delivered": "9", "unit": "kg"}
        assert signed_in(world.member).post("/events/deliver/", sent).status_code == 200
    assert not Event.objects.exists()


def test_who_is_in_two_clusters_says_in_which(world, signed_in):
    Membership.objects.create(cluster=world.other_cluster, organisation=world.cooperative, kind="cooperative",
                              state="member", since=date(2026, 1, 1))  # fmt: skip
    with pytest.raises(Mistake) as refused:
        delivery(world.member, world.cooperative)
    assert refused.value.key == "events.which_cluster"
    assert delivery(world.member, world.cooperative, world.exporter).cluster == world.cluster
    assert delivery(world.member, world.cooperative, cluster=world.other_cluster).cluster == world.other_cluster
    assert 'name="cluster"' in signed_in(world.member).get("/events/deliver/").content.decode()


def test_an_event_is_written_down_with_its_place_and_those_who_came(world, signed_in):
    client = signed_in(world.manager)
    sent = {"title": "Taller de secado", "cluster": world.cluster.pk, "starts_at": "2026-11-20T09:00",
            "ends_at": "2026-11-20T12:00", "place": "Puno", "quantity": "27", "unit": "people"}  # fmt: skip
    unclear = client.post("/events/add/training/", {**sent, "place": "Cualquier sitio"}).content.decode()
    assert "No se conoce el lugar «Cualquier sitio»" in unclear
    made = client.post("/events/add/training/", {**sent, "place": "210101"})
    assert made.status_code == 302
    event = Event.objects.get()
    assert event.place == "210101"
    chosen = {"role": "learns", "organisations": [world.cooperative.pk, world.exporter.pk]}
    assert client.post(made.url, chosen).status_code == 302
    assert {each.organisation for each in queries.participants(event)} == {world.cooperative, world.exporter}
    page = client.get(f"/events/{event.pk}/").content.decode()
    assert "Personas: 27" in page
    assert "Puno" in page


def test_a_list_is_narrowed_by_kind_cluster_and_days(world):
    now = timezone.now()
    old = meeting(world.officer, world.cluster, starts_at=now - timedelta(days=40))
    new = meeting(world.officer, world.cluster, starts_at=now)
    other = meeting(world.officer, world.other_cluster, kind="training", starts_at=now)
    today = timezone.localdate()
    assert list(queries.found_events(world.officer, kind="training")) == [other]
    assert list(queries.found_events(world.officer, cluster=world.cluster)) == [new, old]
    assert set(queries.found_events(world.officer, since=today, until=today)) == {new, other}


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_whatever_its_length(world, signed_in, rows, django_assert_num_queries):
    for number in range(rows):
        event = meeting(world.officer, world.cluster, title=f"Reunión {number}")
        actions.add_participants(by=world.officer, event=event, role="attends", organisations=[world.cooperative])
    client = signed_in(world.member)
    client.get("/events/")
    with django_assert_num_queries(COST):
        client.get("/events/")


def test_the_last_contact_is_the_last_thing_that_happened_and_stands(world):
    assert queries.last_contact(world.cooperative) is None
    first = delivery(world.manager, world.cooperative, on=timezone.localdate() - timedelta(days=9))
    later = delivery(world.manager, world.cooperative, on=timezone.localdate() - timedelta(days=2))
    planned = meeting(world.manager, world.cluster, starts_at=timezone.now() + timedelta(days=3))
    actions.add_participants(by=world.manager, event=planned, role="attends", organisations=[world.cooperative])
    assert queries.last_contact(world.cooperative) == later.starts_at
    actions.cancel_event(by=world.manager, event=later, reason="No fue")
    assert queries.last_contact(world.cooperative) == first.starts_at


def test_who_confirmed_for_an_organisation_is_named_to_those_it_concerns(world, signed_in):
    event = meeting(world.manager, world.cluster)
    role = next(iter(kinds()["meeting"].roles))
    actions.add_participants(by=world.manager, event=event, role=role, organisations=[world.cooperative])
    actions.confirm_participation(by=world.member, participation=part(event, world.cooperative))
    fellow = Representation.objects.create(person=world.stranger, organisation=world.exporter, since=timezone.now())
    page = signed_in(fellow.person).get(f"/events/{event.pk}/").content.decode()
    assert "Confirmado el" in page
    assert world.member.name not in page
    for somebody in (world.member, world.manager, world.auditor):
        assert world.member.name in signed_in(somebody).get(f"/events/{event.pk}/").content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0999-12-31", "3000-01-01"])
def test_a_day_that_nobody_means_is_told_and_breaks_nothing(world, signed_in, day):
    client = signed_in(world.manager)
    for address in ("/events/", "/lists/events.csv"):
        for name in ("since", "until"):
            answer = client.get(address, {name: day})
            b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
    sent = {"title": "Mesa", "cluster": str(world.cluster.pk), "starts_at": f"{day}T23:59"}
    answer = client.post("/events/add/meeting/", sent)
    assert answer.status_code == 200
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31 23:59", "31/12/9999", "0001-01-01"])
def test_a_cell_with_a_day_that_nobody_means_is_none(day):
    assert (day_meant(day), moment_meant(day)) == (None, None)
