"""The engine's part of a profile: scores, weights, agreement, reliability."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ayni.library.questionnaires import Item, Questionnaire
from ayni.measures.agreement import consensus, cronbach_alpha, krippendorff_alpha
from ayni.measures.weighting import Profile as Weighted
from ayni.measures.weighting import group_reversals, imbalance, subject_reversals, weighted_profile
from ayni_web.assessments.profile import Asked, Profile, Scored, is_enough
from ayni_web.assessments.queries.rounds import Table
from ayni_web.assessments.texts import told

FloatArray = npt.NDArray[np.float64]
BAND, DRAWS = 0.5, 1000
# Reliability of fewer persons says little about the items.
PERSONS = 10


def profile_of(asked: Questionnaire, table: Table, own: Sequence[bool], typed: Sequence[bool] | None = None) -> Profile:
    """Profile of the sheets of those who look at it from outside, with what the own ones say beside it.

    ``typed``: which sheets were copied from paper; without it, none.
    """
    inside, judging = _sides(own)
    copied = _copied(own, typed)
    if not _is_enough(asked, judging, copied):
        return Profile(int(judging.sum()), enough=False)
    turned = _turned(asked, table.values)
    weights = group_weights(asked, table.values[judging])
    found = _weighted(asked, turned[judging], weights)
    of_own = _weighted(asked, turned[inside], weights) if inside.any() and not inside.all() else None
    known = _known_shares(asked, turned[judging])
    groups = _groups(asked, found, weights, known, of_own)
    whole = _whole(found, float(known @ weights / weights.sum()), of_own)
    return Profile(
        sheets=int(judging.sum()), enough=True, groups=groups, whole=whole,
        items=_items(asked, table, judging, turned, copied), typed=int((judging & copied).sum()),
        imbalance=_imbalance(found, weights), reversals=_reversals(asked, found), weighed=bool(asked.weighing),
        **_agreement(asked, turned[judging]),
    )  # fmt: skip


def whole_of(
    asked: Questionnaire, table: Table, own: Sequence[bool], typed: Sequence[bool] | None = None
) -> Scored | None:
    """Score of the whole alone, as ``profile_of`` tells it; None where too few judged."""
    _, judging = _sides(own)
    if not _is_enough(asked, judging, _copied(own, typed)):
        return None
    turned, weights = _turned(asked, table.values)[judging], group_weights(asked, table.values[judging])
    known = _known_shares(asked, turned)
    return _whole(_weighted(asked, turned, weights), float(known @ weights / weights.sum()), None)


def _sides(own: Sequence[bool]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which sheets are of those it is of, and which judge: the others, or all where there are only such or none."""
    inside = np.array(own, dtype=bool)
    return inside, ~inside if inside.any() and not inside.all() else np.ones(len(own), dtype=bool)


def _copied(own: Sequence[bool], typed: Sequence[bool] | None) -> npt.NDArray[np.bool_]:
    return np.zeros(len(own), dtype=bool) if typed is None else np.array(typed, dtype=bool)


def _is_enough(asked: Questionnaire, told_by: npt.NDArray[np.bool_], copied: npt.NDArray[np.bool_]) -> bool:
    return is_enough(int(told_by.sum()), typed=int((told_by & copied).sum()), named=asked.named)


def group_weights(asked: Questionnaire, values: FloatArray) -> FloatArray:
    """Weights of the groups: those that stand, or what those who answer say of each."""
    stated = np.array([group.weight for group in asked.groups])
    if not asked.weighing:
        return stated
    low, high = asked.ends
    column = {item.code: at for at, item in enumerate(asked.items)}
    said = {item.group: _mean(values[:, column[item.code]]) for item in asked.weighing}
    given = np.array([said[group.code] for group in asked.groups])
    # From a tenth to the whole: a group that nobody finds important still counts a little.
    share = 0.1 + 0.9 * (given - low) / (high - low)
    return np.where(np.isfinite(share), share, np.nanmean(share) if np.isfinite(share).any() else 1.0)


def with_earlier(
    now: Profile, before: Profile, asked: Questionnaire, tables: tuple[Table, Table], was: Questionnaire
) -> Profile:
    """Profile with what the round before said of the same groups; tables are of now and of before."""
    if not (now.enough and before.enough and now.whole and before.whole):
        return now
    earlier = {each.code: each.score for each in before.groups}
    groups = tuple(replace(each, before=earlier.get(each.code)) for each in now.groups)
    turns = _turns(asked, was, tables)
    return replace(now, groups=groups, whole=replace(now.whole, before=before.whole.score), turns=turns)


def _turned(asked: Questionnaire, values: FloatArray) -> FloatArray:
    """Values from 0 to 1, the better the higher."""
    low, high = asked.ends
    share = (values - low) / (high - low)
    backward = np.array([item.reverse for item in asked.items])
    return np.where(backward, 1 - share, share)


def _scored(asked: Questionnaire) -> list[int]:
    return [at for at, item in enumerate(asked.items) if not item.weighs]


