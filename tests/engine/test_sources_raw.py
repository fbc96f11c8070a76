"""Raw files of world trade: recognised by their columns, refused when they are not what they say."""

import gzip

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.errors import Refused, UnreadableFile
from ayni.sources.raw import converted, meanings, raw_kinds, recognised
from ayni.words import LANGUAGES

BACI = "t,i,j,k,v,q\n2017,604,156,74031,12.345,    1.5\n2017,604,842,070920,3.000,NA\n2017,32,842,070920,3.001,0.1\n"
COMTRADE = (
    "typeCode,refYear,refMonth,reporterISO,flowCode,partnerISO,cmdCode,customsCode,netWgt,primaryValue\n"
    "C,2020,52,PER,X,CHL,070920,C00,10,25.5\n"
    "C,2020,52,PER,X,W00,070920,C00,20,40\n"
    "C,2020,52,PER,X,CHL,0709,C00,10,25.5\n"
    "C,2020,52,PER,M,CHL,070920,C00,1,2\n"
    "C,2020,52,PER,X,CHL,070920,C01,10,25.5\n"
)
LEGACY = (
    "Classification,Year,Trade Flow,Reporter ISO,Partner ISO,Commodity Code,Netweight (kg),Trade Value (US$)\n"
    "H4,2015,Export,PER,USA,070920,7,9\nH4,2015,Import,PER,USA,070920,7,9\n"
)
ATLAS = "country_id,product_id,year,export_value,country_iso3_code,product_hs92_code\n1,2,2018,10,PER,0709\n"
OEC = "year,origin,destination,hs92,export_val,import_val\n2014,per,usa,070920,5,1\n"
SUNAT = (
    "CADU,FNUM,NDCL,CPAIDES,PART_NANDI,VFOBSERDOL,VPESNET\n"
    "118,20230115,1,US,709200000,100.5,10\n118,20230116,2,US,709200000,50,5\n"
)


def made(tmp_path, text, name="raw.csv"):
    raw = tmp_path / name
    raw.write_text(text, encoding="utf-8")
    return converted(raw, tmp_path / "kept")


def rows(found):
    return pl.read_parquet(found.file).sort(pl.all()).to_dicts()


def test_baci_in_whole_dollars_and_kilograms_with_its_leading_zeros(tmp_path):
    found = made(tmp_path, BACI)
    assert (found.kind.name, found.rows, found.years) == ("baci", 3, (2017,))
    first, second, third = rows(found)
    assert first == {"year": 2017, "exporter": "032", "importer": "842", "product": "070920",
                     "value_usd": 3001, "quantity_kg": pytest.approx(100)}  # fmt: skip
    assert (second["product"], second["value_usd"], second["quantity_kg"]) == ("074031", 12345, pytest.approx(1500))
    assert third["quantity_kg"] is None


def test_comtrade_keeps_exports_of_the_finest_codes_and_says_what_it_left_out(tmp_path):
    found = made(tmp_path, COMTRADE)
    assert (found.kind.name, found.rows, found.left_out) == ("comtrade", 2, 3)
    assert [(row["importer"], row["value_usd"], row["month"]) for row in rows(found)] == [
        (None, 40, None), ("CHL", 25.5, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "row"),
    [
        (LEGACY, "comtrade_legacy", (2015, "PER", "USA", "070920", 9)),
        (ATLAS, "atlas", (2018, "PER", None, "0709", 10)),
        (OEC, "oec", (2014, "per", "usa", "070920", 5)),
        (SUNAT, "sunat", (2023, "PE", "US", "0709200000", 150.5)),
    ],
)
def test_each_source_is_recognised_by_its_columns(tmp_path, text, kind, row):
    found = made(tmp_path, text)
    assert found.kind.name == kind
    (only,) = rows(found)
    assert tuple(only.get(name) for name in ("year", "exporter", "importer", "product", "value_usd")) == row


def test_parquet_and_compressed_files_are_read_alike(tmp_path):
    plain = rows(made(tmp_path, BACI))
    (tmp_path / "raw.csv.gz").write_bytes(gzip.compress(BACI.encode()))
    assert rows(converted(tmp_path / "raw.csv.gz", tmp_path / "kept")) == plain
    pl.read_csv(tmp_path / "raw.csv", infer_schema=False).write_parquet(tmp_path / "raw.parquet")
    assert rows(converted(tmp_path / "raw.parquet", tmp_path / "kept")) == plain


def test_parquet_in_our_columns_is_read_where_it_is_a_file_or_a_folder(tmp_path):
    source = made(tmp_path, BACI)
    table = pl.read_parquet(source.file)
    folder = tmp_path / "written by another"
    (folder / "part").mkdir(parents=True)
    table[:1].write_parquet(folder / "a.parquet")
    table[1:].write_parquet(folder / "part" / "b.parquet")
    for raw in (folder, source.file):
        found = converted(raw, tmp_path / "kept")
        assert (found.kind.name, found.file, found.rows, found.years) == ("trade", raw, 3, (2017,))
    table.write_parquet(folder / "again.parquet")
    with pytest.raises(Refused, match=r"074031|070920"):
        converted(folder, tmp_path / "kept")
    assert len(list(folder.rglob("*.parquet"))) == 3
    with pytest.raises(UnreadableFile):
        converted(tmp_path / "kept" / "nothing", tmp_path)


