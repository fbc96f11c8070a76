"""Agreement of those who judge, reliability of items, consensus with its dissent."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ayni.measures.agreement import consensus, cronbach_alpha, krippendorff_alpha

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "agreement_measures.json").read_text(encoding="utf-8"))
LEVELS = ("nominal", "ordinal", "interval", "ratio")
# A few hundred sums and products in double precision.
CLOSE = 1e-10
N = np.nan
JUDGED = arrays(float, st.tuples(st.integers(2, 6), st.integers(2, 5)), elements=st.sampled_from([0, 1, 2, 3, 4, N]))


def table(rows):
    """Judges by units, as they are printed, turned to units by judges."""
    return np.array([[N if value is None else value for value in row] for row in rows], dtype=float).T


def test_a_case_by_hand():
    # Two judges, three things: (1,1) (2,2) (1,2).  Coincidences: o11 = 2, o22 = 2, o12 + o21 = 2; n1 = n2 = 3, n = 6.
    # alpha = 1 - (n - 1) * 2 / (2 * 3 * 3) = 1 - 10 / 18.
    found = krippendorff_alpha(ratings=np.array([[1, 1], [2, 2], [1, 2]], dtype=float), level="nominal")
    assert found.alpha == pytest.approx(1 - 10 / 18, abs=CLOSE)
    assert (found.values, found.units) == (6, 3)


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_worked_example_of_krippendorff_comes_out_as_printed(level, printed):
    found = krippendorff_alpha(ratings=table(GOLDEN["krippendorff"]["worked"]["rows"]), level=level)
    assert found.alpha == pytest.approx(printed, abs=5e-4)
    assert (found.values, found.units) == (40, 11)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", sorted(GOLDEN["krippendorff"]))
def test_another_implementation_agrees(name, level):
    known = GOLDEN["krippendorff"][name]
    assert krippendorff_alpha(ratings=table(known["rows"]), level=level).alpha == pytest.approx(
        known["alpha"][level], abs=CLOSE
    )


@given(ratings=JUDGED, level=st.sampled_from(LEVELS))
def test_the_order_of_judges_and_of_things_says_nothing_and_alpha_is_at_most_one(ratings, level):
    found = krippendorff_alpha(ratings=ratings, level=level).alpha
    assert krippendorff_alpha(ratings=ratings[::-1, ::-1], level=level).alpha == pytest.approx(found, nan_ok=True)
    assert np.isnan(found) or found <= 1


@given(ratings=JUDGED)
def test_a_judge_who_says_nothing_changes_nothing(ratings):
    silent = np.column_stack([ratings, np.full(len(ratings), N)])
    found = krippendorff_alpha(ratings=ratings).alpha
    assert krippendorff_alpha(ratings=silent).alpha == pytest.approx(found, nan_ok=True)


@given(ratings=JUDGED, shift=st.integers(1, 50), by=st.integers(2, 9))
def test_the_zero_and_the_unit_of_an_interval_say_nothing(ratings, shift, by):
    found = krippendorff_alpha(ratings=ratings, level="interval").alpha
    assert krippendorff_alpha(ratings=shift + by * ratings, level="interval").alpha == pytest.approx(
        found, abs=1e-8, nan_ok=True
    )


def test_all_alike_is_one_and_one_value_alone_says_nothing():
    assert krippendorff_alpha(ratings=np.array([[1.0, 1], [3, 3], [2, 2]])).alpha == 1
    assert np.isnan(krippendorff_alpha(ratings=np.ones((4, 3))).alpha)
    assert np.isnan(krippendorff_alpha(ratings=np.array([[1.0, N], [N, 2]])).alpha)
    assert np.isnan(krippendorff_alpha(ratings=np.empty((0, 3))).alpha)


def test_the_interval_holds_alpha_narrows_with_more_things_and_is_the_same_every_time():
    rows = table(GOLDEN["krippendorff"]["seven_judges"]["rows"])
    few = krippendorff_alpha(ratings=rows, draws=2000)
    many = krippendorff_alpha(ratings=np.vstack([rows] * 6), draws=2000)
    assert few.low < few.alpha < few.high
    assert many.high - many.low < (few.high - few.low) / 1.8
    assert krippendorff_alpha(ratings=rows, draws=2000) == few
    assert np.isnan(krippendorff_alpha(ratings=rows).low)


def test_the_interval_is_that_of_alphas_of_drawn_tables():
    rows, random = table(GOLDEN["krippendorff"]["two_judges"]["rows"]), np.random.default_rng(3)
    drawn = [krippendorff_alpha(ratings=rows[random.integers(0, 30, 30)]).alpha for _ in range(3000)]
    found = krippendorff_alpha(ratings=rows, draws=3000)
    # Two samples of 3000 differ by about 0.02 at their edges.
    assert [found.low, found.high] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.05)


@pytest.mark.parametrize(("ratings", "level"), [
    (np.ones(3), "nominal"), (np.array([[1.0, np.inf]]), "nominal"), (np.ones((2, 2)), "likert"),
    (np.array([[-1.0, 2]]), "ratio"),
])  # fmt: skip
def test_what_is_no_table_of_judgements_is_refused(ratings, level):
    with pytest.raises(ValueError):
        krippendorff_alpha(ratings=ratings, level=level)


def test_reliability_by_hand():
    # Items (1, 1, 3) and (1, 2, 4) with variances 4/3 and 7/3; sums (2, 3, 7) with mean 4: (4 + 1 + 9) / 2 = 7.
    answers = np.array([[1, 1], [1, 2], [3, 4]], dtype=float)
    first, second, sums = 4 / 3, 7 / 3, 7
    assert cronbach_alpha(answers=answers).alpha == pytest.approx(2 * (1 - (first + second) / sums), abs=CLOSE)


def test_another_implementation_finds_the_same_reliability():
    known = GOLDEN["cronbach"]
    found = cronbach_alpha(answers=np.array(known["rows"], dtype=float))
    assert found.alpha == pytest.approx(known["alpha"], abs=CLOSE)
    assert found.without == pytest.approx(known["without"], abs=CLOSE)
    assert (found.persons, found.items) == (20, 6)


def test_who_left_something_open_is_left_out_of_reliability():
    answers = np.array(GOLDEN["cronbach"]["rows"], dtype=float)
    more = np.vstack([answers, np.full((1, 6), N)])
    assert cronbach_alpha(answers=more).alpha == cronbach_alpha(answers=answers).alpha
    assert cronbach_alpha(answers=more).persons == 20


@pytest.mark.parametrize("answers", [np.ones((5, 3)), np.ones((1, 3)), np.arange(4.0)[:, None], np.empty((0, 3))])
def test_reliability_of_what_does_not_vary_is_unknown(answers):
    assert np.isnan(cronbach_alpha(answers=answers).alpha)
    with pytest.raises(ValueError):
        cronbach_alpha(answers=np.array([[np.inf, 1]]))


@pytest.mark.parametrize("name", sorted(GOLDEN["consensus"]))
def test_consensus_is_that_of_a_plain_loop(name):
    known = GOLDEN["consensus"][name]
    found = consensus(answers=np.array(known["answers"], dtype=float)[:, None], low=1, high=5)
    assert found.index == pytest.approx([known["index"]], abs=CLOSE)


def test_dissent_is_kept():
    # Median 4 of a scale of 1 to 5: who said 1 stands more than half the scale away.
    leaning = np.array(GOLDEN["consensus"]["leaning"]["answers"], dtype=float)[:, None]
    found = consensus(answers=leaning, low=1, high=5)
    assert (found.median.tolist(), found.dissent.tolist(), found.answered.tolist()) == ([4], [1], [7])


def test_nobody_answered_is_unknown_and_no_dissent():
    found = consensus(answers=np.array([[N, 2.0], [N, 2.0]]), low=1, high=5)
    assert np.isnan(found.index[0])
    assert found.index[1] == 1
    assert found.dissent.tolist() == [0, 0]
    assert np.isnan(consensus(answers=np.empty((0, 2)), low=1, high=5).index).all()


@given(
    answers=arrays(float, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=st.sampled_from([1, 2, 3, 4, 5, N]))
)
def test_consensus_is_between_none_and_all_and_the_same_from_the_other_end(answers):
    found, turned = (consensus(answers=each, low=1, high=5) for each in (answers, 6 - answers))
    known = found.index[np.isfinite(found.index)]
    assert ((known >= 0) & (known <= 1)).all()
    assert turned.index == pytest.approx(found.index, abs=1e-9, nan_ok=True)


def test_an_answer_beyond_the_scale_is_refused():
    with pytest.raises(ValueError):
        consensus(answers=np.array([[6.0]]), low=1, high=5)
    with pytest.raises(ValueError):
        consensus(answers=np.array([[1.0]]), low=5, high=5)
