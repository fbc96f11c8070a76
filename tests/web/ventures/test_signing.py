"""Signing freezes a version with its assumptions; by another than whoever wrote it, and nothing expired."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import Entry
from ayni_web.ventures.actions import plans, signing
from ayni_web.ventures.actions.signing import _ends_on
from ayni_web.ventures.models import Assumption, Computation, Forecast, Hand, MemberRow, Renewal, Version, YearRow
from tests.engine.sheet_formulas import Sheets
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite


def expired(days=30):
    document = made.small()
    document["assumption"][0]["expires"] = (timezone.localdate() - timedelta(days=days)).isoformat()
    return document


def test_another_than_those_who_wrote_signs_and_it_is_written_to_the_chain(world):
    version = made.computed(world)
    with pytest.raises(Mistake) as refused:
        signing.sign(by=world.manager, version=version, of=version.sha256)
    assert refused.value.key == "plans.another_signs"
    made.written(world, version, {**version.document, "assumption": []}, by=world.officer)
    version = made.fresh(version)
    with pytest.raises(Mistake):
        signing.sign(by=world.officer, version=version, of=version.sha256)
    other = made.second_manager(world)
    done = signing.sign(by=other, version=version, of=version.sha256)
    assert (done.state, done.signed_by) == ("signed", other)
    assert Entry.objects.filter(kind="plan.signed").count() == 1


def test_what_is_signed_is_what_was_read(world):
    version = made.computed(world)
    read = version.sha256
    made.written(world, version, {**version.document, "assumption": []})
    with pytest.raises(Mistake) as refused:
        signing.sign(by=world.officer, version=made.fresh(version), of=read)
    assert refused.value.key == "plans.changed_meanwhile"


def test_a_draft_is_not_signed(world):
    version = made.planned(world)
    with pytest.raises(Mistake) as refused:
        signing.sign(by=world.officer, version=version, of=version.sha256)
    assert refused.value.key == "plans.compute_first"


def test_an_assumption_that_has_expired_blocks_until_it_is_renewed_with_a_reason(world, signed_in):
    version = made.computed(world, expired())
    with pytest.raises(Mistake) as refused:
        signing.sign(by=world.officer, version=version, of=version.sha256)
    assert refused.value.key == "plans.assumption_expired"
    client = signed_in(world.manager)
    address = f"/plans/versions/{version.pk}/renew/{Assumption.objects.get().pk}/"
    until = timezone.localdate() + timedelta(days=60)
    assert client.post(address, {"until": until.isoformat(), "reason": ""}).status_code == 200
    assert client.post(address, {"until": "2020-01-01", "reason": "Sigue"}).status_code == 200
    assert client.post(address, {"until": until.isoformat(), "reason": "El comprador lo confirmó"}).status_code == 302
    version = made.fresh(version)
    assert version.state == "computed" and Renewal.objects.get().reason == "El comprador lo confirmó"
    assert version.document["assumption"][0]["expires"] == until.isoformat()
    assert signing.sign(by=world.officer, version=version, of=version.sha256).is_signed


def test_the_database_itself_refuses_each_way_around(world):
    version = made.computed(world, expired())
    now = timezone.now()

    def sign(by):
        Version.objects.filter(pk=version.pk).update(state="signed", signed_by=by, signed_at=now)

    other = made.second_manager(world)
    for by in (world.manager, other, None):
        # Its author; another, while an assumption has expired; nobody.
        with pytest.raises(IntegrityError), transaction.atomic():
            sign(by)
    made.written(world, version, {**version.document, "assumption": []}, by=world.officer)
    for act in (
        lambda: sign(world.officer),
        lambda: Version.objects.filter(pk=version.pk).update(
            state="signed", signed_by=other, signed_at=now, content="{}"
        ),
        lambda: Version.objects.filter(pk=version.pk).update(figures_sha256="0" * 64),
        lambda: Version.objects.create(
            plan=version.plan, number=9, state="computed", content="{}", author=world.manager
        ),
        lambda: Hand.objects.all().delete(),
        lambda: Version.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    sign(other)
    assert made.fresh(version).is_signed


def test_nothing_of_a_signed_version_changes(world):
    version = made.signed(world)
    soon = timezone.localdate() + timedelta(days=400)
    for act in (
        lambda: Version.objects.update(content="{}"),
        lambda: Version.objects.update(state="draft", signed_by=None, signed_at=None),
        lambda: Assumption.objects.update(expires_on=soon),
        lambda: Assumption.objects.all().delete(),
        lambda: Assumption.objects.create(version=version, text="Otro", expires_on=soon),
        lambda: Renewal.objects.create(version=version, text="a", before=timezone.localdate(), until=soon, reason="b",
                                       by=world.manager),
        lambda: Computation.objects.create(version=version, figures_sha256="", asked_by=world.manager),
        lambda: Forecast.objects.update(value=0),
        lambda: Forecast.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    for act in (
        lambda: made.written(world, version, made.small()),
        lambda: signing.compute(by=world.manager, version=version),
        lambda: signing.sign(by=made.second_manager(world), version=version, of=version.sha256),
    ):
        with pytest.raises(Mistake) as refused:
            act()
        assert refused.value.key == "plans.signed_stands"


def test_the_next_version_begins_as_the_signed_one_and_is_signed_by_another_again(world):
    version = made.signed(world)
    following = plans.add_version(by=world.officer, version=version)
    assert (following.number, following.state, following.sha256) == (2, "draft", version.sha256)
    signing.compute(by=world.officer, version=following)
    with pytest.raises(Mistake):
        signing.sign(by=world.officer, version=made.fresh(following), of=following.sha256)
    # The manager wrote the first version, not this one.
    assert signing.sign(by=world.manager, version=made.fresh(following), of=following.sha256).is_signed


def test_what_was_forecast_is_kept_with_the_day_on_which_it_is_scored(world):
    made.signed(world)
    rows = {(row.who, row.year): row for row in Forecast.objects.all()}
    assert set(rows) == {(who, year) for who in ("grower", "buyer", "group") for year in (1, 2)}
    assert rows["group", 1].value == YearRow.objects.get(who="group", year=1).value == 350
    assert rows["group", 1].due_on == date(2027, 12, 31) + timedelta(days=60)


def test_a_year_of_a_plan_ends_twelve_months_after_it_began():
    assert _ends_on("2027", 1) == date(2027, 12, 31)
    assert _ends_on("2027-07", 1) == date(2028, 6, 30)
    assert _ends_on("2027-03", 1) == date(2028, 2, 29)
    assert _ends_on("2027-01", 10) == date(2036, 12, 31)


def test_the_workbook_of_a_version_works_out_what_its_page_says(world, signed_in):
    version = made.computed(world)
    answer = signed_in(world.manager).get(f"/plans/versions/{version.pk}/plan.xlsx")
    sheets = Sheets(io.BytesIO(answer.content))
    for row in MemberRow.objects.all():
        at = sheets.row_of("Resumen", row.title)
        assert sheets["Resumen", f"E{at}"] == pytest.approx(row.gain)
        assert sheets["Resumen", f"F{at}"] == pytest.approx(row.gain_a_year)


def test_two_versions_stand_side_by_side(world, signed_in):
    version = made.signed(world)
    following = plans.add_version(by=world.manager, version=version)
    document = following.document
    document["flow"][1]["price"] = 300
    made.written(world, following, document)
    signing.compute(by=world.manager, version=made.fresh(following))
    client = signed_in(world.manager)
    page = client.get(f"/plans/versions/{following.pk}/compared/").content.decode()
    assert page.count("Dos y uno, versión 1") >= 2 and page.count("Dos y uno, versión 2") >= 2
    # 2 x 300 less 2 x 100 and 50 at once over two years: 400 - 50 / 1.909; before 200 - 26.2.
    assert "S/\xa0374" in page and "S/\xa0174" in page
    assert client.get(f"/plans/versions/{following.pk}/compared/?against=nonsense").status_code == 200
