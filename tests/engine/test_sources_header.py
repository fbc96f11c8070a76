"""The row of names: where it is, what each column is, and what is said when that is not clear."""

import pytest
from table_files import HEADER, ROW, asked, keys, notes, only, text_file, told

from ayni.errors import UnknownName
from ayni.sources import read
from ayni.tables import CONTRACTS, Contract, contract_named


@pytest.mark.parametrize(
    "header",
    [
        "AÑO;Lugar;PRODUCTO; cantidad ;Unidad de medida",
        "ano;ubigeo;produto;quantidade;unidade",
        "Year;Place;Crop;Quantity;Quantity-Unit",
        "year;place;industry;quantity;quantity unit",
    ],
)
def test_names_are_known_in_three_languages(tmp_path, header):
    assert asked(text_file(tmp_path, header, ROW)).rows == 1


def test_every_other_name_belongs_to_one_column_of_its_contract():
    for contract in CONTRACTS.values():
        names = [name for column in contract.columns for name in (column.name, *column.aliases)]
        exact = {column.name for column in contract.columns}
        others = [name for name in names if name not in exact]
        assert len(others) == len(set(others)), contract.name


def test_every_column_of_every_contract_has_an_example_that_it_takes(tmp_path):
    for contract in CONTRACTS.values():
        path = text_file(
            tmp_path,
            ";".join(column.name for column in contract.columns),
            ";".join(column.example for column in contract.columns),
        )
        result = asked(path, contract.name)
        assert keys(result) == (["one_way"] if contract.symmetric else []), (contract.name, told(result))


def test_unknown_contracts_are_answered_with_those_there_are():
    with pytest.raises(UnknownName) as error:
        contract_named("production")
    assert all(name in error.value.text("en") for name in CONTRACTS)
    with pytest.raises(UnknownName):
        read("anything.csv", "production")


def test_a_column_is_renamed_by_the_user(tmp_path):
    path = text_file(tmp_path, "Campaña;Dpto.;product;Producción (t)", "2011;04;ajo;12.5")
    names = {"Campaña": "year", "dpto": "place", "Producción (t)": "quantity"}
    frame = asked(path, rename=names, constants={"quantity_unit": "t"}).table.frame
    assert frame.row(0) == (2011, "04", "ajo", "production", 12.5, "t")


def test_a_rename_may_use_another_name_of_the_column(tmp_path):
    path = text_file(tmp_path, HEADER.replace("product", "rubro"), ROW)
    assert asked(path, rename={"rubro": "industry"}).table.frame["product"].to_list() == ["ajo"]


def test_a_rename_of_a_column_that_is_not_there_names_the_nearest(tmp_path):
    fault = only(asked(text_file(tmp_path, HEADER.replace("year", "Campana"), ROW), rename={"Campaña 1": "year"}))
    assert fault.key == "check.map_not_there"
    assert '--map "Campana"=year' in fault.text("es")
    assert "place, product" in fault.text("es")


def test_a_rename_to_a_name_that_is_nearly_the_contracts_is_asked_about(tmp_path):
    path = text_file(tmp_path, HEADER.replace("year", "Campaña"), ROW)
    assert keys(asked(path, rename={"Campaña": "yaer"})) == ["map_to_unknown", "missing_column"]


def test_a_column_besides_the_contract_may_be_renamed_too(tmp_path):
    result = asked(text_file(tmp_path, f"{HEADER};zona", f"{ROW};A"), rename={"zona": "cuenca"})
    assert result.table.frame.columns[-1] == "cuenca"


def test_a_missing_column_is_told_with_those_there_are_and_the_command(tmp_path):
    fault = only(asked(text_file(tmp_path, HEADER.replace("year", "Años"), ROW)))
    assert fault.key == "check.missing_column"
    said = fault.text("es")
    assert "«year»" in said
    assert "Años, place, product, quantity, quantity_unit" in said
    assert '--map "Años"=year' in said
    assert "--set year=2011" in said


