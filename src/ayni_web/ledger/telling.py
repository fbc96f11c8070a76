"""What a purpose does, in one sentence, with the names of what it moves."""

from collections.abc import Mapping
from typing import Any

from ayni_web.common.language import said
from ayni_web.common.money import amount
from ayni_web.ledger.models import Account, Fund, Heading, Source
from ayni_web.ledger.naming import account_title
from ayni_web.ledger.purposes import PURPOSES
from ayni_web.members.models import Organisation


def purpose_title(purpose: str) -> str:
    """What a purpose is called."""
    return said(f"money_purposes.{purpose}")


def basis_title(basis: str) -> str:
    """What the value of something put in in kind stands on; empty for anything else."""
    return said(f"value_bases.{basis}") if basis else ""


def told_of(purpose: str, facts: Mapping[str, Any], counterpart: str = "") -> str:
    """What a draft in plain words does; empty for lines that were typed freely. Five reads."""
    if purpose not in PURPOSES or not facts:
        return ""
    accounts = Account.objects.in_bulk({facts[name] for name in ("account", "bank", "to_bank") if facts[name]})
    headings = Heading.objects.in_bulk({facts[name] for name in ("heading", "to_heading") if facts[name]})
    member = Organisation.objects.filter(pk=facts["member"]).first() if facts["member"] else None
    source = Source.objects.filter(pk=facts["source"]).first() if facts["source"] else None
    fund = Fund.objects.filter(pk=facts["fund"]).first()
    named = {code: account_title(row) for code, row in accounts.items()}
    used = facts["to_heading"] or (facts["heading"] if purpose == "account_for" else "")
    bought = amount(facts["to_minor"], facts["to_currency"]) if facts["to_minor"] else ""
    return said(
        f"money_tells.{purpose}", amount=amount(facts["minor"], facts["currency"]), bought=bought,
        fund=fund.title if fund else "", member=member.name if member else "", source=source.title if source else "",
        account=named.get(facts["account"], ""), bank=named.get(facts["bank"], ""),
        to_bank=named.get(facts["to_bank"], ""), counterpart=counterpart or said("money_tells.somebody"),
        heading=_heading(headings, purpose, facts["heading"]),
        to_heading=_heading(headings, purpose, used),
    )  # fmt: skip


def _heading(headings: Mapping[str, Heading], purpose: str, code: str) -> str:
    if code in headings:
        return str(headings[code].title)
    return said("money_tells.no_heading" if purpose == "receive_contribution" else "money_tells.available")
