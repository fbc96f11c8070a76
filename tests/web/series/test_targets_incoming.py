"""Targets come in by a spreadsheet: every fault first, then all of them or none."""

from datetime import date
from decimal import Decimal

import pytest

from ayni.errors import Fault
from ayni_web.common.acting import Mistake
from ayni_web.series.models import Target
from ayni_web.series.readings import actions
from tests.web.series.made import growers, measure
from tests.web.spreadsheets.made import taken, told, written
from tests.web.spreadsheets.test_round_trip import all_the_same, come_back

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEAD = ["Clúster", "Medida", "Organización", "Período", "Meta", "Unidad", "Por qué"]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def row(of, whose=None, value=100, period="2027", unit=None, why=None, cluster=None):
    return [cluster or of.cluster.name, str(of), getattr(whose, "name", whose), period, value, unit, why]


def test_targets_of_all_together_and_of_each_are_set_at_once(world):
    sales, members = measure(world, "sales"), growers(world, 2)
    held = written(world.manager, "targets", HEAD, row(sales, why="Lo acordó la asamblea"),
                   *(row(sales, each, 10 + at) for at, each in enumerate(members)))  # fmt: skip
    assert (held.new, held.changed, held.same) == (3, 0, 0)
    rows = Target.objects.order_by("value").values_list("organisation__name", "starts_on", "value", "why", "set_by")
    assert list(rows) == [
        ("Grupo 00", date(2027, 1, 1), Decimal(10), "", world.manager.pk),
        ("Grupo 01", date(2027, 1, 1), Decimal(11), "", world.manager.pk),
        (None, date(2027, 1, 1), Decimal(100), "Lo acordó la asamblea", world.manager.pk),
    ]  # fmt: skip


def test_another_target_takes_the_place_of_the_earlier_which_stays(world):
    sales = measure(world, "sales")
    written(world.manager, "targets", HEAD, row(sales))
    assert written(world.manager, "targets", HEAD, row(sales)).same == 1
    held = taken(world.manager, "targets", HEAD, row(sales, value=120.5))
    (draft,) = held.found["drafts"]
    assert [(each["before"], each["after"]) for each in draft["changes"]] == [("100", "120.5")]
    written(world.manager, "targets", HEAD, row(sales, value=120.5))
    assert list(Target.objects.order_by("pk").values_list("value", flat=True)) == [Decimal(100), Decimal("120.5")]


def test_the_ugliest_sheet_is_told_cell_by_cell(world):
    growers(world, 0)
    sales, steps = measure(world, "sales"), measure(world, "process_steps")
    ended = measure(world, "training_hours")
    actions.end_measure(by=world.manager, measure=ended)
    held = taken(
        world.manager, "targets", ["Metas del plan 2027"], HEAD,
        row(sales, world.cooperative),  # 3: right
        row(sales, world.cooperative, 7), row(sales, "Nadie S. A."), row(sales, world.outsider),  # 4, 5, 6
        row(sales, period="1999"), row(sales, period="la campaña"), row(sales, value="mucho"),  # 7, 8, 9
        row(sales, value=1.23456, period="2028"), row(sales, value=None, period="2029"),  # 10, 11
        row(sales, unit="horas", period="2030"), ["Nube de nadie", "Lo que sea", None, "2027", 1, None, None],  # 12, 13
        row(ended, period="2027"), row(sales, why="x" * 301, period="2031"),  # 14, 15
        row(steps, world.cooperative, period="2027"),  # 16
    )  # fmt: skip
    assert held.state == "faulty"
    assert set(told(held)) >= {
        (4, "Período", "row_twice"), (5, "Organización", "unknown_organisation"),
        (6, "Organización", "unknown_organisation"), (7, "Período", "sheet_period"), (8, "Período", "sheet_period"),
        (9, "Meta", "not_a_number"), (10, "Meta", "sheet_decimals"), (11, "Meta", "empty_cell"),
        (12, "Unidad", "sheet_unit"), (13, "Medida", "sheet_measure"), (14, "Medida", "sheet_target_not_yours"),
        (15, "Por qué", "too_long"),
    }  # fmt: skip
    assert {each[0] for each in told(held)} == set(range(4, 17))
    for language in ("es", "en", "pt"):
        assert not [each for each in held.found["faults"] if "{" in Fault(**each).text(language)]
    assert not Target.objects.exists()


def test_a_sheet_sets_no_target_that_its_page_does_not(world):
    sales = measure(world, "sales")
    for who in (world.member, world.auditor, world.stranger):
        with pytest.raises(Mistake):
            taken(who, "targets", HEAD, row(sales))
    other = actions.copy_measure(by=world.officer, cluster=world.other_cluster, code="sales")
    assert told(taken(world.manager, "targets", HEAD, row(other))) == [(2, "Medida", "sheet_measure")]
    former = growers(world, 1)[0]
    former.memberships.update(state="left", until=date(2026, 6, 30))
    held = taken(world.officer, "targets", HEAD, row(sales, former))
    assert told(held) == [(2, "Organización", "sheet_target_not_yours")]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_taken_away_comes_back_equal(world, language, ending):
    sales, cost, members = measure(world, "sales"), measure(world), growers(world, 2)
    for of, start in ((sales, date(2027, 1, 1)), (cost, date(2026, 8, 1))):
        for whose in (None, *members):
            for value in (9, "10.125"):
                actions.set_target(by=world.manager, measure=of, starts_on=start, value=Decimal(value),
                                   organisation=whose)  # fmt: skip
    assert all_the_same(come_back(world.manager, "targets", ending, language, "es"), 6)
