"""The page of what a group puts in: by hand, refused then paid, and what a contribution taken back leaves."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ayni_web.common import public as keeping
from ayni_web.common.acting import Mistake
from ayni_web.home.reminders import reminders_of
from ayni_web.ledger.actions import drafts, posting
from ayni_web.ledger.models import Entry, Heading
from ayni_web.ledger.queries.cofinancing import standing, standings
from ayni_web.ledger.verifying import verified
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, MEMBERS, assigned, drawn, facts, granted, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADDRESS = f"/money/cofinance/{AWARD}/"


@pytest.fixture
def award(world):
    """A quarter is the group's: 480.00 of others are assigned, and it put 70.00 in kind and 30.00 in money in."""
    keeping.forget()
    opened(world, cofinance="25")
    granted(world, 100_000)
    assigned(world, 48_000)
    own = {"source": MEMBERS, "member": str(world.cooperative.pk), "heading": ACTIVITY}
    posted(world, "receive_in_kind", facts(7_000, account="1500", **own))
    posted(world, "receive_contribution", facts(3_000, bank=BANK, **own))
    yield world
    keeping.forget()


def reversal(world, entry):
    back = drafts.draw_reversal(by=world.officer, entry=entry, occurred_on=timezone.localdate(), text="Sin fondos")
    return drafts.send(by=world.officer, draft=back)


def test_what_is_free_and_what_is_blocked_is_as_by_hand(award):
    (each,) = standings()
    # 100.00 of the group are a quarter of 400.00: 300.00 of others may go out, 180.00 of 480.00 may not.
    assert (each.put_in, each.freed, each.free, each.blocked) == (10_000, 30_000, 30_000, 18_000)
    # For 480.00 of others a quarter is 160.00: 60.00 more.
    assert each.to_free_all == 6_000 and not each.under
    posted(award, "pay_supplier", facts(20_000, heading=ACTIVITY, account="5300", bank=BANK))
    posted(award, "pass_on", facts(4_000, heading=ACTIVITY, bank=BANK, member=str(award.cooperative.pk)))
    (each,) = standings(Heading.objects.get(pk=AWARD))
    assert (each.spent, each.advanced, each.free, each.blocked) == (20_000, 4_000, 6_000, 18_000)


def test_a_payment_that_is_refused_leads_to_the_page_and_is_paid_once_the_group_put_its_part_in(award, signed_in):
    draft = drawn(award, "pay_supplier", facts(40_000, heading=ACTIVITY, account="5300", bank=BANK))
    address = f"/money/books/drafts/{draft.pk}/"
    text = signed_in(award.director).get(address).content.decode()
    assert f'href="{ADDRESS}"' in text
    refused = signed_in(award.director).post(f"{address}post/", {"sent": str(uuid4())}).content.decode()
    assert "told wrong" in refused and f'href="{ADDRESS}"' in refused
    # 400.00 of others ask for 133.34 of the group: 33.34 more.
    posted(award, "receive_contribution", facts(3_334, source=MEMBERS, bank=BANK, heading=AWARD,
                                                member=str(award.cooperative.pk)))  # fmt: skip
    assert signed_in(award.director).post(f"{address}post/", {"sent": str(uuid4())}).status_code == 302


def test_what_was_put_in_is_taken_back_and_the_award_stands_still_and_says_so(award, signed_in):
    paid = Entry.objects.get(purpose="receive_contribution")
    posted(award, "pay_supplier", facts(30_000, heading=ACTIVITY, account="5300", bank=BANK))
    draft = reversal(award, paid)
    text = signed_in(award.director).get(f"/money/books/drafts/{draft.pk}/").content.decode()
    # 300.00 went out, which asks for 100.00 of the group, and 70.00 would stand: 30.00 would be missing.
    assert "30.00" in text and "told warning" in text
    posting.post(by=award.director, draft=draft)
    (each,) = standings()
    assert each.under and each.rule.lacking == 3_000 and each.free == 0 and each.blocked == 18_000
    assert verified().sound
    for minor in (1, 5_000):
        with pytest.raises(Mistake) as refused:
            posted(award, "pay_supplier", facts(minor, heading=ACTIVITY, account="5300", bank=BANK))
        assert refused.value.key == "money.under_cofinance"
    assert "award_under" in {each.key for each in reminders_of(award.officer)}
    assert "verdict unmet" in Client().get(ADDRESS).content.decode()
    posted(award, "receive_contribution", facts(3_000, source=MEMBERS, bank=BANK, heading=AWARD,
                                                member=str(award.cooperative.pk)))  # fmt: skip
    assert not standings()[0].under
    assert "award_under" not in {each.key for each in reminders_of(award.officer)}


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_page_is_for_anybody_names_nobody_and_costs_nothing_the_second_time(
    award, language, django_assert_num_queries
):
    asked = {"accept-language": language}
    text = Client(headers=asked).get(ADDRESS).content.decode()
    with django_assert_num_queries(0):
        Client(headers=asked).get(ADDRESS)
    for told in ("Rosa Apaza", *(each.name for each in award.people.values())):
        assert told not in text
    assert text.count('role="img"') == 1


def test_an_award_that_asks_for_nothing_has_no_such_page(world):
    opened(world)
    assert Client().get(ADDRESS).status_code == 404


def test_an_award_without_a_line_stands_at_zero(world):
    keeping.forget()
    opened(world, cofinance="25")
    assert Client().get(ADDRESS).status_code == 200
    assert standings() == []


@given(st.integers(1, 9_999), st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_free_and_blocked_and_out_are_all_that_is_assigned_and_what_is_asked_for_frees_it(share, put_in, out, more):
    award, given_by_others = Heading(cofinance=share), out + more
    each = standing(award, "PEN", {"contributions": put_in, "spending": out, "assigned": given_by_others})
    assert each.out + each.free + each.blocked == given_by_others
    whole = standing(award, "PEN", {"contributions": put_in + each.to_free_all, "spending": out,
                                    "assigned": given_by_others})  # fmt: skip
    assert whole.blocked == 0 and not whole.under
    assert each.under == (each.rule.lacking > 0)
