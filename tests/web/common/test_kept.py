"""Sums are kept while what they stand on is the same, and are those that are added up anew after any write."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ayni_web.commitments import board, keeping
from ayni_web.common import kept
from ayni_web.members.actions.duplicates import merge_organisations, split_organisations
from ayni_web.members.models import Membership, Organisation
from ayni_web.series.readings import actions, queries, sums
from tests.web.commitments.made import agreed, told
from tests.web.series.made import growers, measure, reading
from tests.web.world import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_what_is_kept_is_made_once_for_a_stamp_and_anew_for_another():
    made = []
    for stamp in (1, 1, 2, 2, 1):
        kept.kept("sum", stamp, lambda: made.append(1) or len(made))
    assert len(made) == 3


def test_only_so_many_sums_are_kept(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    made = []
    for key in "abcab":
        kept.kept(key, 0, lambda key=key: made.append(key))
    assert "".join(made) == "abcab"


def test_rows_are_counted_by_the_values_of_a_column(world):
    clusters = {"cluster": [world.cluster.pk]}
    assert kept.counts(Organisation, (Membership, clusters), (Membership, {"cluster": []})) == (
        Organisation.objects.count(), 2, 0,
    )  # fmt: skip


def fresh(cost, each):
    """Periods as they are added up anew, without what each member told."""
    return [sums._lighter(period) for period in queries.periods_of(cost, each)]


def writes(world, cost, members):
    """Every write that a sum of a measure stands on, one after the other."""
    made = reading(world.manager, cost, members[0], value=Decimal(9))
    yield "a value is told"
    actions.revise_reading(by=world.manager, reading=made, value=Decimal(5), source="Boleta", why="Se leyó mal",
                           weight=Decimal(100))  # fmt: skip
    yield "it is corrected"
    actions.verify_reading(by=world.officer, reading=cost.readings.order_by("added_at").last())
    yield "it is verified"
    actions.set_target(by=world.manager, measure=cost, starts_on=date(2025, 8, 1), value=Decimal(3))
    yield "a target is set"
    for grower in members[1:6]:
        reading(world.manager, cost, grower, value=Decimal(4))
    yield "a total is shown"
    row = Membership.objects.get(organisation=members[1])
    row.state, row.until, row.reason = "left", date(2024, 1, 1), "Se fue"
    row.save()
    yield "a member is gone"
    twin = organisation("Grupo repetido", "producers_association")
    merge = merge_organisations(by=world.officer, kept=twin, gone=members[2], why="Es el mismo")
    yield "two are one"
    split_organisations(by=world.officer, merge=merge, why="No lo era")
    yield "and two again"


@pytest.mark.parametrize("each", [True, False])
def test_a_kept_sum_of_a_measure_is_that_added_up_anew_after_every_write(world, each):
    members = growers(world, 8)
    cost = measure(world)
    for what in writes(world, cost, members):
        assert sums.summed(cost, each, 0).periods == fresh(cost, each), what
        told = {pk: list(map(sums._lighter, periods)) for pk, periods in
                queries.last_periods_of(world.cluster, [cost], each).items()}  # fmt: skip
        assert sums.last_periods_of(world.cluster, [cost], each) == told, what
        assert sums.lines_of([cost]) == queries.lines_of([cost]), what


def test_a_kept_board_and_kept_counts_follow_every_word(world):
    def same():
        assert board.board_of(world.manager, world.cluster) == board._board(world.manager, world.cluster)
        assert keeping.counted(world.cluster) == keeping._counted(world.cluster)

    same()
    agreed(world, due_on=timezone.localdate() + timedelta(days=3))
    same()
    told(world)
    same()
    world.exporter.kind = "government"
    world.exporter.save()
    same()


def test_a_member_who_acts_for_another_reads_the_board_of_the_other(world):
    made = agreed(world, kind="deliver")
    seen = board.board_of(world.member, world.cluster)
    assert made.pk in {pk for pk, _ in seen.firsts} or not made.inside
    person = type(world.member).objects.get(pk=world.member.pk)
    person.representations.update(until=timezone.now())
    person = type(world.member).objects.get(pk=world.member.pk)
    assert board.board_of(person, world.cluster).firsts == []