def _weighted(asked: Questionnaire, turned: FloatArray, weights: FloatArray) -> Weighted:
    """Weighted profile of the mean of each item."""
    at = {group.code: number for number, group in enumerate(asked.groups)}
    means = np.array([_mean(turned[:, column]) for column in _scored(asked)])
    return weighted_profile(
        scores=np.clip(means, 0, 1)[None], group=np.array([at[item.group] for item in asked.scored]),
        item_weights=np.array([item.weight for item in asked.scored]), group_weights=weights, band=BAND,
    )  # fmt: skip


def _known_shares(asked: Questionnaire, turned: FloatArray) -> FloatArray:
    """Share of each group's answers that have a value, its items by their weight."""
    given = np.isfinite(turned).mean(axis=0)
    lines = [[(given[at], item.weight) for at, item in enumerate(asked.items) if _counts(item, group.code)]
             for group in asked.groups]  # fmt: skip
    return np.array([sum(share * weight for share, weight in line) / sum(w for _, w in line) for line in lines])


def _counts(item: Item, group: str) -> bool:
    return item.group == group and not item.weighs


def _mean(column: FloatArray) -> float:
    known = column[np.isfinite(column)]
    return float(known.mean()) if len(known) else float("nan")


def _points(value: float) -> float | None:
    return float(100 * value) if np.isfinite(value) else None


def _groups(
    asked: Questionnaire, found: Weighted, weights: FloatArray, known: FloatArray, of_own: Weighted | None
) -> tuple[Scored, ...]:
    share = weights / weights.sum()
    return tuple(
        Scored(
            group.code, told(group.title), _points(found.groups[0, at]), _points(found.low[0, at]),
            _points(found.high[0, at]), float(known[at]), float(share[at]),
            _points(of_own.groups[0, at]) if of_own else None,
        )
        for at, group in enumerate(asked.groups)
    )  # fmt: skip


def _whole(found: Weighted, known: float, of_own: Weighted | None) -> Scored:
    return Scored(
        "", "", _points(found.whole[0]), _points(found.whole_low[0]), _points(found.whole_high[0]),
        known, 1.0, _points(of_own.whole[0]) if of_own else None,
    )  # fmt: skip


def _imbalance(found: Weighted, weights: FloatArray) -> float | None:
    value = imbalance(scores=found.groups[0], weights=weights)
    return value if len(weights) > 1 and np.isfinite(value) else None


def _reversals(asked: Questionnaire, found: Weighted) -> tuple[tuple[str, str], ...]:
    pairs = group_reversals(groups=found.groups[0], low=found.low[0], high=found.high[0])
    return tuple((told(asked.groups[each.first].title), told(asked.groups[each.second].title)) for each in pairs)


def _agreement(asked: Questionnaire, turned: FloatArray) -> Mapping[str, Any]:
    scored = turned[:, _scored(asked)]
    alpha = krippendorff_alpha(ratings=scored.T, level="ordinal", draws=DRAWS)
    items = cronbach_alpha(answers=scored)
    return {
        "alpha": _known(alpha.alpha), "alpha_low": _known(alpha.low), "alpha_high": _known(alpha.high),
        "reliability": _known(items.alpha) if items.persons >= PERSONS else None,
    }  # fmt: skip


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _items(
    asked: Questionnaire, table: Table, judging: npt.NDArray[np.bool_], turned: FloatArray,
    copied: npt.NDArray[np.bool_],
) -> tuple[Asked, ...]:  # fmt: skip
    values, low_high = table.values[judging], asked.ends
    alike = consensus(answers=values, low=low_high[0], high=low_high[1])
    unknown, not_apply = (each[judging].sum(axis=0) for each in (table.unknown, table.not_apply))
    titles = {group.code: told(group.title) for group in asked.groups}
    found = []
    for at, item in enumerate(asked.items):
        answered = int(alike.answered[at])
        told_by = judging & np.isfinite(table.values[:, at])
        shares = tuple((told(step.text), int((values[:, at] == step.value).sum())) for step in asked.scale)
        found.append(Asked(
            told(item.text), titles[item.group], answered == 0 or _is_enough(asked, told_by, copied),
            _points(_mean(turned[judging][:, at])), answered, int(unknown[at]), int(not_apply[at]),
            _known(alike.index[at]), int(alike.dissent[at]), shares,
            tuple(note for row, code, note in table.notes if code == item.code and judging[row]),
        ))  # fmt: skip
    return tuple(found)


def _turns(asked: Questionnaire, was: Questionnaire, tables: tuple[Table, Table]) -> bool:
    """Whether weights within the band turn the change around, by the items that both rounds asked."""
    then = {item.code: at for at, item in enumerate(was.items) if not item.weighs}
    both = [(at, then[item.code]) for at, item in enumerate(asked.items) if item.code in then and not item.weighs]
    if not both:
        return False
    now, before = (_turned(each, table.values) for each, table in zip((asked, was), tables, strict=True))
    scores = np.array([[_mean(now[:, a]) for a, _ in both], [_mean(before[:, b]) for _, b in both]])
    share = {group.code: group.weight for group in asked.groups}
    inside = {group.code: sum(i.weight for i in asked.scored if i.group == group.code) for group in asked.groups}
    weights = np.array([
        share[asked.items[a].group] * asked.items[a].weight / inside[asked.items[a].group] for a, _ in both
    ])  # fmt: skip
    return bool(subject_reversals(scores=scores, weights=weights, band=BAND))
