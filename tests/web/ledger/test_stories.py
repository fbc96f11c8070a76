"""Stories of accounting textbooks, told anew, with the balances worked by hand at every step."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.ledger.actions import books, drafts, posting
from ayni_web.ledger.actions.closing import draw_closing
from ayni_web.ledger.lines import Drawn
from ayni_web.ledger.models import Period, Rate
from ayni_web.ledger.queries.balances import totals, trial_balance
from ayni_web.ledger.queries.journal import budgets
from ayni_web.ledger.verifying import left_over, verified
from tests.web.ledger.made import (
    ACTIVITY,
    AWARD,
    BANK,
    CALL,
    FUND,
    GOVERNMENT,
    MEMBERS,
    facts,
    opened,
    paper,
    posted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADVANCE, PAYABLE, EXCHANGE, RESULTS, CAPITAL = "1300", "2000", "3900", "3000", "3500"


def stands(currency="PEN"):
    """Balance of each account that is not zero, in whole units of money: debit above zero."""
    found = {each.account: each.minor for each in trial_balance() if each.currency == currency and each.minor}
    assert all(minor % 100 == 0 for minor in found.values())
    debit, credit = totals(trial_balance()).get(currency, (0, 0))
    assert debit == credit and set(left_over().values()) <= {0}
    return {account: minor // 100 for account, minor in found.items()}


def free(world, day, text, *rows):
    """Lines typed by the accountant, in whole units, and posted by a director."""
    lines = [Drawn(account, FUND, "PEN", amount * 100) for account, amount in rows]
    made = drafts.draw_lines(by=world.officer, lines=lines, occurred_on=day, text=text, papers=[paper(world, text)])
    return posting.post(by=world.director, draft=drafts.send(by=world.officer, draft=made))


def test_a_workshop_begins_buys_sells_and_ends_its_year(world):
    """A capital, furniture on credit, a rent, a sale, a part of the debt paid; then the year ends."""
    year = timezone.localdate().year - 1
    books.open_books(by=world.director, plan="short", year=year)
    books.open_year(by=world.director, year=year + 1)
    books.add_fund(by=world.director, code=FUND, title="Taller")
    books.add_account(by=world.director, code=CAPITAL, kind="equity", purpose="other", title="Capital")
    free(world, date(year, 1, 2), "Capital", (BANK, 10_000), (CAPITAL, -10_000))
    assert stands() == {BANK: 10_000, CAPITAL: -10_000}
    free(world, date(year, 1, 10), "Muebles a crédito", ("1500", 3_000), (PAYABLE, -3_000))
    assert stands() == {BANK: 10_000, "1500": 3_000, PAYABLE: -3_000, CAPITAL: -10_000}
    free(world, date(year, 2, 1), "Alquiler", ("5300", 500), (BANK, -500))
    assert stands()[BANK] == 9_500
    free(world, date(year, 3, 5), "Venta al contado", (BANK, 2_000), ("4900", -2_000))
    assert stands()[BANK] == 11_500
    free(world, date(year, 4, 1), "Parte de la deuda", (PAYABLE, 1_000), (BANK, -1_000))
    before = {BANK: 10_500, "1500": 3_000, PAYABLE: -2_000, CAPITAL: -10_000}
    assert stands() == {**before, "4900": -2_000, "5300": 500}
    # The year earned 2,000 - 500 = 1,500, which stand on the credit side of the results from now on.
    made = draw_closing(by=world.officer, year=year, text="Cierre")
    posting.post(by=world.director, draft=drafts.send(by=world.officer, draft=made))
    assert stands() == {**before, RESULTS: -1_500}
    for period in Period.objects.filter(starts_on__year=year):
        books.close_period(by=world.director, period=period)
    with pytest.raises(Mistake) as late:
        free(world, date(year, 12, 31), "Tarde", (BANK, 1), (CAPITAL, -1))
    assert late.value.key == "money.period_closed"
    with pytest.raises(Mistake) as nothing:
        draw_closing(by=world.officer, year=year, text="Otra vez")
    assert nothing.value.key == "money.nothing_to_close"
    assert verified().sound and verified().count == 6


def test_dollars_come_in_are_changed_and_told_by_the_rate_of_a_day(world):
    """10,000 dollars are given, 4,000 are changed at 3.75, and 5,000 soles are paid out of what that brought."""
    opened(world)
    posted(world, "receive_grant", facts(1_000_000, currency="USD", bank=BANK))
    assert stands("USD")[BANK] == 10_000 and stands() == {}
    posted(world, "change_currency", facts(
        400_000, currency="USD", bank=BANK, to_currency="PEN", to_minor=1_500_000, to_bank=BANK))  # fmt: skip
    assert (stands("USD")[BANK], stands("USD")[EXCHANGE]) == (6_000, 4_000)
    assert stands() == {BANK: 15_000, EXCHANGE: -15_000}
    free(world, timezone.localdate(), "Alquiler", ("5300", 5_000), (BANK, -5_000))
    assert stands() == {BANK: 10_000, EXCHANGE: -15_000, "5300": 5_000}
    # At 3.80 the dollars that were given away would be worth 15,200: 200 more than the 15,000 that came for them.
    books.add_rate(by=world.officer, currency="USD", day=timezone.localdate(), value=Decimal("3.80"), source="Banco")
    worth = Rate.objects.get().value * stands("USD")[EXCHANGE]
    assert worth + stands()[EXCHANGE] == 200
    with pytest.raises(Mistake) as more:
        posted(world, "change_currency", facts(
            600_001, currency="USD", bank=BANK, to_currency="PEN", to_minor=1, to_bank=BANK))  # fmt: skip
    assert more.value.key == "money.more_than_there_is"
    assert verified().sound


def test_a_grant_with_a_part_of_the_group_an_advance_its_accounting_and_its_return(world):
    """480 of the government for an award of which the group puts in a quarter: 160, of which 70 are land."""
    opened(world, cofinance="25")
    group = str(world.cooperative.pk)
    told = lambda minor, **more: facts(minor * 100, **more)  # noqa: E731
    posted(world, "receive_grant", told(1_000, bank=BANK))
    posted(world, "assign", told(480, to_heading=CALL))
    posted(world, "assign", told(480, heading=CALL, to_heading=AWARD))
    posted(world, "assign", told(480, heading=AWARD, to_heading=ACTIVITY))
    assert stands() == {BANK: 1_000, "4000": -1_000, "9000": 520, "9100": 480, "9900": -1_000}
    posted(world, "receive_in_kind", told(70, source=MEMBERS, member=group, heading=ACTIVITY, account="1500"))
    assert stands() == {BANK: 1_000, "1500": 70, "4000": -1_000, "4200": -70, "9000": 520, "9100": 480, "9900": -1_000}
    # 70 of the group carry 210 of others: 211 are refused, 210 go out as an advance, which is no spending.
    with pytest.raises(Mistake) as refused:
        posted(world, "pass_on", told(211, member=group, heading=ACTIVITY, bank=BANK))
    assert refused.value.key == "money.under_cofinance"
    posted(world, "pass_on", told(210, member=group, heading=ACTIVITY, bank=BANK))
    assert (stands()[BANK], stands()[ADVANCE], stands().get("5300")) == (790, 210, None)
    posted(world, "account_for", told(150, member=group, heading=ACTIVITY, account="5300"))
    assert (stands()[ADVANCE], stands()["5300"]) == (60, 150)
    posted(world, "give_back", told(60, member=group, heading=ACTIVITY, bank=BANK))
    assert (stands()[BANK], stands().get(ADVANCE), stands()["5300"]) == (850, None, 150)
    own = next(each for each in budgets() if each.source.pk == GOVERNMENT)
    assert (own.assigned, own.paid, own.advanced, own.left) == (48_000, 15_000, 0, 33_000)
    # What was spent cannot be taken away from the heading: 330 may go back to what is available, 331 may not.
    with pytest.raises(Mistake) as spent:
        posted(world, "release", told(331, heading=ACTIVITY))
    assert spent.value.key == "money.more_than_assigned"
    posted(world, "release", told(330, heading=ACTIVITY))
    assert (stands()["9000"], stands()["9100"]) == (850, 150)
    assert verified().sound


def test_what_was_assigned_and_spent_is_not_taken_away_by_a_reversal(world):
    opened(world)
    posted(world, "receive_grant", facts(100, bank=BANK))
    given = posted(world, "assign", facts(100, to_heading=ACTIVITY))
    posted(world, "pay_supplier", facts(60, heading=ACTIVITY, account="5300", bank=BANK))
    back = drafts.draw_reversal(by=world.officer, entry=given, occurred_on=timezone.localdate(), text="Ya no")
    with pytest.raises(Mistake) as spent:
        posting.post(by=world.director, draft=drafts.send(by=world.officer, draft=back))
    assert spent.value.key == "money.more_than_assigned"
