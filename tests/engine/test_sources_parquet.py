"""Parquet: columns with types, read in batches, with the row numbers the same table has elsewhere."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from table_files import asked, keys, told

from ayni.errors import UnreadableFile
from ayni.sources import columnar

GOOD = pl.DataFrame(
    {"year": [2010, 2011], "place": ["04", "15"], "product": ["ajo", "maíz"], "quantity": [1.5, 2.0]},
).with_columns(pl.lit("t").alias("quantity_unit"))


def parquet(folder, frame):
    path = folder / "table.parquet"
    frame.write_parquet(path)
    return path


def test_types_are_kept_and_nothing_is_guessed(tmp_path):
    frame = GOOD.with_columns(
        pl.Series("year", [2010, 2011], dtype=pl.UInt16),
        pl.col("product").cast(pl.Categorical),
        pl.Series("value", [Decimal("1.25"), None]),
        pl.lit("PEN").alias("value_unit"),
        pl.lit(value=True).alias("complete"),
        pl.Series("extra", [3, None], dtype=pl.Int32),
        pl.Series("day", [date(2011, 1, 2), None]),
    )
    read = asked(parquet(tmp_path, frame)).table.frame
    assert read.schema["year"] == pl.Int64
    assert read["value"].to_list() == [1.25, None]
    assert read["product"].to_list() == ["ajo", "maíz"]
    assert read["extra"].to_list() == [3, None]
    assert read["day"].to_list() == ["2011-01-02", None]


def test_faults_have_the_rows_they_have_in_a_spreadsheet(tmp_path, monkeypatch):
    monkeypatch.setattr(columnar, "ROWS_PER_BATCH", 1)
    bad = GOOD.with_columns(pl.Series("quantity", [-1.0, float("nan")]))
    assert told(asked(parquet(tmp_path, bad))) == [
        ("negative", 2, "quantity", "-1"),
        ("not_finite", 3, "quantity", "nan"),
    ]


def test_numbers_and_dates_in_columns_of_codes_are_judged_as_in_a_spreadsheet(tmp_path):
    dates = GOOD.with_columns(pl.lit(date(2011, 4, 1)).alias("place"))
    assert keys(asked(parquet(tmp_path, dates))) == ["date_for_code", "date_for_code"]
    numbers = GOOD.with_columns(pl.Series("place", [4, 15]))
    assert asked(parquet(tmp_path, numbers)).table.frame["place"].to_list() == ["4", "15"]
    assert keys(asked(parquet(tmp_path, numbers), codes="ubigeo-inei")) == ["code_lost_zeros"]
    huge = GOOD.with_columns(pl.Series("place", [2**64 - 1, 15], dtype=pl.UInt64))
    assert keys(asked(parquet(tmp_path, huge))) == ["code_with_decimals"]


@pytest.mark.parametrize("column", [pl.Series("x", [[1], [2]]), pl.Series("x", [{"a": 1}, {"a": 2}])])
def test_columns_of_lists_or_records_are_refused(tmp_path, column):
    with pytest.raises(UnreadableFile) as error:
        asked(parquet(tmp_path, GOOD.with_columns(column)))
    assert error.value.key == "check.nested_column"


def test_a_table_without_rows_is_told(tmp_path):
    assert keys(asked(parquet(tmp_path, GOOD.clear()))) == ["no_rows"]


def test_a_cut_file_is_told_as_broken(tmp_path):
    path = parquet(tmp_path, GOOD)
    content = path.read_bytes()
    for size in (4, 8, 12, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:size])
        with pytest.raises(UnreadableFile) as error:
            asked(path)
        assert error.value.key == "check.broken_file"
