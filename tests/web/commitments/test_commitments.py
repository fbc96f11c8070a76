"""Who promised what: agreed by two, told by who receives, disputed with both words kept, never back-dated."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni.library.promises import promises
from ayni.words import sentence_keys
from ayni_web.commitments import actions, board, queries
from ayni_web.commitments.models import Commitment, Match, State, Turn
from ayni_web.commitments.months import months_after
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.events.units import UNITS
from ayni_web.members.actions.duplicates import merge_organisations
from ayni_web.members.models import Kind, Representation
from tests.web.commitments.made import agreed, buyer, ministry, promise, told
from tests.web.world import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
INSIDE = {"director", "officer", "auditor", "manager", "member"}


def seers_of(world, commitment):
    return {
        name for name, who in world.people.items()
        if queries.visible_commitments(who).filter(pk=commitment.pk).exists()
    }  # fmt: skip


def execute(statement, *facts):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, facts)


def refused(key, act, **facts):
    with pytest.raises(Mistake) as mistake:
        act(**facts)
    assert mistake.value.key == key
    assert mistake.value.text("pt")


@pytest.fixture
def later(monkeypatch):
    """A way to another day: the site's days move, the clock of the database does not."""

    def move(days):
        today = timezone.localdate() + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda *_: today)
        return today

    return move


def test_every_kind_of_the_library_is_of_kinds_of_organisations_and_units_that_there_are():
    known = set(sentence_keys())
    for kind in promises().values():
        assert {*kind.makers, *kind.receivers} <= set(Kind.values), kind.code
        assert set(kind.units) <= {*UNITS, "pen", "usd", "hours"}, kind.code
        assert {f"units.of_{unit}" for unit in kind.units} <= known


def test_a_promise_is_proposed_by_one_side_agreed_by_the_other_and_told_by_who_receives(world, later):
    made = promise(world.member, world.cooperative, world.exporter)
    assert (made.state, made.cluster, made.unit) == ("proposed", world.cluster, "quintal_46")
    actions.countersign(by=buyer(world), commitment=made)
    later(3)
    found = actions.tell_outcome(
        by=buyer(world), commitment=made, outcome="done", done_on=timezone.localdate() - timedelta(days=1)
    )
    assert (found.state, found.done_on) == ("kept", timezone.localdate() - timedelta(days=1))
    assert [(turn.what, turn.side) for turn in queries.turns_of(made)] == [
        ("proposed", "maker"), ("agreed", "receiver"), ("kept", "receiver"),
    ]  # fmt: skip
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))[-2:]
    assert kinds == ["commitment.countersigned", "commitment.told"]


def test_either_side_proposes(world):
    made = promise(buyer(world), world.cooperative, world.exporter, side="receiver")
    refused("commitments.other_side_signs", actions.countersign, by=buyer(world), commitment=made)
    assert actions.countersign(by=world.member, commitment=made).state == State.AGREED


def test_nobody_countersigns_or_judges_their_own(world, later):
    made = promise(world.manager, world.cooperative, world.exporter)
    assert made.turns.get().typed_for
    refused("commitments.other_side_signs", actions.countersign, by=world.manager, commitment=made)
    refused("commitments.other_side_signs", actions.countersign, by=world.member, commitment=made)
    actions.countersign(by=buyer(world), commitment=made)
    later(30)
    for own in (world.member, world.manager):
        refused("commitments.receiver_tells", actions.tell_outcome, by=own, commitment=made, outcome="done",
                done_on=timezone.localdate())  # fmt: skip


def test_who_acts_for_both_sides_speaks_for_one(world):
    Representation.objects.create(person=world.member, organisation=world.exporter, since=timezone.now())
    made = promise(world.member, world.cooperative, world.exporter)
    refused("commitments.other_side_signs", actions.countersign, by=world.member, commitment=made)
    with pytest.raises(IntegrityError):
        execute("INSERT INTO commitments_turn (commitment_id, what, side, by_id, typed_for, text) "
                "VALUES (%s, 'agreed', 'receiver', %s, FALSE, '')", *keys(made, world.member))  # fmt: skip


def keys(*rows):
    if connection.vendor == "sqlite":
        return [row.pk.hex for row in rows]
    return [row.pk for row in rows]


@pytest.mark.parametrize("column", [
    "content = 'Otra cosa'", "due_on = '2030-01-01'", "kind = 'train'", "quantity = 1",
    "proposed_side = 'receiver'", "inside = TRUE", "added_at = '2020-01-01'",
])  # fmt: skip
def test_terms_are_never_rewritten(world, column):
    made = agreed(world)
    with pytest.raises(IntegrityError):
        execute(f"UPDATE commitments_commitment SET {column} WHERE id = %s", *keys(made))


@pytest.mark.parametrize("state", ["kept", "late", "broken", "waived", "proposed", "agreed"])
def test_a_state_stands_on_the_history(world, state):
    made = agreed(world) if state != "agreed" else promise(world.member, world.cooperative, world.exporter)
    done = "'2027-01-01'" if state in ("kept", "late") else "NULL"
    with pytest.raises(IntegrityError):
        execute(f"UPDATE commitments_commitment SET state = %s, done_on = {done} WHERE id = %s", state, *keys(made))


