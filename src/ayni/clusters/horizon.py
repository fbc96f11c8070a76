"""Horizon of a candidate, and the order in which candidates are shown."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ayni.clusters.verdicts import MET, NOT_MET, TextArray, Verdicts
from ayni.measures.ratios import FloatArray

HORIZONS = ("short", "medium", "none")


def horizons(judged: Verdicts) -> TextArray:
    """Horizon of each candidate, array of shape (candidates,).

    Notes
    -----
    ``short`` when requirements 1 and 3 are met and none is not met; ``medium`` when 1 is met and none is not met; else
    ``none``.
    """
    first, third = judged.verdict[:, 0] == MET, judged.verdict[:, 2] == MET
    clear = ~(judged.verdict == NOT_MET).any(axis=1)
    return np.where(clear & first & third, "short", np.where(clear & first, "medium", "none"))


def shown_order(
    judged: Verdicts, horizon: TextArray, value: FloatArray, share_of_nation: FloatArray, names: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Positions of the candidates in the order in which they are shown.

    By horizon (short, medium, none), more requirements met, fewer not met, larger value of production (array of shape
    (candidates,), NaN where unknown, which comes last), larger share of the nation, name.  Evidence comes first; among
    candidates with the same evidence, what more people live from.
    """
    met, not_met = ((judged.verdict == word).sum(axis=1) for word in (MET, NOT_MET))
    rank = [HORIZONS.index(each) for each in horizon.tolist()]
    keys = list(zip(rank, -met, not_met, -np.nan_to_num(value), -share_of_nation, names, strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
