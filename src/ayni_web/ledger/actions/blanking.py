"""What of an entry is not public, blanked where it holds personal data: its digest stays, and with it the chain."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.ledger import access
from ayni_web.ledger.models import Draft, Entry, Memo

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

# What stands where words stood that were blanked: a draft and a part of a pledge are never without any.
BLANK = "–"
BATCH = 500


@action
def blank_memo(*, by: "Person", entry: Entry) -> Memo:
    """Blank the words of an entry and who was paid, for personal data in them; another than who wrote it does."""
    if not access.may_blank(by, entry):
        raise Mistake("money.another_blanks")
    if not blanked([entry.pk]):
        raise Mistake("money.blanked_already")
    chain.append("ledger.memo_blanked", by=by, entries=[entry.pk])
    return Memo.objects.get(pk=entry.pk)


def blanked(numbers: Iterable[int]) -> list[int]:
    """Numbers of the entries whose memo was blanked now, with the words of their drafts; within a transaction."""
    live = Memo.objects.filter(blanked_at__isnull=True, pk__in=list(numbers))
    found = list(live.select_for_update().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(found), BATCH):
        some = found[start : start + BATCH]
        Memo.objects.filter(pk__in=some).update(body="", blanked_at=timezone.now())
        Draft.objects.filter(entry__in=some).update(text=BLANK, counterpart="", returned="")
    return found
