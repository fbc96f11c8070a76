"""The books are read: lists at a constant cost, balances that run, budgets against use, files that read back."""

import csv
import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni_web.ledger.actions import drafts
from ayni_web.ledger.models import Draft, Fund, Heading, Source
from ayni_web.ledger.queries.journal import account_lines, budgets
from ayni_web.ledger.reminders import reminders
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, CALL, MEMBERS, assigned, drawn, facts, granted, opened, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(world):
    """1000 given, 600 assigned to the activity, 250 paid, 200 advanced of which 50 are accounted for; 70 in kind."""
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    group = str(world.cooperative.pk)
    posted(world, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK), text="Factura uno")
    posted(world, "pass_on", facts(20_000, heading=ACTIVITY, member=group, bank=BANK))
    posted(world, "account_for", facts(5_000, heading=ACTIVITY, member=group, account="5300"))
    posted(world, "receive_in_kind", facts(7_000, heading=ACTIVITY, member=group, account="1500", source=MEMBERS))
    return world


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as spent:
        assert client.get(address).status_code == 200
    return len(spent)


@pytest.mark.parametrize("address", [
    "/money/books/", "/money/books/entries/", "/money/books/balance/", "/money/books/budgets/", "/money/books/drafts/",
    f"/money/books/accounts/{BANK}/", "/money/books/funds/", "/money/books/accounts/", "/money/books/rates/",
])  # fmt: skip
def test_a_page_costs_the_same_with_more_rows(used, signed_in, address):
    drawn(used, "receive_grant", facts(1, bank=BANK))
    client = signed_in(used.director)
    before = cost(client, address)
    for n in range(3):
        drawn(used, "receive_grant", facts(1, bank=BANK), text=f"Otro {n}")
        granted(used, 100 + n)
        posted(used, "pay_supplier", facts(100, heading=ACTIVITY, account="5300", bank=BANK))
    assert cost(client, address) == before


def test_a_draft_and_an_entry_cost_the_same_with_more_lines(used, signed_in):
    client = signed_in(used.auditor)
    one = cost(client, "/money/books/entries/1/")
    assert cost(client, "/money/books/entries/5/") <= one + 1


def test_the_balance_runs_through_the_lines_of_an_account(used):
    after = [line.after for line in account_lines(BANK, currency="PEN")]
    assert after == [55_000, 75_000, 100_000]


def test_a_budget_tells_what_was_assigned_paid_advanced_and_is_left(used):
    found = {(each.heading.code, each.source.code): each for each in budgets()}
    own = found[ACTIVITY, "GORE"]
    assert (own.assigned, own.paid, own.advanced, own.left) == (60_000, 30_000, 15_000, 15_000)
    assert found[ACTIVITY, MEMBERS].in_kind == 7_000
    assert (CALL, "GORE") not in found and (AWARD, "GORE") not in found


def test_the_journal_is_narrowed_by_what_its_lines_are_of(used, signed_in):
    client = signed_in(used.auditor)
    rows = lambda query: client.get(f"/money/books/entries/?{query}").context["page"].total  # noqa: E731
    assert rows("") == 8
    assert rows(f"heading={CALL}") == 7
    assert rows(f"source={MEMBERS}") == 1
    assert rows("happened=pay_supplier") == 1
    assert rows("until=2001-01-01") == 0
    assert rows(f"account=5300&since={timezone.localdate().isoformat()}") == 2


def read(client, name, query=""):
    content = b"".join(client.get(f"/lists/{name}.csv?{query}")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content.splitlines()[0] else ","))


def test_lists_go_out_as_files_with_the_filters_of_their_page(used, signed_in):
    client = signed_in(used.auditor)
    entries = read(client, "entries", "happened=pay_supplier")
    assert len(entries) == 3 and "Factura uno" in entries[1]
    assert len(read(client, "balances")) > 5
    assert len(read(client, "budgets")) == 3
    assert client.get("/lists/balances.xlsx").status_code == 200


@pytest.mark.parametrize("name", ["entries", "balances", "budgets", "movements"])
def test_a_stranger_takes_no_list_of_money_away(used, signed_in, name):
    assert signed_in(used.stranger).get(f"/lists/{name}.csv").status_code == 404


def test_drafts_that_wait_are_reminded_of_to_those_who_may_post_them(world):
    opened(world)
    waits = drawn(world, "receive_grant", facts(1, bank=BANK))
    assert [each.key for each in reminders(world.director)] == ["check_money"]
    assert reminders(world.officer) == [] and reminders(world.member) == []
    drafts.send_back(by=world.director, draft=waits, reason="Falta el sello")
    assert [each.key for each in reminders(world.officer)] == ["correct_money"]


def test_the_books_are_set_up_page_by_page(world, client, signed_in):
    signed_in(world.director)
    sent = lambda **more: {"sent": str(uuid4()), **more}  # noqa: E731
    client.post("/money/books/open/", sent(plan="peru", year=timezone.localdate().year))
    client.post("/money/books/funds/add/", sent(title="Fondo del altiplano"))
    client.post("/money/books/sources/add/", sent(title="Gobierno regional de Puno", kind="government"))
    client.post("/money/books/headings/add/", sent(title="Convocatoria 2026", kind="call"))
    call = Heading.objects.get()
    client.post("/money/books/headings/add/", sent(title="Planta", kind="award", parent=call.pk, cofinance="25"))
    client.post("/money/books/rates/add/", sent(currency="USD", day="2026-05-05", value="3.745", source="SBS"))
    client.post("/money/books/accounts/add/", sent(
        title="Banco de la Nación", code="1049", kind="asset", purpose="bank", currency="PEN"))  # fmt: skip
    assert Fund.objects.get().pk == "FONDO-DEL-ALTIPLANO"
    assert Source.objects.get().pk == "GOBIERNO-REGIONAL-DE"
    assert Heading.objects.get(kind="award").pk == "CONVOCATORIA-2026-01"
    assert Heading.objects.get(kind="award").cofinance == 2_500
    page = client.get("/money/books/funds/").content.decode()
    assert "Planta" in page and "25 %" in page
    assert "3.745" in client.get("/money/books/rates/").content.decode()
    assert "Banco de la Nación" in client.get("/money/books/accounts/").content.decode()


def test_a_reversal_is_written_with_its_reason_and_waits_for_another(used, signed_in):
    client = signed_in(used.officer)
    client.post("/money/books/entries/5/reverse/", {
        "sent": str(uuid4()), "occurred_on": timezone.localdate().isoformat(), "why_reversed": "Doble"})  # fmt: skip
    draft = Draft.objects.get(reverses=5)
    assert draft.text == "Doble" and draft.papers.count() == 1
    assert client.get(f"/money/books/drafts/{draft.pk}/correct/").status_code == 404