def test_the_same_bytes_are_converted_once(tmp_path):
    first = made(tmp_path, BACI)
    stamp = first.file.stat().st_mtime_ns
    assert made(tmp_path, BACI).file.stat().st_mtime_ns == stamp
    assert made(tmp_path, BACI.replace("12.345", "12.346")).file != first.file


@pytest.mark.parametrize(
    ("text", "mistake", "told"),
    [
        ("t,i,j,k,v,q\n2017,604,156,74031,-1,2\n", Refused, "2017, 604, 156, 074031, -1000"),
        ("t,i,j,k,v,q\n2017,604,156,74031,1,2\n2017,604,156,74031,3,2\n", Refused, "2017, 604, 156, 074031"),
        ("t,i,j,k,v,q\n2017,604,156,74031,abc,2\n", Refused, "abc"),
        ("t,i,j,k,v,q\n2017,604,156,74031,,2\n", Refused, "074031"),
        ("t,i,j\n1,2,3\n", UnreadableFile, "t, i, j"),
        ("", UnreadableFile, "raw.csv"),
        (COMTRADE.replace(",X,", ",M,"), Refused, "UN Comtrade"),
        (
            LEGACY.replace("H4,2015,Import", "H3,2015,Export").replace("USA,070920,7,9\nH3", "CHL,070920,7,9\nH3"),
            Refused,
            "H3, H4",
        ),
        (COMTRADE.replace("C,2020,52,PER,X,CHL,070920,C00", "C,2020,3,PER,X,CHL,070920,C00"), Refused, "2020"),
        ("fecha;valor\n1;2\n", UnreadableFile, "fecha"),
        ("t,i,j,k,v,q\n,604,156,74031,1,2\n2018,604,156,74031,1,2\n", Refused, "–, 604, 156, 074031"),
        ("t,i,j,k,v,q\n2017,,156,74031,1,2\n", Refused, "2017, –, 156, 074031"),
        ("t,i,j,k,v,q\n2017,604,,74031,1,2\n", Refused, "2017, 604, –, 074031"),
        ('t,i,j,k,v,q\n2017,604,156,"",1,2\n', Refused, "2017, 604, 156, –"),
        ("t,i,j,k,v,q\n2017,604,156,74031,NaN,2\n", Refused, "074031"),
        ("t,i,j,k,v,q\n2017,604,156,74031,inf,2\n", Refused, "inf"),
        (ATLAS.replace(",10,", ",inf,"), Refused, "PER, 0709, inf"),
        (BACI + "2017,4\n", UnreadableFile, "t,i,j,k,v,q"),
        (BACI + "2017,604,156,740311,1,2\n" * 30_000 + "2017,4\n", UnreadableFile, "30005"),
        (BACI.replace("2017,32", "2017.5,32"), Refused, "2017.5"),
        ("t,i,j,k,v,q,V\n2017,604,156,74031,1,2,3\n", UnreadableFile, "v"),
        (BACI + '2017,"604,156,74031,1,2\n', UnreadableFile, "t,i,j,k,v,q"),
    ],
)
def test_what_is_wrong_is_told_with_an_example_and_nothing_is_kept(tmp_path, text, mistake, told):
    with pytest.raises(mistake) as caught:
        made(tmp_path, text)
    for language in LANGUAGES:
        assert told in caught.value.text(language)
        assert "raw.csv" in caught.value.text(language)
    assert list((tmp_path / "kept").glob("*")) == []


def test_the_total_that_stands_beside_codes_of_four_figures_is_not_taken_for_the_finest(tmp_path):
    text = COMTRADE.replace(",0709,", ",TOTAL,").replace(",070920,", ",0709,")
    found = made(tmp_path, text + "C,2020,52,PER,M,CHL,070920,C00,1,2\n")
    assert [(row["importer"], row["product"], row["value_usd"]) for row in rows(found)] == [
        (None, "0709", 40), ("CHL", "0709", 25.5),
    ]  # fmt: skip


def test_a_file_in_another_alphabet_of_bytes_says_how_to_save_it(tmp_path):
    raw = tmp_path / "raw.csv"
    raw.write_bytes((BACI.replace("v,q", "v,q,país") + "2017,32,842,070920,3.001,0.1,Perú\n").encode("latin-1"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        converted(raw, tmp_path / "kept")


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ({"exporter": 604}, "exporter"),
        ({"year": "2017"}, "year"),
        ({"value_usd": "12"}, "value_usd"),
        ({"complete": False}, "complete"),
        ({"source": pl.Series(["a", "a", "b"])}, "source"),
    ],
)
def test_parquet_in_our_columns_is_refused_where_reading_it_as_it_is_would_mislead(tmp_path, column, told):
    table = pl.read_parquet(made(tmp_path, BACI).file)
    ((name, value),) = column.items()
    raw = tmp_path / "ours.parquet"
    table.with_columns((value if isinstance(value, pl.Series) else pl.lit(value)).alias(name)).write_parquet(raw)
    with pytest.raises((Refused, UnreadableFile), match=told):
        converted(raw, tmp_path / "kept")
    assert raw.is_file()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match=r"none\.csv"):
        converted(tmp_path / "none.csv", tmp_path)


