"""Time and memory of checking ten million rows, as CSV and as Parquet, without keeping them.

    python bench/check_large.py [ROWS]

Each check runs in a process of its own, whose peak of memory is told by the system.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from ayni.sources import checked, contract_named

MEMORY_AT_MOST_MB = 1000
SYNTHETIC = str(Path(__file__).with_name("synthetic.py"))


def check(path: Path) -> None:
    """Check one file and print rows, faults, seconds and megabytes."""
    start = perf_counter()
    result = checked(path, contract_named("activity"), most=100, keep=False)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(result.rows, result.total, f"{seconds:.1f}", peak)


def measured(path: Path) -> int:
    """Peak of memory of a check in a process of its own, in MB, after printing what came of it."""
    command = [sys.executable, __file__, "--one", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows, faults, seconds, peak = said.split()
    size = path.stat().st_size >> 20
    print(f"{path.name}: {int(rows):,} rows, {size} MB, {faults} faults, {seconds} s, peak {peak} MB")
    return int(peak)


def repeat_last_row(path: Path, target: Path) -> None:
    """The same file with its last row once more: a second pass has to find it among all the others."""
    shutil.copyfile(path, target)
    with target.open("rb+") as stream:
        stream.seek(-1000, 2)
        last = stream.read().splitlines(keepends=True)[-1]
        stream.write(last)


def main(rows: int = 10_000_000) -> int:
    with tempfile.TemporaryDirectory() as folder:
        clean, parquet, repeated = (Path(folder) / name for name in ("clean.csv", "clean.parquet", "repeated.csv"))
        # In processes of their own: a child's peak of memory begins with its parent's.
        for path in (clean, parquet):
            subprocess.run([sys.executable, SYNTHETIC, str(rows), str(path)], check=True)
        peaks = [measured(clean), measured(parquet)]
        repeat_last_row(clean, repeated)
        peaks.append(measured(repeated))
    return 0 if max(peaks) <= MEMORY_AT_MOST_MB else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        check(Path(sys.argv[2]))
    else:
        raise SystemExit(main(*map(int, sys.argv[1:])))
