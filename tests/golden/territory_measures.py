"""Golden values of location quotients and locational Ginis, by packages that were written apart from ours.

Quotients: Datawheel's economic-complexity.  Ginis: PySAL's segregation holds a group against everybody else; held
against the whole, as ours is, its index is smaller by the factor 1 - P, with P the group's part of the whole.
In an environment of its own:
    pip install economic-complexity==0.3.0 segregation==2.5.4
    python tests/golden/territory_measures.py
"""

import json
from importlib.metadata import version
from pathlib import Path

import economic_complexity
import numpy as np
import pandas as pd
from segregation.singlegroup import Gini


def activity():
    """Seven places and five products, some of which a place does not make."""
    rng = np.random.default_rng(2011)
    return np.where(rng.random((7, 5)) < 0.25, 0, rng.integers(1, 4000, size=(7, 5)))


def locational_ginis(values):
    """Gini of each product against the activity of all."""
    whole = values.sum(axis=1)
    found = []
    for product in values.T:
        frame = pd.DataFrame({"group": product, "total": whole})
        part = product.sum() / whole.sum()
        found.append(float(Gini(frame, group_pop_var="group", total_pop_var="total").statistic * (1 - part)))
    return found


if __name__ == "__main__":
    values = activity()
    golden = {
        "versions": {name: version(name) for name in ("economic-complexity", "segregation", "numpy")},
        "values": values.tolist(),
        "quotients": economic_complexity.rca(pd.DataFrame(values)).to_numpy().tolist(),
        "ginis": locational_ginis(values),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
