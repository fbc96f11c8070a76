"""Revisions from one vintage to the next."""

import polars as pl
import pytest
from trade_facts import cuadro_1

from ayni.errors import Refused
from ayni.trade.vintages import revisions


def row(table, subject, period="2010"):
    return table.row(by_predicate=(pl.col("subject") == subject) & (pl.col("period") == period), named=True)


@pytest.mark.parametrize(
    ("subject", "revision"), [("world", 0.3), ("germany", 1.1), ("middle_east_and_north_africa", -0.4)]
)
def test_what_the_central_bank_revised_between_september_and_december(subject, revision):
    found = row(revisions(cuadro_1()), subject)
    assert (found["earlier_vintage"], found["later_vintage"]) == ("2010-09", "2010-12")
    assert found["revision"] == pytest.approx(revision)
    assert found["preliminary"]


def test_what_was_published_once_has_no_revision():
    found = row(revisions(cuadro_1()), "world", "2009")
    assert (found["earlier"], found["later"], found["reason"]) == (-0.6, None, "single_vintage")
    assert found["preliminary"] is False


def test_three_vintages_make_two_rows():
    third = cuadro_1().filter(pl.col("vintage") == "2010-12").with_columns(vintage=pl.lit("2011-03"))
    table = revisions(pl.concat([cuadro_1(), third]).sample(fraction=1, shuffle=True, seed=2))
    world = table.filter((pl.col("subject") == "world") & (pl.col("period") == "2010"))
    assert world["later_vintage"].to_list() == ["2010-12", "2011-03"]
    assert world["revision"].to_list() == pytest.approx([0.3, 0.0])


def test_a_unit_that_changed_is_not_subtracted():
    later = pl.col("vintage") == "2010-12"
    changed = cuadro_1().with_columns(unit=pl.when(later).then(pl.lit("index")).otherwise("unit"))
    found = row(revisions(changed), "world")
    assert (found["revision"], found["reason"]) == (None, "other_unit")


def test_vintages_that_are_no_dates_are_refused():
    with pytest.raises(Refused) as caught:
        revisions(cuadro_1().with_columns(vintage=pl.lit("RI Set 10")))
    assert "RI Set 10" in caught.value.text("es")


def test_a_series_without_vintages_has_none_to_compare():
    table = revisions(cuadro_1().filter(pl.col("vintage") == "2010-12").drop("vintage", "preliminary"))
    assert table["reason"].unique().to_list() == ["single_vintage"]
    assert revisions(cuadro_1().clear()).is_empty()
