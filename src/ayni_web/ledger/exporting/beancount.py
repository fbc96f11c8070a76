"""The ledger as a file of Beancount, which finds the same trial balance; another program is another pair of eyes."""

import re
from collections.abc import Iterator

from ayni_web.common.money import amount_of, decimals
from ayni_web.ledger.exporting.lines import pieces, told_entries
from ayni_web.ledger.models import Account, Entry
from ayni_web.ledger.queries.books import written_currencies

# Order accounts hold what is assigned; they touch no money and balance by themselves.
ROOTS = {"asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income",
         "expense": "Expenses", "order": "Equity:Order"}  # fmt: skip


def name_of(code: str, kind: str) -> str:
    """Account as Beancount writes it: ``Assets:A1100``; a point, which it does not know, is written ``p``."""
    return f"{ROOTS[kind]}:A{code.replace('.', 'p')}"


def beancount(until: int) -> Iterator[bytes]:
    """Options, accounts and one transaction an entry."""
    return pieces(_directives(until))


def _directives(until: int) -> Iterator[str]:
    accounts = list(Account.objects.order_by("code"))
    names = {row.code: name_of(row.code, row.kind) for row in accounts}
    first = Entry.objects.order_by("occurred_on").values_list("occurred_on", flat=True).first()
    yield 'option "title" "Ayni"\n'
    for currency in written_currencies():
        yield f'option "operating_currency" "{currency}"\n'
    for row in accounts if first else ():
        yield f"{first.isoformat()} open {names[row.code]}\n"
        for language, title in sorted(row.texts.items()):
            yield f"  title-{language}: {_quoted(title)}\n"
    for entry in told_entries(until):
        yield f"\n{entry['occurred_on']} * {_quoted(entry['purpose'])}\n"
        yield f'  number: {entry["number"]}\n  hash: "{entry["hash"]}"\n'
        if "basis" in entry:
            yield f"  basis: {_quoted(entry['basis'])}\n"
        for line in entry["lines"]:
            value, currency = amount_of(line["minor"], line["currency"]), line["currency"]
            yield f"  {names[line['account']]}  {value:.{decimals(currency)}f} {currency}\n"
            for key in ("fund", "source", "heading"):
                if line[key]:
                    yield f"    {key}: {_quoted(line[key])}\n"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", re.sub(r"\s+", " ", text)) + '"'
