"""Files of banks that tests may ask for, and statements taken in."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ayni_web.ledger.actions import statements
from ayni_web.ledger.models import Account, BankStatement
from tests.web.ledger.made import BANK

BCP_HEAD = (
    "Cuenta,193-1234567-0-12 - ENTIDAD\r\nMoneda,Soles\r\nTipo de Cuenta,Corriente\r\n\r\n"
    "Fecha,Fecha valuta,Descripción operación,Monto,Saldo,Sucursal - agencia,Operación - Número,"
    "Operación - Hora,Usuario,UTC,Referencia2\r\n"
)  # fmt: skip


def day(back: int = 0) -> date:
    return timezone.localdate() - timedelta(days=back)


def money(minor: int) -> str:
    return f'"{minor / 100:,.2f}"'


def bcp(*rows: tuple[int, str, int], opening: int = 0, first: int = 0, head: str = BCP_HEAD) -> bytes:
    """Movements as BCP writes them, the last one first; each is told by how many days ago, words and minor units.

    ``first`` is the bank's number of the first operation.
    """
    balance, lines = opening, []
    for at, (back, text, minor) in enumerate(rows, first):
        balance += minor
        lines.append(
            f"{day(back):%d/%m/%Y},,{text},{money(minor)},{money(balance)},111-008,{at:08},10:00:00,U,2401,\r\n"
        )
    return (head + "".join(reversed(lines))).encode("cp1252")


def taken(world: Any, content: bytes, *, account: str = BANK, currency: str = "PEN", by: Any = None) -> BankStatement:
    return statements.add_statement(
        by=by or world.officer, account=Account.objects.get(pk=account), currency=currency, name="movimientos.csv",
        content=content, sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
