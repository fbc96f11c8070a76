"""Golden values of agreement and reliability, by packages that share no code with Ayni; the rest by plain loops.

In an environment of its own:
    pip install krippendorff pingouin
    python tests/golden/agreement_measures.py
"""

import json
import math
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pingouin

PACKAGES = ("krippendorff", "pingouin", "numpy")
LEVELS = ("nominal", "ordinal", "interval", "ratio")
N = None
# Krippendorff (2011), section E: four observers, twelve units.
WORKED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


def drawn(seed, judges, units, highest, missing):
    """A table of judgements around a truth, with some missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, highest + 1, units)
    given = np.clip(truth + random.integers(-1, 2, (judges, units)), 0, highest).astype(float)
    given[random.random((judges, units)) < missing] = math.nan
    return [[N if math.isnan(value) else int(value) for value in row] for row in given]


TABLES = {
    "worked": WORKED,
    "seven_judges": drawn(4, 7, 12, 4, 0.2),
    "two_judges": drawn(5, 2, 30, 3, 0.0),
    "sparse": drawn(6, 5, 9, 5, 0.6),
}


def alphas(rows):
    table = np.array([[math.nan if value is N else value for value in row] for row in rows], dtype=float)
    return {level: float(krippendorff.alpha(reliability_data=table, level_of_measurement=level)) for level in LEVELS}


def cronbach(rows):
    return float(pingouin.cronbach_alpha(data=pd.DataFrame(rows), nan_policy="listwise")[0])


def consensus(answers, low, high):
    mean = sum(answers) / len(answers)
    shares = {value: answers.count(value) / len(answers) for value in set(answers)}
    return 1 + sum(share * math.log2(1 - abs(value - mean) / (high - low)) for value, share in shares.items())


PEOPLE = np.random.default_rng(8).integers(1, 6, (20, 1)) + np.random.default_rng(9).integers(-1, 2, (20, 6))
OPINIONS = {"split": [1, 1, 1, 5, 5, 5], "alike": [4] * 7, "even": [1, 2, 3, 4, 5], "leaning": [4, 4, 5, 3, 4, 1, 5]}

if __name__ == "__main__":
    golden = {
        "packages": {name: version(name) for name in PACKAGES},
        "krippendorff": {name: {"rows": rows, "alpha": alphas(rows)} for name, rows in TABLES.items()},
        "cronbach": {"rows": PEOPLE.tolist(), "alpha": cronbach(PEOPLE),
                     "without": [cronbach(np.delete(PEOPLE, item, axis=1)) for item in range(PEOPLE.shape[1])]},
        "consensus": {name: {"answers": given, "index": consensus(given, 1, 5)} for name, given in OPINIONS.items()},
    }  # fmt: skip
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
