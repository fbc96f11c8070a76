"""Runs: asked for, carried out by the worker, failed with a sentence, given up, asked for again."""

import errno
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import Entry
from ayni_web.studies import actions, analysis, jobs, shelves
from ayni_web.studies.models import SILENCE, Run
from tests.web.studies import made

pytestmark = pytest.mark.sqlite


@pytest.fixture
def study(world):
    return made.small_study(world.officer)


@pytest.fixture
def waiting(world, study, monkeypatch):
    """Run that no worker took."""
    monkeypatch.setattr("django_tasks.base.Task.enqueue", lambda *args, **facts: None)
    return actions.start_run(by=world.officer, study=study)


def left_over():
    return [path.name for path in settings.PACKAGES.glob(".*")] if settings.PACKAGES.is_dir() else []


@pytest.mark.slow
def test_the_peruvian_example_is_run_published_and_read_by_anybody(world, client, signed_in):
    officer = signed_in(world.officer)
    assert officer.post("/studies/add/example/", {"example": "peru"}).status_code == 302
    study = actions.Study.objects.get()
    assert study.titles["en"] == "Which export clusters Peru's macro-regions can form"
    assert officer.post(f"/studies/{study.pk}/run/").status_code == 302
    run = study.runs.get()
    assert (run.state, run.done, run.total) == ("done", 9, 9)
    assert run.package.startswith("peru-")
    assert analysis.manifest_of(run.folder)[1] == run.manifest_sha256
    assert left_over() == []
    client.logout()
    assert client.get(f"/studies/runs/{run.pk}/").status_code == 302
    signed_in(world.officer).post(f"/studies/{study.pk}/publish/")
    client.logout()
    page = client.get(f"/studies/runs/{run.pk}/").content.decode()
    assert "Papa" in page and "Cusco" in page
    assert client.get(f"/studies/runs/{run.pk}/files/report.pt.html").status_code == 200


def test_a_study_is_not_computed_within_a_request(world, waiting, signed_in):
    assert waiting.state == "waiting"
    assert not waiting.folder.exists()
    response = signed_in(world.officer).get(f"/studies/runs/{waiting.pk}/")
    assert response.headers["Refresh"] == "5"
    assert "./ayni serve" not in response.content.decode()
    still = signed_in(world.officer).get(f"/studies/runs/{waiting.pk}/?still=1")
    assert "Refresh" not in still.headers


def test_a_run_that_waits_for_more_than_a_minute_says_that_no_worker_is_at_work(world, waiting, signed_in):
    Run.objects.filter(pk=waiting.pk).update(queued_at=timezone.now() - timedelta(seconds=61))
    for language, words in (
        ("es", "Nadie está haciendo"),
        ("en", "No worker is at work"),
        ("pt", "Ninguém está fazendo"),
    ):
        client = signed_in(world.officer)
        client.cookies["ayni_language"] = language
        page = client.get(f"/studies/runs/{waiting.pk}/").content.decode()
        assert words in page and "./ayni serve" in page


def test_a_second_run_of_a_study_at_once_is_refused(world, study, waiting):
    with pytest.raises(Mistake) as refused:
        actions.start_run(by=world.director, study=study)
    assert refused.value.key == "runs.open_already"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO studies_run (id, study_id, state, attempt, done, total, mistake, faults, package, "
            "manifest_sha256, asked_at, queued_at) VALUES (%s, %s, 'running', 1, 0, 0, '{}', '[]', '', '', %s, %s)",
            [made.new_id(), made.as_id(study.pk), timezone.now(), timezone.now()],
        )


def test_a_button_pressed_twice_counts_once(world, study, signed_in):
    officer, key = signed_in(world.officer), "7f1d4b0e-3d6a-4b43-9d55-3a6d6d5f5c11"
    first = officer.post(f"/studies/{study.pk}/run/", {"sent": key})
    second = officer.post(f"/studies/{study.pk}/run/", {"sent": key})
    assert first.url == second.url
    assert study.runs.count() == 1


def test_a_job_that_is_taken_twice_is_done_once(world, study):
    run = actions.start_run(by=world.officer, study=study)
    before = (run.folder / "manifest.json").stat().st_mtime_ns
    assert jobs.carry_out(run.pk, run.attempt) is False
    assert (run.folder / "manifest.json").stat().st_mtime_ns == before


def test_faults_of_a_table_are_told_row_by_row_in_the_readers_language(world, signed_in):
    broken = made.table().replace("2006,04,papa,production,1000", "2006,04,papa,production,mil")
    study = actions.add_study(by=world.officer, file=made.zipped({"study.toml": made.STUDY, "production.csv": broken}))
    run = actions.start_run(by=world.officer, study=study)
    assert run.state == "failed"
    assert [(fault["row"], fault["column"]) for fault in run.faults] == [(15, "value")]
    told = {}
    for language in ("es", "en", "pt"):
        client = signed_in(world.officer)
        client.cookies["ayni_language"] = language
        told[language] = client.get(f"/studies/runs/{run.pk}/").content.decode()
        assert run.mistake[language] and run.faults[0]["said"][language] in told[language].replace("&#x27;", "'")
        assert str(settings.HOME) not in told[language]
    assert len({run.faults[0]["said"][each] for each in told}) == 3
    assert not run.folder.exists() and left_over() == []


def test_a_full_disk_fails_the_run_with_a_sentence_and_leaves_nothing(world, study, monkeypatch):
    def full(*args, **facts):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ayni.study.making.write_book", full)
    run = actions.start_run(by=world.officer, study=study)
    assert run.state == "failed"
    with translation.override("es"):
        assert "espacio" in run.told
    assert str(settings.HOME) not in run.told
    assert left_over() == [] and not run.folder.exists()
    monkeypatch.undo()
    again = actions.retry_run(by=world.officer, run=run)
    assert (again.state, again.attempt, again.mistake) == ("done", 2, {})


