"""The pages that tell how to stand against rivals: their commands work as told, on files."""

import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from ayni.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [(ROOT / "docs" / "how-to" / name).read_text(encoding="utf-8") for name in ("rivals.md", "rivals.es.md")]
COMMANDS = [
    shlex.split(line)[1:] for page in PAGES for line in re.findall(r"^    (\./ayni .*)$", page, flags=re.MULTILINE)
]
VALUE = {
    "unit_values": "quadrant",
    "market_share_change": "share_change",
    "price_quality": "standing",
    "price_cost_position": "stance",
    "rival_response": "share_after",
    "life_cycle": "stage",
    "expy": "expy",
}
YEARS = range(2014, 2023)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Quinoa and mangoes of three countries in two markets, as a spreadsheet would have them, and GDP per head."""
    rows = [
        (
            year,
            exporter,
            importer,
            product,
            str(size * (10 + place * year % 7) * (year - 2010)),
            str(size * (4 + year % 3)),
        )
        for year in YEARS
        for place, exporter in enumerate(("PE", "BO", "EC"))
        for importer, product, size in (("US", "100850", 900), ("DE", "100850", 300), ("US", "080450", 500))
    ]
    names = ["año", "exportador", "importador", "producto", "valor usd", "peso kg"]
    pl.DataFrame(rows, schema=names, orient="row").write_csv(tmp_path / "trade.csv", separator=";")
    names = ["sujeto", "variable", "periodo", "valor", "unidad", "fuente"]
    who = [(exporter, str(year)) for year in YEARS for exporter in ("PE", "BO", "EC")]
    incomes = [(code, "gdp_per_head", year, 4000 + 100 * ord(code[0]), "USD@2017", "WDI") for code, year in who]
    costs = [(code, "100850", year, ord(code[0]) / 10, "USD/kg", "cooperative") for code, year in who]
    for file, rows in (("gdp.csv", incomes), ("costs.csv", costs)):
        pl.DataFrame(rows, schema=names, orient="row").write_csv(tmp_path / file)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_of_the_page_writes_its_table(words, folder):
    words = [word.replace(".xlsx", ".parquet") for word in words]
    assert main(words) == 0
    table = pl.read_parquet(folder / words[-1])
    told = table.filter(pl.col(VALUE[words[1]]).is_not_null())
    assert told.height
    # No source stands in the file: each row names the file itself.
    assert set(table["source"]) == {"trade.csv"}


def test_every_option_that_the_page_names_is_one_of_the_indicators():
    from ayni.catalog import indicator
    from ayni.study.compute import indicator_options

    known = {option for name in VALUE for option in indicator_options(indicator(name))}
    english, spanish = (set(re.findall(r"`(?:--option )?(\w+)=", page)) for page in PAGES)
    assert english == spanish
    assert english <= known


def test_both_pages_name_the_same_columns_and_words():
    english, spanish = (set(re.findall(r"`(\w+)`", page)) for page in PAGES)
    assert english == spanish
