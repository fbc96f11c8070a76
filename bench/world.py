"""The world's trade whole: files of BACI's size and shape, to all indicators, by the command that users type.

``python bench/world.py [--years 29] [--rows 11000000] [--memory 4GB]``: seconds, seconds a year, gigabytes at most.
The files are invented from a seed, once, under ``var/``: some 380 MB a year.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from world_data import ROWS, written

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench-world"
MOST_MINUTES, MOST_GIGABYTES = 15, 6


def main(years: int, rows: int, memory: str) -> None:
    """Make the files, run the command in a process of its own, print what it took."""
    files = written(FOLDER / "raw", years, rows)
    size = sum(file.stat().st_size for file in files) / 1e9
    shutil.rmtree(FOLDER / "out", ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "ayni",
        "world",
        *map(str, files),
        "--out",
        str(FOLDER / "out"),
        "--memory",
        memory,
    ]
    load, start = os.getloadavg()[0], time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(
        f"{years} years, {size:.1f} GB of CSV, load {load:.1f}: {seconds / 60:.1f} minutes (reach: {MOST_MINUTES}), "
        f"{seconds / years:.1f} s a year, {gigabytes:.2f} GB at most (reach: {MOST_GIGABYTES}), "
        f"{seconds / (years * rows) * 1e6:.2f} microseconds a row"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=29)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--memory", default="4GB")
    asked = parser.parse_args()
    main(asked.years, asked.rows, asked.memory)
