r"""A spreadsheet as an office in Lima exports it, to learn with: the figures are invented.

Run ``python examples/peru/make_office.py [FOLDER]``.  It writes ``office.csv`` (Windows-1252, semicolons, decimal
commas, two title rows, codes with leading zeros, a note at the foot, five faulty rows) and ``office-mended.csv``, the
same without the faults.  Check the first with::

    ./ayni check examples/peru/office.csv --as activity \
        --map Año=year Ubigeo=place Cultivo=product "Producción (t)=quantity" "Valor (S/)=value" \
        --set quantity_unit=t value_unit=PEN --codes ubigeo-inei
"""

import sys
from collections.abc import Iterator
from pathlib import Path

Row = tuple[str, str, str, str, str, str]

TITLES = (
    "EJERCICIO: cifras inventadas para aprender a revisar una tabla",
    "Producción agrícola por departamento, 2018-2023",
)
HEADER: Row = ("Año", "Ubigeo", "Departamento", "Cultivo", "Producción (t)", "Valor (S/)")
NOTE = "Nota: tabla de ejercicio. Ninguna cifra es real; no citar."
YEARS = range(2018, 2024)
NAMES = {
    "04": "Arequipa",
    "08": "Cusco",
    "11": "Ica",
    "13": "La Libertad",
    "18": "Moquegua",
    "21": "Puno",
    "23": "Tacna",
}
PRICES = {"aceituna": 3150, "ajo": 2480, "orégano": 9200, "palta": 3900, "papa": 980, "quinua": 4600, "uva": 3300}
# Tonnes of 2018 and growth in a thousand a year, by crop and department.
START = {
    "aceituna": {"04": (9800, 10), "11": (6100, 5), "18": (2300, 60), "23": (31500, 75)},
    "ajo": {"04": (38200, 15), "13": (9400, -20), "18": (310, 10)},
    "orégano": {"04": (1850, -15), "18": (2100, 55), "23": (6400, 80)},
    "palta": {"04": (7200, 20), "08": (5300, 15), "11": (42100, 10), "13": (161000, 30), "18": (6900, 50)},
    "papa": {
        "04": (212000, 5), "08": (408000, 10), "13": (395000, -5), "18": (5200, -30), "21": (720000, 12),
        "23": (6800, -25),
    },
    "quinua": {"04": (17200, -90), "08": (3900, 25), "21": (38500, 45)},
    "uva": {"04": (16400, 10), "11": (232000, 40), "13": (31800, 15), "18": (5100, -10), "23": (6300, -15)},
}  # fmt: skip
FAULTS: dict[tuple[int, str, str], tuple[int, str]] = {
    (2019, "23", "orégano"): (0, "20l9"),
    (2020, "04", "ajo"): (1, "4"),
    (2021, "18", "palta"): (4, "-7827,9"),
    (2022, "21", "quinua"): (4, "s/d"),
}
TWICE = (2023, "11", "uva")


def mended_rows() -> list[Row]:
    """Rows without a fault, by year, department and crop."""
    rows = [_row(year, place, crop) for year in YEARS for place in NAMES for crop in START if place in START[crop]]
    return [HEADER, *rows]


def faulty_rows() -> Iterator[Row]:
    """The same rows with the faults of ``FAULTS`` and one row that stands twice."""
    keys = {(str(year), place, crop): fault for (year, place, crop), fault in FAULTS.items()}
    for row in mended_rows():
        cells = list(row)
        if (row[0], row[1], row[3]) in keys:
            column, came = keys[row[0], row[1], row[3]]
            cells[column] = came
        yield (cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
        if (row[0], row[1], row[3]) == (str(TWICE[0]), *TWICE[1:]):
            yield row


def _row(year: int, place: str, crop: str) -> Row:
    tonnes, growth = START[crop][place]
    passed = year - YEARS[0]
    season = (7 * year + 3 * int(place) + 5 * len(crop)) % 11 - 5  # a good or a bad year, in a hundred
    grown = tonnes * (1 + growth / 1000) ** passed * (1 + season / 100)
    price = PRICES[crop] * (1 + 3 * passed / 100)
    return (str(year), place, NAMES[place], crop, _comma(grown, 1), _comma(grown * price, 2))


def _comma(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def main(folder: Path) -> None:
    """Both spreadsheets written into the folder."""
    padding = ";" * (len(HEADER) - 1)
    for name, rows in (("office.csv", list(faulty_rows())), ("office-mended.csv", mended_rows())):
        lines = [*(title + padding for title in TITLES), *(";".join(row) for row in rows), NOTE + padding]
        (folder / name).write_bytes(("\r\n".join(lines) + "\r\n").encode("windows-1252"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
