"""Complexity of a year and of a panel beside the packages of the field: the same files, one run, agreement checked.

Writes ``docs/benchmarks.md``.  ``python bench/complexity.py [--years 29] [--rows 11000000]``; the peers are installed
in an environment of their own under ``var/``.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from threadpoolctl import threadpool_limits

from ayni.measures.complexity import complexity
from ayni.measures.relatedness import outlook
from ayni.trade.complexity import trade_complexity
from ayni.trade.worlds import quotients, side_by_side, worlds
from world_data import FIRST_YEAR, ROWS, bilateral

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench-complexity"
PEERS = {
    "harvard": "ecomplexity==0.5.3",
    "econcomplex": "econcomplex==1.0.1",
    "datawheel": "economic-complexity==0.3.0",
}
NAMES = {"harvard": "ecomplexity", "econcomplex": "econcomplex", "datawheel": "economic-complexity"}
TIMES = 5
SIZES = (1 / 8, 1 / 4, 1 / 2, 1)
# ayni's relative to the peer's largest; reflections lose the digits that all places share.
AGREED = {"density": 1e-10, "eci": 1e-8, "pci": 1e-8, "coi": 1e-8, "cog": 1e-8}
TIE = 1e-12


def median(action: Callable[[], object], times: int = TIMES) -> float:
    """Median seconds of an action, after one that does not count."""
    action()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def exports(table: pl.DataFrame, year: int = FIRST_YEAR) -> pl.DataFrame:
    """Bilateral rows summed by exporter and product, under the contract ``trade``."""
    sums = table.group_by("i", "k").agg((pl.col("v") * 1000).round().sum())
    return sums.select(
        pl.lit(year, dtype=pl.Int64).alias("year"),
        pl.col("i").cast(pl.String).str.zfill(3).alias("exporter"),
        pl.col("k").cast(pl.String).str.zfill(6).alias("product"),
        pl.col("v").alias("value_usd"),
    ).sort("exporter", "product")


def kernels(table: pl.DataFrame) -> Callable[[], object]:
    """The arrays' work alone: presence, eigenvector, density, outlook."""
    world = next(worlds(table))

    def work() -> object:
        presence = quotients(world) >= 1 - TIE
        return outlook(presence=presence, products=complexity(presence=presence).products)

    return work


def one_thread(action: Callable[[], object]) -> float:
    """Median seconds of an action with BLAS on one thread, as a year has it."""
    with threadpool_limits(limits=1, user_api="blas"):
        return median(action)


def peers_python() -> Path:
    """Python of the peers' environment, made once."""
    place = FOLDER / "peers"
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS.values(), "pandas<3", "pyarrow"], check=True)
    return python


def peer_seconds(peer: str, source: Path) -> float:
    """Seconds that a peer takes for the year; what it found stands beside."""
    script = Path(__file__).with_name("complexity_peers.py")
    told = subprocess.run(
        [peers_python(), script, peer, source, FOLDER / f"{peer}.parquet"], check=True, capture_output=True, text=True
    )
    return float(told.stdout.strip().splitlines()[-1])


def agreement(peer: str, source: pl.DataFrame) -> dict[str, float]:
    """Largest difference of each index over its largest value, under the peer's own convention."""
    ours = trade_complexity(source, convention=peer)
    theirs = pl.read_parquet(FOLDER / f"{peer}.parquet")
    both = theirs.join(ours, on=["exporter", "product"], suffix="_ours")
    off = {}
    for name in AGREED:
        known = both.filter(pl.col(name).is_not_null() & pl.col(name).is_not_nan())
        if known.height:
            largest = float(known[name].abs().max() or 1.0)
            off[name] = float((known[name] - known[f"{name}_ours"]).abs().max() or 0.0) / max(largest, 1.0)
    return off


def single_error(table: pl.DataFrame) -> float:
    """Largest difference that single precision makes to density or outlook, over the largest value."""
    double, single = trade_complexity(table), trade_complexity(table, precision="single")
    off = ((double[name] - single[name]).abs().max() / double[name].abs().max() for name in ("density", "coi", "cog"))
    return float(max(off))