def test_a_name_with_a_quote_is_only_a_name(tmp_path):
    found = made(tmp_path, BACI, name="it's; DROP TABLE x--.csv")
    assert found.rows == 3


@pytest.mark.parametrize("kind", raw_kinds(), ids=lambda kind: kind.name)
def test_a_kind_says_where_it_is_published_and_under_what_terms(kind):
    assert set(kind.where) == set(kind.terms) == set(LANGUAGES)
    assert all(kind.where.values())
    assert all(kind.terms.values())
    assert {"year", "exporter", "product", "value_usd"} <= set(kind.columns)
    assert recognised([*kind.needs, *(group[0] for group in kind.one_of)], "x", parquet=True) == kind


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30, unique=True))
def test_no_thousandth_of_a_thousand_dollars_is_lost(tmp_path_factory, values):
    lines = [f"2017,{4 + place},8,{10101 + place},{value / 1000:.3f},1" for place, value in enumerate(values)]
    found = made(tmp_path_factory.mktemp("raw"), "t,i,j,k,v,q\n" + "\n".join(lines) + "\n")
    assert sorted(pl.read_parquet(found.file)["value_usd"].to_list()) == sorted(values)


COUNTRIES = "country_code,country_name,country_iso2,country_iso3\n604,Peru,PE,PER\n4,Afghanistan,AF,AFG\n"
OLD_COUNTRIES = COUNTRIES.replace("Peru", "Perú").replace(",", ";").encode("cp1252")
PRODUCTS = 'code,description\n70920,"Asparagus, fresh or chilled"\n074031,"Cu, x"\n'


@pytest.mark.parametrize(
    ("content", "of", "names"),
    [
        (COUNTRIES.encode(), "exporter", {"604": "Peru", "004": "Afghanistan"}),
        (PRODUCTS.encode("utf-8-sig"), "product", {"070920": "Asparagus, fresh or chilled", "074031": "Cu, x"}),
        (OLD_COUNTRIES, "exporter", {"604": "Perú", "004": "Afghanistan"}),
        (b"product_id\tcode\tname_en\n1\t0709\tVegetables\n2\t\tx\n", "product", {"0709": "Vegetables"}),
    ],
)
def test_a_publishers_table_of_codes_says_what_they_mean(tmp_path, content, of, names):
    raw = tmp_path / "codes.csv"
    raw.write_bytes(content)
    told = meanings(raw)
    assert (told.of, dict(told.names), told.raw) == (of, names, "codes.csv")


def test_a_file_of_trade_or_none_is_no_table_of_codes(tmp_path):
    for content in (BACI.encode(), ATLAS.encode(), b"", bytes(range(256)), gzip.compress(PRODUCTS.encode())):
        (tmp_path / "raw.csv").write_bytes(content)
        assert meanings(tmp_path / "raw.csv") is None
    assert meanings(tmp_path) is None


def test_a_code_with_two_names_is_refused(tmp_path):
    (tmp_path / "codes.csv").write_text(PRODUCTS + "070920,Other\n", encoding="utf-8")
    with pytest.raises(Refused, match="070920"):
        meanings(tmp_path / "codes.csv")


def test_a_year_that_is_none_is_refused(tmp_path):
    with pytest.raises(Refused, match="17, 604"):
        made(tmp_path, BACI + "17,604,842,070920,3,1\n")
    assert not list((tmp_path / "kept").glob("*"))


def test_a_file_without_a_byte_is_told(tmp_path):
    with pytest.raises(UnreadableFile) as told:
        made(tmp_path, "")
    assert all("raw.csv" in told.value.text(language) for language in LANGUAGES)
    assert "vacío" in told.value.text("es")


def test_a_folder_without_parquet_is_told(tmp_path):
    with pytest.raises(UnreadableFile) as told:
        converted(tmp_path, tmp_path / "kept")
    assert "Parquet" in told.value.text("es")


def test_what_was_not_recognised_learns_every_column_that_is_asked():
    with pytest.raises(UnreadableFile, match=r"country_iso3_code \| location_code"):
        recognised(["year", "export_value"], "x.csv")


@pytest.mark.parametrize("content", [b"t,i\rj", b"\x1f\x8b\x08\x00\r\x01,\rx"], ids=["carriage returns", "compressed"])
def test_what_is_no_text_is_no_table_of_names(tmp_path, content):
    raw = tmp_path / "BACI_HS92_Y2022.csv.gz"
    raw.write_bytes(content)
    assert meanings(raw) is None


def test_a_table_of_names_with_the_line_ends_of_an_old_mac_is_read(tmp_path):
    raw = tmp_path / "country_codes.csv"
    raw.write_bytes(b"country_code,country_name,country_iso3\r\n604,Peru,PER\r842,USA,USA\r\n")
    found = meanings(raw)
    assert found is not None
    assert dict(found.names) == {"604": "Peru", "842": "USA"}
