"""What people are to do about money: post what waits, correct what came back, agree to a pledge, put in what is due."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ayni_web.common.money import amount
from ayni_web.common.reminders import Reminder
from ayni_web.ledger import access
from ayni_web.ledger.models import Pledge
from ayni_web.ledger.models.entries import State
from ayni_web.ledger.queries.cofinancing import under_their_share
from ayni_web.ledger.queries.drafts import own_drafts, waiting_for_check
from ayni_web.ledger.queries.pledges import dues, of_members, waiting_pledges, with_something_to_count
from ayni_web.members.access import represented

# How long before its day a part of a pledge is told to whoever puts it in.
AHEAD = timedelta(days=14)


def reminders(person: Any) -> list[Reminder]:
    """What is this person's: of coordinators, drafts and what is to be counted; of members, their pledges."""
    found = [*_of_drafts(person), *_to_count(), *_under()] if access.may_draw(person) else []
    if access.may_draw(person) or represented(person):
        found += _to_agree(person)
    return found + (_due(person) if represented(person) else [])


def _of_drafts(person: Any) -> list[Reminder]:
    """Drafts that wait for this person, and those sent back to them; two queries."""
    waiting = [
        Reminder("check_money", _address(row), {"what": row.text, "person": row.maker.short_name})
        for row in waiting_for_check(person)
    ]
    back = own_drafts(person).filter(state=State.OPEN).exclude(returned="")
    return waiting + [
        Reminder("correct_money", _address(row), {"what": row.text, "reason": row.returned}) for row in back
    ]


def _to_count() -> list[Reminder]:
    """Members whose contributions count for no pledge yet."""
    return [
        Reminder("count_put_in", reverse("ledger:put_in", args=[row.pk]), {"member": row.name})
        for row in with_something_to_count()
    ]


def _under() -> list[Reminder]:
    """Awards whose group took back what let money of others go out."""
    return [
        Reminder("award_under", reverse("ledger:cofinance", args=[each.award.pk]),
                 {"award": each.award.title, "lacking": amount(each.rule.lacking, each.currency)})
        for each in under_their_share()
    ]  # fmt: skip


def _to_agree(person: Any) -> list[Reminder]:
    """Pledges that wait for this person's word."""
    return [
        Reminder("agree_pledge", reverse("ledger:pledge", args=[row.pk]), {"member": row.member.name})
        for row in waiting_pledges().filter(access.agreeing(person))
    ]


def _due(person: Any) -> list[Reminder]:
    """Parts of the own pledges that are late or due soon."""
    soon = timezone.localdate() + AHEAD
    own: Any = of_members(access.reads_of(person))
    return [
        Reminder(
            "put_in", reverse("ledger:pledge", args=[each.instalment.pledge_id]), due=each.instalment.due_on,
            facts={"amount": amount(each.left, each.instalment.pledge.currency), "member": _member(each.instalment)},
        )
        for each in dues(own) if each.band and each.instalment.due_on <= soon
    ]  # fmt: skip


def _member(instalment: Any) -> str:
    pledge: Pledge = instalment.pledge
    return str(pledge.member.name)


def _address(row: Any) -> str:
    return reverse("ledger:draft", args=[row.pk])
