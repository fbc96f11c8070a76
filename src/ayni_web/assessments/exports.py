"""Rounds, and the scores of those that are closed, as lists to take away."""

from collections.abc import Iterator
from typing import Any

from ayni_web.assessments.forms.rounds import Search
from ayni_web.assessments.models import Assessment
from ayni_web.assessments.profile import Scored
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.rounds import found_rounds, is_told
from ayni_web.assessments.texts import told as in_words
from ayni_web.common.language import said
from ayni_web.common.sheets.writing import Cell
from ayni_web.members.queries import inner_clusters
from ayni_web.spreadsheets.exports.lists import Asked, List, Rows, signed_in, told
from ayni_web.spreadsheets.reading import word


def rounds(person: Any, asked: Asked) -> Rows:
    """Rounds that a person sees, with the filters of their page."""
    return told(_found(person, asked), lambda row: [
        *_head(row), word("assessment_states", row.state), row.opened_at, row.closes_on, row.asked,
        row.sent if is_told(person, row.sent) else said("assessments.few"),
    ])  # fmt: skip


def scores(person: Any, asked: Asked) -> Iterator[list[Cell]]:
    """Scores of the closed rounds that a person sees, a group a row, the whole last; what is not told is not there."""
    for row in _found(person, asked).filter(state=Assessment.State.CLOSED):
        profile, _ = profile_with_change(row)
        for each in (*profile.groups, *([profile.whole] if profile.whole else [])):
            yield [*_head(row), row.closed_at, each.title or said("assessments.whole"), *_cells(each), profile.sheets]


def _cells(each: Scored) -> list[Cell]:
    numbers = (each.score, each.low, each.high, 100 * each.weight, 100 * each.known)
    return [None if number is None else round(number, 1) for number in numbers]


def _found(person: Any, asked: Asked) -> Any:
    search = Search(asked or None, clusters=inner_clusters(person))
    given = search.cleaned_data if search.is_valid() else {}
    return found_rounds(person, **{name: given[name] for name in ("state", "cluster") if given.get(name)})


def _head(row: Assessment) -> list[Cell]:
    return [
        str(row.pk), in_words(row.version.content["title"]), row.version.number,
        row.cluster.name if row.cluster else "", row.organisation.name if row.organisation else "",
    ]  # fmt: skip


_HEAD = ("id", "questionnaire", "version", "cluster", "organisation")
LISTS = (
    List("assessments", (*_HEAD, "state", "opened_at", "closes_on", "people_asked", "answers"), rounds, signed_in),
    List("scores", (*_HEAD, "closed_at", "group", "score_points", "score_low", "score_high", "weight_share",
                    "answered_share", "answers"), scores, signed_in),
)  # fmt: skip
