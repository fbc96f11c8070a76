"""What programs read of what goes on inside a cluster: promises, measures, rounds, cases; and of the library."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.library import KINDS, entries
from ayni_web.commitments import actions as commitments
from ayni_web.common.kept import forget
from ayni_web.series.models import Reading
from ayni_web.series.readings import actions as readings
from tests.web.api.made import program_of
from tests.web.api.test_reads import got
from tests.web.assessments.made import answered_round, opened
from tests.web.commitments.made import agreed, buyer, ministry, promise, told
from tests.web.processes.made import in_force, moved, paper, taken_in
from tests.web.processes.made import opened as opened_case
from tests.web.series.made import growers, measure, reading

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
YEAR = date(2025, 1, 1)


# Promises


def test_a_commitment_is_told_with_what_each_side_said(world, signed_in):
    row = told(world)
    line = got(signed_in(world.member), "commitments")["items"][0]
    assert (line["id"], line["kind"], line["state"], line["quantity"], line["unit"]) == (
        str(row.pk), "deliver", "kept", 20.0, "quintal_46",
    )  # fmt: skip
    whole = got(signed_in(world.member), f"commitments/{row.pk}")
    assert [(turn["what"], turn["side"]) for turn in whole["turns"]] == [
        ("proposed", "maker"), ("agreed", "receiver"), ("kept", "receiver"),
    ]  # fmt: skip
    assert [turn["person"] for turn in whole["turns"]] == ["Member Uno", "Buyer Uno", "Buyer Uno"]
    assert whole["maker"]["name"] == "Cooperativa Taypi"


def test_who_is_of_no_side_is_not_told_who_said_it(world, signed_in):
    """A promise that is of all in the cluster, between two others."""
    row = promise(world.manager, ministry(world), world.exporter, kind="quick_win", content="Taller de calidad")
    assert got(signed_in(world.member), "commitments")["items"] == []
    commitments.countersign(by=buyer(world), commitment=row)
    whole = got(signed_in(world.member), f"commitments/{row.pk}")
    assert {turn["person"] for turn in whole["turns"]} == {None}
    assert {turn["person"] for turn in got(program_of(world.officer), f"commitments/{row.pk}")["turns"]} == {
        "Manager Uno", "Buyer Uno",
    }  # fmt: skip


def test_commitments_are_asked_for_as_on_their_page(world, signed_in):
    kept, open_one = told(world), agreed(world, kind="quality", content="Humedad bajo 12 %")
    asks = {
        "state=kept": [kept], "state=open": [open_one], "whose=to_keep": [open_one, kept], "whose=to_receive": [],
        "kind=quality": [open_one], f"organisation={world.exporter.pk}": [open_one, kept],
        f"cluster={world.other_cluster.pk}": [],
    }  # fmt: skip
    client = signed_in(world.member)
    for asked, rows in asks.items():
        name, _, value = asked.partition("=")
        found = [each["id"] for each in got(client, "commitments", **{name: value})["items"]]
        assert found == [str(row.pk) for row in rows], asked


def test_rates_are_told_as_on_the_page_and_few_are_not(world, signed_in):
    """Four kept by one organisation: too few for members; for who manages 4 of 4, Wilson from 4 / (4 + 1.96 ** 2)."""
    for _ in range(4):
        told(world)
    address = f"clusters/{world.cluster.pk}/keeping"
    whole = got(program_of(world.manager), address)["whole"]
    assert (whole["counted"], whole["kept"], whole["late"], whole["share"]) == (4, 4, 0, 1.0)
    assert whole["low"] == pytest.approx(4 / (4 + 1.95996**2), abs=1e-4)
    seen = got(signed_in(world.member), address)
    assert seen["arrears"] is None
    for rate in (seen["whole"], *seen["by_kind"], *seen["by_year"]):
        assert rate["few"]
        assert {rate[name] for name in ("counted", "kept", "late", "broken", "aside", "share", "low", "high")} == {None}
    (own,) = got(signed_in(world.member), f"{address}/organisations")["items"]
    assert (own["organisation"]["name"], own["share"]) == ("Cooperativa Taypi", 1.0)
    assert got(signed_in(buyer(world)), f"{address}/organisations")["items"] == []


# Measures


def sales(world, count=6):
    row, members = measure(world, "sales"), growers(world, count)
    for number, member in enumerate(members):
        reading(world.manager, row, member, starts_on=YEAR, value=Decimal(10 + number))
    return row, members


def test_a_total_is_told_to_all_inside_and_single_values_to_those_they_are_of(world, signed_in):
    row, members = sales(world)
    own = reading(world.member, row, world.cooperative, starts_on=YEAR, value=Decimal(7))
    manager, member = program_of(world.manager), signed_in(world.member)
    (whole,) = got(manager, f"measures/{row.pk}/periods")["items"]
    assert (whole["value"], whole["readings"], whole["missing"], whole["waiting"]) == (82.0, 7, 1, 0)
    (seen,) = got(member, f"measures/{row.pk}/periods")["items"]
    # Five told in 2025 before the others: the first total that may be shown, and none that tells who came after.
    assert (seen["value"], seen["told"], seen["waiting"], seen["parts"]) == (60.0, True, 2, None)
    assert got(manager, "readings", measure=str(row.pk))["total"] == 7
    (mine,) = got(member, "readings")["items"]
    assert (mine["id"], mine["value"], mine["told_by"]) == (str(own.pk), 7.0, "Member Uno")
    assert got(member, "readings", organisation=str(members[0].pk))["items"] == []
    line = got(member, "measures")["items"][0]
    assert (line["title"], line["told"], line["members"]) == ("Ventas nacionales y de exportación", 7, 8)


def test_too_few_are_no_total(world, signed_in):
    row, _ = sales(world, 4)
    address = f"measures/{row.pk}/periods"
    (seen,) = got(signed_in(world.member), address)["items"]
    assert (seen["value"], seen["told"], seen["few"], seen["spread"]) == (None, False, True, None)
    assert got(program_of(world.manager), address)["items"][0]["value"] == 46.0


def test_a_corrected_value_stays_beside_what_took_its_place(world):
    row, _ = sales(world, 1)
    first = Reading.objects.get()
    then = readings.revise_reading(
        by=world.manager, reading=first, value=Decimal(12), source="Boleta", why="Se leyó mal"
    )
    readings.verify_reading(by=world.officer, reading=then)
    before, after = got(program_of(world.officer), "readings", measure=str(row.pk))["items"]
    assert (before["value"], before["standing"], before["verified_by"]) == (10.0, False, None)
    assert (after["value"], after["standing"], after["revises"], after["why"], after["verified_by"]) == (
        12.0, True, str(first.pk), "Se leyó mal", "Officer Uno",
    )  # fmt: skip


def test_targets_are_the_last_that_were_set_and_those_of_others_are_theirs(world, signed_in):
    row, members = sales(world, 1)
    for value in (90, 100):
        readings.set_target(by=world.manager, measure=row, starts_on=YEAR, value=Decimal(value))
    for member, value in ((members[0], 20), (members[0], 30), (world.cooperative, 40)):
        readings.set_target(by=world.manager, measure=row, starts_on=YEAR, value=Decimal(value), organisation=member)

    def seen(client):
        rows = got(client, "targets")["items"]
        return sorted((row["organisation"]["name"] if row["organisation"] else "", row["value"]) for row in rows)

    every = [("", 100.0), ("Cooperativa Taypi", 40.0), ("Grupo 00", 30.0)]
    assert (seen(program_of(world.manager)), seen(program_of(world.officer))) == (every, every)
    assert seen(signed_in(world.member)) == every[:2]
    assert seen(signed_in(world.stranger)) == []


# Rounds and cases


def test_a_profile_is_told_once_enough_answered(world, signed_in):
    row = answered_round(world, 6)
    whole = got(program_of(world.manager), f"assessments/{row.pk}")
    assert (whole["sent"], whole["profile"]["sheets"], whole["state"]) == (6, 6, "closed")
    assert whole["profile"]["whole"]["score"] == pytest.approx(75, abs=25)
    assert {item["few"] for item in whole["profile"]["items"]} == {False}
    assert sum(each["count"] for each in whole["profile"]["items"][0]["answers"]) == 6
    assert got(signed_in(world.stranger), "assessments")["items"] == []


def test_a_profile_of_few_is_not_told(world):
    row = answered_round(world, 3)
    seen = got(program_of(world.manager), f"assessments/{row.pk}")
    assert (seen["profile"], seen["sent"], seen["reply"]) == (None, None, None)
    assert got(program_of(world.officer), f"assessments/{row.pk}")["sent"] == 3
    still = opened(world.manager, world.cluster)
    assert got(program_of(world.manager), f"assessments/{still.pk}")["profile"] is None


def test_a_case_is_told_with_its_way_and_names_to_those_who_see_them(world, signed_in):
    row = opened_case(world, text="Para la campaña")
    paper(row, world.manager)
    moved(row, "checked", world.manager)
    whole = got(program_of(world.manager), f"cases/{row.pk}")
    assert [(stay["code"], stay["person"], stay["left_at"] is None) for stay in whole["stays"]] == [
        ("written", "Manager Uno", False), ("checked", "Manager Uno", True),
    ]  # fmt: skip
    assert [each["code"] for each in whole["ahead"]] == ["decided", "done"]
    assert (whole["step"]["owner"], whole["late"], whole["version"]) == ("officer", False, 1)
    seen = got(signed_in(world.member), f"cases/{row.pk}")
    assert {stay["person"] for stay in seen["stays"]} == {None}
    assert (seen["opened_by"], seen["reviewers"]) == (None, None)
    assert got(signed_in(world.member), "cases", q=row.number)["total"] == 1
    assert got(signed_in(world.member), "cases", which="ended")["total"] == 0


def test_who_asked_without_an_account_is_on_no_address(world):
    row = taken_in(world)
    answer = program_of(world.officer).get(f"/api/v1/cases/{row.pk}")
    assert answer.json()["came"]["by"] == "in_person"
    assert "Saturnina" not in answer.content.decode()
    assert "Pachamama" not in answer.content.decode()


def test_a_process_tells_its_steps_and_how_long_they_take(world, signed_in):
    rules = in_force(world.officer)
    for _ in range(5):
        row = opened_case(world, rules=rules)
        paper(row, world.manager)
        moved(row, "checked", world.manager)
    whole = got(program_of(world.officer), f"processes/{rules.process_id}")
    assert (whole["title"], whole["open_cases"], whole["version"]) == ("Prueba", 5, 1)
    first = whole["steps"][0]
    assert (first["code"], first["owner"], first["begun"], first["median"]) == ("written", "manager", 5, 0.0)
    assert [each["to"] for each in first["moves"]] == ["checked", "withdrawn"]
    assert got(signed_in(world.stranger), f"processes/{rules.process_id}")["open_cases"] == 0


def test_the_library_is_read_without_a_key_in_three_languages(client, db):
    assert got(client, "library")["total"] == sum(len(entries(kind)) for kind in KINDS)
    told_in = {
        language: client.get("/api/v1/library/processes/formation", headers={"Accept-Language": language}).json()
        for language in ("es", "en", "pt")
    }
    assert len({each["title"] for each in told_in.values()}) == 3
    assert len({each["content"]["step"][0]["title"] for each in told_in.values()}) == 3
    assert client.get("/api/v1/library/nothing/formation").status_code == 404
    assert client.get("/api/v1/library/processes/..").status_code == 404


# Nothing more


def test_a_hostile_member_learns_nothing_of_what_goes_on_in_another_cluster(world, signed_in):
    promise(world.officer, world.outsider, world.entity, content="Precio secreto")
    row = readings.make_measure(by=world.officer, cluster=world.other_cluster, title="Costo secreto", of="cluster",
                                unit="pen", better="less", period="year", roll_up="none")  # fmt: skip
    readings.tell_reading(by=world.officer, measure=row, starts_on=YEAR, value=Decimal(3), source="Libro secreto")
    readings.set_target(by=world.officer, measure=row, starts_on=YEAR, value=Decimal(2))
    opened_case(world, by=world.officer, cluster=world.other_cluster, title="Permiso secreto")
    client = signed_in(world.member)
    for address in ("commitments", "measures", "readings", "targets", "assessments", "cases"):
        for asked in ({}, {"cluster": str(world.other_cluster.pk)}):
            answer = client.get(f"/api/v1/{address}", asked)
            assert answer.status_code == 200
            assert "secret" not in answer.content.decode()
    for address in (f"measures/{row.pk}", f"measures/{row.pk}/periods", f"clusters/{world.other_cluster.pk}/keeping",
                    f"clusters/{world.other_cluster.pk}/keeping/organisations"):  # fmt: skip
        assert client.get(f"/api/v1/{address}").status_code == 404


LISTS = ("commitments", "measures", "readings", "targets", "assessments", "processes", "cases")


@pytest.mark.parametrize("address", LISTS)
def test_queries_do_not_grow_with_the_rows_of_a_list(address, world):
    def more(count):
        for code in ("sales", "unit_cost", "training_hours")[:count]:
            of = measure(world, code)
            for member in growers(world, 1) if count == 1 else ():
                reading(world.manager, of, member, starts_on=date(2025, 8, 1) if of.period == "farm_year" else YEAR)
            if of.period == "year":
                readings.set_target(by=world.manager, measure=of, starts_on=YEAR, value=Decimal(count))
        agreed(world)
        rules = in_force(world.officer)
        opened_case(world, rules=rules)
        opened(world.manager, world.cluster)

    def asked():
        forget()
        with CaptureQueriesContext(connection) as caught:
            found = got(client, address)
        return len(caught), found["total"]

    client = program_of(world.manager)
    more(1)
    asked()
    few, first = asked()
    for _ in range(2):
        agreed(world)
        opened_case(world)
        opened(world.manager, world.cluster)
    for code in ("unit_cost", "orders"):
        of = measure(world, code)
        start = date(2025, 8, 1) if of.period == "farm_year" else YEAR
        readings.set_target(by=world.manager, measure=of, starts_on=start, value=Decimal(1))
        reading(world.manager, of, world.cooperative)
    many, last = asked()
    assert last > first, address
    assert many == few
