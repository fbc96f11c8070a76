"""Every write of strategies: begun, written part by part, weighed by buyers, signed, reopened."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.documents.access import may_read
from ayni_web.documents.models import Document as Paper
from ayni_web.members.models import Cluster
from ayni_web.strategies import access, queries
from ayni_web.strategies.contents import (
    Document,
    copied,
    evidence_in,
    fresh,
    kept,
    lacks_of,
    name_of,
    part_in,
    passed_in,
    renewed,
    signs_in,
    with_evidence,
    with_weights,
    without_evidence,
)
from ayni_web.strategies.models import Hand, Reopening, Strategy, Version
from ayni_web.ventures.models import Plan

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def add(
    *, by: "Person", cluster: Cluster, product: str, hs_code: str, market: str, plan: Plan | None = None
) -> Version:  # fmt: skip
    """First version of a strategy of a product in a market, with every part of the library still to be written."""
    if not access.clusters_to_plan(by).filter(pk=cluster.pk).exists():
        raise Mistake("strategies.not_yours", field="cluster")
    if plan is not None and plan.cluster_id != cluster.pk:
        raise Mistake("strategies.plan_of_another", field="plan", plan=plan.title)
    if Strategy.objects.filter(cluster=cluster, hs_code=hs_code, market=market).exists():
        raise Mistake("strategies.there_is_one", field="hs_code", code=hs_code)
    made = Strategy.objects.create(
        cluster=cluster, product=product, hs_code=hs_code, market=market, plan=plan, added_by=by
    )  # fmt: skip
    chain.append("strategy.added", by=by, strategy=str(made.pk), cluster=str(cluster.pk))
    return _version(by, made, fresh())


@action
def link_plan(*, by: "Person", strategy: Strategy, plan: Plan | None) -> Strategy:
    """Strategy that goes with a plan of its cluster, or with none."""
    row = _held(by, strategy)
    if plan is not None and plan.cluster_id != row.cluster_id:
        raise Mistake("strategies.plan_of_another", field="plan", plan=plan.title)
    row.plan = plan
    row.save(update_fields=["plan"])
    return row


@action
def add_version(*, by: "Person", version: Version) -> Version:
    """Next version of a strategy, which begins with what another says, in the parts as the library has them now."""
    strategy = _held(by, version.strategy)
    return _version(by, strategy, renewed(version.document))


@action
def write(*, by: "Person", version: Version, of: str, change: Callable[[Document], Document]) -> Version:
    """Version whose content was changed; ``of`` is the hash of what was changed, so that nobody writes over another."""
    return _written(by, _open(by, version, of), change)


@action
def weigh(*, by: "Person", version: Version, of: str, part: str) -> Version:
    """Version whose weights are those that buyers gave in the last closed round of the part's questionnaire."""
    row = _open(by, version, of)
    found = part_in(row.document, part)
    if found is None or not found.weights:
        raise Mistake("strategies.no_part")
    asked = queries.round_of_buyers(row.strategy, found.weights)
    if asked is None:
        raise Mistake("strategies.no_round")
    told = queries.weights_of(asked)
    if told is None:
        raise Mistake("strategies.too_few_buyers")
    weights, sheets = told
    if {each.code for each in found.given} - set(weights):
        raise Mistake("strategies.other_groups")
    closed = asked.closed_at or timezone.now()
    weighed = {"round": str(asked.pk), "sheets": sheets, "day": timezone.localtime(closed).date().isoformat()}
    return _written(by, row, lambda document: with_weights(document, found, weights, weighed))


@action
def show_by(*, by: "Person", version: Version, of: str, part: str, document: Paper, says: str = "") -> Version:
    """Version in which a part is shown by a paper as it stands today: its version and hash are signed with the rest."""
    row = _open(by, version, of)
    found = part_in(row.document, part)
    if found is None:
        raise Mistake("strategies.no_part")
    if not may_read(by, document) or document.cluster_id not in (None, row.strategy.cluster_id):
        raise Mistake("strategies.paper_not_yours", field="document")
    last = document.versions.order_by("-number").first()
    if last is None:
        raise Mistake("strategies.paper_not_yours", field="document")
    told = {"version": str(last.pk), "number": last.number, "sha256": last.sha256, **({"says": says} if says else {})}
    return _written(by, row, lambda before: with_evidence(before, found, told))


