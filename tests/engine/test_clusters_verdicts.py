"""Verdicts, horizons and the order in which candidates are shown."""

from dataclasses import replace

import numpy as np
import pytest

from ayni.clusters.figures import Figures
from ayni.clusters.horizon import horizons, shown_order
from ayni.clusters.thresholds import chosen_thresholds
from ayni.clusters.verdicts import SizeMix, Verdicts, verdicts

LIMITS = chosen_thresholds()
NAN = np.nan


def figures(quotient=3.0, slope=0.01, known=8):
    one = np.ones(1)
    return Figures(
        amount=one, nation=one, whole=one, whole_nation=one, value=one, quantity=one, share_of_place=one,
        share_of_nation=one, quotient=one * quotient, series=np.ones((1, 8)), slope=one * slope,
        known=np.array([known]),
    )  # fmt: skip


def mix(counts=(30, 10, 4, 1), there=True):
    return SizeMix(counts=np.array([counts]), unsized=np.array([0]), there=np.array([there]))


def judged(found=None, sizes=None, **changed):
    limits = replace(LIMITS, **changed)
    result = verdicts(found or figures(), sizes or mix(), limits)
    return [
        (str(verdict), str(reason), bool(near))
        for verdict, reason, near in zip(result.verdict[0], result.reason[0], result.near[0], strict=True)
    ]


@pytest.mark.parametrize(
    ("quotient", "expected"),
    [
        (2.0, ("met", "", True)),
        (3.0, ("met", "", False)),
        (1.99, ("not_met", "", True)),
        (1.0, ("not_met", "", False)),
        (NAN, ("unknown", "missing", False)),
    ],
)
def test_requirement_1_goes_by_the_quotient(quotient, expected):
    assert judged(figures(quotient=quotient))[0] == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((30, 10, 4, 1), ("met", "")),
        ((45, 0, 0, 0), ("not_met", "")),
        ((40, 5, 0, 0), ("not_met", "")),
        ((998, 1, 1, 0), ("not_met", "")),
        ((4, 4, 4, 2), ("unknown", "inconclusive")),
        ((0, 0, 0, 0), ("unknown", "inconclusive")),
    ],
)
def test_requirement_2_goes_by_the_sizes(counts, expected):
    assert judged(sizes=mix(counts))[1][:2] == expected


def test_requirement_2_without_a_register_is_missing_and_never_inconclusive():
    assert judged(sizes=mix((0, 0, 0, 0), there=False))[1] == ("unknown", "missing", False)


def test_one_establishment_that_would_turn_requirement_2_makes_it_near():
    assert judged(sizes=mix((40, 10, 0, 0)))[1] == ("not_met", "", True)
    assert judged(sizes=mix((40, 10, 1, 0)))[1] == ("met", "", True)
    assert judged(sizes=mix((40, 10, 5, 5)))[1] == ("met", "", False)


@pytest.mark.parametrize(
    ("slope", "known", "expected"),
    [
        (0.01, 8, ("met", "", False)),
        (0.001, 8, ("met", "", True)),
        (0.00095, 8, ("not_met", "", True)),
        (-0.02, 8, ("not_met", "", False)),
        (0.01, 4, ("unknown", "inconclusive", False)),
        (NAN, 2, ("unknown", "inconclusive", False)),
        (NAN, 1, ("unknown", "missing", False)),
        (NAN, 0, ("unknown", "missing", False)),
    ],
)
def test_requirement_3_goes_by_the_slope(slope, known, expected):
    assert judged(figures(slope=slope, known=known))[2] == expected


def test_two_years_never_make_a_trend_whatever_the_threshold_says():
    assert judged(figures(slope=NAN, known=2), years_min=1)[2] == ("unknown", "inconclusive", False)


def test_requirement_4_is_always_missing():
    assert judged()[3] == ("unknown", "missing", False)


def rows(*verdicts_of):
    words = np.array([list(each) for each in verdicts_of])
    full = np.select([words == "y", words == "n"], ["met", "not_met"], "unknown")
    return Verdicts(full, np.full(full.shape, ""), np.zeros(full.shape, dtype=bool))


def test_horizons_by_their_rule():
    found = horizons(rows("y?y?", "yyyy", "y???", "yy??", "y?n?", "yny?", "??y?", "n?y?", "????"))
    assert found.tolist() == ["short", "short", "medium", "medium", "none", "none", "none", "none", "none"]


def test_candidates_are_shown_by_horizon_then_evidence_then_share_then_name():
    judged = rows("????", "y???", "y?y?", "n?y?", "y?y?", "y?y?", "yyy?")
    share = np.array([0.9, 0.8, 0.1, 0.9, 0.3, 0.3, 0.01])
    unpriced = np.full(len(share), np.nan)
    order = shown_order(judged, horizons(judged), unpriced, share, ["a", "b", "c", "d", "f", "e", "g"])
    assert order.tolist() == [6, 5, 4, 2, 1, 3, 0]


def test_of_equal_evidence_the_larger_harvest_comes_first_and_an_unpriced_one_last():
    judged = rows("y?y?", "y?y?", "y?y?", "????")
    value, share = np.array([5.0, 900.0, np.nan, 1e9]), np.array([0.8, 0.1, 0.9, 0.9])
    order = shown_order(judged, horizons(judged), value, share, ["soya", "papa", "oca", "none"])
    assert order.tolist() == [1, 0, 2, 3]


def test_no_candidates_are_in_order():
    empty = Verdicts(np.empty((0, 4), dtype=str), np.empty((0, 4), dtype=str), np.empty((0, 4), dtype=bool))
    assert shown_order(empty, horizons(empty), np.empty(0), np.empty(0), []).tolist() == []