def test_history_and_matches_grow_at_their_end_alone(world):
    made = agreed(world)
    for statement in ("UPDATE commitments_turn SET text = 'x'", "DELETE FROM commitments_turn",
                      "DELETE FROM commitments_commitment"):  # fmt: skip
        with pytest.raises(IntegrityError):
            execute(statement)
    assert made.turns.count() == 2


@pytest.mark.parametrize("moment", ["2020-01-01 00:00:00+00:00", "2999-01-01 00:00:00+00:00"])
def test_no_word_is_back_dated(world, moment):
    made = promise(world.member, world.cooperative, world.exporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(commitment=made, what="agreed", side="receiver", by=buyer(world), at=moment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(
            kind="deliver", maker=world.cooperative, receiver=world.exporter, content="x", added_by=world.member,
            due_on=date(2030, 1, 1), proposed_side="maker", added_at=moment,
        )  # fmt: skip


@pytest.mark.parametrize(("what", "side"), [
    ("agreed", "maker"), ("kept", "receiver"), ("reviewed", "receiver"), ("disputed", "maker"), ("kept", "maker"),
    ("withdrawn", "receiver"),
])  # fmt: skip
def test_a_word_out_of_turn_is_refused_by_the_database(world, what, side):
    made = promise(world.member, world.cooperative, world.exporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(commitment=made, what=what, side=side, by=world.officer, text="x")


def test_what_is_done_after_its_day_is_late_and_what_is_open_after_it_shows(world, later):
    made = agreed(world)
    assert queries.days_over(made) == 0
    today = later(13)
    assert queries.days_over(made) == 3
    assert list(queries.found_commitments(world.member, state="overdue", whose="to_keep")) == [made]
    assert queries.late_by(Commitment.objects.all()) == {"month": 1, "quarter": 0, "more": 0}
    found = actions.tell_outcome(by=buyer(world), commitment=made, outcome="done", done_on=today)
    assert found.state == State.LATE
    assert not queries.found_commitments(world.member, state="overdue")


def test_nothing_is_broken_before_its_day_nor_without_saying_why(world, later):
    made = agreed(world)
    tell = {"by": buyer(world), "commitment": made}
    refused("commitments.not_yet", actions.tell_outcome, outcome="broken", text="No vino", **tell)
    refused("commitments.say_why", actions.tell_outcome, outcome="waived", **tell)
    refused("commitments.which_day", actions.tell_outcome, outcome="done", **tell)
    refused("commitments.which_day", actions.tell_outcome, outcome="done",
            done_on=timezone.localdate() + timedelta(days=1), **tell)  # fmt: skip
    refused("commitments.which_day", actions.tell_outcome, outcome="done",
            done_on=timezone.localdate() - timedelta(days=1), **tell)  # fmt: skip
    later(11)
    assert actions.tell_outcome(outcome="broken", text="No vino", **tell).state == State.BROKEN


def test_a_maker_disputes_and_both_words_stay(world):
    made = told(world, "waived")
    refused("commitments.maker_disputes", actions.dispute, by=buyer(world), commitment=made, text="x")
    actions.dispute(by=world.member, commitment=made, text="Entregamos el martes, con guía")
    assert list(queries.found_commitments(world.member, state="disputed")) == [made]
    refused("commitments.maker_disputes", actions.dispute, by=world.member, commitment=made, text="otra vez")
    found = actions.tell_outcome(by=buyer(world), commitment=made, outcome="done", done_on=timezone.localdate())
    assert (found.state, found.disputed) == ("kept", False)
    assert [turn.what for turn in queries.turns_of(made)][2:] == ["waived", "disputed", "kept"]
    assert Entry.objects.filter(kind="commitment.disputed").count() == 1


def test_who_is_asked_may_say_no_and_who_asked_may_take_it_back(world):
    no, back = (promise(world.member, world.cooperative, world.exporter) for _ in range(2))
    refused("commitments.no_longer_withdrawn", actions.withdraw, by=buyer(world), commitment=back, reason="x")
    assert actions.decline(by=buyer(world), commitment=no, reason="No hay cupo").state == State.DECLINED
    assert actions.withdraw(by=world.member, commitment=back, reason="Otra fecha").state == State.WITHDRAWN
    refused("commitments.other_side_signs", actions.countersign, by=buyer(world), commitment=back)


def test_a_long_pledge_is_looked_at_every_year(world, later):
    made = agreed(world, kind="long_term", due_on=months_after(timezone.localdate(), 120))
    assert made.review_on == months_after(timezone.localdate(), 12)
    today = later(370)
    refused("commitments.receiver_tells", actions.review, by=world.member, commitment=made)
    assert actions.review(by=buyer(world), commitment=made, text="Sigue").review_on == months_after(today, 12)


@pytest.mark.parametrize(("key", "facts"), [
    ("commitments.day_has_passed", {"due_on": date(2020, 1, 1)}),
    ("commitments.too_far", {"due_on": date(2999, 1, 1)}),
    ("commitments.quantity_needs_a_unit", {"unit": "hours"}),
    ("commitments.not_that_kind", {"kind": "nonsense"}),
    ("commitments.within_months", {"kind": "quick_win", "due_on": date(2030, 1, 1)}),
    ("commitments.not_of_its_kind", {"kind": "public_support"}),
])  # fmt: skip
def test_what_cannot_be_promised_is_refused_beside_its_field(world, key, facts):
    refused(key, promise, by=world.member, maker=world.cooperative, receiver=world.exporter, **facts)


def test_nobody_promises_for_others_to_themselves_or_to_strangers(world):
    refused("commitments.not_yours", promise, by=world.stranger, maker=world.cooperative, receiver=world.exporter)
    refused("commitments.to_itself", promise, by=world.member, maker=world.cooperative, receiver=world.cooperative)
    refused("commitments.not_known", promise, by=world.member, maker=world.cooperative, receiver=world.outsider)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(
            kind="deliver", maker=world.cooperative, receiver=world.cooperative, content="x", added_by=world.member,
            due_on=date(2030, 1, 1), proposed_side="maker",
        )  # fmt: skip


def test_a_delivery_is_for_its_two_sides_and_what_is_of_all_for_every_member_once_agreed(world):
    own = promise(world.manager, world.exporter, world.cooperative)
    assert seers_of(world, own) == INSIDE
    other = promise(world.manager, world.exporter, ministry(world))
    assert seers_of(world, other) == INSIDE - {"member"}
    shared = promise(
        world.manager, world.exporter, ministry(world), kind="cofinance", quantity=Decimal(500), unit="pen"
    )
    assert "member" not in seers_of(world, shared)
    actions.countersign(by=world.officer, commitment=shared)
    assert seers_of(world, shared) == INSIDE


def test_the_board_compares_both_columns_in_each_unit_and_converts_nothing(world):
    state, promised = ministry(world), {}
    for text, amount, unit in (("Vía", 700, "pen"), ("Feria", 300, "pen"), ("Semilla", 90, "usd"), ("Plan", None, "")):
        facts = {"quantity": Decimal(amount), "unit": unit} if amount else {}
        made = promise(world.manager, state, world.cooperative, kind="public_support", content=text, **facts)
        promised[text] = actions.countersign(by=world.member, commitment=made)
    private = agreed(world, kind="cofinance", quantity=Decimal(900), unit="pen")
    agreed(world, kind="cofinance", quantity=Decimal("0.5"), unit="usd", content="Otra")
    for text in ("Vía", "Semilla"):
        actions.match(by=world.manager, commitment=private, other=promised[text])
    found, without = board.amounts(board.on_the_board(world.member, world.cluster))
    told = [(each.unit, each.public, each.unanswered, each.private, each.answering) for each in found]
    assert told == [("pen", 1000, 300, 900, 900), ("usd", 90, 0, Decimal("0.5"), 0)]
    assert without == 1


def test_the_board_shows_public_ones_without_a_counterpart_first(world):
    state = ministry(world)
    lone, answered = (
        promise(world.manager, state, world.cooperative, kind="public_support", content=text)
        for text in ("Carretera", "Laboratorio")
    )
    private = agreed(world, kind="cofinance", quantity=Decimal(900), unit="pen")
    for each in (lone, answered):
        actions.countersign(by=world.member, commitment=each)
    refused("commitments.one_of_each", actions.match, by=world.manager, commitment=lone, other=answered)
    actions.match(by=world.manager, commitment=private, other=answered)
    refused("commitments.matched_already", actions.match, by=world.manager, commitment=answered, other=private)
    alone = agreed(world, kind="cofinance", quantity=Decimal(50), unit="pen", content="Nadie lo pidió")
    found = board.board_of(world.member, world.cluster)
    keys = [
        (pair.public and pair.public.pk, [each.pk for each in pair.private])
        for pair in board.pairs(found, found.firsts)
    ]
    assert keys == [(lone.pk, []), (answered.pk, [private.pk]), (None, [alone.pk])]
    assert board.board_of(world.stranger, world.cluster).firsts == []
    with pytest.raises(IntegrityError):
        execute("DELETE FROM commitments_match")
    assert Match.objects.count() == 1


def test_a_merge_takes_promises_along_and_their_words_stay(world):
    twin = organisation("Cooperativa Taypy", "cooperative")
    made = agreed(world)
    merge_organisations(by=world.officer, kept=twin, gone=world.cooperative, why="Es la misma")
    made.refresh_from_db()
    assert made.maker == twin
    assert made.turns.count() == 2


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2026, 11, 26), 12, date(2027, 11, 26)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
])  # fmt: skip
def test_months_end_where_the_month_ends(day, months, expected):
    assert months_after(day, months) == expected
