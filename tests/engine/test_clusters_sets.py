"""Sets of places in which a product is a candidate."""

import planted
import polars as pl
import pytest

from ayni.clusters.items import items
from ayni.clusters.sets import candidate_sets, macroregions_of, place_quotients
from ayni.clusters.thresholds import chosen_thresholds
from ayni.errors import Refused, UnknownName
from ayni.territory.neighbours import neighbourhoods
from ayni.territory.quotients import location_quotients

BASE = 2011
# A path of four places: w - x - y - z.
PATH = pl.DataFrame({"place": ["w", "x", "y"], "neighbour": ["x", "y", "z"]})


def goods_of(table, chains=None, base_year=BASE):
    return items(location_quotients(table), base_year=base_year, chains=chains or {}, units={})


def path_goods(garlic, other=(1000, 1000, 1000, 1000), names=("year", "place", "product", "value")):
    rows = [
        (BASE, place, product, float(amount))
        for product, amounts in (("ajo", garlic), ("papa", other))
        for place, amount in zip("wxyz", amounts, strict=True)
        if amount is not None
    ]
    return goods_of(pl.DataFrame(rows, schema=list(names), orient="row"))


def found(goods, neighbours=PATH, regions=None, territory="grown", **changed):
    regions = regions or {None: goods.places}
    sets = candidate_sets(goods, regions, neighbourhoods(neighbours), chosen_thresholds(changed), territory)
    return [(goods.codes[each.item], each.macroregion, "".join(each.places)) for each in sets]


def test_a_case_by_hand():
    # Garlic 60, 20, 5, 15 beside 100 of potatoes each: quotients (60/160)/(100/500) = 1.875, .83, .24, .65.
    goods = path_goods([60, 20, 5, 15], [100] * 4)
    assert place_quotients(goods)[0][goods.codes.index("ajo")] == pytest.approx([1.875, 5 / 6, 5 / 21, 15 / 23])
    assert found(goods) == [("ajo", None, "w")]
    assert found(goods, join_quotient=0.8) == [("ajo", None, "wx")]
    assert found(goods, quotient_min=1.9, seed_share=0.7) == []


def test_a_set_needs_a_seed_and_joins_neighbours_through_its_members():
    # w seeds, x and y join, z would but is parted from them when y cannot.
    assert found(path_goods([300, 60, 60, 60]), join_quotient=0.5) == [("ajo", None, "wxyz")]
    assert found(path_goods([300, 60, 0, 60]), join_quotient=0.5) == [("ajo", None, "wx")]


def test_a_large_producer_starts_a_set_with_a_lower_quotient():
    goods = path_goods([60, 20, 5, 15], [100] * 4)
    assert found(goods, seed_quotient=1.9) == []
    assert found(goods, seed_share=0.7) == []


def test_a_place_with_hardly_any_of_the_nation_does_not_join_however_specialised():
    goods = path_goods([1000, 100, 2, 100], (1000, 1000, 0.5, 1000))
    assert "y" not in found(goods, candidate_share_min=0.005)[0][2]
    assert found(goods, candidate_share_min=0.001, join_quotient=0.9)[-1] == ("ajo", None, "y")


def test_without_neighbours_each_place_is_its_own_set():
    goods = path_goods([300, 290, 0, 0])
    assert found(goods) == [("ajo", None, "wx")]
    assert found(goods, neighbours=None) == [("ajo", None, "w"), ("ajo", None, "x")]


def test_a_set_does_not_leave_its_macroregion():
    regions = {"One": ("w",), "Two": ("x", "y", "z")}
    goods = path_goods([300, 290, 0, 0])
    assert found(goods, regions=regions) == [("ajo", "One", "w"), ("ajo", "Two", "x")]


def test_a_product_without_price_goes_by_its_share_of_the_nation():
    names = ("year", "place", "product", "quantity", "value")
    tonnes = {"w": 90.0, "x": 6.0, "y": 3.0, "z": 1.0}
    rows = [(BASE, place, "quinua", amount, None) for place, amount in tonnes.items()]
    rows += [(BASE, place, "papa", 10.0, 10.0) for place in "wxyz"]
    goods = goods_of(pl.DataFrame(rows, schema=list(names), orient="row"))
    assert found(goods) == [("quinua", None, "wx")]
    assert found(goods, join_share=0.03) == [("quinua", None, "wxy")]
    assert found(goods, seed_share=0.95) == []


