"""Files of banks: each is read to the last movement, or refused with what came and what was expected."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ayni_web.common.acting import Mistake
from ayni_web.ledger.bank.figures import minor
from ayni_web.ledger.bank.layouts import layouts
from ayni_web.ledger.bank.reading import marks, read
from tests.web.ledger.banking import BCP_HEAD, bcp, day

INTERBANK = """Empresa:;;;ENTIDAD
;Cuenta:;;Cuenta Corriente Soles 200-3001234567

;Fecha de operación;Fecha de proceso;Nro. de operación;Movimiento;Descripción;Canal;Cargo;Abono;Saldo contable
;01/10/2026;01/10/2026;0123;N/C;ABONO DE TERCEROS;BPI;;S/ 1,035.50;S/ 2,035.50
;02/10/2026;01/10/2026;0124;N/D;PAGO A PROVEEDOR;BPI;-35.50;;2,000.00
;Total;;;;;;35.50;1,035.50;
"""
OLDER_INTERBANK = """Fecha de Op.,Fecha de Proc.,Movimiento,Detalle,Cod. de Operación,Canal,Cod. de Ubicación,Cargos,\
Abonos,Saldo Contable
01/10/2020,01/10/2020,N/C,ABONO,0123,BPI,100,,10.00,10.00
"""
SGML = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE

<OFX><SIGNONMSGSRSV1><SONRS><DTSERVER>20261101</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>0<STMTRS><CURDEF>PEN
<BANKACCTFROM><BANKID>002<ACCTID>1931234567012<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261006120000[-5:PET]<TRNAMT>-0.5<FITID>A2<NAME>ITF
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261005<TRNAMT>300.00<FITID>A1<CHECKNUM>77<NAME>Peña &amp; Hijos<MEMO>Factura F001-22
</BANKTRANLIST><LEDGERBAL><BALAMT>1299.50<DTASOF>20261031</LEDGERBAL><AVAILBAL><BALAMT>1.00<DTASOF>20261031</AVAILBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
XML = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>PEN</CURDEF>
<BANKACCTFROM><BANKID>002</BANKID><ACCTID>1931234567012</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001</DTSTART><DTEND>20261031</DTEND>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261005</DTPOSTED><TRNAMT>300.00</TRNAMT><FITID>A1</FITID>
<CHECKNUM>77</CHECKNUM><NAME>Peña &amp; Hijos</NAME><MEMO>Factura F001-22</MEMO></STMTTRN>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20261006</DTPOSTED><TRNAMT>-0.50</TRNAMT><FITID>A2</FITID><NAME>ITF</NAME>
</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>1299.50</BALAMT><DTASOF>20261031</DTASOF></LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def refused(key, content, currency="PEN"):
    with pytest.raises(Mistake) as mistake:
        read(content, currency)
    assert mistake.value.key == f"bank.{key}"
    assert mistake.value.field == "file"
    return mistake.value.facts


def test_bcp_is_read_from_its_last_movement_back():
    # 1 000.00 were there; 300.00 came in three days ago, 50.00 and 0.05 went out since.
    told = read(bcp((3, "ABONO", 30_000), (1, "PAGO", -5_000), (1, "ITF", -5), opening=100_000), "USD")
    assert (told.layout, told.number, told.currency) == ("bcp", "193-1234567-0-12", "PEN")
    assert [(each.day, each.minor, each.balance) for each in told.moved] == [
        (day(3), 30_000, 130_000), (day(1), -5_000, 125_000), (day(1), -5, 124_995),
    ]  # fmt: skip
    assert (told.opening, told.closing, told.since, told.until) == (100_000, 124_995, day(3), day(1))
    assert told.moved[1].reference == "00000001"


def test_interbank_is_read_in_its_two_columns_and_its_total_is_no_movement():
    told = read(INTERBANK.encode(), "PEN")
    assert (told.layout, told.number, told.currency) == ("interbank", "200-3001234567", "PEN")
    assert [(each.day, each.minor, each.text) for each in told.moved] == [
        (date(2026, 10, 1), 103_550, "N/C · ABONO DE TERCEROS"), (date(2026, 10, 2), -3_550, "N/D · PAGO A PROVEEDOR"),
    ]  # fmt: skip
    assert (told.opening, told.closing) == (100_000, 200_000)
    assert read(OLDER_INTERBANK.encode("utf-8-sig"), "PEN").moved[0].text == "N/C · ABONO"


def test_a_workbook_is_read_as_the_same_table():
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row, line in enumerate(BCP_HEAD.strip().split("\r\n")):
        sheet.write_row(row, 0, line.split(","))
    # 0.1 + 0.2 is no 0.30 in a workbook.
    sheet.write_row(5, 0, ["31/10/2026", "", "ABONO", 0.1 + 0.2, 1000.3, "111-008", "00000001"])
    book.close()
    told = read(file.getvalue(), "PEN")
    assert [(each.day, each.minor, each.balance) for each in told.moved] == [(date(2026, 10, 31), 30, 100_030)]


@pytest.mark.parametrize("content", [SGML.encode("cp1252"), XML.encode()], ids=["sgml", "xml"])
def test_both_forms_of_ofx_say_the_same(content):
    told = read(content, "PEN")
    assert (told.layout, told.number, told.currency) == ("ofx", "1931234567012", "PEN")
    assert [(each.day.day, each.minor, each.text, each.reference, each.known_by) for each in told.moved] == [
        (5, 30_000, "Peña & Hijos · Factura F001-22", "77", "A1"), (6, -50, "ITF", "", "A2"),
    ]  # fmt: skip
    assert (told.opening, told.closing) == (100_000, 129_950)
    assert (told.since, told.until) == (date(2026, 10, 1), date(2026, 10, 31))
    assert told.moved[-1].balance == 129_950


def test_a_balance_of_another_day_is_no_closing_balance():
    told = read(SGML.replace("<DTASOF>20261031</LEDGERBAL>", "<DTASOF>20261103</LEDGERBAL>").encode(), "PEN")
    assert (told.opening, told.closing, told.moved[-1].balance) == (None, None, None)


def test_what_ofx_declares_is_not_read():
    bomb = '<!DOCTYPE OFX [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    refused("ofx_declares", XML.replace("<OFX>", f"{bomb}<OFX>").encode())


def test_ofx_that_lacks_something_is_refused_by_its_name():
    assert refused("ofx_lacks_in", SGML.replace("<FITID>A1", "").encode())["name"] == "FITID"
    assert refused("ofx_lacks", SGML.replace("<CURDEF>PEN", "").encode())["name"] == "CURDEF"
    assert refused("ofx_lacks", SGML.replace("</STMTRS>", "").encode())["name"] == "/STMTRS"
    assert refused("ofx_statements", SGML.replace("STMTRS>", "CCSTMTRS>").encode())["n"] == 0
    assert refused("wrong_ofx_day", SGML.replace("20261005", "5 oct").encode())["came"] == "5 oct"
    assert refused("wrong_amount", SGML.replace("300.00", "300.005").encode())["came"] == "300.005"


def test_a_balance_that_does_not_follow_names_its_row_and_what_was_expected():
    lost = bcp((3, "UNO", 30_000), (2, "DOS", 500), (1, "TRES", -5_000), opening=100_000).split(b"\r\n")
    del lost[6]
    facts = refused("balance_breaks", b"\r\n".join(lost))
    assert (facts["row"], facts["expected"], facts["came"]) == (6, "1,250.00", "1,255.00")


def test_what_is_no_file_of_a_bank_is_refused_with_what_to_do():
    refused("empty_file", b" \n")
    refused("is_pdf", b"%PDF-1.7 ...")
    refused("no_table", b"\x00\x01\x02")
    assert refused("unknown_layout", b"Nombre;Tipo;Lugar\nUno;Dos;Tres\n")["came"] == "Nombre, Tipo, Lugar"
    refused("no_movements", BCP_HEAD.encode())
    one = bcp((1, "PAGO", -5_000)).decode("cp1252")
    assert refused("wrong_day", one.replace(f"{day(1):%d/%m/%Y}", "31/31/2026").encode())["came"] == "31/31/2026"
    assert refused("wrong_amount", one.replace('"-50.00"', '"1,234"', 1).encode())["came"] == "1,234"
    refused("two_amounts", INTERBANK.replace("-35.50;;", "-35.50;35.50;").encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234.56", 123_456), ("-1,234.56", -123_456), ("1.234,56", 123_456), ("(35.5)", -3_550), ("S/ -35.00", -3_500),
     ("- S/ 35.00", -3_500), ("35.00-", -3_500), ("1234", 123_400), ("0.05", 5)],
)  # fmt: skip
def test_amounts_are_read_as_banks_write_them(text, expected):
    assert minor(text, "PEN", 1) == expected


@given(st.integers(-(10**12), 10**12))
def test_any_amount_that_is_written_is_read_back(amount):
    assert minor(f"{amount / 100:,.2f}", "PEN", 1) == amount


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["A", "B"]), st.integers(1, 300)), min_size=1, max_size=12)
)
def test_a_file_is_known_again_by_its_movements_however_much_they_are_alike(rows):
    rows = sorted(rows, key=lambda row: -row[0])
    told = read(bcp(*rows, opening=500), "PEN")
    assert [each.minor for each in told.moved] == [row[2] for row in rows]
    assert len(set(marks(told.moved))) == len(rows)
    assert marks(told.moved) == marks(read(bcp(*rows, opening=500), "PEN").moved)
    assert told.opening + told.sum == told.closing


def test_every_layout_has_what_it_is_read_by():
    for each in layouts():
        assert each.day and each.text and each.balance and (each.amount or (each.debit and each.credit))