def test_a_full_disk_at_the_last_step_leaves_the_run_without_a_package(world, study, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelves, "take_place", full)
    run = actions.start_run(by=world.officer, study=study)
    assert (run.state, run.package) == ("failed", "")
    assert "disco" in run.mistake["es"] and "disk" in run.mistake["en"] and "disco" in run.mistake["pt"]
    assert left_over() == []


def test_a_mistake_of_the_programs_leaves_a_run_that_says_so(world, study, monkeypatch):
    def broken(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(analysis, "computed", broken)
    run = actions.start_run(by=world.officer, study=study)
    assert run.state == "failed"
    assert run.can_be_retried


def test_a_run_whose_worker_was_killed_is_offered_again(world, waiting, signed_in):
    """The worker dies with SIGKILL in the middle; nothing tells the database, only its silence does."""
    run = jobs._taken(waiting.pk, 1)
    work = shelves.work_folder(run)
    (work / "tables").mkdir(parents=True)
    program = f"import os, signal; open({str(work / 'half')!r}, 'w').write('x'); os.kill(os.getpid(), signal.SIGKILL)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    client = signed_in(world.officer)
    assert not Run.objects.get(pk=run.pk).has_died
    with pytest.raises(Mistake):
        actions.retry_run(by=world.officer, run=run)
    Run.objects.filter(pk=run.pk).update(progressed_at=timezone.now() - SILENCE - timedelta(seconds=1))
    response = client.get(f"/studies/runs/{run.pk}/")
    assert "reinició" in response.content.decode() and "Refresh" not in response.headers
    again = actions.retry_run(by=world.officer, run=run)
    assert (again.state, again.attempt) == ("waiting", 2)
    assert jobs.carry_out(run.pk, 2)
    assert Run.objects.get(pk=run.pk).state == "done"
    assert left_over() == []


def test_a_worker_that_was_thought_dead_and_comes_back_changes_nothing(world, waiting):
    late = jobs._taken(waiting.pk, 1)
    Run.objects.filter(pk=late.pk).update(progressed_at=timezone.now() - SILENCE * 2)
    actions.retry_run(by=world.officer, run=late)
    with pytest.raises(jobs.GivenUp):
        jobs._noted(late)(9, 9)
    jobs._fail(late, Mistake("runs.broke"))
    assert Run.objects.get(pk=late.pk).state == "waiting"


def test_a_cancelled_run_stops_at_its_next_step_and_leaves_nothing(world, waiting, monkeypatch):
    computed = analysis.computed

    def cancelled_in_the_middle(config, out, progress):
        def note(done, total):
            if done == 3:
                actions.cancel_run(by=world.officer, run=waiting)
            progress(done, total)

        computed(config, out, note)

    monkeypatch.setattr(analysis, "computed", cancelled_in_the_middle)
    monkeypatch.setattr(jobs, "EVERY", 0)
    assert jobs.carry_out(waiting.pk, 1) is False
    run = Run.objects.get(pk=waiting.pk)
    assert run.state == "cancelled" and run.can_be_retried
    assert not run.folder.exists() and left_over() == []


def test_progress_is_written_seldom(world, waiting, django_assert_max_num_queries):
    run = jobs._taken(waiting.pk, 1)
    note = jobs._noted(run)
    with django_assert_max_num_queries(2):
        for done in range(1, 200):
            note(done, 1000)
    note(1000, 1000)
    assert Run.objects.get(pk=run.pk).done == 1000


def test_what_was_done_stays_as_it_was_done(world, study):
    run = actions.start_run(by=world.officer, study=study)
    for change in ({"state": "failed"}, {"manifest_sha256": "0" * 64}, {"package": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(study=study, state="done", package="", manifest_sha256="")


def test_opening_a_study_to_everybody_is_written_in_the_chain(world, study):
    with pytest.raises(Mistake) as refused:
        actions.publish_study(by=world.officer, study=study)
    assert refused.value.key == "studies.nothing_to_publish"
    actions.start_run(by=world.officer, study=study)
    actions.publish_study(by=world.director, study=study)
    actions.unpublish_study(by=world.director, study=study)
    assert list(Entry.objects.order_by("number").values_list("kind", flat=True))[-2:] == [
        "study.published", "study.unpublished",
    ]  # fmt: skip


def test_only_who_coordinates_writes(world, study):
    for somebody in (world.auditor, world.manager, world.member):
        with pytest.raises(Mistake) as refused:
            actions.start_run(by=somebody, study=study)
        assert refused.value.key == "studies.not_yours"


def test_the_database_and_the_folder_agree_when_the_end_of_a_run_is_undone(world, waiting, monkeypatch):
    def undone(self, *args, **facts):
        raise IntegrityError

    run = jobs._taken(waiting.pk, 1)
    analysis.computed(run.study.folder / run.study.config, shelves.work_folder(run), lambda done, total: None)
    with monkeypatch.context() as broken:
        broken.setattr(Run, "save", undone)
        with pytest.raises(IntegrityError), transaction.atomic():
            jobs._finish(run)
    assert Run.objects.get(pk=run.pk).state == "running"
    assert os.path.isdir(run.folder)
    Run.objects.filter(pk=run.pk).update(progressed_at=timezone.now() - SILENCE * 2)
    again = actions.retry_run(by=world.officer, run=run)
    assert jobs.carry_out(again.pk, again.attempt)
