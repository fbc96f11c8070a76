"""How long the first run takes, step by step: ``./ayni bench bench/first_run.py``.

Whole processes and steps, medians of several runs in one go; each step also as a ratio to the bare read of the same
CSV files by Polars.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from ayni.study.config import study_from
from ayni.study.inputs import study_inputs
from ayni.study.making import made_study
from ayni.study.report import report_html
from ayni.study.steps import computed

RUNS = 5
STUDY = Path(__file__).resolve().parents[1] / "examples" / "peru" / "study.toml"


def seconds(work: Callable[[], object]) -> float:
    """Median seconds of several runs of some work, after one that is not counted."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(program: str) -> float:
    """Median seconds of a Python process that runs a program."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", program], check=True))


def main() -> None:
    study = study_from(STUDY)
    published = computed(study)
    bare = seconds(lambda: [pl.read_csv(asked.file, infer_schema=False) for asked in study.inputs])
    with tempfile.TemporaryDirectory() as folder:
        steps = {
            "read and check the inputs": seconds(lambda: study_inputs(study)),
            "compute the study": seconds(lambda: computed(study)),
            "write one report": seconds(lambda: report_html(published, "es")),
            "make the whole package": seconds(lambda: made_study(STUDY, Path(folder) / "package")),
        }
    print(f"{'bare read of the CSV files (Polars)':<40}{bare:8.3f} s")
    for name, taken in steps.items():
        print(f"{name:<40}{taken:8.3f} s{taken / bare:9.1f} x the bare read")
    empty, light = process("pass"), process("import ayni")
    print(f"{'import ayni, less an empty process':<40}{light - empty:8.3f} s")


if __name__ == "__main__":
    main()
