"""Tables of the ledger, by topic."""

from ayni_web.ledger.models.banks import (
    BankStatement,
    Match,
    MatchedLine,
    MatchedMovement,
    Movement,
    Reconciliation,
)
from ayni_web.ledger.models.books import Account, Fund, Heading, Period, Rate, Source
from ayni_web.ledger.models.entries import Draft, DraftPaper, Entry, Line, Memo, Paper
from ayni_web.ledger.models.pledges import Fulfilment, Instalment, Pledge
from ayni_web.ledger.models.seals import LedgerSeal

__all__ = [
    "Account", "BankStatement", "Draft", "DraftPaper", "Entry", "Fulfilment", "Fund", "Heading", "Instalment",
    "LedgerSeal", "Line", "Match", "MatchedLine", "MatchedMovement", "Memo", "Movement", "Paper", "Period", "Pledge",
    "Rate", "Reconciliation", "Source",
]  # fmt: skip
