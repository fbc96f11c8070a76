"""Targets of single members: each sees its own and that of all, and nothing is back-dated."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from ayni_web.common.acting import Mistake
from ayni_web.members.actions.duplicates import merge_organisations
from ayni_web.series.models import Target
from ayni_web.series.readings import actions, queries
from ayni_web.series.readings.access import visible_targets
from tests.web.series.made import growers, measure, reading
from tests.web.world import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
START = date(2025, 8, 1)


def aim(by, of, whom, value, **facts):
    return actions.set_target(
        by=by, measure=of, organisation=whom, value=Decimal(value), **{"starts_on": START, **facts}
    )


def test_a_member_sees_its_own_target_and_that_of_all(world, signed_in):
    growers(world, 0)
    cost = measure(world)
    aim(world.manager, cost, None, "3.5")
    aim(world.manager, cost, world.exporter, "2.25")
    aim(world.member, cost, world.cooperative, "4.75")
    reading(world.member, cost, world.cooperative, value=Decimal(4))
    page = signed_in(world.member).get(f"/measures/{cost.pk}/").content.decode()
    assert all(told in page for told in ("S/ 3.5", "S/ 4.75"))
    assert "2.25" not in page
    (own,) = queries.aims_of(cost, visible_targets(world.member, cost), 3)
    assert (own.target, own.value, own.reached) == (Decimal("4.75"), Decimal(4), True)
    assert len(queries.aims_of(cost, visible_targets(world.auditor, cost), 3)) == 2
    assert not visible_targets(world.stranger, cost)
    (period,) = queries.periods_of(cost, each=True)
    assert period.target == Decimal("3.5")


def test_the_last_target_of_a_member_counts_and_both_stay(world):
    growers(world, 0)
    cost = measure(world)
    for value in (3, 5):
        aim(world.member, cost, world.cooperative, value)
    (own,) = queries.aims_of(cost, visible_targets(world.member, cost), 3)
    assert (own.target, own.value, own.reached, Target.objects.count()) == (Decimal(5), None, None, 2)


def test_a_member_sets_targets_of_nobody_else(world):
    growers(world, 0)
    cost, steps = measure(world), measure(world, "process_steps")
    for by, of, whom in ((world.member, cost, world.exporter), (world.member, cost, None),
                         (world.manager, steps, world.cooperative)):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            aim(by, of, whom, 1)
        assert refused.value.key == "readings.not_yours"


def test_the_database_keeps_targets_as_they_were_set(world):
    growers(world, 0)
    cost, steps = measure(world), measure(world, "process_steps")
    made = aim(world.manager, cost, None, 3)
    for statement in (f"UPDATE series_target SET value = 1 WHERE id = {made.pk}", "DELETE FROM series_target",
                      "UPDATE series_target SET set_at = '2020-01-01 00:00:00+00:00'"):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.update(organisation=world.cooperative)
    for facts in ({"set_at": "2020-01-01 00:00:00+00:00"}, {"starts_on": date(2025, 8, 2)}, {"measure": steps}):
        good = {"measure": cost, "organisation": world.cooperative, "starts_on": START, "value": 1,
                "set_by": world.member}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(**{**good, **facts})


def test_a_merge_takes_targets_along(world):
    growers(world, 0)
    made, twin = aim(world.member, measure(world), world.cooperative, 3), organisation("Taypi gemela", "cooperative")
    merge_organisations(by=world.officer, kept=twin, gone=world.cooperative, why="Es la misma")
    made.refresh_from_db()
    assert made.organisation == twin
