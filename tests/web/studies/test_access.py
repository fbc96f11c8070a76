"""Every view of studies is tried by everybody."""

from functools import cache
from pathlib import Path

import pytest

from ayni_web.studies.models import Run
from tests.web.studies import made
from tests.web.tried import Try

ENTITY = "director officer auditor"
WRITERS = "director officer"
FOLDER: dict[str, Path] = {}


@pytest.fixture(autouse=True)
def _package(peru):
    FOLDER["peru"] = peru[1]


def package(public=True, **more):
    """Address of the package of a study, or of something in it."""
    return lambda world: {"pk": made.package(FOLDER["peru"], public=public).pk, **more}


def study(public=True):
    return lambda world: {"pk": made.package(FOLDER["peru"], public=public).study_id}


def small(world):
    return {"pk": made.small_study(world.officer).pk}


@cache
def run_in(state):
    """Address of a run in a state, of a study of its own."""

    def address(world):
        return {"pk": made.a_run(made.small_study(world.officer), state).pk}

    return address


def nothing(world):
    return {}


def cluster(world):
    return {"name": "Papa del Sur", "field": "Papa", "territory": "Puno", "started_on": "2026-11-02"}


OF = {"candidate": made.CANDIDATE}
TRIES = [
    Try("studies:list"),
    Try("studies:add", seen_by=WRITERS),
    Try("studies:add", seen_by=WRITERS, post=nothing),
    Try("studies:add_example", seen_by=WRITERS, post=nothing),
    Try("studies:study", study()),
    Try("studies:study", study(public=False), ENTITY),
    Try("studies:replace", small, WRITERS),
    Try("studies:run_it", small, WRITERS, post=nothing),
    Try("studies:publish", study(public=False), WRITERS, post=nothing),
    Try("studies:unpublish", study(), WRITERS, post=nothing),
    Try("studies:run", package()),
    Try("studies:run", package(public=False), ENTITY),
    *(Try("studies:run", run_in(state), ENTITY) for state in ("waiting", "running", "failed", "cancelled")),
    Try("studies:retry", run_in("failed"), WRITERS, post=nothing),
    Try("studies:cancel", run_in("waiting"), WRITERS, post=nothing),
    Try("studies:compared", package()),
    Try("studies:compared", package(public=False), ENTITY),
    Try("studies:file", package(name="report.es.html")),
    Try("studies:file", package(public=False, name="report.es.html"), ENTITY),
    Try("studies:figure", package(pointer=f"requirements/{made.CANDIDATE}/1")),
    Try("studies:figure", package(public=False, pointer=f"requirements/{made.CANDIDATE}/1"), ENTITY),
    Try("studies:candidate", package(**OF)),
    Try("studies:candidate", package(public=False, **OF), ENTITY),
    Try("studies:field_form", package(**OF)),
    Try("studies:field_form", package(public=False, **OF), ENTITY),
    Try("studies:form_cluster", package(**OF), WRITERS),
    Try("studies:form_cluster", package(**OF), WRITERS, post=cluster),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_a_run_that_is_not_done_has_no_package_for_anybody(world, client):
    client.force_login(world.director, backend="ayni_web.accounts.backends.NameBackend")
    for state in (Run.State.WAITING, Run.State.FAILED):
        run = made.a_run(made.small_study(world.officer), state)
        assert client.get(f"/studies/runs/{run.pk}/files/report.es.html").status_code == 404
        assert client.get(f"/studies/runs/{run.pk}/compared/").status_code == 404
