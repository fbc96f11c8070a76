"""Money is written in plain words on a phone: what it asks, what it refuses beside its field, and what it comes to."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ayni_web.documents.models import Document
from ayni_web.ledger.models import Draft, Entry
from ayni_web.ledger.purposes import PURPOSES
from ayni_web.ledger.queries.balances import balance_of
from ayni_web.ledger.views.writing import GROUPS
from tests.web.documents.made import png
from tests.web.ledger.made import (
    ACTIVITY,
    BANK,
    CASH,
    FUND,
    GOVERNMENT,
    MEMBERS,
    assigned,
    drawn,
    facts,
    granted,
    opened,
)

pytestmark = pytest.mark.django_db


def told(**more):
    return {
        "sent": str(uuid4()), "fund": FUND, "minor": "250.00", "currency": "PEN", "source": GOVERNMENT,
        "occurred_on": timezone.localdate().isoformat(), "text": "Factura F001-2214", **more,
    }  # fmt: skip


def paid(**more):
    return told(**{"heading": ACTIVITY, "account": "5300", "bank": BANK, "counterpart": "Taller Illa", **more})


def source_of(client, address):
    return client.get(address).content.decode()


def test_the_first_page_offers_every_purpose_once():
    offered = [code for _, codes in GROUPS for code in codes]
    assert sorted(offered) == sorted(PURPOSES)


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_a_purpose_asks_for_what_it_needs_and_nothing_else(world, signed_in, purpose):
    opened(world)
    source = source_of(signed_in(world.officer), f"/money/books/write/{purpose}/")
    named = set(re.findall(r'name="(\w+)"', source))
    asked = {"member", "source", "heading", "to_heading", "account", "bank", "to_bank", "to_currency", "to_minor"}
    assert named & asked == set(PURPOSES[purpose].asks)


def test_a_payment_is_written_seen_sent_and_posted_by_another(world, client, signed_in):
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    signed_in(world.officer)
    invoice = SimpleUploadedFile("factura.png", png(), "image/png")
    answer = client.post("/money/books/write/pay_supplier/", paid(file=invoice, public="on"), follow=True)
    source = answer.content.decode()
    draft = Draft.objects.latest("made_at")
    assert "Taller Illa" in source and "S/\xa0250.00" in source
    # The bank falls from 1,000 to 750; of the activity's 600, 250 are spent.
    assert "S/\xa01,000.00" in source and "S/\xa0750.00" in source
    assert Document.objects.get(versions__sha256=draft.papers.get().version.sha256).audience == "public"
    client.post(f"/money/books/drafts/{draft.pk}/send/", {"sent": str(uuid4())})
    signed_in(world.director)
    source = source_of(client, "/money/books/drafts/")
    assert "Factura F001-2214" in source
    answer = client.post(f"/money/books/drafts/{draft.pk}/post/", {"sent": str(uuid4())}, follow=True)
    entry = Entry.objects.order_by("number").last()
    assert answer.redirect_chain[-1][0] == f"/money/books/entries/{entry.number}/"
    assert entry.hash in answer.content.decode() and draft.papers.get().version.sha256 in answer.content.decode()
    assert balance_of(BANK, "PEN") == 75_000


def test_a_form_sent_twice_counts_once(world, signed_in):
    opened(world)
    client, once = signed_in(world.officer), told(bank=BANK)
    for _ in range(2):
        client.post("/money/books/write/receive_grant/", once)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("minor", "12.345", "PEN se escribe con 2 decimales"),
        ("minor", "", ""),
        ("occurred_on", "tomorrow", "Ese día todavía no llega"),
        ("occurred_on", "2001-05-05", "no tiene abierto el mes"),
        ("account", "", ""),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(world, signed_in, field, value, sentence):
    opened(world)
    value = (timezone.localdate() + timedelta(days=1)).isoformat() if value == "tomorrow" else value
    answer = signed_in(world.officer).post(
        "/money/books/write/pay_supplier/", paid(**{field: value}), HTTP_ACCEPT_LANGUAGE="es"
    )
    source = answer.content.decode()
    beside = re.search(rf'<p class="error" id="id_{field}-e">.*?</p>', source, re.DOTALL)
    assert beside and sentence in beside.group()
    assert "Taller Illa" in source and not Draft.objects.exists()


def test_what_could_not_be_posted_today_is_said_before_it_is_sent(world, signed_in):
    opened(world, cofinance="25")
    granted(world)
    assigned(world, 60_000)
    answer = signed_in(world.officer).post("/money/books/write/pay_supplier/", paid(), follow=True)
    assert "Hoy no se podría registrar" in answer.content.decode()
    assert "83.34" in answer.content.decode()


def test_a_payment_refused_for_the_share_of_the_group_stays_and_is_paid_later(world, client, signed_in):
    opened(world, cofinance="25")
    granted(world)
    assigned(world, 60_000)
    waits = drawn(world, "pay_supplier", facts(30_000, heading=ACTIVITY, account="5300", bank=BANK))
    address = f"/money/books/drafts/{waits.pk}/post/"
    signed_in(world.director)
    answer = client.post(address, {"sent": str(uuid4())})
    assert answer.status_code == 200 and "100.00" in answer.content.decode()
    own = {"source": MEMBERS, "member": str(world.cooperative.pk), "heading": ACTIVITY}
    kind = drawn(world, "receive_in_kind", facts(10_000, account="1500", **own))
    client.post(f"/money/books/drafts/{kind.pk}/post/", {"sent": str(uuid4())})
    assert client.post(address, {"sent": str(uuid4())}).status_code == 302
    waits.refresh_from_db()
    assert waits.state == "posted"


def test_a_draft_sent_back_is_corrected_with_what_was_written(world, client, signed_in):
    opened(world)
    signed_in(world.officer)
    client.post("/money/books/write/receive_grant/", told(bank=BANK))
    draft = Draft.objects.get()
    source = source_of(client, f"/money/books/drafts/{draft.pk}/correct/")
    assert 'value="250.00"' in source and 'value="Factura F001-2214"' in source
    client.post(f"/money/books/drafts/{draft.pk}/correct/", told(bank=BANK, minor="300.00"))
    draft.refresh_from_db()
    assert {abs(line["minor"]) for line in draft.lines} == {30_000} and Draft.objects.count() == 1
    answer = client.post(f"/money/books/drafts/{draft.pk}/send/", {"sent": str(uuid4())})
    assert "Adjunte el documento" in answer.content.decode()


def test_whoever_wrote_it_is_not_asked_to_check_it(world, client, signed_in):
    opened(world)
    waits = drawn(world, "receive_grant", facts(100, bank=BANK))
    signed_in(world.officer)
    assert "/post/" not in source_of(client, f"/money/books/drafts/{waits.pk}/")
    answer = client.post(f"/money/books/drafts/{waits.pk}/post/", {"sent": str(uuid4())})
    assert "otra persona" in answer.content.decode() and not Entry.objects.exists()


def lines(*rows, **more):
    told = {"sent": str(uuid4()), "occurred_on": timezone.localdate().isoformat(), "text": "Ajuste",
            "line-TOTAL_FORMS": "4", "line-INITIAL_FORMS": "0", **more}  # fmt: skip
    for place, (account, debit, credit) in enumerate(rows):
        told |= {f"line-{place}-account": account, f"line-{place}-debit": debit, f"line-{place}-credit": credit,
                 f"line-{place}-currency": "PEN", f"line-{place}-fund": FUND}  # fmt: skip
    return told


def test_an_accountant_types_lines_and_asks_for_more_without_losing_any(world, signed_in):
    opened(world)
    client = signed_in(world.officer)
    rows = [(CASH, "100.00", ""), ("4000", "", "100.00")]
    source = client.post("/money/books/write/lines/", lines(*rows, more="yes")).content.decode()
    assert 'name="line-7-account"' in source and 'value="100.00"' in source and "told wrong" not in source
    client.post("/money/books/write/lines/", lines(*rows))
    assert [line["minor"] for line in Draft.objects.get().lines] == [10_000, -10_000]


def test_lines_that_do_not_balance_are_refused_with_what_is_left_over(world, signed_in):
    opened(world)
    rows = [(CASH, "100.00", ""), ("4000", "", "90.00")]
    source = signed_in(world.officer).post("/money/books/write/lines/", lines(*rows)).content.decode()
    assert "10.00" in source and not Draft.objects.exists()


def test_a_line_with_two_sides_is_refused_where_it_stands(world, signed_in):
    opened(world)
    rows = [(CASH, "100.00", "100.00"), ("", "", "90.00")]
    source = signed_in(world.officer).post("/money/books/write/lines/", lines(*rows)).content.decode()
    assert 'id="id_line-0-debit-e"' in source and 'id="id_line-1-account-e"' in source
