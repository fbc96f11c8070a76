"""Every write of studies, runs, and the clusters formed from candidates."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ayni.errors import AyniError
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members.actions.clusters import open_cluster
from ayni_web.members.models import Cluster
from ayni_web.studies import analysis, queries, shelves
from ayni_web.studies.access import may_write
from ayni_web.studies.faults import within
from ayni_web.studies.models import Origin, Run, Study
from ayni_web.studies.unpacking import unpack

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

Fill = Callable[[Path], None]


@action
def add_study(*, by: "Person", file: UploadedFile) -> Study:
    """Study whose files were sent as a zip: ``study.toml`` and the tables it names."""
    _refuse_others(by)
    study = Study(added_by=by)
    return _with_files(study, file.name or "", lambda folder: unpack(file, folder))


@action
def add_example(*, by: "Person | None", example: str) -> Study:
    """Study that came with Ayni, copied so that it can be changed there."""
    _refuse_others(by)
    return _with_files(Study(added_by=by), example, lambda folder: shelves.copy_example(example, folder))


@action
def replace_files(*, by: "Person", study: Study, file: UploadedFile) -> Study:
    """Study with other files, so that its next run can be compared with those before."""
    _refuse_others(by)
    row = Study.objects.select_for_update().get(pk=study.pk)
    if row.runs.filter(state__in=Run.OPEN).exists():
        raise Mistake("runs.open_already")
    return _with_files(row, file.name or "", lambda folder: unpack(file, folder))


@action
def start_run(*, by: "Person", study: Study) -> Run:
    """Run that waits for a worker; one at a time for each study."""
    from ayni_web.studies.tasks import run_study

    _refuse_others(by)
    row = Study.objects.select_for_update().get(pk=study.pk)
    if not row.config:
        raise Mistake("runs.no_files")
    if row.runs.filter(state__in=Run.OPEN).exists():
        raise Mistake("runs.open_already")
    run = Run.objects.create(study=row, asked_by=by)
    run_study.enqueue(str(run.pk), run.attempt)
    return Run.objects.get(pk=run.pk)


@action
def retry_run(*, by: "Person", run: Run) -> Run:
    """Run asked for again: one that failed or was cancelled, or whose job has died."""
    from ayni_web.studies.tasks import run_study

    _refuse_others(by)
    row = Run.objects.select_for_update().get(pk=run.pk)
    others = Run.objects.filter(study=row.study_id, state__in=Run.OPEN).exclude(pk=row.pk)
    if not row.can_be_retried or others.exists():
        raise Mistake("runs.open_already")
    row.state, row.attempt, row.done, row.total = Run.State.WAITING, row.attempt + 1, 0, 0
    row.mistake, row.faults, row.queued_at = {}, [], timezone.now()
    row.started_at = row.progressed_at = row.ended_at = None
    row.save()
    run_study.enqueue(str(row.pk), row.attempt)
    return Run.objects.get(pk=row.pk)


@action
def cancel_run(*, by: "Person", run: Run) -> Run:
    """Run that is given up: its job stops at the next step, and leaves nothing."""
    _refuse_others(by)
    row = Run.objects.select_for_update().get(pk=run.pk)
    if not row.is_open:
        raise Mistake("runs.ended_already")
    row.state, row.ended_at = Run.State.CANCELLED, timezone.now()
    row.save()
    return row


@action
def publish_study(*, by: "Person", study: Study) -> Study:
    """Study for everybody to read, with the packages it has and those to come."""
    return _public(by, study, public=True)


@action
def unpublish_study(*, by: "Person", study: Study) -> Study:
    """Study for the entity alone again."""
    return _public(by, study, public=False)


@action
def publish_package(
    *, by: "Person | None", folder: Path | str, title: str = "", public: bool, example: str = ""
) -> Run:
    """Run whose package was made elsewhere (``./ayni study``, ``./ayni demo``): copied whole, computed no second time.

    Of a title that there is already it is one more run; without one the package says it.  The same package counts
    once.  ``example`` names the example whose files the study gets, so that it can be run again here.  ``by`` is None
    for who sits at the server.
    """
    _refuse_others(by)
    package, sha256 = analysis.checked_package(Path(folder))
    titles = dict(package.published.study.title)
    study = _study_called(by, title.strip() or titles["es"], titles, example)
    there = study.runs.filter(manifest_sha256=sha256, state=Run.State.DONE).first()
    if there is None:
        now = timezone.now()
        run = Run(study=study, state=Run.State.DONE, asked_by=by, started_at=now, ended_at=now, done=1, total=1)
        run.package, run.manifest_sha256 = package.published.package, sha256
        shelves.place_package(Path(folder), analysis.files_of_package(Path(folder), package.manifest), run)
        run.save()
        chain.append("study.package", by=by, study=str(study.pk), run=str(run.pk), manifest=sha256)
    if public != study.public:
        _public(by, study, public=public)
    return there or run


@action
def form_cluster(
    *, by: "Person", run: Run, candidate: str, name: str, field: str, places: Sequence[str], started_on: date,
    again: bool = False,
) -> Cluster:  # fmt: skip
    """Cluster opened from a candidate, which carries the candidate's evidence over as it stood."""
    _refuse_others(by)
    Run.objects.select_for_update().get(pk=run.pk)
    if not again and queries.formed_from(run, candidate):
        raise Mistake("forming.already", field="again")
    cluster = open_cluster(by=by, name=name, field=field, places=places, started_on=started_on)
    carry_evidence(by=by, run=run, candidate=candidate, cluster=cluster)
    return cluster


