"""Commitments are shown by evidence: the delivery, the receipt, the list of who came, a figure."""

from typing import Any

from ayni_web.commitments.access import may_attach, sides_of
from ayni_web.commitments.models import Commitment
from ayni_web.commitments.queries import visible_commitments
from ayni_web.documents.access import Owner
from ayni_web.series.subjects import Subject


def _owner(person: Any, row: Commitment) -> tuple[Owner, str]:
    """A paper is of the side that sends it."""
    side = "receiver" if sides_of(person, row) == {"receiver"} else "maker"
    return (row.receiver if side == "receiver" else row.maker), "managers"


SUBJECTS = (Subject("commitment", Commitment, visible_commitments, may_attach, _owner, "commitments:commitment"),)
