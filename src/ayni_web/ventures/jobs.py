"""A computation, carried out by the worker: its rows appear whole or not at all, and however it ends it says so."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ayni.errors import AyniError
from ayni.words import LANGUAGES, say
from ayni_web.common.acting import Mistake
from ayni_web.ventures import analysis
from ayni_web.ventures.contents import MENDED_IN
from ayni_web.ventures.models import Computation, MemberRow, ScenarioRow, SwayRow, Version, YearRow


def carry_out(pk: UUID | str) -> bool:
    """Whether a computation left its rows; one that is not waited for does nothing."""
    computation, document = _taken(pk)
    if computation is None:
        return False
    mistake: AyniError | None = Mistake("plans.broke")
    try:
        _finish(computation, analysis.computed(document))
        mistake = None
    except AyniError as error:
        mistake = error
    finally:
        if mistake is not None:
            _fail(computation, mistake)
    return mistake is None


@transaction.atomic
def _taken(pk: UUID | str) -> tuple[Computation | None, dict[str, Any]]:
    """Computation that is now worked on, with the content it is of; None where it is taken or ended."""
    row = Computation.objects.select_for_update(of=("self",)).select_related("version").filter(pk=pk).first()
    if row is None or row.state != Computation.State.WAITING:
        return None, {}
    row.state, row.started_at, row.figures_sha256 = (
        Computation.State.RUNNING, timezone.now(), row.version.figures_sha256
    )  # fmt: skip
    row.save()
    return row, row.version.document


@transaction.atomic
def _finish(computation: Computation, found: analysis.Found) -> None:
    """Write the rows and then that they are done; nothing where it was asked for again meanwhile."""
    version = Version.objects.select_for_update().get(pk=computation.version_id)
    own = Computation.objects.select_for_update().get(pk=computation.pk)
    if own.state != Computation.State.RUNNING or version.is_signed:
        return
    for model, rows in (
        (MemberRow, found.members), (YearRow, found.years), (ScenarioRow, found.scenarios), (SwayRow, found.sways),
    ):  # fmt: skip
        model.objects.bulk_create(model(computation=own, **row) for row in rows)  # type: ignore[attr-defined]
    own.state, own.ended_at, own.group = Computation.State.DONE, timezone.now(), found.group
    own.engine, own.draws, own.seed = found.engine, found.draws, found.seed
    own.save()
    if version.figures_sha256 == own.figures_sha256:
        version.state = Version.State.COMPUTED
        version.save(update_fields=["state"])


def _fail(computation: Computation, mistake: AyniError) -> None:
    told = {language: say(mistake.key, language, **mistake.facts) for language in LANGUAGES}
    Computation.objects.filter(pk=computation.pk, state=Computation.State.RUNNING).update(
        state=Computation.State.FAILED, ended_at=timezone.now(), mistake=told, step=MENDED_IN.get(mistake.key, "head")
    )
