"""That the whole ledger was taken away, with what is not public: the chain notes by whom."""

from typing import TYPE_CHECKING

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.ledger import access

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def take_all(*, by: "Person", count: int, head: str) -> None:
    """Note that a person takes the whole ledger as of an entry."""
    if not access.takes_all(by):
        raise Mistake("money.not_yours")
    chain.append("ledger.taken", by=by, count=count, head=head)
