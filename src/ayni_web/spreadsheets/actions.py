"""Every write of imports: a file taken in and checked, its rows written together or not at all, a file let go."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.language import current
from ayni_web.common.uploads import Accepted, accepted
from ayni_web.spreadsheets.access import may_import
from ayni_web.spreadsheets.checking import Found, checked
from ayni_web.spreadsheets.contracts import CONTRACTS
from ayni_web.spreadsheets.imports import ROOMS
from ayni_web.spreadsheets.models import Import

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

State = Import.State
DAYS = 3
TABLES = ("xlsx", "ods", "csv", "txt")


@action
def take_in(*, by: "Person", contract: str, file: UploadedFile, decimal: str = "") -> Import:
    """File that was sent and checked: nothing of it is written yet."""
    _refuse_others(by)
    if contract not in CONTRACTS:
        raise Mistake("forms.invalid_choice", field="contract", came=contract[:60])
    forget_expired()
    taken = _table(file)
    found = checked(by, contract, taken.name, taken.content, decimal)
    made = Import(
        person=by, contract=contract, name=taken.name, sha256=taken.sha256, decimal=decimal, language=current(),
        expires_at=timezone.now() + timedelta(days=DAYS),
    )  # fmt: skip
    _tell(made, found)
    made.file.save(taken.name, ContentFile(taken.content), save=False)
    made.save()
    return made


def _table(file: UploadedFile) -> Accepted:
    taken = accepted(file)
    ending = taken.name.rpartition(".")[2].lower()
    if ending not in TABLES:
        raise Mistake("spreadsheets.not_a_table", field="file", name=taken.name)
    return taken


def _tell(row: Import, found: Found) -> None:
    """Let a row tell what came of its file."""
    prepared = found.prepared
    row.rows, row.faults = found.rows, len(prepared.faults)
    row.new, row.changed, row.same = (prepared.count(each) for each in ("new", "changed", "same"))
    row.found = found.document()
    row.state = State.FAULTY if prepared.faults else State.CHECKED


@action
def import_rows(*, by: "Person", held: Import, decisions: Mapping[int, str]) -> Import:
    """Import whose rows were written, all of them, after the file was checked once more; done twice, it counts once.

    ``decisions``: by row, the identifier of the organisation that it is, or ``new``.
    """
    _refuse_others(by)
    row = _own(by, held)
    if row.state == State.DONE:
        return row
    if row.state == State.DROPPED or row.expires_at <= timezone.now():
        raise Mistake("spreadsheets.expired")
    found = _checked_again(by, row, decisions)
    if found.prepared.faults:
        raise Mistake("spreadsheets.changed_meanwhile")
    ROOMS[row.contract].write(by, found.prepared.drafts)
    _tell(row, found)
    row.state, row.done_at = State.DONE, timezone.now()
    chain.append(
        "spreadsheets.imported", by=by, file=str(row.pk), contract=row.contract, sha256=row.sha256, rows=row.rows,
        added=row.new, changed=row.changed,
    )  # fmt: skip
    _let_go(row)
    return row


@action
def check_again(*, by: "Person", held: Import) -> Import:
    """Import whose file was held against what is kept now."""
    row = _own(by, held)
    if row.state in (State.DONE, State.DROPPED) or row.expires_at <= timezone.now():
        raise Mistake("spreadsheets.expired")
    _tell(row, _checked_again(by, row, {}))
    row.save()
    return row


@action
def drop(*, by: "Person", held: Import) -> Import:
    """Import that its person let go; the file is kept no longer."""
    row = _own(by, held)
    if row.state in (State.FAULTY, State.CHECKED):
        row.state = State.DROPPED
        _let_go(row)
    return row


def forget_expired() -> int:
    """Number of files that are kept no longer, since their days are over."""
    over = Import.objects.filter(state__in=(State.FAULTY, State.CHECKED), expires_at__lte=timezone.now())
    rows = list(over.defer("found"))
    for row in rows:
        row.state = State.DROPPED
        _let_go(row)
    return len(rows)


def _checked_again(by: "Person", row: Import, decisions: Mapping[int, str]) -> Found:
    with row.file.open() as stream:
        return checked(by, row.contract, row.name, stream.read(), row.decimal, decisions)


def _own(by: "Person", held: Import) -> Import:
    row = Import.objects.select_for_update().get(pk=held.pk)
    if row.person_id != by.pk:
        raise Mistake("spreadsheets.of_another")
    return row


def _refuse_others(by: Any) -> None:
    if not may_import(by):
        raise Mistake("spreadsheets.not_for_you")


def _let_go(row: Import) -> None:
    """Keep the counts alone: the file goes once the transaction stands, what was read of it at once."""
    name, storage = row.file.name, row.file.storage
    row.file, row.found = "", {}
    row.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
