"""The world's trade, invented from a seed, of the size and shape of a year of BACI and written as its publisher does.

``python bench/world_data.py FOLDER [YEARS [ROWS]]`` writes one CSV a year.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl

COUNTRIES, PRODUCTS, ROWS = 225, 5000, 11_000_000
FIRST_YEAR = 1995
SEED = 20111


def bilateral(year: int, rows: int = ROWS, countries: int = COUNTRIES, products: int = PRODUCTS) -> pl.DataFrame:
    """Columns t, i, j, k, v (thousand US$) and q (tonnes): each cell once, about ``rows`` of them, sorted.

    The able sell more products, hard products are sold by the able, and the large buy and sell more.
    """
    random = np.random.default_rng([SEED, year])
    shape = np.random.default_rng(SEED)
    able, hard = shape.beta(1.1, 1.6, countries), shape.beta(1.2, 1.4, products)
    size = np.exp(shape.normal(0, 1.4, countries))
    chance = 1 / (1 + np.exp(-(7 * able[:, None] - 5 * hard - 0.8 + shape.normal(0, 0.9, (countries, products)))))
    # Of what a country sells, how many it sells to: its size and that of the buyers.
    weight = chance * np.sqrt(size)[:, None]
    expected = np.minimum(weight * rows / weight.sum() * 1.09, countries - 1.0)
    buyers = random.binomial(countries - 1, expected / (countries - 1))
    cell = np.repeat(np.arange(countries * products), buyers.ravel())
    order = np.arange(cell.size) - np.repeat(np.cumsum(buyers.ravel()) - buyers.ravel(), buyers.ravel())
    # Buyers of a cell are neighbours on a shuffled ring: each once, and never the seller.
    ring, start = random.permutation(countries), random.integers(0, countries, countries * products)
    importer = ring[(start[cell] + order) % countries]
    exporter, product = cell // products, cell % products
    value = np.exp(random.normal(2.2, 2.1, cell.size)) * size[exporter] ** 0.5 * (0.2 + able[exporter])
    kept = (importer != exporter) & (np.round(value, 3) > 0)
    columns = {
        "t": np.full(kept.sum(), year, dtype=np.int16),
        "i": exporter[kept],
        "j": importer[kept],
        "k": product[kept],
    }
    table = pl.DataFrame({**columns, "v": np.round(value[kept], 3), "q": np.round(value[kept] / 3.7, 3)})
    codes = {
        "i": pl.col("i").cast(pl.Int16) + 4,
        "j": pl.col("j").cast(pl.Int16) + 4,
        "k": pl.col("k").cast(pl.Int32) * 180 + 10111,
    }
    return table.with_columns(**codes).sort("i", "j", "k")


def written(folder: Path, years: int, rows: int = ROWS) -> list[Path]:
    """Files of so many years, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        file = folder / f"BACI_HS92_Y{year}_{rows}.csv"
        if not file.exists():
            part = file.with_suffix(".part")
            bilateral(year, rows).write_csv(part, float_precision=3)
            part.replace(file)
        files.append(file)
    return files


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(0)  # Data for the others: no benchmark of its own.
    folder, *numbers = sys.argv[1:]
    print("\n".join(map(str, written(Path(folder), *(int(number) for number in numbers or ["1"])))))
