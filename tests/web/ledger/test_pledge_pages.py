"""Pages of pledges: a walk from the promise to the receipt, what it costs, and what nobody else reads."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni_web.accounts.models import Person
from ayni_web.ledger.actions import drafts, pledges
from ayni_web.ledger.actions.posting import post
from ayni_web.ledger.models import Draft, Fulfilment, Pledge
from ayni_web.ledger.rules.pledging import Part
from ayni_web.members.models import Representation
from tests.web.ledger.made import BANK, FUND, MEMBERS, drawn, facts, opened
from tests.web.ledger.test_cheating import run
from tests.web.ledger.test_pledges import ago, delivered, paid, pledged

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def books_open(world):
    opened(world)
    return world


def rows_of(**more):
    told = {"part-TOTAL_FORMS": "6", "part-INITIAL_FORMS": "0"}
    for n in range(6):
        told |= {f"part-{n}-kind": "money", f"part-{n}-times": "1"}
    return {**told, **more}


def test_from_a_promise_written_to_a_receipt_in_the_hand(books_open, signed_in):
    member = str(books_open.cooperative.pk)
    form = rows_of(**{
        "member": member, "fund": FUND, "currency": "PEN", "text": "Acta 12", "part-0-due_on": ago(40).isoformat(),
        "part-0-minor": "150.00", "part-0-times": "3", "part-1-due_on": ago(5).isoformat(), "part-1-minor": "700",
        "part-1-kind": "in_kind", "part-1-what": "20 jornales",
    })  # fmt: skip
    answer = signed_in(books_open.manager).post("/money/pledges/add/", form)
    row = Pledge.objects.get()
    assert answer.url == f"/money/pledges/{row.pk}/"
    assert row.instalments.count() == 4
    assert signed_in(books_open.manager).post(f"/money/pledges/{row.pk}/agree/").status_code == 404
    client = signed_in(books_open.member)
    assert "agree/" in client.get(answer.url).content.decode()
    client.post(f"/money/pledges/{row.pk}/agree/", {"sent": str(uuid4())})
    row.refresh_from_db()
    assert row.agreed_by == books_open.member
    # The director posts what the officer wrote; it counts at once for what was due first.
    told = facts(20_000, source=MEMBERS, bank=BANK, member=member)
    draft = drawn(books_open, "receive_contribution", told)
    signed_in(books_open.director).post(f"/money/books/drafts/{draft.pk}/post/", {"sent": str(uuid4())})
    counts = Fulfilment.objects.order_by("instalment__due_on")
    assert [each.minor for each in counts] == [15_000, 5_000]
    entry = Draft.objects.get(pk=draft.pk).entry
    receipt = signed_in(books_open.member).get(f"/money/members/{member}/").content.decode()
    assert entry.hash in receipt
    public = Client().get(f"/money/entries/{entry.number}/").content.decode()
    assert entry.hash in public and books_open.cooperative.name not in public


def test_a_form_that_says_too_little_is_told_where(books_open, signed_in):
    form = rows_of(**{"member": str(books_open.cooperative.pk), "fund": FUND, "currency": "PEN",
                      "part-0-minor": "150.555", "part-1-due_on": ago(5).isoformat(), "part-1-minor": "7",
                      "part-1-kind": "in_kind"})  # fmt: skip
    text = signed_in(books_open.officer).post("/money/pledges/add/", form).content.decode()
    assert text.count("aria-invalid") == 3
    nothing = signed_in(books_open.officer).post("/money/pledges/add/", rows_of(
        member=str(books_open.cooperative.pk), fund=FUND, currency="PEN"))  # fmt: skip
    assert nothing.status_code == 200 and not Pledge.objects.exists()


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_receipt_is_one_sheet_in_each_language_with_what_stands_in_the_books(books_open, signed_in, language):
    pledged(books_open, Part(ago(40), 10_000), Part(ago(5), 50_000, True, "20 jornales"))
    money, kind = paid(books_open, 10_000), delivered(books_open, 40_000)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    Person.objects.filter(pk=books_open.auditor.pk).update(language=language)
    client = signed_in(books_open.auditor)
    text = client.get(f"/money/members/{books_open.cooperative.pk}/").content.decode()
    assert f'<html lang="{language}' in text
    assert money.hash in text and kind.hash in text and "Ing. Rosa Apaza" in text
    plain = re.sub(r"[\s.,\u00a0\u202f]", "", re.sub(r"<[^>]+>", "", text))
    # Promised 600.00, delivered 400.00, paid 100.00, missing and late 100.00.
    for told in ("S/60000", "S/40000", "S/10000"):
        assert told in plain


def test_a_receipt_as_at_a_day_tells_nothing_of_later(books_open, signed_in):
    pledged(books_open, Part(ago(40), 10_000))
    entry = paid(books_open, 10_000)
    address = f"/money/members/{books_open.cooperative.pk}/?as_at="
    client = signed_in(books_open.member)
    assert entry.hash not in client.get(address + ago(1).isoformat()).content.decode().split("h-check")[0]
    assert entry.hash in client.get(address + ago(0).isoformat()).content.decode().split("h-check")[0]


def test_nobody_reads_what_another_member_put_in(books_open, signed_in):
    row = pledged(books_open, Part(ago(5), 100))
    paid(books_open, 100)
    for address in (f"/money/pledges/{row.pk}/", f"/money/members/{books_open.cooperative.pk}/"):
        assert signed_in(books_open.stranger).get(address).status_code == 404
    text = signed_in(books_open.stranger).get("/money/pledges/").content.decode()
    assert books_open.cooperative.name not in text


def test_the_page_of_a_member_tells_what_it_promised_to_those_who_read_it(books_open, signed_in):
    pledged(books_open, Part(ago(5), 100))
    address = f"/organisations/{books_open.cooperative.pk}/"
    fellow = Person.objects.create_user("fellow", "correct horse battery", name="Fellow Dos")
    Representation.objects.create(person=fellow, organisation=books_open.exporter, since=timezone.now())
    for person in (books_open.member, books_open.manager, books_open.auditor):
        assert 'id="h-pledged"' in signed_in(person).get(address).content.decode()
    seen = signed_in(fellow).get(address)
    assert seen.status_code == 200 and 'id="h-pledged"' not in seen.content.decode()


def test_lists_cost_as_many_queries_with_more_in_them(books_open, signed_in):
    def cost(address):
        client = signed_in(books_open.officer)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    first = pledged(books_open, Part(ago(40), 100), Part(ago(5), 100))
    paid(books_open, 150)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    addresses = ("/money/pledges/", f"/money/pledges/{first.pk}/", f"/money/members/{books_open.cooperative.pk}/")
    before = [cost(address) for address in addresses]
    pledged(books_open, *(Part(ago(days), 100) for days in range(10)))
    pledged(books_open, Part(ago(1), 100), member=books_open.exporter, by=books_open.director)
    pledged(books_open, Part(ago(1), 100), agreed=False)
    paid(books_open, 400)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert [cost(address) for address in addresses] == before


def test_parts_of_pledges_are_taken_away_as_each_sees_them(books_open, signed_in):
    pledged(books_open, Part(ago(40), 12_345))
    text = b"".join(signed_in(books_open.member).get("/lists/pledges.csv").streaming_content).decode()
    assert "123.45" in text and ",40," in text
    other = b"".join(signed_in(books_open.stranger).get("/lists/pledges.csv").streaming_content).decode()
    assert books_open.cooperative.name not in other


# Each class of cheating, by raw SQL past the actions.


@pytest.fixture
def promised(books_open):
    row = pledged(books_open, Part(ago(5), 500), Part(ago(4), 500))
    line = paid(books_open, 600).lines.get(account__purpose="contributions")
    first, second = row.instalments.order_by("due_on")
    return books_open, row, first, second, line


def counting(world, instalment, line, minor):
    run("INSERT INTO", "ledger_fulfilment", instalment_id=instalment.pk, line_id=line.pk, minor=minor,
        made_by_id=world.officer.pk, made_at=timezone.now())  # fmt: skip


def refused(guard, world, instalment, line, minor):
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        counting(world, instalment, line, minor)


def test_the_database_counts_no_line_for_more_than_it_holds(promised):
    world, _, first, second, line = promised
    counting(world, first, line, 500)
    refused("ledger_fulfilment_within_its_line", world, second, line, 101)
    counting(world, second, line, 100)
    assert Fulfilment.objects.aggregate(n=Sum("minor"))["n"] == 600


def test_the_database_counts_for_no_part_more_than_was_promised(promised):
    world, _, first, _, line = promised
    refused("ledger_fulfilment_within_its_instalment", world, first, line, 501)
    counting(world, first, line, 400)
    refused("ledger_fulfilment_within_its_instalment", world, first, line, 101)
    refused("fulfilment_is_above_zero|ledger_fulfilment", world, first, line, 0)
    refused("fulfilment_is_above_zero|ledger_fulfilment", world, first, line, -1)


def test_the_database_counts_for_a_pledge_what_is_of_it_alone(promised):
    world, row, first, _, line = promised
    assert_of = "ledger_fulfilment_of_its_pledge"
    elsewhere = pledged(world, Part(ago(1), 500), member=world.exporter, by=world.director)
    refused(assert_of, world, elsewhere.instalments.get(), line, 5)
    kind = pledged(world, Part(ago(1), 500, True, "Adobes"))
    refused(assert_of, world, kind.instalments.get(), line, 5)
    dollars = pledged(world, Part(ago(1), 500), currency="USD")
    refused(assert_of, world, dollars.instalments.get(), line, 5)
    waiting = pledged(world, Part(ago(1), 500), agreed=False)
    refused(assert_of, world, waiting.instalments.get(), line, 5)
    bank = line.entry.lines.get(account__purpose="bank")
    refused("ledger_fulfilment", world, first, bank, 5)
    pledges.end(by=world.officer, pledge=row, reason="Ya no")
    refused(assert_of, world, first, line, 5)


def test_the_database_counts_nothing_that_was_taken_back(promised):
    world, _, first, _, line = promised
    back = drafts.draw_reversal(by=world.officer, entry=line.entry, occurred_on=ago(0), text="Sin fondos")
    mirror = post(by=world.director, draft=drafts.send(by=world.officer, draft=back))
    refused("ledger_fulfilment_of_its_pledge", world, first, line, 5)
    refused("ledger_fulfilment", world, first, mirror.lines.get(account__purpose="contributions"), 5)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_fulfilment SET minor = 1", "DELETE FROM ledger_fulfilment",
     "UPDATE ledger_instalment SET minor = 1", "UPDATE ledger_instalment SET due_on = '2031-01-01'",
     "DELETE FROM ledger_instalment", "UPDATE ledger_pledge SET agreed_at = '2020-01-01'"],
)  # fmt: skip
def test_what_was_promised_and_counted_is_not_rewritten(promised, statement):
    world, _, first, _, line = promised
    counting(world, first, line, 500)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_posts_nothing_in_kind_without_what_its_value_stands_on(books_open, signed_in):
    """A draft that was sent before its basis was asked for: told on its page, and refused below it."""
    draft = drawn(books_open, "receive_in_kind", facts(500, source=MEMBERS, member=str(books_open.cooperative.pk),
                                                       heading="CONV-1-03-A", account="1500"))  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(basis="")
    answer = signed_in(books_open.director).post(f"/money/books/drafts/{draft.pk}/post/", {"sent": str(uuid4())})
    assert answer.status_code == 200 and "told wrong" in answer.content.decode()
    with pytest.raises(IntegrityError, match="ledger_entry_valued"), transaction.atomic():
        post(by=books_open.director, draft=draft)


def test_a_day_to_come_may_be_asked_for(books_open, signed_in):
    pledged(books_open, Part(ago(-20), 100))
    later = timezone.localdate() + timedelta(days=30)
    text = signed_in(books_open.officer).get(f"/money/pledges/?as_at={later.isoformat()}").content.decode()
    assert "<strong>" in text