@action
def show_no_longer(*, by: "Person", version: Version, of: str, part: str, paper: str) -> Version:
    """Version in which a paper shows a part no longer."""
    row = _open(by, version, of)
    found = part_in(row.document, part)
    if found is None or paper not in {each["version"] for each in evidence_in(row.document, found)}:
        raise Mistake("strategies.no_part")
    return _written(by, row, lambda document: without_evidence(document, found, paper))


@action
def sign(*, by: "Person", version: Version, of: str) -> Version:
    """Version that is frozen, by another than those who wrote in it: whole, and with no day passed."""
    row = _open(by, version, of)
    if not access.may_sign(by, row):
        raise Mistake("strategies.another_signs")
    lacks = lacks_of(row.document)
    if lacks:
        raise Mistake("strategies.lacks", n=len(lacks), what=lacks[0].text)
    passed = passed_in(row.document, timezone.localdate())
    if passed:
        raise Mistake("strategies.day_passed", what=name_of(*passed[0][:2], -1), day=passed[0][2].isoformat())
    row.state, row.signed_by, row.signed_at = Version.State.SIGNED, by, timezone.now()
    row.save()
    chain.append("strategy.signed", by=by, strategy=str(row.strategy_id), version=row.number, content=row.sha256)
    return row


@action
def reopen(*, by: "Person", version: Version, part: str, row: str, seen: str, seen_on: date) -> Reopening:
    """That a sign of a signed version came true: the strategy is open again until another version is signed."""
    _held(by, version.strategy)
    held = Version.objects.select_for_update().get(pk=version.pk)
    if not held.is_signed:
        raise Mistake("strategies.sign_first")
    if seen_on > timezone.localdate():
        raise Mistake("strategies.not_seen_yet", field="seen_on", day=seen_on.isoformat())
    if (part, row) not in {(each.code, told.get("code")) for each, told in signs_in(held.document)}:
        raise Mistake("strategies.no_part")
    if held.reopenings.filter(part=part, row=row).exists():
        raise Mistake("strategies.told_already")
    made = Reopening.objects.create(version=held, part=part, row=row, seen=seen, seen_on=seen_on, by=by)
    chain.append("strategy.reopened", by=by, strategy=str(held.strategy_id), version=held.number, sign=row)
    return made


def _held(by: "Person", strategy: Strategy) -> Strategy:
    row = Strategy.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=strategy.pk)
    if not access.may_write(by, row):
        raise Mistake("strategies.not_yours")
    return row


def _open(by: "Person", version: Version, of: str) -> Version:
    """Version as it stands now, held until the write is done; refused once signed, or changed since it was read."""
    strategy = _held(by, version.strategy)
    row = Version.objects.select_for_update().get(pk=version.pk, strategy=strategy)
    if row.is_signed:
        raise Mistake("strategies.signed_stands")
    if of != row.sha256:
        raise Mistake("strategies.changed_meanwhile")
    row.strategy = strategy
    return row


def _written(by: "Person", row: Version, change: Callable[[Document], Document]) -> Version:
    row.content, row.sha256 = kept(change(copied(row.document)))
    row.save()
    Hand.objects.get_or_create(version=row, person=by)
    return row


def _version(by: "Person", strategy: Strategy, document: Document) -> Version:
    last = strategy.versions.aggregate(last=Max("number"))["last"] or 0
    text, sha256 = kept(document)
    made = Version.objects.create(strategy=strategy, number=last + 1, content=text, sha256=sha256, author=by)
    Hand.objects.create(version=made, person=by)
    return Version.objects.select_related("strategy__cluster").get(pk=made.pk)
