"""A peer of the field on a year of exports, in the peers' environment: ``python complexity_peers.py PEER IN OUT``.

Prints the seconds of the calculation (reading and writing are left out) and writes what it found.
"""

import sys
import time
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
COLUMNS = ["exporter", "product", "density", "coi", "cog", "eci", "pci"]


def harvard(table):
    from ecomplexity import ecomplexity

    names = {"time": "year", "loc": "exporter", "prod": "product", "val": "value_usd"}
    return ecomplexity(table, names, check_logsupermodularity=False, verbose=False)


def econcomplex(table):
    import econcomplex as package

    names = {"loc": "exporter", "act": "product", "val": "value_usd", "time": "year"}
    found = package.compute_complexity(table, cols=names)
    found["density"] /= 100
    return found


def datawheel(table):
    import economic_complexity as package

    rca = package.rca(table.pivot(index="exporter", columns="product", values="value_usd"))
    eci, pci = package.complexity(rca)
    near = package.proximity(rca)
    density = package.relatedness(rca, proximities=near)
    gain = package.opportunity_gain(rca, pci=pci, proximities=near)
    found = pd.concat({"density": density.stack(), "cog": gain.stack()}, axis=1).reset_index()
    return found.assign(eci=found["exporter"].map(eci), pci=found["product"].map(pci))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(0)  # Run by complexity.py: no benchmark of its own.
    peer, source, out = sys.argv[1:]
    table = pd.read_parquet(source)[["year", "exporter", "product", "value_usd"]]
    start = time.perf_counter()
    found = globals()[peer](table)
    print(time.perf_counter() - start)
    found.reindex(columns=COLUMNS).to_parquet(out)
