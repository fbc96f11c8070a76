"""What the invented bank says of the invented money: two statements, one matched and signed, one that waits."""

import hashlib
from decimal import Decimal
from typing import Any

from ayni_web.common.money import minor_of
from ayni_web.demonstration.stage import Stage
from ayni_web.ledger.actions.matching import match, match_sure, reconcile
from ayni_web.ledger.actions.statements import add_statement
from ayni_web.ledger.models import Account, BankStatement
from ayni_web.ledger.queries.matching import proposals

CURRENCY = "PEN"


def add_statements(stage: Stage, rows: list[dict[str, Any]]) -> None:
    """Take in what the bank says, as BCP writes it; what is signed is matched before."""
    officer = stage.people["officer"]
    for row in rows:
        account, content = Account.objects.get(pk=row["account"]), _file(stage, row)
        made = add_statement(
            by=officer, account=account, currency=CURRENCY, name=row["name"], content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        if row.get("signed"):
            _sign(stage, made)


def _sign(stage: Stage, made: BankStatement) -> None:
    officer, account = stage.people["officer"], made.account
    first = next(each for each in proposals(account, CURRENCY) if each.movements[0].opening)
    match(by=officer, account=account, currency=CURRENCY, movements=[row.pk for row in first.movements],
          lines=[line.pk for line in first.lines])  # fmt: skip
    match_sure(by=officer, account=account, currency=CURRENCY)
    reconcile(by=officer, account=account, currency=CURRENCY, day=made.until)


def _file(stage: Stage, row: dict[str, Any]) -> bytes:
    """The file of the bank: the last movement first."""
    balance, lines = minor_of(Decimal(row["opening"]), CURRENCY), []
    for at, moved in enumerate(row["movement"], 1):
        balance += minor_of(Decimal(moved["amount"]), CURRENCY)
        lines.append(
            f'{stage.day(moved["day"]):%d/%m/%Y},,{moved["text"]},"{Decimal(moved["amount"]):,.2f}",'
            f'"{Decimal(balance) / 100:,.2f}",460-000,{row["first"] + at:08},10:15:00,TNP,2401,'
        )
    return "\r\n".join([*row["head"], *reversed(lines), ""]).encode("cp1252")
