"""Any sequence of steps keeps the books: zero in each fund and currency, no gap, the chain whole, nothing overdrawn."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ayni_web.common.acting import Mistake
from ayni_web.ledger.actions import books, drafts, posting
from ayni_web.ledger.models import Draft, Entry, Heading, Line, Period
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.journal import budgets
from ayni_web.ledger.rules.cofinance import cofinance_of
from ayni_web.ledger.verifying import verified
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, CALL, CASH, GOVERNMENT, MEMBERS, VALUED, facts, opened, paper
from tests.web.world import made_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PEOPLE = ("director", "officer")
PLACES = ("", CALL, AWARD, ACTIVITY)
# What each purpose is told beside its amount; a member is the cooperative.
TOLD = {
    "receive_grant": {"source": GOVERNMENT, "bank": BANK},
    "receive_contribution": {"source": MEMBERS, "bank": BANK, "heading": ACTIVITY, "member": True},
    "receive_in_kind": {"source": MEMBERS, "account": "1500", "heading": ACTIVITY, "member": True},
    "pay_supplier": {"account": "5300", "bank": BANK, "heading": ACTIVITY},
    "owe_supplier": {"account": "5300", "heading": ACTIVITY},
    "settle_invoice": {"bank": CASH},
    "pass_on": {"bank": BANK, "heading": ACTIVITY, "member": True},
    "account_for": {"account": "5300", "heading": ACTIVITY, "member": True},
    "give_back": {"bank": BANK, "heading": ACTIVITY, "member": True},
    "move": {"bank": BANK, "to_bank": CASH},
    "change_currency": {"bank": BANK, "to_bank": BANK, "to_currency": "USD", "to_minor": 10},
}


class Walk(RuleBasedStateMachine):
    """Books with two sources and a co-financed award, and two people who write and post."""

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.world = made_world()
        opened(self.world, cofinance="25")
        self.paper = paper(self.world)
        self.posted = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def tried(self, act, **told):
        """What an action made; None where it refused, and then nothing may have changed."""
        try:
            with transaction.atomic():
                return act(**told)
        except Mistake:
            return None

    def draw(self, who, purpose, told, back):
        by = self.world.people[who]
        if told.pop("member", False):
            told["member"] = str(self.world.cooperative.pk)
        day = timezone.localdate() - timedelta(days=back)
        made = self.tried(drafts.draw, by=by, purpose=purpose, facts=facts(**told), occurred_on=day, text="Prueba",
                          papers=[self.paper], **(VALUED if purpose == "receive_in_kind" else {}))  # fmt: skip
        if made:
            self.tried(drafts.send, by=by, draft=made)
        return made

    def post(self, who, draft):
        made = self.tried(posting.post, by=self.world.people[who], draft=draft)
        if made:
            assert made.maker_id != made.checker_id
            self.posted += 1

    @rule(who=st.sampled_from(PEOPLE), purpose=st.sampled_from(sorted(TOLD)), minor=st.integers(1, 400),
          own=st.booleans(), back=st.sampled_from([0, 0, 0, 40, 200]), at_once=st.booleans())  # fmt: skip
    def write(self, who, purpose, minor, own, back, at_once):
        told = {"minor": minor, **TOLD[purpose]}
        told.setdefault("source", MEMBERS if own else GOVERNMENT)
        made = self.draw(who, purpose, told, back)
        if made and at_once:
            self.post("director" if who == "officer" else "officer", made)

    @rule(who=st.sampled_from(PEOPLE), take=st.booleans(), out=st.sampled_from(PLACES),
          into=st.sampled_from(PLACES[1:]), minor=st.integers(1, 400), at_once=st.booleans())  # fmt: skip
    def assign(self, who, take, out, into, minor, at_once):
        if out == into:
            return
        places = {"heading": into, "to_heading": out} if take else {"heading": out, "to_heading": into}
        made = self.draw(who, "release" if take else "assign", {"minor": minor, **places}, 0)
        if made and at_once:
            self.post("director" if who == "officer" else "officer", made)

    @rule(who=st.sampled_from(PEOPLE), place=st.integers(0, 9))
    def post_one(self, who, place):
        waiting = list(Draft.objects.filter(state=State.SENT).order_by("made_at", "pk"))
        if waiting:
            self.post(who, waiting[place % len(waiting)])

    @rule(who=st.sampled_from(PEOPLE), place=st.integers(0, 9), step=st.sampled_from(["back", "take", "drop", "send"]))
    def carry(self, who, place, step):
        rows = list(Draft.objects.order_by("made_at", "pk"))
        if rows:
            act = {"take": drafts.take_back, "drop": drafts.drop, "send": drafts.send}.get(step)
            told = {"by": self.world.people[who], "draft": rows[place % len(rows)]}
            self.tried(act, **told) if act else self.tried(drafts.send_back, reason="Revise", **told)

    @rule(who=st.sampled_from(PEOPLE), place=st.integers(1, 30))
    def take_back_an_entry(self, who, place):
        if self.posted:
            entry, by = Entry.objects.get(pk=(place - 1) % self.posted + 1), self.world.people[who]
            made = self.tried(drafts.draw_reversal, by=by, entry=entry, occurred_on=timezone.localdate(), text="No")
            if made and self.tried(drafts.send, by=by, draft=made):
                self.post("director" if who == "officer" else "officer", made)

    @rule(who=st.sampled_from(PEOPLE), next_one=st.booleans())
    def close_a_month(self, who, next_one):
        period = Period.objects.filter(closed_at__isnull=True)[0 if next_one else 1]
        closed = self.tried(books.close_period, by=self.world.people[who], period=period)
        assert not closed or (who == "director" and next_one and period.ends_on < timezone.localdate())

    @invariant()
    def every_line_has_its_entry_and_every_entry_adds_up(self):
        connection.check_constraints()
        sums = Line.objects.order_by().values_list("entry_id", "fund_id", "currency", "account__kind")
        left: dict = {}
        for entry, fund, currency, kind, minor in sums.annotate(n=Sum("minor")):
            key = (entry, fund, currency, kind == "order")
            left[key] = left.get(key, 0) + minor
        assert not any(left.values())

    @invariant()
    def numbers_have_no_gap_and_the_chain_is_whole(self):
        assert list(Entry.objects.values_list("number", flat=True)) == list(range(1, self.posted + 1))
        found = verified()
        assert found.sound and found.count == self.posted

    @invariant()
    def nothing_is_below_zero_that_must_not_be(self):
        pots = Line.objects.order_by()
        for purposes, key in (
            (("bank", "cash"), ("account_id", "fund_id", "currency")),
            (("advance",), ("account_id", "currency", "source_id", "heading_id", "member_id")),
            (("available",), ("currency", "source_id")),
            (("assigned",), ("currency", "source_id", "heading_id")),
        ):
            held = pots.filter(account__purpose__in=purposes).values_list(*key).annotate(n=Sum("minor"))
            assert all(row[-1] >= 0 for row in held), list(held)
        assert all(each.left >= 0 for each in budgets()), budgets()
        stands = cofinance_of(Heading.objects.get(pk=AWARD), "PEN")
        assert stands.paid <= max(stands.payable, 0) or self.reversed_contribution()

    def reversed_contribution(self):
        """A contribution taken back may leave what was paid above its share; then nothing more goes out."""
        return Entry.objects.filter(reverses__purpose__in=("receive_contribution", "receive_in_kind")).exists()


def test_any_sequence_of_steps_keeps_the_books(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    run_state_machine_as_test(Walk, settings=FEW)


FEW = settings(
    max_examples=15, stateful_step_count=30, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