def test_cells_are_checked_even_when_a_column_is_missing(tmp_path):
    result = asked(text_file(tmp_path, HEADER.replace("year", "Campaña"), "2011;04;ajo;bad;t"))
    assert keys(result) == ["missing_column", "not_a_number"]


def test_a_file_without_names_is_answered_with_what_was_found_and_expected(tmp_path):
    fault = only(asked(text_file(tmp_path, "2011;04;ajo;12", "2011;15;ajo;13")))
    assert fault.key == "check.no_header"
    said = fault.text("es")
    assert "2011, 04, ajo, 12" in said
    assert "year, place, product" in said
    assert '--map "2011"=year' in said


def test_years_spread_over_columns_are_recognised(tmp_path):
    path = text_file(tmp_path, "Departamento;Cultivo;2009;2010;2011", "Arequipa;ajo;1;2;3")
    result = asked(path)
    assert "years_across" in keys(result)
    assert "(2009 … 2011)" in next(f for f in result.faults if f.key == "check.years_across").text("es")


def test_at_least_one_of_a_group_must_be_there(tmp_path):
    fault = only(asked(text_file(tmp_path, "year;place;product;tonnes", "2011;04;ajo;3")))
    assert fault.key == "check.missing_one_of"
    assert '--map "tonnes"=quantity' in fault.text("en")


def test_repeated_names_are_refused(tmp_path):
    result = asked(text_file(tmp_path, f"{HEADER};note;note", f"{ROW};a;b"))
    assert told(result) == [("repeated_name", 1, "note", "note")]
    assert "F, G" in result.faults[0].text("en")
    assert "repeated_name" in keys(asked(text_file(tmp_path, f"year;{HEADER}", f"2011;{ROW}")))


def test_two_columns_that_could_be_one_are_asked_about(tmp_path):
    result = asked(text_file(tmp_path, "year;ubigeo;lugar;product;quantity;quantity_unit", "2011;04;04;ajo;3;t"))
    assert keys(result) == ["two_columns_for_one"]
    path = text_file(tmp_path, f"{HEADER};valor;value;value_unit", f"{ROW};1;2;PEN")
    assert asked(path).table.frame.select("value", "valor").row(0) == (2.0, "1")
    assert keys(asked(path, rename={"valor": "value"})) == ["two_columns_for_one"]


def test_a_column_without_a_name_that_holds_something_is_told(tmp_path):
    result = asked(text_file(tmp_path, f";{HEADER}", f"0;{ROW}", f"1;{ROW.replace('04', '15')}"))
    assert told(result) == [("column_without_name", None, "A", "0")]
    assert "2 celdas" in result.faults[0].text("es")


def test_constants_fill_columns_that_the_file_lacks(tmp_path):
    path = text_file(tmp_path, "place;product;quantity", "04;ajo;1,5")
    given = {"year": "2011", "unidad": "t", "region": "Sur"}
    frame = asked(path, constants=given).table.frame
    assert frame.columns == ["year", "place", "product", "basis", "quantity", "quantity_unit", "region"]
    assert frame.row(0) == (2011, "04", "ajo", "production", 1.5, "t", "Sur")


def test_constants_are_checked_as_cells_are(tmp_path):
    path = text_file(tmp_path, "place;product;quantity;value", "04;ajo;1;2")
    result = asked(path, constants={"year": "20x", "quantity_unit": "quintal", "value_unit": "soles"})
    assert keys(result) == ["not_an_integer", "unit_quintal", "unknown_currency"]
    result = asked(path, constants={"year": "2011", "quantity_unti": "t", "value_unit": "PEN"})
    assert keys(result) == ["set_to_unknown", "needs_unit_column"]


