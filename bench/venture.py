"""How quick plans are computed: ``./ayni bench bench/venture.py``.

Many futures of members whose years move with twelve correlated factors, in seconds for each million of member-years,
and the memory of 100,000 futures of 50 members over ten years, in a process of its own; the Shapley value of 20
members beside one pass over the same worths; the nucleolus of 12 members, and of thirty growers, a processor and an
exporter by types; the example whole.  Medians, each after one that does not count.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ayni.venture import nucleolus, nucleolus_by_types, shapley, shapley_by_types
from ayni.venture.core import stability_by_types
from ayni.venture.reading import read_plan
from ayni.venture.risk import Exposure, Factors, futures
from ayni.venture.tables import told

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "quinoa" / "plan.toml"
TIMES = 5
DRAWS, YEARS, MEMBERS, FACTORS = 100_000, 10, 50, 12
MOST = {"million member-years": 0.5, "memory": 2.0, "shapley of 20": 1.0}
MILLION = 1_000_000


def median(action: Callable[[], object], times: int = TIMES) -> float:
    """Median seconds of an action, after one that does not count."""
    action()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def correlated() -> Factors:
    """Twelve factors, each two of which move together by half, with part of a year left in the next."""
    correlation = np.full((FACTORS, FACTORS), 0.5) + 0.5 * np.eye(FACTORS)
    return Factors(np.linspace(0.05, 0.3, FACTORS), correlation, np.linspace(0, 0.8, FACTORS))


def exposure() -> Exposure:
    """Money of each member in a part for each factor, one that moves with two, and one that moves with none."""
    rng = np.random.default_rng(1)
    amount = rng.normal(100, 300, (MEMBERS, FACTORS + 2, YEARS))
    first = np.array([*range(FACTORS), 0, -1])
    return Exposure(amount, first, np.array([*[-1] * FACTORS, 1, -1]))


def drawn(draws: int = DRAWS, *, tax: float = 0.0) -> None:
    """Gains over many futures, together less alone, taxed or not."""
    told_of = exposure()
    futures(
        exposure=told_of, instead=told_of.amount / 2, factors=correlated(), draws=draws, rng=np.random.default_rng(2),
        taxable=(told_of.amount, told_of.amount / 2), tax=tax, discounts=1.1 ** -np.arange(YEARS),
    )  # fmt: skip


def coming() -> None:
    """Futures in seconds for each million of member-years, untaxed and taxed; and the most memory that they take."""
    million = DRAWS * YEARS * MEMBERS / MILLION
    for name, tax in (("", 0.0), (", taxed", 0.3)):
        spent = median(lambda tax=tax: drawn(tax=tax), 3) / million  # type: ignore[misc]
        _say(f"a million member-years, {FACTORS} factors{name}", spent, MOST["million member-years"])
    subprocess.run([sys.executable, __file__, "drawn"], check=True, env=os.environ)
    gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    _say(f"{DRAWS:,} draws x {YEARS} years x {MEMBERS} members, taxed", gigabytes, MOST["memory"], "GB")


def shared() -> None:
    """Rules of sharing: of single members, and of thirty growers, a processor and an exporter by types."""
    rng = np.random.default_rng(3)
    large = np.append(0.0, rng.random((1 << 20) - 1))
    spent, bare = median(lambda: shapley(large)), median(lambda: large.sum())
    _say("Shapley value of 20 members", spent, MOST["shapley of 20"])
    print(f"  {spent / bare:.0f} times a bare sum of the same 2^20 worths")
    for members in (10, 12):
        worths = rng.random(1 << members) + _sizes(members) ** 1.5
        worths[0] = 0.0
        _say(f"nucleolus of {members} members", median(lambda worths=worths: nucleolus(worths), 1))  # type: ignore[misc]
    growers = np.arange(31)[:, None, None] * np.ones((1, 2, 2))
    both = growers * np.array([[0.0, 1], [1, 3]])
    for name, rule in (("Shapley value", shapley_by_types), ("nucleolus", nucleolus_by_types),
                       ("core and subsidy", stability_by_types)):  # fmt: skip
        _say(f"{name} of 30 growers, a processor and an exporter", median(lambda rule=rule: rule(both)))  # type: ignore[misc]


def whole() -> None:
    """The example, 120 months with its 10,000 futures, from its file to all its tables."""
    _say("the example, whole", median(lambda: told(read_plan(EXAMPLE)), 3))


def _sizes(members: int) -> np.ndarray:
    found = np.zeros(1)
    for _ in range(members):
        found = np.concatenate((found, found + 1))
    return found


def _say(what: str, value: float, most: float | None = None, unit: str = "s") -> None:
    against = "" if most is None else f" (at most {most:g}: {'kept' if value <= most else 'MISSED'})"
    print(f"{what}: {value:.3g} {unit}{against}", flush=True)


def main() -> None:
    """Everything, or the one measurement that is named."""
    load = f"load {os.getloadavg()[0]:.1f} when it began"
    if sys.argv[1:] == ["drawn"]:
        drawn(tax=0.3)
        return
    print(f"{os.cpu_count()} cores, {load}; Python {sys.version.split()[0]}, NumPy {np.__version__}")
    for measured in (coming, shared, whole):
        measured()


if __name__ == "__main__":
    main()
