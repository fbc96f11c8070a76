"""What people do with money, in plain words, and the lines each comes to; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ayni_web.ledger.lines import Drawn, mirrored


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person tells of a purpose; what it does not ask for stays empty.

    Attributes
    ----------
    fund, currency : str
        Code of the fund and of the currency.
    minor : int
        Amount in whole minor units, above zero.
    source, heading, to_heading : str
        Codes; ``heading`` is what it is for (or, to assign, where it is taken from: empty, from what is available).
    member : str
        Identifier of the organisation that puts in, receives or accounts for it.
    account : str
        Code of what it is spent on, or of what comes in kind.
    bank, to_bank : str
        Codes of the account that money goes out of or into, and, between two, of the one it goes into.
    to_currency : str
        Currency that is bought, with ``to_minor`` of it.
    """

    fund: str
    currency: str
    minor: int
    source: str = ""
    heading: str = ""
    to_heading: str = ""
    member: str = ""
    account: str = ""
    bank: str = ""
    to_bank: str = ""
    to_currency: str = ""
    to_minor: int = 0


# Code of the account that serves each purpose for which nobody is asked.
Plan = Mapping[str, str]
Drawing = Callable[[Facts, Plan], list[Drawn]]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that people do with money.

    Attributes
    ----------
    code : str
        Its sentences are ``money_purposes.<code>``.
    asks : tuple of str
        Facts that it asks for, in order, beside fund, currency and amount.
    drawn : callable
        Its lines.
    may : frozenset of str
        Of ``asks``, those that may stay empty.
    paper : bool
        Whether nothing is posted without a paper.
    valued : bool
        Whether its amount is a value that somebody found, told with its basis.
    """

    code: str
    asks: tuple[str, ...]
    drawn: Drawing
    may: frozenset[str] = frozenset()
    paper: bool = True
    valued: bool = False


def _grant(facts: Facts, plan: Plan) -> list[Drawn]:
    return [_line(facts, facts.bank), _line(facts, plan["grants"], -1), *_became_available(facts, plan)]


def _contribution(facts: Facts, plan: Plan) -> list[Drawn]:
    """Money of a member: it stands at once for what it was put in for, where that is said."""
    inside = {"heading": facts.heading, "member": facts.member}
    return [
        _line(facts, facts.bank), _line(facts, plan["contributions"], -1, **inside),
        *_became_available(facts, plan), *(_assigned(facts, plan, "", facts.heading) if facts.heading else ()),
    ]  # fmt: skip


def _in_kind(facts: Facts, plan: Plan) -> list[Drawn]:
    """Land, work or goods of a member, at the value that was found: used where it is put in, and never money."""
    inside = {"heading": facts.heading, "member": facts.member}
    return [_line(facts, facts.account, **inside), _line(facts, plan["in_kind"], -1, **inside)]


def _paid(facts: Facts, plan: Plan) -> list[Drawn]:
    return [_line(facts, facts.account, heading=facts.heading), _line(facts, facts.bank, -1)]


def _owed(facts: Facts, plan: Plan) -> list[Drawn]:
    """An invoice that is to be paid later."""
    return [_line(facts, facts.account, heading=facts.heading), _line(facts, plan["payable"], -1)]


def _settled(facts: Facts, plan: Plan) -> list[Drawn]:
    return [_line(facts, plan["payable"]), _line(facts, facts.bank, -1)]


def _passed_on(facts: Facts, plan: Plan) -> list[Drawn]:
    """Money handed to a group that spends it later: an advance until it tells what it was used for."""
    inside = {"heading": facts.heading, "member": facts.member, "passed_on": True}
    return [_line(facts, plan["advance"], **inside), _line(facts, facts.bank, -1)]


def _accounted(facts: Facts, plan: Plan) -> list[Drawn]:
    """What a group used its advance for; the advance was made for ``heading``, and used for ``to_heading``."""
    used = facts.to_heading or facts.heading
    return [
        _line(facts, facts.account, heading=used, member=facts.member),
        _line(facts, plan["advance"], -1, heading=facts.heading, member=facts.member, passed_on=True),
    ]


def _given_back(facts: Facts, plan: Plan) -> list[Drawn]:
    inside = {"heading": facts.heading, "member": facts.member, "passed_on": True}
    return [_line(facts, facts.bank), _line(facts, plan["advance"], -1, **inside)]


def _assign(facts: Facts, plan: Plan) -> list[Drawn]:
    return _assigned(facts, plan, facts.heading, facts.to_heading)


def _release(facts: Facts, plan: Plan) -> list[Drawn]:
    """What was assigned and is not needed goes back to what it was taken from."""
    return mirrored(_assigned(facts, plan, facts.to_heading, facts.heading))


def _moved(facts: Facts, plan: Plan) -> list[Drawn]:
    return [_line(facts, facts.to_bank), _line(facts, facts.bank, -1)]


def _changed(facts: Facts, plan: Plan) -> list[Drawn]:
    """Money of one currency for that of another: each currency balances by itself."""
    bought = Facts(**{**_told(facts), "currency": facts.to_currency, "minor": facts.to_minor})
    return [
        _line(facts, plan["exchange"]), _line(facts, facts.bank, -1),
        _line(bought, facts.to_bank), _line(bought, plan["exchange"], -1),
    ]  # fmt: skip


def _line(facts: Facts, account: str, sign: int = 1, **more: object) -> Drawn:
    return Drawn(account, facts.fund, facts.currency, sign * facts.minor, source=facts.source, **more)  # type: ignore[arg-type]


def _became_available(facts: Facts, plan: Plan) -> list[Drawn]:
    return [_line(facts, plan["available"]), _line(facts, plan["given"], -1)]


def _assigned(facts: Facts, plan: Plan, out_of: str, into: str) -> list[Drawn]:
    taken = _line(facts, plan["assigned"], -1, heading=out_of) if out_of else _line(facts, plan["available"], -1)
    return [_line(facts, plan["assigned"], heading=into), taken]


def _told(facts: Facts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in Facts.__dataclass_fields__}


PURPOSES = {
    each.code: each
    for each in (
        Purpose("receive_grant", ("source", "bank"), _grant),
        Purpose("receive_contribution", ("member", "source", "heading", "bank"), _contribution,
                frozenset({"heading"})),
        Purpose("receive_in_kind", ("member", "source", "heading", "account"), _in_kind, valued=True),
        Purpose("pay_supplier", ("source", "heading", "account", "bank"), _paid),
        Purpose("owe_supplier", ("source", "heading", "account"), _owed),
        Purpose("settle_invoice", ("source", "bank"), _settled),
        Purpose("pass_on", ("member", "source", "heading", "bank"), _passed_on),
        Purpose("account_for", ("member", "source", "heading", "to_heading", "account"), _accounted,
                frozenset({"to_heading"})),
        Purpose("give_back", ("member", "source", "heading", "bank"), _given_back),
        Purpose("assign", ("source", "heading", "to_heading"), _assign, frozenset({"heading"})),
        Purpose("release", ("source", "heading", "to_heading"), _release, frozenset({"to_heading"})),
        Purpose("move", ("source", "bank", "to_bank"), _moved, paper=False),
        Purpose("change_currency", ("source", "bank", "to_currency", "to_minor", "to_bank"), _changed),
    )
}  # fmt: skip
# Not asked for in plain words: lines written by the accountant, what stood before the books, a year's end, a mirror.
FREE, OPENING, CLOSING, REVERSAL = "free", "opening", "closing", "reversal"
ALL = (*PURPOSES, FREE, OPENING, CLOSING, REVERSAL)
# What a movement of a bank may be, by whether money came in; the others move nothing in a bank.
OF_BANK = {
    True: ("receive_grant", "receive_contribution", "give_back", "move"),
    False: ("pay_supplier", "settle_invoice", "pass_on", "move"),
}
