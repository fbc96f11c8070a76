"""A run, carried out by the worker: its package appears whole or not at all, and however it ends the run says so."""

import os
import shutil
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ayni.errors import AyniError
from ayni_web.common.acting import Mistake
from ayni_web.studies import analysis, shelves
from ayni_web.studies.faults import rows_of, sentences
from ayni_web.studies.models import Run

# Between two notes of progress, in seconds: the database is not written to at every turn.
EVERY = 0.5


class GivenUp(Exception):
    """The run was cancelled, or asked for again: this attempt stops and leaves nothing."""


def carry_out(run_id: UUID | str, attempt: int) -> bool:
    """Whether an attempt of a run left its package; one that is not waited for does nothing."""
    run = _taken(run_id, attempt)
    if run is None:
        return False
    shelves.sweep(run)
    mistake: AyniError | None = Mistake("runs.broke")
    try:
        settings.PACKAGES.mkdir(parents=True, exist_ok=True, mode=0o700)
        analysis.computed(run.study.folder / run.study.config, shelves.work_folder(run), _noted(run))
        _finish(run)
        mistake = None
    except GivenUp:
        mistake = None
        return False
    except AyniError as error:
        mistake = error
    except OSError:
        mistake = Mistake("runs.disk")
    finally:
        shutil.rmtree(shelves.work_folder(run), ignore_errors=True)
        if mistake is not None:
            _fail(run, mistake)
    return mistake is None


def _taken(run_id: UUID | str, attempt: int) -> Run | None:
    """Run that this attempt now works on; None when it is taken, ended, or asked for again."""
    now = timezone.now()
    waiting = Run.objects.filter(pk=run_id, attempt=attempt, state=Run.State.WAITING)
    if not waiting.update(state=Run.State.RUNNING, started_at=now, progressed_at=now):
        return None
    return Run.objects.select_related("study").get(pk=run_id)


def _own(run: Run) -> Any:
    return Run.objects.filter(pk=run.pk, attempt=run.attempt, state=Run.State.RUNNING)


def _noted(run: Run) -> Callable[[int, int | None], None]:
    """What the engine calls at each step: the progress is written, and an attempt that was given up stops."""
    last = 0.0

    def note(done: int, total: int | None) -> None:
        nonlocal last
        if done != total and monotonic() - last < EVERY:
            return
        last = monotonic()
        if not _own(run).update(done=done, total=total or 0, progressed_at=timezone.now()):
            raise GivenUp

    return note


def _finish(run: Run) -> None:
    """Put the package in its place and the run to its end, together: who reads sees both or none."""
    work = shelves.work_folder(run)
    manifest, sha256 = analysis.manifest_of(work)
    _synced(work)
    with transaction.atomic():
        own = _own(run).select_for_update().first()
        if own is None:
            raise GivenUp
        shelves.take_place(work, own)
        own.state, own.ended_at = Run.State.DONE, timezone.now()
        own.package, own.manifest_sha256, own.done = str(manifest["package"]), sha256, own.total
        own.save()


def _synced(folder: Any) -> None:
    """Have the files on the disk before the database says that they are."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _fail(run: Run, mistake: AyniError) -> None:
    """Write why a run failed; nothing where it was given up meanwhile, for its state says so."""
    told = sentences(mistake, (run.study.folder / run.study.config).parent, settings.PACKAGES, settings.HOME)
    _own(run).update(
        state=Run.State.FAILED, ended_at=timezone.now(), mistake=told, faults=rows_of(mistake)
    )  # fmt: skip
