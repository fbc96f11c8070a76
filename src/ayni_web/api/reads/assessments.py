"""How well: rounds and their profiles."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from ayni_web.api.access import READS
from ayni_web.api.asked import AssessmentsAsked, Listed, paged
from ayni_web.api.reads.telling import named
from ayni_web.api.shapes.assessments import Assessment, AssessmentLine
from ayni_web.assessments.profile import Asked, Profile, Scored
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.rounds import found_rounds, is_told, months_after
from ayni_web.assessments.queries.templates import read
from ayni_web.assessments.texts import told

router = Router(auth=READS)
_PROFILE = ("sheets", "typed", "missing", "agreement", "alpha", "alpha_low", "alpha_high", "reliability", "imbalance",
            "turns", "weighed")  # fmt: skip
_SCORE = ("code", "title", "score", "low", "high", "weight", "known", "own", "change")


@router.get("/assessments", response=Listed[AssessmentLine])
def assessments(request: HttpRequest, asked: Query[AssessmentsAsked]) -> Any:
    """Rounds that the person sees, the last first."""
    found = found_rounds(request.auth, state=asked.state or "", cluster=asked.cluster)
    return paged(found, asked, lambda row: _line(request.auth, row))


@router.get("/assessments/{uuid:pk}", response=Assessment)
def assessment(request: HttpRequest, pk: UUID) -> Any:
    """One round; once it is closed and enough answered, with its profile."""
    row = get_object_or_404(found_rounds(request.auth), pk=pk)
    asked = read(row.version)
    profile, before = (None, None) if row.is_open else profile_with_change(row)
    compared = before is not None and profile is not None and profile.whole and profile.whole.before is not None
    return {
        **_line(request.auth, row), "about": told(asked.about), "named": asked.named,
        "next_on": months_after(timezone.localdate(row.closed_at), asked.review)
        if row.closed_at and asked.review else None,
        "before": before.pk if before and compared else None,
        "profile": _profile(profile) if profile and profile.enough else None,
        "reply": {"text": row.reply, "person": row.replied_by.name, "at": row.replied_at}
        if row.reply and profile and profile.enough else None,
    }  # fmt: skip


def _line(person: Any, row: Any) -> dict[str, Any]:
    names = ("state", "opened_at", "closes_on", "closed_at", "asked")
    return {
        "id": row.pk, "title": told(row.version.content["title"]), "version": row.version.number,
        "cluster": named(row.cluster), "organisation": named(row.organisation),
        **{name: getattr(row, name) for name in names}, "sent": row.sent if is_told(person, row.sent) else None,
    }  # fmt: skip


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        **{name: getattr(profile, name) for name in _PROFILE},
        "groups": [_score(each) for each in profile.groups],
        "whole": _score(profile.whole) if profile.whole else None,
        "items": [_item(each) for each in profile.items],
        "reversals": [{"first": first, "second": second} for first, second in profile.reversals],
    }


def _score(row: Scored) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SCORE}


def _item(item: Asked) -> dict[str, Any]:
    """What was said of an item; nothing but its text where too few answered it."""
    names = ("score", "unknown", "not_apply", "consensus", "dissent")
    return {
        "text": item.text, "group": item.group, "few": not item.told,
        **{name: getattr(item, name) if item.told else None for name in names},
        "answers": [{"text": text, "count": count} for text, count in item.shares] if item.told else [],
        "notes": list(item.notes) if item.told else [],
    }  # fmt: skip