def bilateral_ratio(table: pl.DataFrame) -> tuple[float, float]:
    """Seconds of the same sum by exporter and product: DuckDB asked directly, and through ``frames``."""
    import duckdb
    import narwhals as nw

    from ayni.frames import engine_named, summed

    file = FOLDER / "bilateral.parquet"
    table.select(
        pl.col("i").cast(pl.String).str.zfill(3).alias("exporter"),
        pl.col("j").cast(pl.String).str.zfill(3).alias("importer"),
        pl.col("k").cast(pl.String).str.zfill(6).alias("product"),
        (pl.col("v") * 1000).round().cast(pl.Int64).alias("value_usd"),
    ).write_parquet(file)
    sql = f"SELECT exporter, product, sum(value_usd) FROM '{file}' GROUP BY ALL ORDER BY ALL"

    def ours() -> object:
        with engine_named("duckdb").opened([file]) as opened:
            return summed(nw.from_native(opened).to_native(), by=["exporter", "product"], measures=["value_usd"])

    return median(lambda: duckdb.sql(sql).to_arrow_table()), median(ours)


def panel(years: int, rows: int) -> dict[str, float]:
    """Seconds and gigabytes of a panel with its output streamed by year, in a process of its own."""
    source = FOLDER / f"panel_{years}_{rows}"
    source.mkdir(exist_ok=True)
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        file = source / f"{year}.parquet"
        if not file.exists():
            exports(bilateral(year, rows), year).write_parquet(file)
    code = (
        "import resource, sys, time\nimport polars as pl\nfrom pathlib import Path\n"
        "from ayni.trade.complexity import complexity_by_year\n"
        "out = Path(sys.argv[2]); out.mkdir(exist_ok=True)\nstart = time.perf_counter()\n"
        "for table in complexity_by_year(pl.scan_parquet(sys.argv[1])):\n"
        "    table.write_parquet(out / f\"{table['year'][0]}.parquet\", statistics=False, compression='lz4')\n"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, source / "*.parquet", FOLDER / "panel_out"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds, gigabytes = map(float, told.stdout.split())
    matrices = [kernels(pl.read_parquet(file)) for file in sorted(source.glob("*.parquet"))[: 2 * TIMES]]
    side = median(lambda: list(side_by_side(lambda work: work(), matrices)), 3) / len(matrices)
    return {"seconds": seconds, "gigabytes": gigabytes, "kernels": side * years}


def measured(years: int, rows: int) -> dict[str, object]:
    """Everything that the page tells."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = bilateral(FIRST_YEAR, rows)
    year = exports(table)
    source, out = FOLDER / "year.parquet", FOLDER / "ours.parquet"
    year.write_parquet(source)

    def whole(**options: object) -> None:
        trade_complexity(pl.read_parquet(source), **options).write_parquet(out, statistics=False, compression="lz4")

    found: dict[str, object] = {
        "rows": year.height,
        "bilateral_rows": table.height,
        "scan": median(lambda: pl.read_parquet(source)),
        "kernels": one_thread(kernels(year)),
        "year": median(whole),
        "year_single": median(lambda: whole(precision="single")),
        "single_error": single_error(year),
        "sizes": {},
    }
    for share in SIZES:
        # Fewer products, so that rows grow and the countries stay: what a finer nomenclature adds.
        codes = year["product"].unique().sort().gather_every(round(1 / share))
        part = year.filter(pl.col("product").is_in(codes.implode()))
        found["sizes"][part.height] = median(lambda part=part: trade_complexity(part), 3)  # type: ignore[index]
    raw, through = bilateral_ratio(table)
    found |= {"duckdb": raw, "frames": through}
    found["panel"] = panel(years, rows) | {"years": years}
    found["peers"] = {peer: peer_seconds(peer, source) for peer in PEERS}
    found["agreement"] = {peer: agreement(peer, year) for peer in PEERS}
    quotient = trade_complexity(year).filter((pl.col("rca") - 1).abs() <= TIE)
    found["ties"] = quotient.height
    return found


def page(found: dict[str, object], load: float) -> str:
    """The page of benchmarks."""
    return "\n".join([*_head(found, load), *_year(found), *_panel(found), *_sizes(found), *_agreement(found)])


def _head(found: dict[str, object], load: float) -> list[str]:
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, Polars {pl.__version__}"
    return [
        "# Benchmarks",
        "",
        "Made by `./ayni bench bench/complexity.py`, never by hand: one run, one machine, the same files; medians of "
        f"{TIMES} after one that does not count, the peers once each. {datetime.now(UTC).date().isoformat()}; "
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} when it began; {versions}.",
        "",
        f"A year: 225 exporters, 5,000 products, {found['rows']:,} rows, invented from a seed and of BACI's shape; the "
        f"same as {found['bilateral_rows']:,} bilateral rows.",
        "",
    ]


def _year(found: dict[str, object]) -> list[str]:
    year = found["year"]
    rows = {
        "Ayni, from Parquet to the long table in Parquet": year,
        "the same, sums in single precision": found["year_single"],
        "Ayni, kernels alone": found["kernels"],
        "a bare scan of the Parquet file": found["scan"],
    }
    peers = {f"{PEERS[peer]} (without reading or writing)": seconds for peer, seconds in found["peers"].items()}
    return [
        "| a year: RCA, ECI, PCI, density, COI, COG | seconds | of our year | of our kernels |",
        "|---|---|---|---|",
        *(
            f"| {name} | {seconds:.3f} | {seconds / year:.2f} | {seconds / found['kernels']:.2f} |"
            for name, seconds in (rows | peers).items()
        ),
        "",
        f"Single precision moves density and outlook by {found['single_error']:.1e} of their largest value at most.",
        "",
    ]


def _panel(found: dict[str, object]) -> list[str]:
    wide, peer = found["panel"], found["peers"]["harvard"]
    years, a_year, kernel = wide["years"], wide["seconds"] / wide["years"], wide["kernels"] / wide["years"]
    return [
        f"A panel of {years} years, each year's table written as it is made: {wide['seconds']:.1f} s, {a_year:.3f} s a "
        f"year, {peer / a_year:.0f} times less than ecomplexity's year; at most {wide['gigabytes']:.2f} GB. Kernels "
        f"alone, side by side as years are, {kernel:.3f} s a year, {peer / kernel:.0f} times less.",
        "",
        f"Bilateral rows to exporter and product: DuckDB asked directly {found['duckdb']:.3f} s, through `frames` "
        f"{found['frames']:.3f} s, {found['frames'] / found['duckdb']:.2f} times.",
        "",
    ]


def _sizes(found: dict[str, object]) -> list[str]:
    return [
        "Linear in rows (products grow, countries stay):",
        "",
        "| rows | seconds | microseconds a row |",
        "|---|---|---|",
        *(f"| {rows:,} | {seconds:.3f} | {seconds / rows * 1e6:.2f} |" for rows, seconds in found["sizes"].items()),
        "",
    ]


def _agreement(found: dict[str, object]) -> list[str]:
    cells = {
        peer: " | ".join(f"{off[name]:.1e}" if name in off else "–" for name in AGREED)
        for peer, off in found["agreement"].items()
    }
    return [
        "Agreement under each package's own convention: the largest difference over the largest value. "
        f"Cells whose RCA is within 1e-12 of 1: {found['ties']}.",
        "",
        f"| | {' | '.join(AGREED)} |",
        "|---|" + "---|" * len(AGREED),
        *(f"| {NAMES[peer]} | {line} |" for peer, line in cells.items()),
        "",
        "economic-complexity reflects twenty times, and its values draw together: what is left of their difference is "
        "what twenty subtractions lose. It has no outlook index.",
        "",
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=29)
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    found = measured(asked.years, asked.rows)
    print(json.dumps(found, indent=2, default=str))
    for peer, off in found["agreement"].items():
        for name, value in off.items():
            limit = AGREED[name] if peer != "datawheel" else 1e-6
            if value > limit:
                print(f"DISAGREES: {peer} {name} {value:.2e} > {limit}", file=sys.stderr)
    (ROOT / "docs" / "benchmarks.md").write_text(page(found, load), encoding="utf-8")
