"""Golden values of revealed comparative advantage: Balassa's by a package, the other forms from their definitions.

The symmetric, normalised and additive forms are worked out cell by cell in fractions of whole numbers, as their papers
define them, since no package we found has them.  In an environment of its own:
    pip install econcomplex==1.0.1 inequality==1.1.2
    python tests/golden/trade_advantage.py
"""

import json
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import econcomplex
import numpy as np
from inequality.theil import Theil

VALUES = [[120, 0, 35, 9], [4, 60, 0, 300], [77, 12, 8, 1], [0, 0, 5, 0]]


def forms():
    """Each form from its definition: Dalum et al. (1998), Yu et al. (2009), Hoen & Oosterhaven (2006)."""
    whole = sum(map(sum, VALUES))
    columns = [sum(column) for column in zip(*VALUES, strict=True)]
    found = {"symmetric": [], "normalised": [], "additive": []}
    for row in VALUES:
        total = sum(row)
        rca = [Fraction(cell, total) / Fraction(column, whole) for cell, column in zip(row, columns, strict=True)]
        found["symmetric"].append([float((each - 1) / (each + 1)) for each in rca])
        found["normalised"].append(
            [float(Fraction(x, whole) - Fraction(total * c, whole**2)) for x, c in zip(row, columns, strict=True)]
        )
        found["additive"].append(
            [float(Fraction(x, total) - Fraction(c, whole)) for x, c in zip(row, columns, strict=True)]
        )
    return found


if __name__ == "__main__":
    golden = {
        "versions": {name: version(name) for name in ("econcomplex", "inequality", "numpy")},
        "values": VALUES,
        "balassa": np.asarray(econcomplex.rca(np.array(VALUES, dtype=float))).tolist(),
        **forms(),
        "theil_of_first_column": float(Theil(np.array([row[0] for row in VALUES[:3]], dtype=float)).T),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
