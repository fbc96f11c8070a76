"""A table as an office in Lima exports it, checked as the person who made it would check it."""

import pytest
from table_files import asked, notes, told

from ayni.errors import RefusedTable
from ayni.sources import read

# Titles, semicolons, decimal commas, ñ in Windows-1252, codes with their zeros and without, notes at the foot.
OFFICE = """GOBIERNO REGIONAL - OFICINA DE ESTADÍSTICA;;;;;;;
Producción agrícola por departamento, 2010-2011;;;;;;;
Año;Ubigeo;Producto;Cantidad;Unidad;Valor;Moneda;Observación
2010;04;ajo;33.123,5;t;1.234.567,80;PEN;
2010;04;cebolla;412.456,0;t;2.345.678,00;PEN;campaña de Camaná
2010;04;maíz;12.345,6;t;;;
2010;15;ajo;5,0;t;100,00;PEN;
2011;15;piña;1.234;t;100;PEN;s/d

Fuente: Dirección Regional de Agricultura. Elaboración propia;;;;;;;
* Cifras preliminares;;;;;;;
"""
FAULTY = (
    ("2010;04;maíz;12.345,6;t;;;", "2010;4;maíz;12.345,6;t;;;"),
    ("2010;15;ajo;5,0;t;100,00;PEN;", "2010;15;ajo;-5,0;t;S/ 100,00;PEN;"),
    (
        "2011;15;piña;1.234;t;100;PEN;s/d",
        "2011;15;piña;1.234;t;100;PEN;\n2011;15;piña;9,5;t;80;PEN;\n2011p;15;yuca;12,5;t;;;\n"
        ";15;arroz;12.5;t;100;PEN;\n2011;21;café;s/d;t;n.d.;PEN;\n2011;21;cacao;7;;100;PEN;\n;;Total;9.999,0;t;;;",
    ),
)


@pytest.fixture
def office(tmp_path):
    def written(*changes):
        text = OFFICE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        path = tmp_path / "Producción 2010-2011.csv"
        path.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
        return path

    return written


def test_a_good_table_is_read_whole(office):
    result = asked(office(), codes="ubigeo-inei")
    frame = result.table.frame
    assert frame.columns[:8] == [
        *("year", "place", "product", "basis", "quantity", "quantity_unit", "value", "value_unit"),
    ]
    assert frame.columns[8:] == ["Observación"]
    assert frame["place"].to_list() == ["04", "04", "04", "15", "15"]
    assert frame["quantity"].to_list() == [33123.5, 412456.0, 12345.6, 5.0, 1234.0]
    assert frame["value"].to_list() == [1234567.8, 2345678.0, None, 100.0, 100.0]
    assert frame["product"].to_list()[-1] == "piña"
    assert frame["Observación"].to_list() == [None, "campaña de Camaná", None, None, "s/d"]


def test_what_was_done_with_the_file_is_said(office):
    result = asked(office(), codes="ubigeo-inei")
    said = [note.text("es") for note in result.notes]
    assert said == [
        "Se pasaron por alto 2 filas de título antes de los nombres de las columnas (fila 3): "
        "GOBIERNO REGIONAL - OFICINA DE ESTADÍSTICA / Producción agrícola por departamento, 2010-2011",
        "Se leyó como texto Windows-1252 con columnas separadas por «;».",
        "La fila 10 es una nota al pie y no se leyó como dato: "
        "Fuente: Dirección Regional de Agricultura. Elaboración propia",
        "La fila 11 es una nota al pie y no se leyó como dato: * Cifras preliminares",
        "La coma se leyó como signo decimal en: Cantidad, Valor.",
        "Códigos sin revisar en: Producto (ubigeo-inei no los abarca).",
    ]
    assert result.provenance.encoding == "Windows-1252"
    assert result.provenance.rows == result.rows == 5


def test_every_fault_is_told_with_its_row_and_column(office):
    result = asked(office(*FAULTY))
    assert told(result) == [
        ("code_lost_zeros", 6, "Ubigeo", "4"),
        ("negative", 7, "Cantidad", "-5,0"),
        ("number_with_unit", 7, "Valor", "S/ 100,00"),
        ("repeated_key", 9, None, "2011, 15, piña"),
        ("year_with_mark", 10, "Año", "2011p"),
        ("empty_cell", 11, "Año", None),
        ("not_decimal_comma", 11, "Cantidad", "12.5"),
        ("one_of_empty", 12, "Cantidad", None),
        ("needs_unit", 13, "Unidad", None),
        ("total_row", 14, None, "Total"),
    ]
    assert "read_as_missing" in notes(result)


def test_the_messages_say_what_to_do(office):
    said = [fault.text("es") for fault in asked(office(*FAULTY)).faults]
    assert said[0] == (
        "El código «4» perdió ceros a la izquierda; parece ser 04. "
        "Dé a la columna formato de texto y escriba los códigos completos."
    )
    assert said[2].startswith("«S/ 100,00» lleva algo más que el número. Deje solo 100,00 ")
    assert said[3].startswith("Esta fila repite la fila 8: las dos tienen 2011, 15, piña en Año, Ubigeo, Producto.")
    assert "Deje solo 2011" in said[4]
    assert said[7].startswith("La fila no tiene ningún dato en Cantidad, Valor.")


def test_the_same_faults_are_found_when_the_codes_are_held_against_a_list(office):
    assert told(asked(office(*FAULTY), codes="ubigeo-inei")) == told(asked(office(*FAULTY)))


def test_nothing_of_a_faulty_table_is_used(office):
    with pytest.raises(RefusedTable) as refused:
        read(office(*FAULTY), "activity")
    assert refused.value.total == 10
    assert "10 faltas" in refused.value.text("es")
    assert "Fila 6" in refused.value.text("es")


def test_the_first_faults_are_kept_and_all_are_counted(office):
    everything = told(asked(office(*FAULTY)))
    for most in (0, 1, 3, 10, 50):
        result = asked(office(*FAULTY), most=most)
        assert result.total == 10
        assert told(result) == everything[:most]