def test_a_constant_that_contradicts_the_file_is_refused(tmp_path):
    path = text_file(tmp_path, HEADER, ROW, "2011;15;ajo;1;kg", "2011;21;ajo;1;kg")
    result = asked(path, constants={"quantity_unit": "t"})
    fault = next(fault for fault in result.faults if fault.key == "check.set_contradicts")
    assert (fault.column, fault.came, fault.facts["row"], fault.facts["n"]) == ("quantity_unit", "kg", 3, 2)
    same = asked(text_file(tmp_path, HEADER, ROW, "2011;15;ajo;1;"), constants={"quantity_unit": "t"})
    assert same.table.frame["quantity_unit"].to_list() == ["t", "t"]


def test_title_rows_are_said(tmp_path):
    result = asked(text_file(tmp_path, "Anuario 2011;;;;", "", HEADER, ROW))
    note = next(note for note in result.notes if note.key == "check.title_rows")
    assert note.facts == {"n": 1, "header": 3, "text": "Anuario 2011"}
    assert "title_rows" not in notes(asked(text_file(tmp_path, HEADER, ROW)))


def test_a_contract_of_ones_own_is_met_in_the_same_way(tmp_path):
    columns = tuple(CONTRACTS["series"].columns[:3])
    path = text_file(tmp_path, "subject;variable;period", "PE;fob;2010")
    table = read(path, Contract("own", columns))
    assert table.contract.name == "own"
    assert table.frame.row(0) == ("PE", "fob", "2010")


def test_the_command_offered_names_the_nearest_column_or_none(tmp_path):
    fault = only(asked(text_file(tmp_path, "Año;Ubigeo;Dpto;Cultivo;Producción (t);Valor (S/)", "2011;04;A;ajo;1;2")))
    assert '--map "Producción (t)"=quantity' in fault.text("es")
    result = asked(text_file(tmp_path, "Año;Zona;Dpto;Cultivo;cantidad;unidad", "2011;04;A;ajo;1;t"))
    assert '--map "…"=place' in only(result).text("es")


NAMES_OVER = ("Año;Ubigeo;Cultivo;Producción;", ";;;t;S/", "2011;04;ajo;1;2")


def test_names_in_two_rows_are_told_with_both(tmp_path):
    result = asked(text_file(tmp_path, *NAMES_OVER))
    fault = next(fault for fault in result.faults if fault.key == "check.names_in_two_rows")
    assert fault.facts == {"upper": 1, "lower": 2, "text": "t / S/"}
    below = asked(text_file(tmp_path, "Año;Ubigeo;;;", ";;Cultivo;Producción;Valor", "2011;04;ajo;1;2"))
    assert "names_in_two_rows" in keys(below)


def test_a_title_or_a_group_beside_a_nameless_column_is_no_second_row_of_names(tmp_path):
    for lines in (("Anuario;;;;;", f";{HEADER}", f";{ROW}"), (f";{HEADER}", "Lima;;;;;", f";{ROW}")):
        assert "names_in_two_rows" not in keys(asked(text_file(tmp_path, *lines)))


def test_a_name_that_belongs_to_another_column_is_never_offered(tmp_path):
    said = [
        *(fault.text("es") for fault in asked(text_file(tmp_path, *NAMES_OVER)).faults),
        *(f.text("es") for f in asked(text_file(tmp_path, "Año;Ubigeo;lugar;Cultivo", "2011;04;04;ajo")).faults),
        *(f.text("es") for f in asked(text_file(tmp_path, "year;place", "2011;04"), "neighbours").faults),
        *(f.text("es") for f in asked(text_file(tmp_path, "Ubigeo;Cultivo;zz", "04;ajo;1"), "series").faults),
    ]
    assert said
    for name in ("Cultivo", "Ubigeo", "lugar", "Año", "year"):
        assert not any(f'--map "{name}"' in each for each in said if not each.startswith("Dos columnas")), name


def test_a_missing_neighbour_is_offered_no_constant(tmp_path):
    fault = only(asked(text_file(tmp_path, "year;place", "2011;04"), "neighbours"))
    assert fault.key == "check.missing_column_of_rows"
    assert '--map "…"=neighbour' in fault.text("es")
