"""From a draft to an entry: plain words come to lines, another person posts, and nothing changes any more."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.ledger.actions import books, drafts, posting
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Entry, Line, Period
from ayni_web.ledger.queries.balances import balance_of, totals, trial_balance
from ayni_web.ledger.verifying import left_over, verified
from tests.web.ledger.made import (
    ACTIVITY,
    AWARD,
    BANK,
    CALL,
    FUND,
    MEMBERS,
    assigned,
    drawn,
    facts,
    granted,
    opened,
    posted,
)
from tests.web.world import made_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def refused(key, act, **told):
    with pytest.raises(Mistake) as mistake:
        act(**told)
    assert mistake.value.key == f"money.{key}"
    return mistake.value


def test_a_grant_is_assigned_and_paid_and_every_balance_is_as_by_hand(world):
    # 1000.00 come in; 600.00 are assigned as far as the activity; 250.00 are paid for it.
    opened(world)
    granted(world, 100_000)
    assert balance_of(BANK, "PEN") == 100_000
    assert balance_of("4000", "PEN") == -100_000
    assert balance_of("9000", "PEN") == 100_000
    assigned(world, 60_000)
    assert balance_of("9000", "PEN") == 40_000
    assert balance_of("9100", "PEN", heading=ACTIVITY) == 60_000
    assert balance_of("9100", "PEN", heading=CALL) == 0
    posted(world, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK))
    assert balance_of(BANK, "PEN") == 75_000
    assert balance_of("5300", "PEN", heading=ACTIVITY) == 25_000
    assert totals(trial_balance()) == {"PEN": (5 * 100_000 - 3 * 100_000 + 3 * 60_000 + 25_000,) * 2}
    assert left_over() == {"PEN": 0}
    assert verified().sound and verified().count == 5


def test_whoever_wrote_it_does_not_post_it(world):
    opened(world)
    refused("another_checks", posting.post, by=world.officer, draft=drawn(world, "receive_grant", facts(1, bank=BANK)))


def test_what_was_posted_is_posted_once(world):
    opened(world)
    entry = granted(world)
    refused("not_waiting", posting.post, by=world.director, draft=entry.draft)


def test_a_draft_without_a_paper_waits_for_nobody(world):
    opened(world)
    made = drafts.draw(by=world.officer, purpose="receive_grant", facts=facts(1, bank=BANK), text="Convenio",
                       occurred_on=timezone.localdate())  # fmt: skip
    refused("no_paper", drafts.send, by=world.officer, draft=made)


def test_lines_that_do_not_balance_are_told_by_how_much(world):
    opened(world)
    lines = [Drawn(BANK, FUND, "PEN", 100), Drawn("4000", FUND, "PEN", -90)]
    wrong = refused("unbalanced", drafts.draw_lines, by=world.officer, lines=lines, text="Prueba",
                    occurred_on=timezone.localdate())  # fmt: skip
    assert "0.10" in str(wrong)


def test_more_than_there_is_is_neither_paid_nor_assigned(world):
    opened(world)
    granted(world, 100_000)
    posted(world, "assign", facts(100_000, to_heading=CALL))
    over = drawn(world, "assign", facts(1, to_heading=CALL))
    refused("more_than_there_is", posting.post, by=world.director, draft=over)
    unassigned = drawn(world, "pay_supplier", facts(1, heading=ACTIVITY, account="5300", bank=BANK))
    refused("more_than_assigned", posting.post, by=world.director, draft=unassigned)


def test_money_passed_on_is_spent_once_when_it_is_accounted_for(world):
    opened(world)
    granted(world)
    assigned(world, 50_000)
    group = str(world.cooperative.pk)
    posted(world, "pass_on", facts(30_000, heading=ACTIVITY, member=group, bank=BANK))
    assert balance_of("5300", "PEN") == 0
    assert Line.objects.filter(passed_on=True, minor=30_000).count() == 1
    posted(world, "account_for", facts(20_000, heading=ACTIVITY, member=group, account="5300"))
    posted(world, "give_back", facts(10_000, heading=ACTIVITY, member=group, bank=BANK))
    assert balance_of("5300", "PEN") == 20_000
    assert balance_of("1300", "PEN") == 0
    assert balance_of(BANK, "PEN") == 80_000
    over = drawn(world, "give_back", facts(1, heading=ACTIVITY, member=group, bank=BANK))
    refused("more_than_there_is", posting.post, by=world.director, draft=over)


def test_dollars_are_changed_and_each_currency_balances(world):
    opened(world)
    granted(world, 37_500)
    posted(world, "change_currency", facts(37_500, bank=BANK, to_bank=BANK, to_currency="USD", to_minor=10_000))
    assert (balance_of(BANK, "PEN"), balance_of(BANK, "USD")) == (0, 10_000)
    assert left_over() == {"PEN": 0, "USD": 0}


def test_an_entry_is_taken_back_by_its_mirror_once(world):
    opened(world)
    entry = granted(world)
    back = drafts.draw_reversal(by=world.officer, entry=entry, occurred_on=timezone.localdate(), text="Doble")
    posting.post(by=world.director, draft=drafts.send(by=world.officer, draft=back))
    assert {each.minor for each in trial_balance()} == {0}
    refused("reversed_already", drafts.draw_reversal, by=world.officer, entry=entry, text="Otra vez",
            occurred_on=timezone.localdate())  # fmt: skip


def test_a_closed_month_takes_nothing_more(world):
    opened(world, since=date(timezone.localdate().year - 1, 1, 1))
    first = Period.objects.order_by("starts_on").first()
    books.close_period(by=world.director, period=first)
    wrong = refused("period_closed", drawn, world=world, purpose="receive_grant", told=facts(1, bank=BANK),
                    day=first.starts_on)  # fmt: skip
    assert (first.ends_on + timedelta(days=1)).isoformat() in str(wrong)
    refused("earlier_first", books.close_period, by=world.director, period=Period.objects.all()[2])


def test_an_award_pays_once_the_group_put_in_its_part(world):
    # The group puts in 25 % of both: for 300.00 of the government it puts in 100.00.
    opened(world, cofinance="25")
    granted(world)
    assigned(world, 60_000)
    waits = drawn(world, "pay_supplier", facts(30_000, heading=ACTIVITY, account="5300", bank=BANK))
    assert "100.00" in str(refused("under_cofinance", posting.post, by=world.director, draft=waits))
    own = {"source": MEMBERS, "member": str(world.cooperative.pk), "heading": AWARD}
    posted(world, "receive_in_kind", facts(7_000, account="1500", **own))
    assert "30.00" in str(refused("under_cofinance", posting.post, by=world.director, draft=waits))
    posted(world, "receive_contribution", facts(3_000, bank=BANK, **own))
    posting.post(by=world.director, draft=waits)
    one_more = drawn(world, "pay_supplier", facts(1, heading=ACTIVITY, account="5300", bank=BANK))
    refused("under_cofinance", posting.post, by=world.director, draft=one_more)


def test_the_database_refuses_a_payment_under_the_share_of_the_group(world, monkeypatch):
    opened(world, cofinance="25")
    granted(world)
    assigned(world, 60_000)
    waits = drawn(world, "pay_supplier", facts(30_000, heading=ACTIVITY, account="5300", bank=BANK))
    monkeypatch.setattr(posting, "refuse_under_cofinance", lambda *_: None)
    with pytest.raises(IntegrityError, match="ledger_entry_cofinanced"):
        posting.post(by=world.director, draft=waits)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET minor = minor + 1 WHERE position = 1",
        "UPDATE ledger_entry SET occurred_on = '2020-01-01'",
        "UPDATE ledger_paper SET sha256 = ''",
        "UPDATE ledger_memo SET body = '{}'",
        "DELETE FROM ledger_line",
        "DELETE FROM ledger_memo",
        "UPDATE ledger_draft SET text = 'Otra cosa'",
        "INSERT INTO ledger_line (entry_id, position, account_id, fund_id, currency, minor, passed_on) "
        "VALUES (1, 99, '1100', 'FONDO', 'PEN', 5, '0')",
        "UPDATE ledger_account SET kind = 'expense'",
        "UPDATE ledger_period SET ends_on = starts_on",
        "DELETE FROM ledger_period",
    ],
)
def test_raw_sql_changes_nothing_that_was_posted(world, statement):
    opened(world)
    granted(world)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verified().sound


def test_lines_without_their_entry_are_refused_at_the_end(world):
    opened(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.create(entry_id=1, position=1, account_id=BANK, fund_id=FUND, currency="PEN", minor=5)
        connection.check_constraints()


def test_a_changed_row_is_found_by_whoever_lifted_the_guards(world):
    from ayni_web.common.guards import lay_guards, lift_guards

    opened(world)
    granted(world)
    granted(world)
    lift_guards()
    Line.objects.filter(entry=2, position=1).update(minor=1)
    found = verified()
    lay_guards()
    assert (found.broken, found.why, found.count) == (2, "hash", 1)
    assert Entry.objects.count() == 2


@pytest.mark.postgresql
def test_a_month_is_not_closed_while_somebody_posts_into_it(committed):
    """Two connections: whoever closes waits for whoever posts, and then closes over a ledger that holds the entry."""
    world = made_world()
    last_year = date(timezone.localdate().year - 1, 1, 1)
    opened(world, since=last_year)
    draft = drawn(world, "receive_grant", facts(1_000, bank=BANK), day=last_year)
    month = Period.objects.order_by("starts_on").first()
    has_posted, may_commit = threading.Event(), threading.Event()
    done: list[str] = []

    def post():
        try:
            with transaction.atomic():
                posting.post(by=world.director, draft=draft)
                has_posted.set()
                may_commit.wait(10)
                done.append("posted")
        finally:
            connection.close()

    def close():
        try:
            books.close_period(by=world.director, period=month)
            done.append("closed")
        finally:
            connection.close()

    first, second = threading.Thread(target=post), threading.Thread(target=close)
    first.start()
    assert has_posted.wait(10)
    second.start()
    second.join(0.5)
    assert second.is_alive() and done == []
    may_commit.set()
    first.join()
    second.join()
    assert done == ["posted", "closed"]
    assert Entry.objects.get().occurred_on == last_year
    assert verified().sound
