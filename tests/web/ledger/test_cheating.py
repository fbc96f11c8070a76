"""Each class of cheating with money, by raw SQL past the actions: the database refuses it and says by which rule."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.common.guards import guards
from ayni_web.ledger.actions import books
from ayni_web.ledger.models import Entry, Period
from ayni_web.ledger.verifying import verified
from tests.web.ledger.made import BANK, FUND, GOVERNMENT, drawn, facts, granted, opened

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def written(world):
    """One entry posted, a second draft sent, and a way to write its entry by raw SQL with some columns changed."""
    opened(world, since=date(timezone.localdate().year - 1, 1, 1))
    first = granted(world)
    draft = drawn(world, "receive_grant", facts(500, bank=BANK))

    def write(lines=((BANK, 500), ("4000", -500)), statement="INSERT INTO", **changed):
        row = {
            "number": 2, "draft_id": draft.pk, "purpose": "receive_grant", "occurred_on": timezone.localdate(),
            "posted_at": timezone.now(), "maker_id": world.officer.pk, "checker_id": world.director.pk,
            "maker_digest": "a" * 32, "checker_digest": "b" * 32, "memo_digest": "c" * 64, "previous": first.hash,
            "hash": "d" * 64, **changed,
        }  # fmt: skip
        with transaction.atomic():
            for position, (account, minor) in enumerate(lines, 1):
                run("INSERT INTO", "ledger_line", entry_id=row["number"], position=position, account_id=account,
                    fund_id=FUND, source_id=GOVERNMENT, currency="PEN", minor=minor, passed_on=False)  # fmt: skip
            run(statement, "ledger_entry", **row)

    return write


def run(statement, table, **row):
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    values = [connection.ops.adapt_datetimefield_value(value) if hasattr(value, "hour") else
              value.hex if hasattr(value, "hex") and connection.vendor == "sqlite" and not isinstance(value, float)
              else value for value in row.values()]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {table} ({columns}) VALUES ({marks})", values)


def refused(write, guard, **changed):
    with pytest.raises(IntegrityError, match=guard):
        write(**changed)
    assert Entry.objects.count() == 1
    assert verified().sound


def test_what_breaks_no_rule_is_written_so_that_the_others_are_refused_for_theirs(written):
    written()
    assert Entry.objects.count() == 2
    assert verified().why == "hash"


def test_what_does_not_balance_is_refused(written):
    refused(written, "ledger_entry_balances", lines=((BANK, 500), ("4000", -499)))
    refused(written, "ledger_entry_balances", lines=())
    # Order accounts balance by themselves: money does not become what is assigned.
    refused(written, "ledger_entry_balances", lines=((BANK, 500), ("9000", -500)))


def test_another_number_or_another_link_is_refused(written):
    refused(written, "ledger_entry_next", number=3)
    refused(written, "ledger_entry_next", previous="e" * 64)


def test_what_is_dated_into_a_closed_month_is_refused(written, world):
    month = Period.objects.order_by("starts_on").first()
    books.close_period(by=world.director, period=month)
    refused(written, "ledger_entry_in_an_open_period", occurred_on=month.starts_on)


def test_what_is_posted_at_another_moment_or_occurs_later_is_refused(written):
    refused(written, "ledger_entry_posted_now", posted_at=timezone.now() - timedelta(days=3))
    with pytest.raises(IntegrityError):
        written(occurred_on=timezone.localdate() + timedelta(days=3))


def test_whoever_made_it_checks_nothing(written, world):
    refused(written, "maker_is_not_checker|ledger_entry", checker_id=world.officer.pk)
    refused(written, "ledger_entry_of_its_draft", maker_id=world.director.pk, checker_id=world.officer.pk)


def test_an_entry_says_no_other_basis_than_its_draft(written):
    refused(written, "ledger_entry_of_its_draft", basis="market")


def test_what_was_posted_is_not_posted_again(written):
    written()
    with pytest.raises(IntegrityError):
        written(number=3, previous="d" * 64, hash="f" * 64)


def test_a_memo_is_not_written_over(written):
    written_over = (
        "INSERT INTO ledger_memo (entry_id, body) VALUES (1, 'otra') ON CONFLICT (entry_id) DO UPDATE SET body = 'otra'"
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(written_over)
    assert verified().sound


def test_an_entry_is_not_replaced(written):
    """SQLite's own statement; elsewhere a number that is taken is refused all the same."""
    replaced = "INSERT OR REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
    with pytest.raises(IntegrityError):
        written(statement=replaced, number=1, previous="", lines=())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{replaced} ledger_memo (entry_id, body) VALUES (1, 'otra cosa')")
    assert verified().sound


def test_every_table_that_money_stands_in_is_guarded():
    guarded = {guard.table for guard in guards() if guard.event in ("UPDATE", "DELETE")}
    assert guarded >= {"ledger_entry", "ledger_line", "ledger_paper", "ledger_memo", "ledger_seal", "ledger_period"}