def test_whole_macroregions_need_a_least_share_of_the_nation():
    regions = {None: ("z",), "One": ("w", "x"), "Two": ("y",)}
    goods = path_goods([300, 290, 1, 10])
    assert found(goods, regions=regions, territory="macroregions") == [
        ("ajo", "One", "wx"), ("papa", "One", "wx"), ("papa", "Two", "y"),
    ]  # fmt: skip
    wider = found(goods, regions=regions, territory="macroregions", candidate_share_min=0.001)
    assert ("ajo", "Two", "y") in wider


def test_whole_macroregions_without_any_are_refused():
    with pytest.raises(Refused) as mistake:
        found(path_goods([1, 1, 1, 1]), territory="macroregions")
    assert "macroregion" in mistake.value.text("en")


def test_an_incomplete_product_is_not_searched():
    table = planted.activity(planted={"crop c": ("00",)}).with_columns(complete=pl.col("product") != "crop c")
    goods = goods_of(table)
    assert goods.reasons[goods.codes.index("crop c")] == "incomplete_year"
    assert found(goods, neighbours=planted.neighbours()) == []


def chain(parts, **columns):
    table = planted.activity(planted={"crop a": ("00",), "crop b": ("00", "01")}).with_columns(**columns)
    quotients = location_quotients(table)
    units = {"crop a": "t", "crop b": "t", "crop c": "thousand"}
    goods = items(quotients, base_year=BASE, chains={"roots": parts}, units=units)
    return goods, goods.codes.index("roots")


def test_a_chain_is_its_products_summed():
    goods, index = chain(["crop a", "crop b"])
    a, b = goods.codes.index("crop a"), goods.codes.index("crop b")
    assert goods.value[index] == pytest.approx(goods.value[a] + goods.value[b])
    assert (goods.kinds[index], goods.parts[index], goods.reasons[index]) == ("chain", ("crop a", "crop b"), None)
    assert goods.has_quotient[index]
    # The products stand in the whole once: the chain adds nothing to it.
    assert goods.whole.sum() == pytest.approx(goods.value[: len(planted.PRODUCTS)].sum())


def test_a_chain_of_one_present_product_is_not_offered():
    goods, index = chain(["crop a", "crop z"])
    assert goods.reasons[index] == "few_products"


def unpriced(product):
    return {"value": pl.when(pl.col("product") == product).then(None).otherwise("value")}


def test_a_chain_with_an_unpriced_product_is_measured_in_quantity():
    goods, index = chain(["crop a", "crop b"], **unpriced("crop b"))
    a, b = goods.codes.index("crop a"), goods.codes.index("crop b")
    assert (bool(goods.by_value[index]), bool(goods.has_quotient[index])) == (False, False)
    assert goods.base[index] == pytest.approx(goods.quantity[a] + goods.quantity[b])


def test_quantities_in_different_units_are_not_added():
    goods, index = chain(["crop a", "crop c"], **unpriced("crop c"))
    assert goods.reasons[index] == "mixed_units"


def test_a_year_that_one_product_of_a_chain_lacks_is_a_gap_of_the_chain():
    goods, index = chain(["crop a", "crop b"], complete=~((pl.col("product") == "crop b") & (pl.col("year") == 2006)))
    gaps = [
        year for year, known in zip(goods.years, ~pl.Series(goods.amounts[index, 0]).is_nan(), strict=True) if not known
    ]
    assert gaps == [2006]


def test_macroregions_come_from_the_table_of_places_or_from_the_user():
    regions = macroregions_of(planted.places(), None, planted.PLACES)
    assert list(regions) == ["East", "West"]
    assert regions["West"] == planted.WEST
    assert macroregions_of(planted.places(), {"Mine": ["11", "00"]}, planted.PLACES) == {"Mine": ("00", "11")}
    assert macroregions_of(None, None, ("a", "b")) == {None: ("a", "b")}


def test_places_without_macroregion_come_together_without_a_name():
    some = planted.places().with_columns(macroregion=pl.when(pl.col("code") > "01").then(pl.lit("Rest")))
    assert macroregions_of(some, None, planted.PLACES)[None] == ("00", "01")


def test_activity_in_an_unknown_place_is_refused():
    with pytest.raises(UnknownName) as mistake:
        macroregions_of(planted.places(), None, ("00", "99"))
    assert "99" in mistake.value.text("es")


def test_a_macroregion_of_unknown_places_is_refused():
    with pytest.raises(UnknownName) as mistake:
        macroregions_of(planted.places(), {"Mine": ["00", "98"]}, planted.PLACES)
    assert "98" in mistake.value.text("pt")
    assert "Mine" in mistake.value.text("pt")
