"""Golden values of concentration, growth and price indices, by packages that share no code with Ayni.

In an environment of its own:
    pip install concentrationMetrics==0.6.0 numpy-financial==1.0.0 pyindexnum==0.4.0 "numpy<2"
    python tests/golden/trade_measures.py
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy_financial
import polars as pl

warnings.simplefilter("ignore")  # of the peers' own code

import concentrationMetrics  # noqa: E402
import pyindexnum  # noqa: E402

PACKAGES = ("concentrationMetrics", "numpy-financial", "pyindexnum", "numpy", "polars")
PARTS = {
    "cuadro_2_2000": [4804, 2044, 107],
    "cuadro_2_2010": [27669, 7641, 254],
    "uneven": [1204.5, 3.25, 88.0, 88.0, 0.75, 530.0, 2.0],
}
SPANS = {"total": (6955, 35565, 10), "traditional": (4804, 27669, 10), "non_traditional": (2044, 7641, 10)}
# Value and quantity of five lines in two periods.
FIRST = {"value": [120.0, 75.5, 310.0, 44.0, 9.0], "quantity": [40.0, 12.5, 155.0, 8.0, 3.0]}
LAST = {"value": [180.0, 70.0, 402.0, 90.0, 6.0], "quantity": [45.0, 10.0, 160.0, 15.0, 2.5]}


def concentration(values):
    index = concentrationMetrics.Index()
    weights = index.get_weights(np.array(values, dtype=float))
    return {
        "herfindahl": float(index.hhi(weights, normalized=False)),
        "herfindahl_normalised": float(index.hhi(weights)),
        "theil": float(index.theil(weights)),
        "entropy": float(index.shannon(weights)),
        "top": [float(index.cr(weights, k)) for k in (1, 3)],
    }


def prices():
    rows = [
        {
            "period": period,
            "product_id": str(line),
            "aggregated_price": value / quantity,
            "aggregated_quantity": quantity,
        }
        for period, side in ((0, FIRST), (1, LAST))
        for line, (value, quantity) in enumerate(zip(side["value"], side["quantity"], strict=True))
    ]
    table = pl.DataFrame(rows)
    return {name: float(getattr(pyindexnum, name)(table)) for name in ("laspeyres", "paasche", "fisher")}


if __name__ == "__main__":
    golden = {
        "versions": {name: version(name) for name in PACKAGES},
        "concentration": {name: {"values": values, **concentration(values)} for name, values in PARTS.items()},
        "cagr": {
            name: {"span": span, "rate": float(numpy_financial.rate(span[2], 0, -span[0], span[1]))}
            for name, span in SPANS.items()
        },
        "prices": {"first": FIRST, "last": LAST, **prices()},
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
