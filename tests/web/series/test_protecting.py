"""What a hostile member does with totals, and what comes of it: nobody is found out."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni_web.series.models import Reading, Release
from ayni_web.series.readings import actions, queries
from ayni_web.series.readings.protecting import changed, dominated, may_be_shown
from ayni_web.series.readings.rolling import Own
from tests.web.series.made import growers, measure, reading

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
YEAR = date(2025, 1, 1)


def tell(world, of, members, *values):
    for member, value in zip(members, values, strict=False):
        reading(world.manager, of, member, starts_on=YEAR, value=Decimal(value))


def correct(world, of, member, value):
    row = Reading.objects.get(measure=of, organisation=member, revised_by__isnull=True)
    return actions.revise_reading(by=world.manager, reading=row, value=Decimal(value), source="x", why="x")


def seen(of):
    """What a member sees of a measure that has one period."""
    (found,) = queries.periods_of(of, each=False)
    return found


def owns(*values, weights=None):
    given = weights or [None] * len(values)
    return {n: Own(Decimal(value), weight) for n, (value, weight) in enumerate(zip(values, given, strict=True))}


def test_a_total_day_by_day_tells_nothing_of_who_told_that_day(world):
    sales, members = measure(world, "sales"), growers(world, 10)
    totals = []
    for number, member in enumerate(members, 1):
        tell(world, sales, [member], 10 + number)
        totals.append((seen(sales).value, seen(sales).waiting))
    first, both = sum(range(11, 16)), sum(range(11, 21))
    assert totals == [(None, n) for n in range(1, 5)] + [(first, n) for n in range(5)] + [(both, 0)]
    (all_seen,) = queries.periods_of(sales, each=True)
    assert (all_seen.value, all_seen.waiting) == (both, 0)


def test_a_correction_alone_moves_nothing_and_five_do(world):
    sales, members = measure(world, "sales"), growers(world, 6)
    tell(world, sales, members[:5], 10, 11, 12, 13, 14)
    correct(world, sales, members[0], 90)
    assert (seen(sales).value, seen(sales).waiting) == (60, 1)
    for member, value in zip(members[1:4], (20, 30, 40), strict=True):
        correct(world, sales, member, value)
    assert (seen(sales).value, seen(sales).waiting) == (60, 4)
    correct(world, sales, members[4], 50)
    assert (seen(sales).value, seen(sales).waiting) == (230, 0)


def test_four_corrections_of_a_cent_do_not_lay_open_the_fifth_change(world):
    sales, members = measure(world, "sales"), growers(world, 6)
    tell(world, sales, members[:5], 10, 11, 12, 13, 14)
    for member, value in zip(members[:4], ("10.01", "11.01", "12.01", "13.01"), strict=True):
        correct(world, sales, member, value)
    tell(world, sales, members[5:], 25)
    assert (seen(sales).value, seen(sales).waiting) == (60, 5)


def test_changes_that_are_taken_back_do_not_leave_the_one_that_is_not(world):
    """Four tell something else and take it back: between the first and the third total one alone would be new."""
    sales, members = measure(world, "sales"), growers(world, 6)
    tell(world, sales, members[:5], 10, 11, 12, 13, 14)
    for member, value in zip(members[:5], (20, 21, 22, 23, 24), strict=True):
        correct(world, sales, member, value)
    assert seen(sales).value == 110
    for member, value in zip(members[:4], (10, 11, 12, 13), strict=True):
        correct(world, sales, member, value)
    tell(world, sales, members[5:], 15)
    assert seen(sales).value == 110


def test_the_same_measure_counted_twice_does_not_leave_the_one_between_them(world):
    sales, members = measure(world, "sales"), growers(world, 6)
    tell(world, sales, members[:5], 10, 11, 12, 13, 14)
    actions.end_measure(by=world.manager, measure=sales)
    again = actions.copy_measure(by=world.manager, cluster=world.cluster, code="sales")
    tell(world, again, [members[5], *members[:4]], 15, 10, 11, 12, 13)
    assert (seen(again).value, seen(again).told, seen(again).few) == (None, False, False)
    tell(world, again, members[4:5], 14)
    assert not seen(again).told
    other = actions.make_measure(by=world.manager, cluster=world.cluster, title="Compras", of="organisation",
                                 unit=sales.unit, better="less", period="year", roll_up="sum")  # fmt: skip
    tell(world, other, members, 1, 2, 3, 4, 5, 6)
    assert seen(other).told


def test_who_leaves_takes_nothing_out_of_what_was_shown(world):
    sales, members = measure(world, "sales"), growers(world, 6)
    tell(world, sales, members[:5], 10, 11, 12, 13, 14)
    world.cluster.memberships.filter(organisation=members[0]).update(state="left", until=date(2024, 6, 1))
    assert seen(sales).value == 60
    assert queries.periods_of(sales, each=True)[0].value == 50
    tell(world, sales, members[5:], 15)
    assert seen(sales).value == 60


def test_one_that_is_nearly_all_is_not_told_and_managers_see_it(world, signed_in):
    sales, members = measure(world, "sales"), growers(world, 5)
    tell(world, sales, members, 1000, 40, 30, 20, 10)
    assert (seen(sales).told, seen(sales).value, seen(sales).spread) == (False, None, None)
    page = signed_in(world.member).get(f"/measures/{sales.pk}/").content.decode()
    assert "No se muestra: dejaría ver lo de un miembro" in page
    assert "1,100" in signed_in(world.manager).get(f"/measures/{sales.pk}/").content.decode()


def test_from_ten_members_on_the_spread_is_told_to_two_figures(world):
    sales, members = measure(world, "sales"), growers(world, 10)
    values = [1001, 1102, 1203, 1304, 1405, 1506, 1607, 1708, 1809, 1910]
    tell(world, sales, members[:9], *values)
    assert (seen(sales).spread.median, seen(sales).spread.worst) == (None, None)
    tell(world, sales, members[9:], values[9])
    assert (seen(sales).spread.median, seen(sales).spread.worst) == (Decimal(1500), Decimal(1200))
    (each,) = queries.periods_of(sales, each=True)
    assert (each.spread.median, each.spread.worst) == (Decimal("1455.5"), Decimal(1203))


@pytest.mark.parametrize("statement", [
    "UPDATE series_release SET starts_on = '2024-01-01'", "DELETE FROM series_release",
    "UPDATE series_reading SET release_id = NULL",
])  # fmt: skip
def test_what_was_shown_is_never_unsaid(world, statement):
    sales = measure(world, "sales")
    tell(world, sales, growers(world, 5), 10, 11, 12, 13, 14)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_reading_is_shown_in_a_total_of_its_own_period_alone(world):
    sales = measure(world, "sales")
    tell(world, sales, growers(world, 1), 10)
    elsewhere = Release.objects.create(measure=sales, starts_on=date(2024, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.update(release=elsewhere)


def test_the_p_percent_rule_is_worked_by_hand():
    """100, 5, 6, 3: the second (6) tells the first to 5 + 3 = 8, less than a tenth of 100; with 5, 6, 5 to 10."""
    assert dominated(map(Decimal, (100, 5, 6, 3)))
    assert not dominated(map(Decimal, (100, 5, 6, 5)))
    assert not dominated(())


def test_who_weighs_nearly_all_is_the_mean():
    heavy = owns(4, 5, 6, 7, 8, weights=[Decimal(each) for each in (1000, 1, 1, 1, 1)])
    assert not may_be_shown("weighted_mean", heavy, [])
    assert may_be_shown("mean", owns(4, 5, 6, 7, 8), [])


DAY = st.tuples(*[st.none() | st.integers(1, 9)] * 7)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days=st.lists(DAY, max_size=6))
def test_no_two_totals_that_were_shown_differ_in_fewer_than_five(days):
    shown = []
    for day in days:
        now = {key: Own(Decimal(value), None) for key, value in enumerate(day) if value}
        if may_be_shown("sum", now, shown):
            shown.append(now)
    assert all(len(changed(one, two)) >= 5 for n, one in enumerate(shown) for two in shown[:n])
