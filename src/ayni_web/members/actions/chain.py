"""Writes of the links of a cluster's chain: added, renamed, moved, split, merged, with totals that stay."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, Max, Value
from django.db.models.functions import Cast, Concat

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.actions.holding import held_by, told
from ayni_web.members.folding import tidy
from ayni_web.members.links import TYPICAL, base_of, links_of
from ayni_web.members.models import Cluster, Link, Membership, Part

OWN = "own"
# Above every place that a link can have, while the others take theirs.
ASIDE = 10_000


@action
def add_link(*, by: Any, cluster: Cluster, name: str, support: bool = False) -> Link:
    """Link that was added at the end of the chain, or of what supports it."""
    row = held_by(by, cluster)
    beside = row.links.first()
    made = _made(row, OWN, name, support=support, chain_called=beside.chain if beside else TYPICAL)
    chain.append("link.added", by=by, cluster=str(row.pk), link=str(made.pk))
    return made


@action
def rename_link(*, by: Any, link: Link, name: str) -> Link:
    """Link with another name; without one, a link of the library has its own again."""
    row = held_by(by, link.cluster)
    name = tidy(name)[:120]
    if not name and all(link.code != each.code for each in links_of(link.chain)):
        raise Mistake("links.say_name", field="name")
    _refuse_name(row, name, but=link)
    link.name = name
    link.save()
    return link


@action
def move_link(*, by: Any, link: Link, way: str) -> Link:
    """Link that changed places with the one before (``earlier``) or after (``later``)."""
    row = held_by(by, link.cluster)
    order = list(row.links.filter(support=link.support).order_by("position"))
    at = next(place for place, each in enumerate(order) if each.pk == link.pk)
    to = at - 1 if way == "earlier" else at + 1
    if not 0 <= to < len(order):
        raise Mistake("links.at_the_end")
    other = order[to]
    places = {link.pk: other.position, other.pk: order[at].position}
    # One link has one place: both step aside before they take the other's.
    row.links.filter(pk__in=places).update(position=F("position") + ASIDE)
    for pk, position in places.items():
        row.links.filter(pk=pk).update(position=position)
    link.refresh_from_db()
    return link


@action
def split_link(*, by: Any, link: Link, name: str, members: Iterable[Membership], why: str) -> Link:
    """New link, right after the one it was split from, with the parts of some of its members, whole.

    What was the sum over members of the one is the sum over members of the two.
    """
    row = held_by(by, link.cluster)
    why = told(why, "cluster.say_why", "why")
    chosen = [each.pk for each in members]
    moving = Part.objects.filter(link=link, membership_id__in=chosen, membership__cluster=row)
    count = moving.count()
    if not count:
        raise Mistake("links.nobody_moves", field="members")
    made = _made(row, base_of(link.code), name, support=link.support, chain_called=link.chain, after=link)
    moving.update(link=made)
    _keep_why(row, by, f"{link} → {link} + {made}: {why}")
    chain.append("link.split", by=by, cluster=str(row.pk), link=str(link.pk), into=str(made.pk), parts=count)
    return made


@action
def merge_links(*, by: Any, link: Link, into: Link, why: str) -> Link:
    """Link that took in all the parts of another, which is gone; shares of the same role are added."""
    row = held_by(by, link.cluster)
    why = told(why, "cluster.say_why", "why")
    if into.cluster_id != row.pk or into.pk == link.pk:
        raise Mistake("links.merged_with_another", field="into")
    moved = _pour(link, into)
    _keep_why(row, by, f"{link} + {into} → {into}: {why}")
    gone = str(link.pk)
    link.delete()
    chain.append("link.merged", by=by, cluster=str(row.pk), link=gone, into=str(into.pk), parts=moved)
    return into


@action
def drop_link(*, by: Any, link: Link) -> Cluster:
    """Cluster without a link that holds nobody."""
    row = held_by(by, link.cluster)
    if link.parts.exists():
        raise Mistake("links.not_empty")
    if row.links.count() == 1:
        raise Mistake("links.last_one")
    gone = str(link.pk)
    link.delete()
    chain.append("link.dropped", by=by, cluster=str(row.pk), link=gone)
    return row


@action
def take_chain(
    *, by: Any, cluster: Cluster, chain_called: str, into: Mapping[str, str] | None = None, why: str = ""
) -> Cluster:
    """Cluster whose links are those of a chain of the library.

    Nobody falls out: ``into`` tells by the key of each link that holds someone to which link (its code) of the chain
    they go, with their whole shares, and ``why`` says why.
    """
    row, told_links = held_by(by, cluster), links_of(chain_called)
    if not told_links:
        raise Mistake("links.no_such_chain")
    before = list(row.links.all())
    holding = [each for each in before if each.parts.exists()]
    goes = {str(key): code for key, code in (into or {}).items()}
    for each in holding:
        if goes.get(str(each.pk)) not in {link.code for link in told_links}:
            raise Mistake("links.say_where", field=f"into_{each.pk}", link=str(each))
    if holding:
        why = told(why, "cluster.say_why", "why")
    # One code and one place are of one link: those that stood step aside before the new ones take theirs.
    aside = F("position") + ASIDE
    row.links.update(code=Concat(Value("aside-"), Cast(aside, CharField())), position=aside)
    made = {
        link.code: Link.objects.create(cluster=row, chain=chain_called, code=link.code, position=at,
                                       support=link.support)
        for at, link in enumerate(told_links)
    }  # fmt: skip
    moved = sum(_pour(each, made[goes[str(each.pk)]]) for each in holding)
    row.links.filter(pk__in=[each.pk for each in before]).delete()
    _keep_why(row, by, f"{' + '.join(map(str, before))} → {' + '.join(map(str, made.values()))}: {why}".strip(": "))
    chain.append("link.chain_taken", by=by, cluster=str(row.pk), chain=chain_called, parts=moved)
    return row


def _pour(link: Link, into: Link) -> int:
    """Move every part of a link into another, shares of the same role added; how many were moved."""
    parts = list(Part.objects.filter(link=link).select_for_update())
    for part in parts:
        same = Part.objects.filter(membership_id=part.membership_id, link=into, role=part.role).first()
        # Taken away before it is added, so that no member ever has more than the whole.
        part.delete()
        if same is None:
            Part.objects.create(membership_id=part.membership_id, link=into, role=part.role, share=part.share)
        else:
            Part.objects.filter(pk=same.pk).update(share=F("share") + part.share)
    return len(parts)


def _keep_why(row: Cluster, by: Any, why: str) -> None:
    """Write into the history of the cluster what became of a link, and why: the chain of decisions holds no words."""
    row._history_user, row._change_reason = by, why
    row.save()


def _made(row: Cluster, base: str, name: str, *, support: bool, chain_called: str, after: Link | None = None
          ) -> Link:  # fmt: skip
    name = told(tidy(name)[:120], "links.say_name", "name")
    _refuse_name(row, name)
    used = set(row.links.values_list("code", flat=True))
    number = next(n for n in range(2, ASIDE) if f"{base}-{n}" not in used)
    position = (row.links.aggregate(last=Max("position"))["last"] or 0) + 1
    if after is not None:
        later = row.links.filter(position__gt=after.position)
        later.update(position=F("position") + ASIDE)
        row.links.filter(position__gte=ASIDE).update(position=F("position") - ASIDE + 1)
        position = after.position + 1
    return Link.objects.create(cluster=row, chain=chain_called, code=f"{base}-{number}", name=name, position=position,
                               support=support)  # fmt: skip


def _refuse_name(row: Cluster, name: str, but: Link | None = None) -> None:
    others = row.links.exclude(pk=but.pk) if but else row.links.all()
    if name and others.filter(name__iexact=name).exists():
        raise Mistake("links.name_taken", field="name", name=name)
