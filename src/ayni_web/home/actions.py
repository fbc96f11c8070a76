"""Writes of recordings."""

from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from ayni_web.accounts.access import is_staff
from ayni_web.common.acting import Mistake, action
from ayni_web.common.models import Recording
from ayni_web.home.sounds import sound


@action
def keep_recording(*, by: Any, page: str, language: str, file: Any) -> Recording:
    """Recording of a page in a language, in the place of the one there was."""
    if not is_staff(by):
        raise Mistake("recordings.coordinators_alone")
    heard = sound(file)
    row = Recording.objects.select_for_update().filter(page=page, language=language).first()
    row = row or Recording(page=page, language=language)
    before = row.file.name
    row.added_by, row.media_type, row.sha256 = by, heard.media_type, heard.sha256
    row.file.save(uuid4().hex, ContentFile(heard.content), save=False)
    row.save()
    _drop_file(row, before)
    return row


@action
def drop_recording(*, by: Any, recording: Recording) -> Recording:
    """Recording taken away, with its file."""
    if not is_staff(by):
        raise Mistake("recordings.coordinators_alone")
    name = recording.file.name
    Recording.objects.filter(pk=recording.pk).delete()
    _drop_file(recording, name)
    return recording


def _drop_file(row: Recording, name: str) -> None:
    if name:
        transaction.on_commit(lambda: row.file.storage.delete(name))
