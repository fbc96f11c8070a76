"""Whatever the schema allows is answered as the schema says, and whatever it does not is refused (schemathesis)."""

from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from ayni_web.api import limits
from ayni_web.api.service import schema as schema_in
from ayni_web.studies import analysis, queries
from tests.web.api.made import token_for
from tests.web.assessments import made as rounds
from tests.web.commitments.made import told
from tests.web.documents.made import document
from tests.web.events.made import delivery
from tests.web.processes.made import opened
from tests.web.series.made import measure, reading
from tests.web.spreadsheets.made import taken

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ROWS = (["Nombre", "Tipo"], ["Comunidad Illa", "Cooperativa"])
EXAMPLES = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


anything = schemathesis.openapi.from_dict(schema_in("en"))
anything.app = WSGIHandler()


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(monkeypatch):
    monkeypatch.setattr(limits, "RATES", dict.fromkeys(limits.RATES, 10**9))


@pytest.fixture(autouse=True)
def _within_one_connection():
    """A request ends as it does in Django's own client: without closing what the test is written in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(world) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_for(world.officer).key}", "Accept-Encoding": "identity"}


@pytest.fixture
def known(world, peruvian) -> dict[str, Any]:
    """What there is: the identifier by the beginning of an address, and the other parts of addresses."""
    row = queries.package(peruvian).table("candidates").row(0, named=True)
    pointer = "/".join(["candidates", *(str(row[name]) for name in analysis.key_of("candidates"))])
    counts, case = measure(world), opened(world)
    reading(world.member, counts, world.cooperative)
    return {
        "commitments": told(world).pk, "measures": counts.pk, "assessments": rounds.answered_round(world, 6).pk,
        "processes": case.rules.process_id, "cases": case.pk, "kind": "processes", "code": "formation",
        "organisations": world.cooperative.pk, "clusters": world.cluster.pk,
        "documents": document(world.officer, world.cluster).pk,
        "events": delivery(world.officer, world.exporter, cluster=world.cluster).pk,
        "studies": peruvian.study_id, "runs": peruvian.pk, "imports": taken(world.officer, "organisations", *ROWS).pk,
        "number": 1, "table": "candidates", "name": "manifest.json", "pointer": pointer,
    }  # fmt: skip


@anything.parametrize()
@EXAMPLES
def test_an_address_does_what_the_schema_says(case, key):
    case.call_and_validate(headers=key)


@anything.parametrize()
@EXAMPLES
def test_an_address_that_leads_somewhere_does_what_the_schema_says(case, key, known):
    for name in case.path_parameters or {}:
        case.path_parameters[name] = str(known[case.operation.path.split("/")[3]] if name == "pk" else known[name])
    refuses = schemathesis.checks.CHECKS.get_one("negative_data_rejection")
    response = case.call_and_validate(headers=key, excluded_checks=[refuses])
    assert response.status_code != 404 or "pk" not in (case.path_parameters or {})
