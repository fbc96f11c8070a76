"""Pages of money for anybody: figures that add up, nobody named, and no query the second time."""

import pytest
from django.test import Client

from ayni.charts.rivers import river
from ayni_web.common import public as keeping
from ayni_web.ledger.models import Heading
from ayni_web.ledger.queries import public
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, MEMBERS, assigned, facts, granted, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAGES = ("/money/", f"/money/follow/{AWARD}/", "/money/entries/5/", "/money/download/")


@pytest.fixture
def books(world, settings, tmp_path):
    settings.HOME, settings.SEALS = tmp_path, tmp_path / "seals"
    keeping.forget()
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    posted(world, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK), text="Pago a Rosa Quispe")
    yield world
    keeping.forget()


def test_the_way_of_a_sol_is_as_by_hand(books):
    # 1000.00 came; 600.00 to the call, the award and its activity; 250.00 of these are paid.
    steps = public.way(Heading.objects.get(code=AWARD), "PEN")
    assert [(step.kind, step.minor, step.beside) for step in steps] == [
        ("source", 100_000, []), ("call", 60_000, [("", 40_000)]), ("award", 60_000, []), ("activity", 60_000, []),
        ("paid", 25_000, [("", 35_000)]),
    ]  # fmt: skip


def test_money_passed_on_is_counted_once(books):
    group = str(books.cooperative.pk)
    posted(books, "pass_on", facts(30_000, heading=ACTIVITY, member=group, bank=BANK))
    sums = public.told()[0].sums
    assert (sums["came"], sums["used"], sums["ahead"], sums["left"]) == (100_000, 25_000, 30_000, 45_000)
    posted(books, "account_for", facts(30_000, heading=ACTIVITY, member=group, account="5300"))
    sums = public.told()[0].sums
    assert (sums["used"], sums["ahead"], sums["left"]) == (55_000, 0, 45_000)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_page_costs_nothing_the_second_time(books, address, language, django_assert_num_queries):
    first = Client(headers={"accept-language": language}).get(address)
    assert first.headers["Content-Language"].startswith(language)
    with django_assert_num_queries(0):
        second = Client(headers={"accept-language": language}).get(address)
        unchanged = Client(headers={"accept-language": language}).get(address, headers={"if-none-match": first["ETag"]})
    assert second.content == first.content
    assert second["Cache-Control"].startswith("public")
    assert "Cookie" in second["Vary"]
    assert unchanged.status_code == 304


def test_who_is_signed_in_gets_a_page_of_their_own(books, signed_in, client):
    for address in PAGES:
        Client().get(address)
        own = signed_in(books.auditor).get(address)
        assert "no-store" in own["Cache-Control"]
    assert b"/money/download/all/" in own.content
    assert b"/money/download/all/" not in Client().get("/money/download/").content


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_named(books, address):
    text = Client().get(address).content.decode()
    for told in ("Rosa Quispe", "Factura F001", *(each.name for each in books.people.values())):
        assert told not in text


def test_few_who_put_in_are_not_counted(books):
    posted(books, "receive_contribution", facts(5_000, source=MEMBERS, bank=BANK, member=str(books.cooperative.pk)))
    assert public.contributors() is None


def test_awards_cost_as_many_queries_with_more_of_them(books, django_assert_num_queries):
    with django_assert_num_queries(2):
        public.awards()
    granted(books, 1)
    with django_assert_num_queries(2):
        public.awards()


def test_a_bar_opens_the_first_part_of_the_one_above():
    first, second = river([([60, 40], "60 de 100"), ([15, 45], "15 de 60")])
    assert (first.ribbon, first.share, second.share) == ("", 0.6, 0.25)
    assert 'aria-label="15 de 60"' in second.bar
    assert "H60.00C" in second.ribbon
    assert first.bar.count("<rect") == 2


def test_a_file_is_handed_over_again_as_it_was_made(books):
    first = Client().get("/money/download/ayni-ledger.zip")
    content = b"".join(first.streaming_content)
    again = Client().get("/money/download/ayni-ledger.zip")
    assert b"".join(again.streaming_content) == content
    tag = {"if-none-match": first["ETag"]}
    assert Client().get("/money/download/ayni-ledger.zip", headers=tag).status_code == 304
    assert Client().get("/money/download/no.zip").status_code == 404


def test_that_the_whole_ledger_was_taken_is_noted(books, signed_in):
    from ayni_web.common.models import Entry

    answer = signed_in(books.auditor).post("/money/download/all/")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Entry.objects.filter(kind="ledger.taken").count() == 1
