"""What comes in kind is worth what its basis says, told by somebody: said before the database refuses it."""

from ayni_web.common.acting import Mistake
from ayni_web.ledger.lines import drawn
from ayni_web.ledger.models import Draft
from ayni_web.ledger.purposes import CLOSING
from ayni_web.ledger.queries.grounds import Ground


def refuse_unvalued(draft: Draft, ground: Ground) -> None:
    """Refuse something that comes in kind without the basis of its value, and without who or what tells it."""
    if draft.reverses_id or draft.purpose == CLOSING:
        return
    if not any(line.minor < 0 and ground.purpose(line) == "in_kind" for line in drawn(draft.lines)):
        return
    if not draft.basis:
        raise Mistake("money.no_basis", field="basis")
    if not draft.counterpart:
        raise Mistake("money.basis_of_whom", field="counterpart")
