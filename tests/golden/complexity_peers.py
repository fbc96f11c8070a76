"""Expected values of complexity: the packages of the field on a small seeded table.

Made in an environment of its own: pip install ecomplexity==0.5.3 economic-complexity==0.3.0 econcomplex==1.0.1
"pandas<3" pyarrow, then ``python complexity_peers.py``, which writes ``complexity_peers.csv`` beside it.
"""

import warnings
from pathlib import Path

import econcomplex
import economic_complexity
import numpy as np
import pandas as pd
from ecomplexity import ecomplexity

warnings.filterwarnings("ignore")
PLACES, PRODUCTS = 12, 30


def exports() -> pd.DataFrame:
    """Exports of invented places: the more able sell more products, and what few sell is sold by the able."""
    random = np.random.default_rng(20111)
    able, hard = np.linspace(0.2, 1, PLACES), np.linspace(0, 0.9, PRODUCTS)
    sells = random.random((PLACES, PRODUCTS)) < 1.1 * able[:, None] - 0.6 * hard
    values = np.round(np.exp(random.normal(6, 1, sells.shape)) * sells, 3)
    place, product = np.nonzero(values)
    return pd.DataFrame(
        {
            "year": 2011,
            "exporter": [f"P{each:02d}" for each in place],
            "product": [f"{each:04d}" for each in product],
            "value_usd": values[place, product],
        }
    )


def harvard(table: pd.DataFrame) -> pd.DataFrame:
    columns = {"time": "year", "loc": "exporter", "prod": "product", "val": "value_usd"}
    found = ecomplexity(table, columns, check_logsupermodularity=False, verbose=False)
    return found[["exporter", "product", "density", "coi", "cog", "eci", "pci"]].assign(convention="harvard")


def econ(table: pd.DataFrame) -> pd.DataFrame:
    columns = {"loc": "exporter", "act": "product", "val": "value_usd", "time": "year"}
    found = econcomplex.compute_complexity(table, cols=columns)
    found["density"] /= 100
    return found[["exporter", "product", "density", "coi", "cog", "eci", "pci"]].assign(convention="econcomplex")


def datawheel(table: pd.DataFrame) -> pd.DataFrame:
    rca = economic_complexity.rca(table.pivot(index="exporter", columns="product", values="value_usd"))
    eci, pci = economic_complexity.complexity(rca)
    near = economic_complexity.proximity(rca)
    cells = {
        "density": economic_complexity.relatedness(rca, proximities=near),
        "cog": economic_complexity.opportunity_gain(rca, pci=pci, proximities=near),
    }
    found = pd.concat({name: cell.stack() for name, cell in cells.items()}, axis=1).reset_index()
    found["eci"], found["pci"] = found["exporter"].map(eci), found["product"].map(pci)
    return found.assign(convention="datawheel")


if __name__ == "__main__":
    table = exports()
    rows = pd.concat([harvard(table), econ(table), datawheel(table)])
    rows = rows.merge(table, how="left", on=["exporter", "product"])
    names = ["convention", "exporter", "product", "value_usd", "density", "coi", "cog", "eci", "pci"]
    rows = rows.sort_values(names[:3])[names]
    rows.to_csv(Path(__file__).with_suffix(".csv"), index=False, float_format="%.12g")
