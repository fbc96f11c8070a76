"""Every write of commitments; each is a word of one side, and the state is what the last word made of it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from ayni.library.promises import Promise
from ayni_web.commitments import access
from ayni_web.commitments.access import other_side, sides_of, typed_for
from ayni_web.commitments.kinds import PUBLIC, kind_called
from ayni_web.commitments.models import Commitment, Match, State, Turn
from ayni_web.commitments.months import months_after
from ayni_web.commitments.queries import clusters_between, counterparts, visible_commitments
from ayni_web.commitments.terms import counted, refuse_day, refuse_kinds
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.models import Cluster, Organisation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def propose(
    *, by: "Person", kind: str, side: str, organisation: Organisation, other: Organisation, content: str,
    due_on: date, quantity: Decimal | None = None, unit: str = "", cluster: Cluster | None = None,
) -> Commitment:  # fmt: skip
    """Propose a commitment for one side of it: ``organisation`` is the own, ``side`` what it is in it."""
    known = _known(kind)
    if not access.may_propose_for(by, organisation):
        raise Mistake("commitments.not_yours", field="organisation")
    if other.pk == organisation.pk:
        raise Mistake("commitments.to_itself", field="other")
    if not counterparts(by, organisation).filter(pk=other.pk).exists():
        raise Mistake("commitments.not_known", field="other", organisation=other.name)
    maker, receiver = (organisation, other) if side == "maker" else (other, organisation)
    refuse_kinds(known, maker, receiver, side)
    refuse_day(known, due_on)
    made = Commitment.objects.create(
        kind=kind, maker=maker, receiver=receiver, cluster=_cluster_of(by, organisation, other, cluster),
        content=content, due_on=due_on, inside=known.inside, proposed_side=side, added_by=by,
        **counted(known, quantity, unit),
    )  # fmt: skip
    _say(by, made, "proposed", side)
    return made


@action
def countersign(*, by: "Person", commitment: Commitment) -> Commitment:
    """Agree for the other side: from here on it is promised."""
    row, side = _held(by, commitment), other_side(commitment.proposed_side)
    if not access.may_countersign(row, sides_of(by, row)):
        raise Mistake("commitments.other_side_signs")
    _say(by, row, "agreed", side)
    kind = kind_called(row.kind)
    if kind and kind.review:
        row.review_on = months_after(timezone.localdate(), kind.review)
    _moved(row, State.AGREED)
    chain.append("commitment.countersigned", by=by, commitment=str(row.pk), kind=row.kind, side=side)
    return row


@action
def decline(*, by: "Person", commitment: Commitment, reason: str) -> Commitment:
    """Say no for the other side, with the reason."""
    row, side = _held(by, commitment), other_side(commitment.proposed_side)
    if not access.may_countersign(row, sides_of(by, row)):
        raise Mistake("commitments.other_side_signs")
    _say(by, row, "declined", side, text=reason)
    return _moved(row, State.DECLINED)


@action
def withdraw(*, by: "Person", commitment: Commitment, reason: str) -> Commitment:
    """Take back what the other side has not countersigned yet, with the reason."""
    row = _held(by, commitment)
    if not access.may_withdraw(row, sides_of(by, row)):
        raise Mistake("commitments.no_longer_withdrawn")
    _say(by, row, "withdrawn", row.proposed_side, text=reason)
    return _moved(row, State.WITHDRAWN)


@action
def tell_outcome(
    *, by: "Person", commitment: Commitment, outcome: str, done_on: date | None = None, text: str = ""
) -> Commitment:
    """Tell for the receiver what came of it: ``done`` on a day, ``broken`` once its day has passed, or ``waived``."""
    row = _held(by, commitment)
    if not access.may_tell(row, sides_of(by, row)):
        raise Mistake("commitments.receiver_tells")
    state = _outcome(row, outcome, done_on, text)
    row.done_on = done_on if outcome == "done" else None
    _say(by, row, state, "receiver", text=text, done_on=row.done_on)
    row.disputed = False
    _moved(row, state)
    chain.append("commitment.told", by=by, commitment=str(row.pk), kind=row.kind, outcome=str(state))
    return row


@action
def dispute(*, by: "Person", commitment: Commitment, text: str) -> Commitment:
    """Say for the maker how it was; both words stay."""
    row = _held(by, commitment)
    if not access.may_dispute(row, sides_of(by, row)):
        raise Mistake("commitments.maker_disputes")
    _say(by, row, "disputed", "maker", text=text)
    row.disputed = True
    row.save(update_fields=["disputed"])
    chain.append("commitment.disputed", by=by, commitment=str(row.pk), kind=row.kind)
    return row


@action
def review(*, by: "Person", commitment: Commitment, text: str = "") -> Commitment:
    """Say for the receiver that a long promise was looked at and goes on; it is looked at again after its months."""
    row = _held(by, commitment)
    if not access.may_review(row, sides_of(by, row)):
        raise Mistake("commitments.receiver_tells")
    kind = kind_called(row.kind)
    _say(by, row, "reviewed", "receiver", text=text)
    row.review_on = months_after(timezone.localdate(), kind.review) if kind and kind.review else None
    row.save(update_fields=["review_on"])
    return row


@action
def match(*, by: "Person", commitment: Commitment, other: Commitment) -> Match:
    """Say that a private commitment answers a public one of the same cluster."""
    rows = visible_commitments(by).in_bulk((commitment.pk, other.pk))
    both = [rows[each.pk] for each in (commitment, other) if each.pk in rows]
    if len(both) < len((commitment, other)) or not access.may_match(by, both[0]):
        raise Mistake("commitments.not_yours")
    public, private = sorted(both, key=lambda each: each.maker.kind not in PUBLIC)
    if public.maker.kind not in PUBLIC or private.maker.kind in PUBLIC or public.cluster_id != private.cluster_id:
        raise Mistake("commitments.one_of_each", field="other")
    if Match.objects.filter(public=public, private=private).exists():
        raise Mistake("commitments.matched_already", field="other")
    return Match.objects.create(public=public, private=private, made_by=by)


def _known(kind: str) -> Promise:
    known = kind_called(kind)
    if known is None:
        raise Mistake("commitments.not_that_kind")
    return known


def _held(by: "Person", commitment: Commitment) -> Commitment:
    """Commitment as it stands now, held until the write is done."""
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("maker", "receiver", "cluster")
    found = rows.filter(pk__in=visible_commitments(by).values("pk"), pk=commitment.pk).first()
    if found is None:
        raise Mistake("commitments.not_yours")
    return found


def _say(by: "Person", row: Commitment, what: str, side: str, text: str = "", done_on: date | None = None) -> Turn:
    party = row.maker if side == "maker" else row.receiver
    return Turn.objects.create(
        commitment=row, what=what, side=side, by=by, typed_for=typed_for(by, party), text=text, done_on=done_on
    )


def _moved(row: Commitment, state: str) -> Commitment:
    row.state = state
    row.save(update_fields=["state", "done_on", "review_on", "disputed"])
    return row


def _cluster_of(by: "Person", own: Organisation, other: Organisation, asked: Cluster | None) -> Cluster | None:
    """Cluster of a commitment: the one asked for, else the only one that it can be."""
    able = clusters_between(by, own, other)
    if asked:
        if asked not in able:
            raise Mistake("commitments.not_of_the_cluster", field="cluster")
        return asked
    if len(able) > 1:
        raise Mistake("commitments.which_cluster", field="cluster")
    return able[0] if able else None


def _outcome(row: Commitment, outcome: str, done_on: date | None, text: str) -> State:
    today = timezone.localdate()
    if outcome == "done":
        if done_on is None or not timezone.localtime(row.added_at).date() <= done_on <= today:
            raise Mistake("commitments.which_day", field="done_on")
        return State.KEPT if done_on <= row.due_on else State.LATE
    if not text:
        raise Mistake("commitments.say_why", field="text")
    if outcome == "broken" and row.due_on >= today:
        raise Mistake("commitments.not_yet", field="outcome", day=row.due_on.isoformat())
    if outcome not in ("broken", "waived"):
        raise Mistake("commitments.not_that_outcome", field="outcome")
    return State(outcome)
