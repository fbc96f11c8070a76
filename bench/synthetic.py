"""Tables of real size, made by rule: the same call gives the same file.

python bench/synthetic.py ROWS OUT.csv|OUT.parquet|OUT.xlsx
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

SEED = 14028
ROWS_PER_PIECE = 500_000
YEARS, MONTHS, PLACES = 20, 12, 200


def activity(rows: int) -> Iterator[pl.DataFrame]:
    """Pieces of an activity table with ``rows`` rows, each key once: months of years, districts, crops."""
    rng = np.random.default_rng(SEED)
    for first in range(0, rows, ROWS_PER_PIECE):
        number = np.arange(first, min(first + ROWS_PER_PIECE, rows))
        month, rest = number % MONTHS, number // MONTHS
        year, rest = rest % YEARS, rest // YEARS
        place, product = rest % PLACES, rest // PLACES
        yield pl.DataFrame(
            {
                "year": 2001 + year,
                "month": 1 + month,
                "place": [f"{10101 + 100 * code:06d}" for code in place.tolist()],
                "product": [f"producto {code} ñ" for code in product.tolist()],
                "quantity": np.round(rng.gamma(2.0, 500.0, len(number)), 3),
                "quantity_unit": "t",
                "value": np.round(rng.gamma(2.0, 90_000.0, len(number)), 2),
                "value_unit": "PEN",
                "source": "MIDAGRI",
            }
        )


def write_csv(rows: int, path: Path) -> None:
    with path.open("wb") as stream:
        for number, piece in enumerate(activity(rows)):
            piece.write_csv(stream, include_header=number == 0)


def write_parquet(rows: int, path: Path) -> None:
    pieces = (piece.lazy() for piece in activity(rows))
    pl.concat(list(pieces)).sink_parquet(path, row_group_size=ROWS_PER_PIECE)


def write_xlsx(rows: int, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("production")
        row = 0
        for piece in activity(rows):
            if not row:
                sheet.write_row(0, 0, piece.columns)
            for record in piece.iter_rows():
                row += 1
                sheet.write_row(row, 0, record)


WRITERS = {".csv": write_csv, ".parquet": write_parquet, ".xlsx": write_xlsx}

if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(0)  # Data for the others: no benchmark of its own.
    out = Path(sys.argv[2])
    WRITERS[out.suffix](int(sys.argv[1]), out)
