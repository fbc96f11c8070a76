"""Pledges of the books on the hand-over sheet of a plan: who put in what, what is missing, and who reads it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni_web.ledger.actions import books, pledges
from ayni_web.ledger.models import Fund
from ayni_web.ledger.rules.pledging import Part
from ayni_web.ventures.pledges import MOST_PLEDGES, pledged_in
from tests.web.ledger.made import FUND, opened
from tests.web.ledger.test_pledges import paid
from tests.web.ventures import made

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def books_open(world):
    opened(world)
    return world


def day(days):
    return timezone.localdate() + timedelta(days=days)


def pledged(world, *parts, fund=FUND, by=None, agreed=True):
    row = pledges.pledge(by=by or world.manager, member=world.cooperative, fund=Fund.objects.get(pk=fund),
                         currency="PEN", parts=parts, text="Acta 12")  # fmt: skip
    return pledges.agree(by=world.member, pledge=row) if agreed else row


def sheet(client, version):
    return client.get(f"/plans/versions/{version.pk}/handover/").content.decode().replace("\xa0", " ")


def test_what_was_pledged_put_in_and_is_missing_is_on_the_sheet(books_open, signed_in):
    world = books_open
    version = made.planned(world)
    # 300.00 in three parts, the first of them late by ten days; 150.00 came: the late part and half of the next.
    pledged(world, Part(day(-10), 10_000), Part(day(20), 10_000), Part(day(50), 10_000))
    paid(world, 15_000)
    pledges.count_put_in(by=world.officer, member=world.cooperative)
    found = pledged_in(world.manager, version.plan, timezone.localdate())
    (row,) = found.rows
    assert (row.member, row.promised, row.put_in, row.left, row.late) == (world.cooperative, 30_000, 15_000, 15_000, 0)
    assert row.next_on == day(20)
    said = sheet(signed_in(world.manager), version)
    assert "Qué se comprometió a aportar cada uno" in said
    assert all(amount in said for amount in ("300.00", "150.00"))
    assert str(Fund.objects.get(pk=FUND)) in said


def test_what_is_late_comes_first_and_what_waits_is_counted(books_open, signed_in):
    world = books_open
    version = made.planned(world)
    pledged(world, Part(day(5), 10_000))
    pledged(world, Part(day(-5), 20_000, in_kind=True, text="Jornales"))
    pledged(world, Part(day(5), 30_000), agreed=False)
    found = pledged_in(world.manager, version.plan, timezone.localdate())
    assert [(row.promised, row.late) for row in found.rows] == [(20_000, 20_000), (10_000, 0)]
    assert (found.waiting, found.rows[0].in_kind) == (1, "Jornales")
    said = sheet(signed_in(world.manager), version)
    assert "Una promesa de aporte espera" in said
    assert "Jornales" in said


def test_a_pledge_that_was_ended_is_owed_no_longer(books_open):
    world = books_open
    version = made.planned(world)
    row = pledged(world, Part(day(5), 10_000))
    pledges.end(by=world.officer, pledge=row, reason="El miembro dejó el clúster")
    assert pledged_in(world.manager, version.plan, timezone.localdate()).rows == []


def test_what_is_for_another_cluster_is_not_on_the_sheet(books_open):
    world = books_open
    books.add_fund(by=world.director, code="OTRO", title="Fondo de alpaca", cluster=world.other_cluster)
    pledged(world, Part(day(5), 10_000), fund="OTRO", by=world.officer)
    version = made.planned(world)
    for person in (world.manager, world.officer):
        assert pledged_in(person, version.plan, timezone.localdate()).rows == []


def test_a_sheet_without_pledges_says_nothing_of_them_and_costs_the_same_with_many(
    books_open, signed_in, django_assert_num_queries
):
    world = books_open
    version = made.planned(world)
    assert "h-pledged" not in sheet(signed_in(world.manager), version)
    pledged(world, Part(day(5), 10_000))
    with CaptureQueriesContext(connection) as few:
        pledged_in(world.officer, version.plan, timezone.localdate())
    for at in range(MOST_PLEDGES + 1):
        pledged(world, Part(day(at), 10_000))
    with django_assert_num_queries(len(few.captured_queries)):
        found = pledged_in(world.officer, version.plan, timezone.localdate())
    assert (len(found.rows), found.more) == (MOST_PLEDGES, 2)
