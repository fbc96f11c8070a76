"""Who promised what, and how promises are kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from ayni_web.accounts.access import sees_entity
from ayni_web.api.access import READS
from ayni_web.api.asked import CommitmentsAsked, Listed, Paging, paged
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.commitments import Commitment, CommitmentLine, Keeping, RateOfOrganisation
from ayni_web.commitments import keeping as counts
from ayni_web.commitments import models, queries
from ayni_web.commitments.access import sees_each, sides_of
from ayni_web.commitments.analysis import Rate, rates
from ayni_web.members.access import represented
from ayni_web.members.queries import inner_clusters

router = Router(auth=READS)
NUMBERS = ("counted", "kept", "late", "broken", "aside")


@router.get("/commitments", response=Listed[CommitmentLine])
def commitments(request: HttpRequest, asked: Query[CommitmentsAsked]) -> Any:
    """Commitments that the person sees; what is open and nearest its day first."""
    wanted = {name: getattr(asked, name) for name in ("whose", "state", "kind", "cluster", "organisation")}
    found = queries.found_commitments(request.auth, **{name: value for name, value in wanted.items() if value})
    return paged(found, asked, _line)


@router.get("/commitments/{uuid:pk}", response=Commitment)
def commitment(request: HttpRequest, pk: UUID) -> Any:
    """One commitment with its history."""
    row = get_object_or_404(queries.visible_commitments(request.auth), pk=pk)
    closely = bool(sides_of(request.auth, row)) or sees_entity(request.auth)
    return {
        **_line(row), "review_on": row.review_on if row.is_open else None,
        "turns": [_turn(row, each, closely) for each in queries.turns_of(row)],
        "matched": [_line(each) for each in queries.matched_with(request.auth, row)],
    }  # fmt: skip


@router.get("/clusters/{uuid:pk}/keeping", response=Keeping)
def keeping(request: HttpRequest, pk: UUID) -> Any:
    """How promises of a cluster are kept, by kind and year; small numbers are protected as on the page."""
    row = get_object_or_404(inner_clusters(request.auth), pk=pk)
    each, found = sees_each(request.auth, row), counts.counted(row)
    whole, by_kind, by_year = (_rates(tallies, each) for tallies in (found.whole, found.by_kind, found.by_year))
    return {
        "cluster": named(row), "whole": _rate(whole[0]) if whole else None,
        "by_kind": [{"kind": rate.tally.key, **_rate(rate)} for rate in by_kind],
        "by_year": [{"year": rate.tally.key, **_rate(rate)} for rate in by_year],
        "arrears": queries.late_by(models.Commitment.objects.filter(cluster=row)) if each else None,
    }  # fmt: skip


@router.get("/clusters/{uuid:pk}/keeping/organisations", response=Listed[RateOfOrganisation])
def keeping_of_each(request: HttpRequest, pk: UUID, asked: Query[Paging]) -> Any:
    """How each organisation of a cluster keeps its promises; outside its managers and the entity, the own ones."""
    row = get_object_or_404(inner_clusters(request.auth), pk=pk)
    found, own = counts.counted(row), represented(request.auth)
    names = [each for each in found.names if sees_each(request.auth, row) or each[0] in own]

    def told(line: tuple[UUID, str]) -> dict[str, Any]:
        rate = rates([found.by_maker[line[0]]])[0]
        return {"organisation": {"id": line[0], "name": line[1]}, **_rate(rate)}

    return paged(names, asked, told)


def _line(row: models.Commitment) -> dict[str, Any]:
    names = ("kind", "content", "quantity", "unit", "due_on", "state", "disputed", "done_on")
    return {
        "id": row.pk, **{name: getattr(row, name) for name in names}, "days_over": queries.days_over(row),
        "maker": named(row.maker), "receiver": named(row.receiver), "cluster": named(row.cluster),
    }  # fmt: skip


def _turn(row: models.Commitment, turn: models.Turn, closely: bool) -> dict[str, Any]:
    names = ("what", "side", "typed_for", "text", "done_on", "at")
    return {
        **{name: getattr(turn, name) for name in names}, "person": turn.by.name if closely else None,
        "organisation": named(row.maker if turn.side == "maker" else row.receiver),
    }  # fmt: skip


def _rates(tallies: list[counts.Tally], each: bool) -> Sequence[Rate]:
    return rates(tallies if each else counts.protected(tallies))


def _rate(rate: Rate) -> dict[str, Any]:
    told = rate.tally.told
    return {
        "few": not told, **{name: getattr(rate.tally, name) if told else None for name in NUMBERS},
        "share": rate.share, "low": rate.low, "high": rate.high,
    }  # fmt: skip
