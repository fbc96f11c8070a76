"""How much longer a full check of an XLSX of 100,000 rows takes than the bare reader: at most three times.

    python bench/check_xlsx.py [ROWS]

Both are timed in turn in one run, so that what else the machine does falls on both; the medians are compared.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from python_calamine import CalamineWorkbook

from ayni.sources import checked, contract_named
from synthetic import write_xlsx

TIMES = 7
AT_MOST = 3.0


def bare_seconds(path: Path) -> float:
    start = perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return perf_counter() - start


def checked_seconds(path: Path, rows: int) -> float:
    start = perf_counter()
    result = checked(path, contract_named("activity"))
    seconds = perf_counter() - start
    assert result.total == 0
    assert result.table is not None
    assert result.table.frame.height == rows
    return seconds


def main(rows: int = 100_000) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "activity.xlsx"
        write_xlsx(rows, path)
        pairs = [(bare_seconds(path), checked_seconds(path, rows)) for _ in range(TIMES)]
    bare, whole = (median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"{rows:,} rows: bare reader {bare:.2f} s, full check {whole:.2f} s, ratio {whole / bare:.2f} (<= {AT_MOST})")
    return 0 if whole <= AT_MOST * bare else 1


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