@action
def carry_evidence(*, by: "Person | None", run: Run, candidate: str, cluster: Cluster) -> Origin:
    """Origin of a cluster: the candidate, its requirements and figures, the package and its hashes."""
    _refuse_others(by)
    if run.state != Run.State.DONE:
        raise Mistake("runs.not_done")
    evidence = queries.evidence_of(run, candidate)
    if evidence is None:
        raise Mistake("forming.no_candidate", candidate=candidate[:120])
    if Origin.objects.filter(cluster=cluster).exists():
        raise Mistake("forming.has_origin")
    origin = Origin.objects.create(cluster=cluster, run=run, candidate=candidate, evidence=evidence)
    chain.append(
        "cluster.formed", by=by, cluster=str(cluster.pk), run=str(run.pk), candidate=candidate,
        manifest=run.manifest_sha256,
    )  # fmt: skip
    return origin


def _refuse_others(by: "Person | None") -> None:
    """Refuse whoever does not coordinate; at the server itself nobody is signed in."""
    if by is not None and not may_write(by):
        raise Mistake("studies.not_yours")


def _with_files(study: Study, name: str, fill: Fill) -> Study:
    with shelves.new_shelf(study, name.rpartition(".")[0] or name) as folder:
        fill(folder)
        config = folder / shelves.STUDY_FILE
        try:
            study.titles = analysis.titles_within(config, folder)
        except AyniError as error:
            raise within(error, folder, field="file") from error
        study.title, study.config = study.titles["es"], str(config.relative_to(study.folder))
        study.save()
    return study


def _study_called(by: "Person | None", title: str, titles: dict[str, str], example: str) -> Study:
    study = Study.objects.select_for_update().filter(title=title).first()
    if study is None:
        if not 1 <= len(title) <= 200:
            raise Mistake("studies.title_length")
        study = Study(title=title, titles=titles if title in titles.values() else {}, added_by=by)
        study.save()
    if example and not study.config:
        with shelves.new_shelf(study, example) as folder:
            shelves.copy_example(example, folder)
            study.config = str((folder / shelves.STUDY_FILE).relative_to(study.folder))
            study.save()
    return study


def _public(by: "Person | None", study: Study, *, public: bool) -> Study:
    _refuse_others(by)
    row = Study.objects.select_for_update().get(pk=study.pk)
    if row.public != public:
        if public and not row.runs.filter(state=Run.State.DONE).exists():
            raise Mistake("studies.nothing_to_publish")
        row.public = public
        row.save(update_fields=["public"])
        chain.append("study.published" if public else "study.unpublished", by=by, study=str(row.pk))
    return row
