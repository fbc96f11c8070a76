"""What this room keeps about a person, and how it is erased (called by ``accounts/privacy``).

Entries stay for ever, and with them what others rely on: only words go, whose digest stays in the chain.
"""

import re
from typing import Any

from django.db.models import Q

from ayni_web.accounts.models import Person
from ayni_web.common import chain
from ayni_web.ledger.actions.blanking import BLANK, blanked
from ayni_web.ledger.models import Draft, Instalment, Line, Movement, Pledge
from ayni_web.ledger.models.entries import Memo
from ayni_web.ledger.queries.journal import memo_of
from ayni_web.members.models import Representation
from ayni_web.members.queries.organisations import identities

# A name of one word would blank every entry that has it: a person is looked for by all of their name.
LEAST_WORDS = 2


def held(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Entries that name the person, of the organisations they act for.

    A name is what each says of themselves: whoever took that of another would read what others were paid.
    """
    named = naming(person)
    acting = Representation.objects.filter(person=person, until__isnull=True).values_list("organisation_id", flat=True)
    names = [name for organisation in acting for name in identities(organisation)]
    own = Line.objects.filter(member__in=names).values("entry_id")
    memos = Memo.objects.filter(entry__in=own, blanked_at__isnull=True).order_by("pk")
    told = [(memo.pk, memo_of(memo)) for memo in memos if named and named.search(memo.body.casefold())]
    return {"ledger_memo": [{"number": number, "text": words["text"], "counterpart": words["counterpart"]}
                            for number, words in told]}  # fmt: skip


def erase(person: Person) -> None:
    """Blank the words that name the person: of entries, drafts, pledges and banks; the chain notes of which entries."""
    named = naming(person)
    if named is None:
        return
    memos = Memo.objects.filter(blanked_at__isnull=True).order_by("pk").values_list("pk", "body")
    numbers = blanked([pk for pk, body in memos.iterator() if named.search(body.casefold())])
    if numbers:
        chain.append("ledger.memo_blanked", by=None, entries=numbers)
    drafts = _with(Draft, named, "text", "counterpart", "returned")
    unposted = Draft.objects.filter(Q(entry__isnull=True), pk__in=drafts)
    unposted.update(text=BLANK, counterpart="", returned="")
    Draft.objects.filter(pk__in=drafts, entry__isnull=False).update(returned="")
    Movement.objects.filter(pk__in=_with(Movement, named, "text", "reference")).update(text="", reference="")
    Pledge.objects.filter(pk__in=_with(Pledge, named, "text")).update(text="")
    Pledge.objects.filter(pk__in=_with(Pledge, named, "why_ended")).update(why_ended=BLANK)
    Instalment.objects.filter(pk__in=_with(Instalment, named, "text")).update(text=BLANK)


def naming(person: Person) -> re.Pattern[str] | None:
    """Pattern of folded text that names a person whole, by name, e-mail or telephone; None where nothing can."""
    told = [person.email, person.phone, (person.phone or "").removeprefix("+51")]
    told += [person.name] if len(person.name.split()) >= LEAST_WORDS else []
    found = [re.escape(each.casefold()) for each in told if each]
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


def _with(model: Any, named: re.Pattern[str], *columns: str) -> list[Any]:
    """Keys of the rows that name the person in one of these columns."""
    rows = model.objects.order_by().values_list("pk", *columns)
    return [pk for pk, *texts in rows.iterator() if any(named.search(text.casefold()) for text in texts)]
