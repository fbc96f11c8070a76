"""Every view of the books is tried by everybody."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from ayni_web.accounts.models import Person
from ayni_web.ledger.actions import books, drafts, matching
from ayni_web.ledger.actions.pledges import count_put_in
from ayni_web.ledger.models import BankStatement, Fulfilment, Heading, Match, Movement, Period
from ayni_web.ledger.rules.pledging import Part
from tests.web.ledger.banking import bcp, taken
from tests.web.ledger.made import AWARD, BANK, CALL, drawn, facts, granted, opened, paper
from tests.web.ledger.test_pledges import paid, pledged
from tests.web.tried import Try, nothing

READERS, WRITERS, PLEDGERS = "director officer auditor", "director officer", "director officer manager"


def opened_here(world):
    opened(world)
    return {}


def posted_entry(world):
    opened(world)
    return {"number": granted(world).number}


def open_draft(world):
    """Written by the officer, and not sent yet."""
    opened(world)
    made = drafts.draw(by=world.officer, purpose="receive_grant", facts=facts(100, bank=BANK), text="Convenio",
                       occurred_on=timezone.localdate(), papers=[paper(world)])  # fmt: skip
    return {"pk": made.pk}


def sent_draft(world):
    opened(world)
    return {"pk": drawn(world, "receive_grant", facts(100, bank=BANK)).pk}


def first_month(world):
    opened(world)
    return {"day": Period.objects.first().starts_on.isoformat()}


def with_an_entry(world):
    posted_entry(world)
    return {}


def with_a_draft(world):
    sent_draft(world)
    return {}


def of_bank(world):
    posted_entry(world)
    return {"code": BANK}


def of_purpose(world):
    opened(world)
    return {"purpose": "pay_supplier"}


def of_award(world):
    opened(world)
    return {"code": AWARD}


def a_pledge(world, agreed=True):
    """Of the cooperative, written by the officer and agreed to by the member."""
    opened(world)
    return pledged(world, Part(timezone.localdate(), 500), by=world.officer, agreed=agreed)


def with_a_pledge(world):
    a_pledge(world)
    return {}


def agreed_pledge(world):
    return {"pk": a_pledge(world).pk}


def waiting_pledge(world):
    return {"pk": a_pledge(world, agreed=False).pk}


def of_cooperative(world):
    a_pledge(world)
    paid(world, 500)
    return {"pk": world.cooperative.pk}


def a_part(world):
    return {"pk": a_pledge(world).instalments.get().pk}


def something_counted(world):
    of_cooperative(world)
    count_put_in(by=world.officer, member=world.cooperative)
    return {"pk": Fulfilment.objects.get().pk}


def of_cofinanced_award(world):
    """Another award than that of the small world, which asks for nothing."""
    opened(world)
    if not Heading.objects.filter(pk="CONV-1-09").exists():
        books.add_heading(by=world.officer, code="CONV-1-09", kind="award", title="Acopio", cofinance=Decimal(25),
                          parent=Heading.objects.get(pk=CALL))  # fmt: skip
    return {"code": "CONV-1-09"}


def bank_page(world):
    opened(world)
    return {"code": BANK, "currency": "PEN"}


def of_statement(world):
    """A deposit that the books have as well, and a fee that they lack; once in a world."""
    opened(world)
    found = BankStatement.objects.first() or taken(world, bcp((0, "ABONO", 100_000), (0, "ITF", -5)))
    return {"pk": found.pk}


def with_a_statement(world):
    of_statement(world)
    return bank_page(world)


def beside_a_statement(world):
    of_statement(world)
    return {}


def of_movement(world):
    of_statement(world)
    return {"pk": Movement.objects.get(text="ITF").pk}


def of_match(world):
    of_statement(world)
    if not Match.objects.exists():
        line = granted(world).lines.get(account=BANK)
        matching.match(by=world.officer, account=line.account, currency="PEN", lines=[line.pk],
                       movements=[Movement.objects.get(text="ABONO").pk])  # fmt: skip
    return {"pk": Match.objects.get().pk}


def of_matched_movement(world):
    of_match(world)
    return {"pk": Movement.objects.get(text="ABONO").pk}


def no_form(world):
    return {}


TRIES = [
    Try("ledger:money", opened_here),
    Try("ledger:follow", of_award),
    Try("ledger:cofinance", of_cofinanced_award),
    Try("ledger:posted", posted_entry),
    Try("ledger:download"),
    Try("ledger:checker"),
    Try("ledger:file", lambda world: {"name": "ayni-ledger.zip"}),
    Try("ledger:everything", seen_by="director auditor", post=nothing),
    Try("ledger:books"),
    Try("ledger:books", opened_here),
    Try("ledger:open_books", nothing, "director"),
    Try("ledger:accounts", opened_here, READERS),
    Try("ledger:add_account", opened_here, "director"),
    Try("ledger:account", of_bank, READERS),
    Try("ledger:open_year", opened_here, "director"),
    Try("ledger:close_year", opened_here, WRITERS),
    Try("ledger:close_period", first_month, "director"),
    Try("ledger:funds", opened_here, READERS),
    Try("ledger:add_fund", opened_here, "director"),
    Try("ledger:add_source", opened_here, WRITERS),
    Try("ledger:add_heading", opened_here, WRITERS),
    Try("ledger:rates", opened_here, READERS),
    Try("ledger:add_rate", opened_here, WRITERS),
    Try("ledger:pledges", with_a_pledge, PLEDGERS + " auditor member stranger"),
    Try("ledger:add_pledge", opened_here, PLEDGERS),
    Try("ledger:pledge", agreed_pledge, PLEDGERS + " auditor member"),
    Try("ledger:pledge", waiting_pledge, PLEDGERS + " auditor member"),
    Try("ledger:agree_to_pledge", waiting_pledge, "member", post=no_form),
    Try("ledger:end_pledge", waiting_pledge, WRITERS + " member"),
    Try("ledger:end_pledge", agreed_pledge, WRITERS),
    Try("ledger:put_in", of_cooperative, PLEDGERS + " auditor member"),
    Try("ledger:count_put_in", of_cooperative, WRITERS, post=no_form),
    Try("ledger:count_for_part", a_part, WRITERS),
    Try("ledger:uncount", something_counted, WRITERS, post=no_form),
    Try("ledger:choose_purpose", nothing, WRITERS),
    Try("ledger:choose_purpose", opened_here, WRITERS),
    Try("ledger:write_lines", opened_here, WRITERS),
    Try("ledger:write", of_purpose, WRITERS),
    Try("ledger:drafts", with_a_draft, READERS),
    Try("ledger:draft", sent_draft, READERS),
    Try("ledger:draft", open_draft, READERS),
    Try("ledger:correct", open_draft, "officer"),
    Try("ledger:send", open_draft, "officer", post=no_form),
    Try("ledger:take_back", sent_draft, "officer", post=no_form),
    Try("ledger:drop", open_draft, "officer", post=no_form),
    Try("ledger:post", sent_draft, WRITERS, post=no_form),
    Try("ledger:send_back", sent_draft, WRITERS, post=lambda world: {"reason": "Falta el sello"}),
    Try("ledger:journal", with_an_entry, READERS),
    Try("ledger:entry", posted_entry, READERS),
    Try("ledger:reverse", posted_entry, WRITERS),
    Try("ledger:blank", posted_entry, "director"),
    Try("ledger:balance", with_an_entry, READERS),
    Try("ledger:budgets", with_an_entry, READERS),
    Try("ledger:banks", beside_a_statement, READERS),
    Try("ledger:bank", bank_page, READERS),
    Try("ledger:bank", with_a_statement, READERS),
    Try("ledger:add_statement", bank_page, WRITERS),
    Try("ledger:statement", of_statement, READERS),
    Try("ledger:take_out", of_statement, WRITERS, post=no_form),
    Try("ledger:movement", of_movement, READERS),
    Try("ledger:movement", of_matched_movement, READERS),
    Try("ledger:movement", of_movement, WRITERS, post=no_form),
    Try("ledger:match", with_a_statement, WRITERS, post=no_form),
    Try("ledger:match_sure", with_a_statement, WRITERS, post=no_form),
    Try("ledger:matched", with_a_statement, READERS),
    Try("ledger:take_apart", of_match, WRITERS, post=no_form),
    Try("ledger:reconciliation", bank_page, READERS),
    Try("ledger:reconciliation", with_a_statement, READERS),
    Try("ledger:reconciliation", with_a_statement, WRITERS, post=no_form),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_the_books_open_once(world, client):
    opened(world)
    client.force_login(world.director, backend="ayni_web.accounts.backends.NameBackend")
    assert client.get("/money/books/open/").status_code == 404
    assert books.open_year(by=world.director, year=timezone.localdate().year + 1).starts_on.month == 1


@pytest.mark.parametrize("language", ["es", *(pytest.param(each, marks=pytest.mark.slow) for each in ("en", "pt"))])
def test_every_page_of_money_says_the_currency_of_the_books(world, client, language):
    Person.objects.filter(pk=world.director.pk).update(language=language)
    client.force_login(world.director, backend="ayni_web.accounts.backends.NameBackend")
    told = set()
    for each in TRIES:
        if each.post is None and "director" in each.seen_by.split():
            answer = client.get(reverse(each.view, kwargs=each.address(world)))
            if answer.status_code == 200 and not answer.streaming and "attachment" not in str(answer.headers):
                assert '<p class="books-in' in answer.content.decode() and "(PEN)" in answer.content.decode(), each
                told.add(each.view)
    assert len(told) > 25
