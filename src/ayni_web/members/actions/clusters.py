"""Writes of clusters: opened, changed, constituted, ended; managers who go."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from ayni_web.accounts.access import forget, is_director, is_staff
from ayni_web.accounts.models import Notice
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.actions.holding import held, held_by, told
from ayni_web.members.folding import tidy
from ayni_web.members.links import TYPICAL, links_of
from ayni_web.members.models import Cluster, ClusterPlace, Link, Management, Membership
from ayni_web.members.places import known_place, place_name


@action
def open_cluster(
    *, by: Any, name: str, field: str, places: Sequence[str], started_on: date,
    chain_called: str = TYPICAL, links: Iterable[Mapping[str, Any]] | None = None,
) -> Cluster:  # fmt: skip
    """Cluster that was opened, in the state ``forming``, by an officer or director.

    ``places`` are codes of INEI (department, province or district).  ``links`` are ``{"code", "name", "support"}``
    in order, told by a chain of the library; without them, all of that chain.
    """
    if not is_staff(by):
        raise Mistake("cluster.opened_by_the_entity")
    facts = _checked(name, field, places)
    row = Cluster(name=facts["name"], field=facts["field"], started_on=started_on, opened_by=by)
    row._history_user = by
    row.save()
    _write_places(row, facts["places"])
    chosen = (
        [{"code": each.code, "support": each.support} for each in links_of(chain_called)] if links is None else links
    )
    Link.objects.bulk_create(
        Link(cluster=row, chain=chain_called, position=position, code=each["code"], name=each.get("name", ""),
             support=each.get("support", False))
        for position, each in enumerate(chosen)
    )  # fmt: skip
    chain.append("cluster.opened", by=by, cluster=str(row.pk), places=facts["places"])
    return row


@action
def change_cluster(
    *, by: Any, cluster: Cluster, name: str, field: str, places: Sequence[str], started_on: date
) -> Cluster:
    """Cluster with another name, field, territory or beginning."""
    row = held_by(by, cluster)
    facts = _checked(name, field, places, but=row)
    before = sorted(row.places.values_list("place", flat=True))
    row.name, row.field, row.started_on = facts["name"], facts["field"], started_on
    if before != sorted(facts["places"]):
        row.places.all().delete()
        _write_places(row, facts["places"])
        chain.append("cluster.territory_changed", by=by, cluster=str(row.pk), places=facts["places"])
    return _kept(row, by, "")


@action
def constitute_cluster(*, by: Any, cluster: Cluster, why: str) -> Cluster:
    """Cluster that an officer registered as constituted, with what that rests on."""
    if not is_staff(by):
        raise Mistake("cluster.constituted_by_the_entity")
    row = held(cluster)
    if row.state != Cluster.State.FORMING:
        raise Mistake("cluster.constituted_already")
    if not row.memberships.filter(state=Membership.State.MEMBER).exists():
        raise Mistake("cluster.nobody_in_it")
    row.state = Cluster.State.CONSTITUTED
    _kept(row, by, told(why, "cluster.say_why", "why"))
    chain.append("cluster.constituted", by=by, cluster=str(row.pk))
    return row


@action
def end_cluster(*, by: Any, cluster: Cluster, why: str, ended_on: date | None = None) -> Cluster:
    """Cluster that a director ended, with the reason; who still asked to join is told the same."""
    if not is_director(by):
        raise Mistake("cluster.ended_by_a_director")
    row, why = held(cluster), told(why, "cluster.say_why", "why")
    row.ended_on = ended_on or timezone.localdate()
    if not row.started_on <= row.ended_on <= timezone.localdate():
        raise Mistake("cluster.ends_between", field="ended_on")
    row.state = Cluster.State.ENDED
    for asking in row.memberships.filter(state__in=(Membership.State.APPLIED, Membership.State.WAITING)):
        asking.state, asking.reason, asking.decided_by = Membership.State.REFUSED, why, by
        asking._history_user = by
        asking.save()
    _kept(row, by, why)
    chain.append("cluster.ended", by=by, cluster=str(row.pk), ended_on=row.ended_on.isoformat())
    return row


@action
def end_management(*, by: Any, management: Management) -> Management:
    """End of someone's managing: by an officer or director, or by that person; the last manager may go, too."""
    row = Management.objects.select_for_update().get(pk=management.pk)
    if not (is_staff(by) or row.person_id == by.pk):
        raise Mistake("cluster.manager_ended_by_the_entity")
    if row.until:
        raise Mistake("cluster.manager_ended_already")
    row.until = timezone.now()
    row.save()
    forget(by)
    if row.person_id != by.pk:
        Notice.objects.create(person=row.person, key="cluster.no_longer_managing", facts={"cluster": row.cluster.name})
    chain.append("management.ended", by=by, cluster=str(row.cluster_id), person=chain.digest_of(row.person))
    return row


def _checked(name: str, field: str, places: Sequence[str], but: Cluster | None = None) -> dict[str, Any]:
    name, field = tidy(name), tidy(field)
    for column, text in (("name", name), ("field", field)):
        if not 1 <= len(text) <= 200:
            raise Mistake("cluster.length", field=column, n=len(text))
    others = Cluster.objects.exclude(pk=but.pk) if but else Cluster.objects.all()
    if others.filter(name__iexact=name).exists():
        raise Mistake("cluster.name_taken", field="name", name=name)
    _refuse_places(places)
    return {"name": name, "field": field, "places": list(places)}


def _refuse_places(places: Sequence[str]) -> None:
    if not places:
        raise Mistake("cluster.no_place", field="territory")
    for code in places:
        if not known_place(code):
            raise Mistake("places.unknown", field="territory", came=code[:60])
        around = next((each for each in places if each != code and code.startswith(each)), None)
        if around or list(places).count(code) > 1:
            raise Mistake("cluster.place_within", field="territory", place=place_name(code),
                          around=place_name(around or code))  # fmt: skip


def _write_places(row: Cluster, places: Sequence[str]) -> None:
    ClusterPlace.objects.bulk_create(ClusterPlace(cluster=row, place=code) for code in places)


def _kept(row: Cluster, by: Any, why: str) -> Cluster:
    row._history_user = by
    row._change_reason = why or None
    row.save()
    return row
