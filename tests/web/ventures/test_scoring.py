"""Forecasts of a signed plan, held against readings once their day has come."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ayni_web.common.acting import Mistake
from ayni_web.series.models import Measure, Reading
from ayni_web.ventures.actions.scoring import score
from ayni_web.ventures.models import Forecast, Score
from ayni_web.ventures.scoring import came
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite
# The clock of the database is not ours to move: a plan of years that are over.
YEAR = 2024


def measured(world, **facts):
    told = {"of": "organisation", "unit": "pen", "better": "more", "period": "quarter", "roll_up": "sum",
            "texts": {"title": {"es": "Ingreso neto"}}, **facts}  # fmt: skip
    return Measure.objects.create(cluster=world.cluster, added_by=world.manager, **told)


def told(world, measure, value, starts_on, organisation=None, **facts):
    return Reading.objects.create(
        measure=measure, organisation=organisation, starts_on=starts_on, value=Decimal(value), source="Cuaderno",
        added_by=world.manager, **facts,
    )  # fmt: skip


@pytest.fixture
def version(world):
    version = made.signed(world, made.small(starts=str(YEAR)))
    made.taking_part(world, version)
    return version


def quarters(world, measure, *values, organisation=None):
    return [
        told(world, measure, value, date(YEAR, month, 1), organisation)
        for value, month in zip(values, (1, 4, 7, 10), strict=False)
    ]


def test_a_year_counts_once_it_is_told_whole_and_by_its_last_word(world, version):
    measure, forecast = measured(world), Forecast.objects.get(who="grower", year=1)
    first, *_ = quarters(world, measure, "10", "20", "30", organisation=world.cooperative)
    assert came(version, forecast, measure, str(YEAR)) is None
    told(world, measure, "40", date(YEAR, 10, 1), world.cooperative)
    told(world, measure, "15", date(YEAR, 1, 1), world.cooperative, revises=first, why="Se contó de nuevo")
    # Another year, and a member of another type, are not of it.
    told(world, measure, "1000", date(YEAR + 1, 1, 1), world.cooperative)
    quarters(world, measure, "1", "1", "1", "1", organisation=world.exporter)
    found = came(version, forecast, measure, str(YEAR))
    assert (found.value, found.told) == (105, 1)


def test_what_came_is_held_against_the_range_and_shown(world, version, signed_in):
    measure = measured(world)
    # Together a grower has 100 and the gain: without risk the range is the plan itself.
    planned = Forecast.objects.get(who="grower", year=1)
    quarters(world, measure, "10", "20", "30", "40", organisation=world.cooperative)
    client = signed_in(world.manager)
    address = f"/plans/versions/{version.pk}/forecasts/"
    assert client.post(address, {"who": "grower", "measure": str(measure.pk)}).status_code == 302
    found = Score.objects.get()
    assert (found.forecast, found.value, found.told) == (planned, 100, 1)
    page = client.get(address).content.decode()
    assert "Fuera" in page and "Ingreso neto" in page and "0 de 1" in page


def test_what_is_not_due_and_what_nobody_told_is_not_scored(world, version):
    measure, ahead = measured(world), made.signed(world)
    with pytest.raises(Mistake) as refused:
        score(by=world.manager, version=ahead, who="grower", measure=measure)
    assert refused.value.key == "plans.none_due"
    with pytest.raises(Mistake) as refused:
        score(by=world.manager, version=version, who="grower", measure=measure)
    assert refused.value.key == "plans.nothing_came"


def test_money_of_the_group_is_a_measure_of_the_cluster(world, version):
    measure = measured(world, of="cluster", roll_up="none", period="year")
    told(world, measure, "350", date(YEAR, 1, 1))
    score(by=world.manager, version=version, who="group", measure=measure)
    assert Score.objects.get().value == Forecast.objects.get(who="group", year=1).value


def test_the_database_refuses_a_score_before_its_day_and_keeps_what_it_has(world, version):
    measure, ahead = measured(world, of="cluster", roll_up="none", period="year"), made.signed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(forecast=ahead.forecasts.first(), measure=measure, value=1, told=1, by=world.manager)
    told(world, measure, "350", date(YEAR, 1, 1))
    score(by=world.manager, version=version, who="group", measure=measure)
    for act in (lambda: Score.objects.update(value=1), lambda: Score.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
