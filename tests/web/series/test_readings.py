"""Readings: told, verified by another, corrected with the earlier one kept; rolled up, and few are not told."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni.library.series import measures as library
from ayni.words import sentence_keys
from ayni_web.common.acting import Mistake
from ayni_web.common.kept import forget
from ayni_web.common.models import Entry
from ayni_web.members.actions.duplicates import merge_organisations
from ayni_web.members.models import Membership, Part
from ayni_web.series.analysis import experience, trend
from ayni_web.series.models import Measure, Reading, Target, Verification
from ayni_web.series.readings import actions, queries
from ayni_web.series.readings.access import visible_readings
from ayni_web.series.readings.forms import MEASURE_UNITS
from ayni_web.series.readings.periods import label, last_ended, moved, recent, start_of
from ayni_web.series.reminders import reminders
from ayni_web.spreadsheets.exports import LISTS
from tests.web.series.made import FARM_YEARS, growers, measure, reading
from tests.web.world import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def refused(key, act, **facts):
    with pytest.raises(Mistake) as mistake:
        act(**facts)
    assert mistake.value.key == key
    assert mistake.value.text("en")


def execute(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_measure_of_the_library_is_in_units_that_have_words():
    known = set(sentence_keys())
    for each in library().values():
        assert each.unit in MEASURE_UNITS
        assert {f"units.{each.unit}", f"units.of_{each.unit}"} <= known


@pytest.mark.parametrize(("period", "day", "start", "told"), [
    ("farm_year", date(2010, 7, 31), date(2009, 8, 1), "2009/10"),
    ("farm_year", date(2009, 8, 1), date(2009, 8, 1), "2009/10"),
    ("farm_year", date(1999, 12, 1), date(1999, 8, 1), "1999/00"),
    ("year", date(2010, 7, 31), date(2010, 1, 1), "2010"),
    ("quarter", date(2010, 7, 31), date(2010, 7, 1), "2010, trimestre 3"),
    ("month", date(2010, 7, 31), date(2010, 7, 1), "07/2010"),
])  # fmt: skip
def test_a_period_holds_its_day_and_is_told(period, day, start, told):
    assert start_of(period, day) == start
    assert label(period, start) == told
    assert moved(period, moved(period, start, 5), -5) == start
    assert last_ended(period, day) == moved(period, start, -1)
    assert recent(period, day, 2) == [start, moved(period, start, -1)]


def test_a_reading_is_told_verified_by_another_and_corrected_with_the_earlier_one_kept(world):
    growers(world, 0)
    cost = measure(world)
    first = reading(world.member, cost, world.cooperative)
    refused("readings.verified_by_another", actions.verify_reading, by=world.member, reading=first)
    actions.verify_reading(by=world.manager, reading=first)
    second = actions.revise_reading(by=world.member, reading=first, value=Decimal(5), weight=Decimal(100),
                                    source="Factura", why="Faltaba el abono")  # fmt: skip
    first = Reading.objects.get(pk=first.pk)
    assert queries.history_of(second) == [first, second]
    assert not hasattr(second, "verification")
    assert hasattr(first, "verification")
    refused("readings.not_yours", actions.revise_reading, by=world.member, reading=first, value=Decimal(6),
            weight=Decimal(1), source="x", why="x")  # fmt: skip
    assert [row.value for row in queries.standing([cost.pk])] == [Decimal(5)]
    assert set(Entry.objects.values_list("kind", flat=True)) >= {"reading.verified", "reading.revised"}


def test_whoever_typed_it_for_a_member_does_not_verify_it(world):
    growers(world, 0)
    typed = reading(world.manager, measure(world), world.exporter)
    assert typed.typed_for
    refused("readings.verified_by_another", actions.verify_reading, by=world.manager, reading=typed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(reading=typed, by=world.manager)
    typed = Reading.objects.get(pk=typed.pk)
    assert actions.verify_reading(by=world.officer, reading=typed).by == world.officer


@pytest.mark.parametrize("statement", [
    "UPDATE series_reading SET value = 1", "UPDATE series_reading SET source = 'x'", "DELETE FROM series_reading",
    "UPDATE series_reading SET starts_on = '2024-08-01'", "UPDATE series_verification SET by_id = by_id",
    "DELETE FROM series_verification", "UPDATE series_target SET value = 1", "DELETE FROM series_target",
    "UPDATE series_measure SET unit = 'kg'", "DELETE FROM series_measure", "UPDATE series_measure SET period = 'year'",
])  # fmt: skip
def test_what_was_told_is_never_rewritten(world, statement):
    growers(world, 0)
    cost = measure(world)
    actions.verify_reading(by=world.manager, reading=reading(world.member, cost, world.cooperative))
    actions.set_target(by=world.manager, measure=cost, starts_on=date(2025, 8, 1), value=Decimal(3))
    with pytest.raises(IntegrityError):
        execute(statement)


@pytest.mark.parametrize("facts", [
    {"starts_on": date(2025, 1, 1)}, {"starts_on": date(2025, 8, 2)}, {"organisation": None}, {"weight": None},
    {"weight": Decimal(0)}, {"source": ""}, {"why": "x"}, {"added_at": "2020-01-01 00:00:00+00:00"},
])  # fmt: skip
def test_a_reading_that_cannot_be_is_refused_by_the_database(world, facts):
    good = {"measure": measure(world), "organisation": world.cooperative, "starts_on": date(2025, 8, 1),
            "value": Decimal(4), "weight": Decimal(100), "source": "Cuaderno", "added_by": world.member}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(**{**good, **facts})
    first = Reading.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(**{**good, "revises": first, "why": "x", "organisation": world.exporter})


@pytest.mark.parametrize(("key", "facts"), [
    ("readings.not_that_period", {"starts_on": date(2025, 1, 1)}),
    ("readings.not_that_period", {"starts_on": date(2999, 8, 1)}),
    ("readings.not_that_part", {"part": "women"}), ("readings.say_the_weight", {"weight": None}),
])  # fmt: skip
def test_what_cannot_be_told_is_refused_beside_its_field(world, key, facts):
    growers(world, 0)
    refused(key, reading, by=world.member, of=measure(world), organisation=world.cooperative, **facts)


def test_nobody_tells_of_others_nor_twice(world):
    growers(world, 0)
    cost = measure(world)
    refused("readings.not_yours", reading, by=world.member, of=cost, organisation=world.exporter)
    refused("readings.not_yours", reading, by=world.officer, of=cost, organisation=world.outsider)
    reading(world.member, cost, world.cooperative)
    refused("readings.told_already", reading, by=world.member, of=cost, organisation=world.cooperative)
    refused("readings.not_yours", actions.copy_measure, by=world.member, cluster=world.cluster, code="sales")
    refused("readings.copied_already", actions.copy_measure, by=world.manager, cluster=world.cluster, code="unit_cost")
    actions.end_measure(by=world.manager, measure=cost)
    refused("readings.not_yours", reading, by=world.member, of=cost, organisation=world.cooperative,
            starts_on=date(2024, 8, 1))  # fmt: skip


def test_a_member_of_two_links_counts_once_and_the_missing_are_said(world):
    growers(world, 0)
    membership = world.cluster.memberships.get(organisation=world.cooperative)
    membership.parts.update(share=5000)
    Part.objects.create(membership=membership, link=world.cluster.links.get(code="processing"), share=5000)
    sales = measure(world, "sales")
    for part, value in (("domestic", 60), ("export", 40)):
        reading(world.member, sales, world.cooperative, part=part, value=Decimal(value))
    (found,) = queries.periods_of(sales, each=True)
    assert (found.value, found.whole.missing) == (Decimal(100), [world.exporter.pk])
    assert found.whole.parts == {"domestic": Decimal(60), "export": Decimal(40)}


def test_what_few_members_told_is_for_them_and_their_managers(world):
    members = growers(world, 3)
    cost = measure(world)
    for each in members:
        reading(world.manager, cost, each)
    own = reading(world.member, cost, world.cooperative)
    (few,) = queries.periods_of(cost, each=False)
    assert (few.told, few.value, few.spread) == (False, None, None)
    reading(world.manager, cost, world.exporter, value=Decimal(9))
    (many,) = queries.periods_of(cost, each=False)
    assert (many.told, many.value) == (True, Decimal(5))
    assert list(visible_readings(world.member)) == [own]
    assert visible_readings(world.manager).count() == 5
    assert not visible_readings(world.stranger)


def test_a_page_stands_for_those_who_are_told_little(world, signed_in):
    growers(world, 0)
    told = reading(world.manager, measure(world), world.exporter)
    page = signed_in(world.member).get(f"/measures/{told.measure_id}/").content.decode()
    assert "Menos de 5: no se muestra" in page
    assert "S/ 4" not in page


def test_a_total_that_rises_while_most_lose_is_said_on_the_page(world, signed_in):
    sales = measure(world, "sales")
    for number, each in enumerate(growers(world, 10)):
        for year, value in ((2024, 10), (2025, 100 if number == 0 else 9)):
            reading(world.manager, sales, each, starts_on=date(year, 1, 1), value=Decimal(value))
    page = signed_in(world.member).get(f"/measures/{sales.pk}/").content.decode()
    assert "a 9 de 10 miembros les fue peor" in page


def test_the_ladder_of_value_is_told_by_rung_to_those_who_see_each_member(world, signed_in):
    value_added = measure(world, "value_added")
    for number, each in enumerate(growers(world, 5)):
        for year, raw in ((2023, 80), (2024, 60)):
            for rung, value in (("raw", raw), ("sorted", 100 - raw), ("processed", 0), ("branded", 0)):
                if number or rung != "branded":
                    reading(world.manager, value_added, each, starts_on=date(year, 8, 1), part=rung,
                            value=Decimal(value))  # fmt: skip
    page = f"/measures/{value_added.pk}/"
    told = signed_in(world.manager).get(page).content.decode().replace("\xa0", " ")
    # Four told every part: 320 of 400 raw, then 240 of 400.
    assert "se vendió 20 % en" in told
    assert "y 40 % en" in told
    assert "sube por la escalera" in told
    assert "S/ 320" in told
    assert "escalera" not in signed_in(world.member).get(page).content.decode()


def test_a_ladder_nobody_climbs_or_told_once_says_so(world, signed_in):
    value_added, (one,) = measure(world, "value_added"), growers(world, 1)
    page = f"/measures/{value_added.pk}/"
    for year, raw, told in ((2022, 50, "Hacen falta dos"), (2023, 50, "no sube por"), (2024, 70, "no sube; baja")):
        for rung, value in (("raw", raw), ("sorted", 100 - raw), ("processed", 0), ("branded", 0)):
            reading(world.manager, value_added, one, starts_on=date(year, 8, 1), part=rung, value=Decimal(value))
        assert told in signed_in(world.manager).get(page).content.decode()


def test_members_are_held_against_what_they_told_before_they_joined(world, signed_in):
    sales, members = measure(world, "sales"), growers(world, 6)
    Membership.objects.filter(organisation__in=members[:5]).update(since=date(2023, 6, 1))
    for number, each in enumerate(members):
        # The year in which it joined is no longer before it; the one of 2021 is not the last.
        for year, value in ((2021, 500), (2022, 50), (2023, 999), (2025, 80 if number < 2 else 10)):
            value = 10 if (number, year) == (4, 2022) else value
            reading(world.manager, sales, each, starts_on=date(year, 1, 1), value=Decimal(value))
    page = f"/measures/{sales.pk}/"
    told = signed_in(world.manager).get(page).content.decode()
    # The sixth was there in 2010 already; the fifth sells as much as before.
    assert "De 5 miembros que dijeron su valor de hoy" in told
    assert "a 2 les va mejor y a 2 peor" in told
    assert "antes de entrar" not in signed_in(world.member).get(page).content.decode()


def test_a_known_80_percent_curve_is_told_on_the_page(world, signed_in):
    """Output 100, 100, 200, 400: cumulative 100, 200, 400, 800; each doubling leaves 80 % of a cost of 10."""
    (grower,) = growers(world, 1)
    cost = measure(world)
    for start, value, output in zip(FARM_YEARS, ("10", "8", "6.4", "5.12"), (100, 100, 200, 400), strict=True):
        reading(world.manager, cost, grower, starts_on=start, value=Decimal(value), weight=Decimal(output))
    page = signed_in(world.manager).get(f"/measures/{cost.pk}/").content.decode()
    assert "el costo baja 20.0 %" in page.replace("\xa0", " ")
    assert "<svg" in page
    assert experience([(Decimal(0), Decimal(1))]) is None
    assert trend([(start, Decimal(2) + n) for n, start in enumerate(FARM_YEARS)]).slope == pytest.approx(1, abs=0.01)


def test_a_target_is_held_against_the_whole_and_the_last_one_counts(world):
    (grower,) = growers(world, 1)
    cost = measure(world)
    reading(world.manager, cost, grower)
    for value in (3, 5):
        actions.set_target(by=world.manager, measure=cost, starts_on=date(2025, 8, 1), value=Decimal(value))
    (found,) = queries.periods_of(cost, each=True)
    assert (found.target, found.reached, Target.objects.count()) == (Decimal(5), True, 2)
    refused("readings.not_yours", actions.set_target, by=world.member, measure=cost, starts_on=date(2025, 8, 1),
            value=Decimal(1))  # fmt: skip
    refused("readings.not_that_period", actions.set_target, by=world.manager, measure=cost,
            starts_on=date(2025, 9, 1), value=Decimal(1))  # fmt: skip


def test_a_measure_of_the_clusters_own_is_made_in_the_browser(world, signed_in):
    sent = {"name": "Reuniones", "of": "cluster", "unit": "pieces", "better": "more", "period": "month",
            "roll_up": "none", "values": "Zona norte\nZona sur"}  # fmt: skip
    client = signed_in(world.manager)
    address = f"/measures/add/{world.cluster.pk}/own/"
    assert "Lo que es del clúster no se junta" in client.post(address, {**sent, "roll_up": "sum"}).content.decode()
    client.post(address, sent)
    made = Measure.objects.get()
    assert [made.part_title(code) for code in made.parts] == ["Zona norte", "Zona sur"]
    start = last_ended("month", timezone.localdate())
    client.post(f"/measures/{made.pk}/tell/", {"starts_on": start.isoformat(), "value": "7", "source": "Actas"})
    (found,) = queries.periods_of(made, each=True)
    assert found.value == 7


def test_a_merge_takes_readings_along(world):
    growers(world, 0)
    told, twin = reading(world.member, measure(world), world.cooperative), organisation("Taypi gemela", "cooperative")
    merge_organisations(by=world.officer, kept=twin, gone=world.cooperative, why="Es la misma")
    told.refresh_from_db()
    assert told.organisation == twin


def test_who_has_not_told_the_last_period_is_reminded(world):
    growers(world, 0)
    cost = measure(world)
    (found,) = reminders(world.member)
    assert (found.key, found.facts["organisation"]) == ("tell_reading", "Cooperativa Taypi")
    reading(world.member, cost, world.cooperative, starts_on=last_ended("farm_year", timezone.localdate()))
    assert reminders(world.member) == []
    assert reminders(world.stranger) == []


def test_lists_cost_the_same_for_one_and_for_ten(world, signed_in):
    growers(world, 0)
    client = signed_in(world.manager)
    codes = sorted(library())
    cost = measure(world)
    reading(world.manager, cost, world.cooperative)
    client.get("/measures/")
    counts = []
    for more in ((), codes):
        for code in more:
            measure(world, code)
        for each in growers(world, 8) if more else ():
            reading(world.manager, cost, each)
        for address in ("/measures/", f"/measures/{cost.pk}/"):
            forget()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[2]
    assert counts[3] <= counts[1] + 1


@pytest.mark.parametrize("code", ["sales", "unit_cost", "training_hours", "days_to_shipment"])
def test_what_the_database_adds_up_is_what_is_added_member_by_member(world, code):
    """Late joiners, who left, a correction, a whole beside its parts, and parts without their whole."""
    made, of = growers(world, 7), measure(world, code)
    years = [start.replace(month=8 if of.period == "farm_year" else 1) for start in FARM_YEARS]
    for at, start in enumerate(years):
        for number, each in enumerate(made[at % 3 :]):
            reading(world.manager, of, each, starts_on=start, value=Decimal(number * 3 + at) + Decimal("0.25"))
        for part in of.parts[: 1 + at % 2]:
            reading(world.manager, of, world.exporter, starts_on=start, part=part, value=Decimal(7))
        for part in of.parts if at else ():
            reading(world.manager, of, made[6], starts_on=start, part=part, value=Decimal(9))
    first = Reading.objects.filter(measure=of, organisation=made[3], part="").earliest("starts_on")
    weight = {"weight": Decimal(50)} if of.weighted else {}
    actions.revise_reading(by=world.manager, reading=first, value=Decimal(99), source="x", why="x", **weight)
    world.cluster.memberships.filter(organisation=made[4]).update(since=years[1].replace(day=2))
    world.cluster.memberships.filter(organisation=made[5]).update(state="left", until=years[2].replace(day=1))
    world.cluster.memberships.filter(organisation=made[6]).update(since=date(years[3].year + 1, years[3].month, 1))
    for each in (True, False):
        whole, quick = queries.periods_of(of, each), queries.periods_of(of, each, closely=1)
        assert [(row.starts_on, row.value, row.told, row.weight) for row in quick] == [
            (row.starts_on, pytest.approx(row.value) if row.value is not None else None, row.told, row.weight)
            for row in whole
        ]
        assert quick[-1] == whole[-1]


def test_readings_go_out_one_a_row(world):
    growers(world, 0)
    reading(world.member, measure(world), world.cooperative)
    (row,) = LISTS["readings"].rows(world.member, {"cluster": str(world.cluster.pk)})
    assert row[2:5] == ["Costo por kilo", "Cooperativa Taypi", "2025/26"]
    assert list(LISTS["readings"].rows(world.stranger, {})) == []


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_page_is_told_in_every_language(world, signed_in, language):
    growers(world, 0)
    told = reading(world.member, measure(world), world.cooperative)
    client = signed_in(world.manager)
    client.cookies["ayni_language"] = language
    pk, cluster = told.measure_id, world.cluster.pk
    for address in ("", f"add/{cluster}/", f"add/{cluster}/own/", f"{pk}/", f"{pk}/tell/", f"{pk}/target/",
                    f"values/{told.pk}/", f"values/{told.pk}/correct/"):  # fmt: skip
        assert client.get(f"/measures/{address}").status_code == 200, address
    assert client.get(f"/evidence/reading/{told.pk}/file/").status_code == 200
