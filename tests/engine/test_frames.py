"""Sums that do not depend on order, threads or engine."""

import math
import os
import subprocess
import sys

import duckdb
import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.frames import summed

# Down to 1e-11 of the largest value every digit is kept; the sum itself is rounded once.
RELATIVE = 4e-16

amounts = st.floats(min_value=0, max_value=1e15, allow_nan=False).map(lambda value: round(value, 2))


def test_a_sum_worked_by_hand():
    table = pl.DataFrame({"place": ["a", "b", "a"], "value": [0.1, 5.0, 0.2]})
    # a: 0.1 + 0.2, correctly rounded, is 0.30000000000000004 in double precision
    assert summed(table, by=["place"], measures=["value"]).rows() == [("a", 0.1 + 0.2), ("b", 5.0)]


def test_a_group_without_any_value_has_no_sum_rather_than_zero():
    table = pl.DataFrame({"place": ["a", "b", "b"], "value": [None, 1.0, None]})
    assert summed(table, by=["place"], measures=["value"]).rows() == [("a", None), ("b", 1.0)]


def test_absent_columns_are_left_out_and_an_empty_table_stays_empty():
    table = pl.DataFrame({"place": [], "value": []}, schema={"place": pl.String, "value": pl.Float64})
    result = summed(table, by=["place", "month"], measures=["value", "quantity"])
    assert result.columns == ["place", "value"]
    assert result.is_empty()


@given(st.lists(st.tuples(st.sampled_from("abc"), amounts), min_size=1, max_size=60), st.randoms())
def test_the_order_of_rows_never_changes_a_bit(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = (
        summed(pl.DataFrame(each, schema=["place", "value"], orient="row"), by=["place"], measures=["value"])
        for each in (rows, shuffled)
    )
    assert first.equals(second)


@given(st.lists(st.tuples(st.sampled_from("abc"), amounts), min_size=1, max_size=60))
def test_sums_are_those_of_exact_arithmetic(rows):
    result = summed(pl.DataFrame(rows, schema=["place", "value"], orient="row"), by=["place"], measures=["value"])
    for place, value in result.rows():
        exact = math.fsum(amount for name, amount in rows if name == place)
        assert value == pytest.approx(exact, rel=RELATIVE, abs=1e-14 * max(amount for _, amount in rows))


def test_duckdb_gives_the_same_bits_as_polars():
    draws = np.random.default_rng(7)
    table = pl.DataFrame({"place": draws.integers(0, 9, 5000).astype(str), "value": draws.lognormal(0, 9, 5000)})
    connection = duckdb.connect()
    connection.register("table_of_values", table.to_arrow())
    elsewhere = summed(connection.sql("select * from table_of_values"), by=["place"], measures=["value"])
    assert elsewhere.equals(summed(table, by=["place"], measures=["value"]))


def test_a_lazy_table_is_summed_without_being_loaded_first():
    table = pl.LazyFrame({"place": ["a", "a"], "value": [1.0, 2.0]})
    assert summed(nw.from_native(table), by=["place"], measures=["value"]).rows() == [("a", 3.0)]


def test_any_number_of_threads_gives_the_same_bits():
    program = (  # in a process of its own: the threads are chosen at start
        "import hashlib, numpy, polars; from ayni.frames import summed; draws = numpy.random.default_rng(3)\n"
        "places, values = draws.integers(0, 40, 200_000).astype(str), draws.random(200_000)\n"
        "table = polars.DataFrame({'place': places, 'value': values})\n"
        "sums = summed(table, by=['place'], measures=['value'])['value'].to_numpy().tobytes()\n"
        "print(hashlib.sha256(sums).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "POLARS_MAX_THREADS": threads},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for threads in ("1", "2", "5")
    }
    assert len(answers) == 1
