"""Values come in by a spreadsheet: every fault first, then all of them or none, each as one told on a page."""

from datetime import date
from decimal import Decimal

import pytest

from ayni_web.common.acting import Mistake
from ayni_web.series.models import Reading, Release
from ayni_web.series.readings import actions
from ayni_web.spreadsheets.exports import LISTS
from tests.web.series.made import growers, measure, reading
from tests.web.spreadsheets.made import taken, told, written

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEAD = ["Clúster", "Medida", "Organización", "Período", "Valor", "Peso", "Fuente", "Motivo de la corrección"]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def row(cost, whose, value=4.25, period="2025/26", weight=100, source="Cuaderno", why=None):
    return [cost.cluster.name, str(cost), whose.name, period, value, weight, source, why]


def test_values_of_many_members_are_told_at_once_and_shown_together_once(world):
    members, cost = growers(world, 6), measure(world)
    held = written(world.manager, "readings", HEAD, *(row(cost, each, 4 + at / 4) for at, each in enumerate(members)))
    assert (held.new, held.changed, held.same) == (6, 0, 0)
    made = Reading.objects.order_by("organisation__name")
    assert [each.value for each in made] == [Decimal(16 + at) / 4 for at in range(6)]
    assert {(each.starts_on, each.weight, each.source, each.typed_for) for each in made} == \
        {(date(2025, 8, 1), Decimal(100), "Cuaderno", True)}  # fmt: skip
    assert Release.objects.filter(measure=cost).count() == 1


def test_every_fault_is_told_before_anything_is_written(world):
    growers(world, 0)
    cost, sales = measure(world), measure(world, "sales")
    held = taken(
        world.manager, "readings", HEAD,
        row(cost, world.cooperative), row(cost, world.cooperative),
        row(cost, world.exporter, period="1920/21"), row(cost, world.outsider),
        row(cost, world.exporter, weight=None, period="2024/25"),
        [cost.cluster.name, "Lo que sea", world.exporter.name, "2025", 1, None, "Cuaderno", None],
        [sales.cluster.name, str(sales), None, "2025", 1, None, "Cuaderno", None],
        row(cost, world.exporter, 1.23456, period="2023/24"),
    )  # fmt: skip
    assert told(held) == [
        (3, "Período", "row_twice"), (4, "Período", "sheet_period"), (5, "Organización", "unknown_organisation"),
        (6, "Peso", "say_the_weight"), (7, "Medida", "sheet_measure"), (8, "Organización", "sheet_of_organisation"),
        (9, "Valor", "sheet_decimals"),
    ]  # fmt: skip
    assert not Reading.objects.exists()


def test_another_value_is_a_correction_with_its_reason_and_the_same_changes_nothing(world):
    growers(world, 0)
    cost = measure(world)
    first = reading(world.manager, cost, world.cooperative, source="Cuaderno")
    same = written(world.manager, "readings", HEAD, row(cost, world.cooperative, 4))
    assert (same.new, same.changed, same.same) == (0, 0, 1)
    assert told(taken(world.manager, "readings", HEAD, row(cost, world.cooperative, 5))) == \
        [(2, "Motivo de la corrección", "sheet_why")]  # fmt: skip
    written(world.manager, "readings", HEAD, row(cost, world.cooperative, 5, why="Se leyó mal"))
    (made,) = Reading.objects.exclude(pk=first.pk)
    assert (made.value, made.revises_id, made.why) == (Decimal(5), first.pk, "Se leyó mal")


def test_who_does_not_tell_a_value_on_its_page_tells_none_by_a_sheet(world):
    growers(world, 0)
    cost = measure(world)
    with pytest.raises(Mistake):
        taken(world.member, "readings", HEAD, row(cost, world.cooperative))
    with pytest.raises(Mistake):
        actions.tell_readings(by=world.stranger, rows=[{
            "measure": cost, "organisation": world.cooperative, "starts_on": date(2025, 8, 1), "part": "",
            "value": Decimal(4), "weight": Decimal(100), "source": "Cuaderno",
        }])  # fmt: skip
    actions.end_measure(by=world.manager, measure=cost)
    assert told(taken(world.manager, "readings", HEAD, row(cost, world.cooperative))) == \
        [(2, "Organización", "not_yours")]  # fmt: skip


def test_what_is_taken_away_comes_back_equal(world):
    members, cost, sales = growers(world, 3), measure(world), measure(world, "sales")
    for at, each in enumerate(members):
        reading(world.manager, cost, each, value=Decimal(4 + at) / 8)
        reading(world.manager, sales, each, value=Decimal(10 * at))
    wrong = cost.readings.first()
    actions.revise_reading(by=world.manager, reading=wrong, value=Decimal("9.5"), source="Boleta", why="Otra boleta",
                           weight=Decimal(80))  # fmt: skip
    listed = LISTS["readings"]
    from ayni_web.spreadsheets.contracts import header

    head = [header(each, "es") for each in listed.columns]
    rows = [[_plain(cell) for cell in each] for each in listed.rows(world.manager, {})]
    held = taken(world.manager, "readings", head, *rows)
    assert told(held) == []
    assert (held.new, held.changed, held.same) == (0, 0, 7)


def _plain(cell):
    return float(cell) if isinstance(cell, Decimal) else str(cell) if cell is not None else None
