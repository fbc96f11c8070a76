"""Constant market share: parts of a seller's growth, against their definitions worked out in whole numbers."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.measures.market_share import share_change

# Sums of a few dozen doubles, over the largest value.
CLOSE = 1e-12
CONVENTIONS = ["leamer_stern", "fagerberg_sollie"]
PARTS = [
    "world_growth",
    "product_composition",
    "market_composition",
    "product_adaptation",
    "market_adaptation",
    "competitiveness",
]
# Seller, product, market: values of the two years.
CELLS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
    min_size=1,
).filter(lambda cells: all(sum(ends) for ends in zip(*cells.values(), strict=True)))


def found(cells, convention, one_market=False):
    seller, product, market = (np.array(codes, dtype=np.int64) for codes in zip(*cells, strict=True))
    first, last = (np.array(end, dtype=float) for end in zip(*cells.values(), strict=True))
    market = market * 0 if one_market else market
    return share_change(first=first, last=last, seller=seller, product=product, market=market, convention=convention)


def parts(change, seller):
    given = {name: getattr(change, name) for name in PARTS}
    return {name: float(part[seller]) for name, part in given.items() if part is not None}


def plain(cells, seller, convention):
    """Parts from the definitions of the papers, in fractions of whole numbers."""
    sums = [defaultdict(Fraction), defaultdict(Fraction)]
    for (_, i, j), ends in cells.items():
        for year, value in enumerate(ends):
            for key in (("ij", i, j), ("i", i), ("j", j), "all"):
                sums[year][key] += value
    own = {(i, j): ends for (s, i, j), ends in cells.items() if s == seller}
    whole = sums[1]["all"] / sums[0]["all"]
    before = sum((Fraction(first) for first, _ in own.values()), Fraction(0))
    told = dict.fromkeys(PARTS, Fraction(0))
    told["world_growth"] = (whole - 1) * before
    rate = leamer_stern if convention == "leamer_stern" else fagerberg_sollie
    for (i, j), (first, last) in own.items():
        for name, part in rate(sums, i, j, Fraction(first), Fraction(last)).items():
            told[name] += part
    return told


def leamer_stern(sums, i, j, first, last):
    def r(key):
        return sums[1][key] / sums[0][key] - 1

    if not first:
        return {"competitiveness": last}
    return {
        "product_composition": (r(("i", i)) - r("all")) * first,
        "market_composition": (r(("ij", i, j)) - r(("i", i))) * first,
        "competitiveness": last - first - r(("ij", i, j)) * first,
    }


def fagerberg_sollie(sums, i, j, *ends):
    a = [end / year["ij", i, j] if year["ij", i, j] else None for end, year in zip(ends, sums, strict=True)]
    b = [year["ij", i, j] / year["j", j] if year["j", j] else None for year in sums]
    c = [year["j", j] / year["all"] for year in sums]
    a, b = ([x if x is not None else y if y is not None else Fraction(0) for x, y in (p, p[::-1])] for p in (a, b))
    shares = {
        "competitiveness": c[0] * b[0] * (a[1] - a[0]),
        "product_composition": c[0] * a[0] * (b[1] - b[0]),
        "product_adaptation": c[0] * (a[1] - a[0]) * (b[1] - b[0]),
        "market_composition": a[0] * b[0] * (c[1] - c[0]),
        "market_adaptation": (a[1] * b[1] - a[0] * b[0]) * (c[1] - c[0]),
    }
    return {name: share * sums[1]["all"] for name, share in shares.items()}


# Peru sells asparagus to the United States, 10 then 30, and mangoes there, 10 then 10; Chile asparagus there, 10 then
# 10, and mangoes to China, 20 then 50.  The world doubles from 50 to 100.
HAND = {(0, 0, 0): (10, 30), (0, 1, 0): (10, 10), (1, 0, 0): (10, 10), (1, 1, 1): (20, 50)}


def test_a_case_by_hand_by_leamer_and_stern():
    # With the world: 20 + 20 x 1.  Asparagus grows from 20 to 40, mangoes from 30 to 60, both as the world: nothing.
    # Asparagus in the US doubles, mangoes there stay: 10 x (2 - 2) + 10 x (1 - 2) = -10.  The rest: 40 - 20 - 20 + 10.
    peru = parts(found(HAND, "leamer_stern"), 0)
    assert peru == pytest.approx(
        {"world_growth": 20, "product_composition": 0, "market_composition": -10, "competitiveness": 10}
    )


def test_a_case_by_hand_by_fagerberg_and_sollie():
    # In the US, 3/5 then 1/2 of the world, asparagus weighs 2/3 then 4/5.  Peru has 1/2 then 3/4 of asparagus, all of
    # mangoes.  Competitiveness 3/5 x 2/3 x 1/4 = 0.1; products 3/5 (1/2 x 2/15 - 1 x 2/15) = -0.04; their interaction
    # 3/5 x 1/4 x 2/15 = 0.02; markets 2/3 x -1/10; interaction (4/5 - 2/3) x -1/10.  Times 100.
    peru = parts(found(HAND, "fagerberg_sollie"), 0)
    assert peru == pytest.approx(
        {
            "world_growth": 20,
            "competitiveness": 10,
            "product_composition": -4,
            "product_adaptation": 2,
            "market_composition": -20 / 3,
            "market_adaptation": -4 / 3,
        }
    )


@pytest.mark.parametrize("convention", CONVENTIONS)
@given(CELLS)
def test_the_definitions_in_fractions_give_the_same(convention, cells):
    change = found(cells, convention)
    size = change.world_first + change.world_last
    for seller in {seller for seller, _, _ in cells}:
        expected = plain(cells, seller, convention)
        for name, part in parts(change, seller).items():
            # A world that grows a million times over carries the rounding of its first year with it.
            tolerance = CLOSE * size * max(1, change.world_last / change.world_first)
            assert part == pytest.approx(float(expected[name]), abs=tolerance), name


@pytest.mark.parametrize("convention", CONVENTIONS)
@given(CELLS)
def test_the_parts_add_up_to_the_growth(convention, cells):
    change = found(cells, convention)
    for seller in range(len(change.first)):
        scale = max(map(abs, parts(change, seller).values()), default=0) + change.last[seller]
        grown = change.last[seller] - change.first[seller]
        assert sum(parts(change, seller).values()) == pytest.approx(grown, abs=CLOSE * scale)


@given(CELLS)
def test_what_one_wins_of_the_world_the_others_lose(cells):
    sold_at_first = {cell: (first + 1, last) for cell, (first, last) in cells.items()}
    change = found(sold_at_first, "leamer_stern")
    scale = change.world_first + change.world_last
    for name in ("product_composition", "market_composition", "competitiveness"):
        assert getattr(change, name).sum() == pytest.approx(0, abs=CLOSE * scale), name
    assert change.world_growth.sum() == pytest.approx(change.world_last - change.world_first, abs=CLOSE * scale)


@pytest.mark.parametrize("convention", CONVENTIONS)
@given(CELLS)
def test_in_one_market_for_all_there_is_no_composition_of_markets(convention, cells):
    merged = defaultdict(lambda: (0, 0))
    for (seller, product, _), (first, last) in cells.items():
        merged[seller, product, 0] = (merged[seller, product, 0][0] + first, merged[seller, product, 0][1] + last)
    change = found(dict(merged), convention)
    assert not change.market_composition.any()
    assert change.market_adaptation is None or not change.market_adaptation.any()


def test_what_vanishes_is_composition_and_what_is_new_is_as_the_convention_says():
    # Nobody buys 1 any more; 2 is new.  The seller had half of the one and has half of the other.
    cells = {(0, 0, 0): (5, 5), (0, 1, 0): (5, 0), (0, 2, 0): (0, 5), (1, 1, 0): (5, 0), (1, 2, 0): (0, 5)}
    first, second = (parts(found(cells, convention), 0) for convention in CONVENTIONS)
    assert (first["product_composition"], first["competitiveness"]) == pytest.approx((-5, 5))
    assert (second["product_composition"], second["competitiveness"]) == pytest.approx((0, 0), abs=CLOSE)


@pytest.mark.parametrize(
    ("first", "last", "convention"),
    [
        ([1.0], [0.0], "leamer_stern"),
        ([-1.0], [1.0], "leamer_stern"),
        ([np.nan], [1.0], "leamer_stern"),
        ([1.0, 1.0], [1.0], "leamer_stern"),
        ([1.0], [1.0], "richardson"),
    ],
)
def test_what_cannot_be_parted_is_refused(first, last, convention):
    one = np.array([0])
    with pytest.raises(ValueError, match=r"first|convention"):
        share_change(
            first=np.array(first), last=np.array(last), seller=one, product=one, market=one, convention=convention
        )
