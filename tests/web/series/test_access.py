"""Every view of evidence is tried by everybody."""

import pytest

from ayni_web.members.models import Relation, Sponsor
from ayni_web.series import actions
from tests.web.documents.made import document, png, sent_file
from tests.web.events.made import meeting
from tests.web.series.made import growers, measure, reading
from tests.web.tried import SIGNED_IN, Try

WRITERS = "director officer manager"


def relation(world):
    made, _ = Relation.objects.get_or_create(
        source=world.cooperative, target=world.exporter, kind="supplies", defaults={"added_by": world.officer}
    )
    return made


def of_relation(world):
    return {"subject": "relation", "subject_id": relation(world).pk}


def of_sponsor(world):
    made = Sponsor.objects.create(
        cluster=world.cluster, organisation=world.exporter, terms="x", since="2026-01-01", added_by=world.officer
    )
    return {"subject": "sponsor", "subject_id": made.pk}


def of_evidence(world):
    version = document(world.officer, world.cluster).versions.get()
    made = actions.attach_evidence(by=world.member, version=version, **of_relation(world))
    return {"pk": made.pk}


def file(world):
    return {"file": sent_file("recibo.png", png()), "title": "Recibo", "kind": "receipt"}


def of_measure(world):
    growers(world, 0)
    return {"pk": measure(world).pk}


def of_cluster(world):
    return {"cluster": world.cluster.pk}


def of_reading(world):
    growers(world, 0)
    return {"pk": reading(world.member, measure(world), world.cooperative).pk}


def of_another(world):
    growers(world, 0)
    return {"pk": reading(world.manager, measure(world), world.exporter).pk}


def nothing(world):
    return {}


INSIDE = "director officer auditor manager member"
TRIES = [
    Try("series:measures", seen_by=SIGNED_IN),
    Try("series:choose", of_cluster, WRITERS),
    Try("series:copy", lambda world: {"cluster": world.cluster.pk, "code": "sales"}, WRITERS, post=nothing),
    Try("series:copy", lambda world: {"cluster": world.cluster.pk, "code": "nonsense"}, "", post=nothing),
    Try("series:make", of_cluster, WRITERS),
    Try("series:measure", of_measure, INSIDE),
    Try("series:enter", of_measure, f"{WRITERS} member"),
    Try("series:target", of_measure, f"{WRITERS} member"),
    Try("series:end", of_measure, WRITERS, post=nothing),
    Try("series:reading", of_reading, INSIDE),
    Try("series:reading", of_another, "director officer auditor manager"),
    Try("series:verify", of_reading, WRITERS, post=nothing),
    Try("series:verify", of_another, "director officer", post=nothing),
    Try("series:revise", of_reading, f"{WRITERS} member"),
    Try("series:revise", of_another, WRITERS),
    Try("series:attach", of_relation, f"{WRITERS} member"),
    Try("series:attach", of_sponsor, WRITERS),
    Try("series:attach", lambda world: {"subject": "cluster", "subject_id": world.cluster.pk}, WRITERS),
    Try("series:attach", lambda world: {"subject": "organisation", "subject_id": world.cooperative.pk},
        f"{WRITERS} member"),
    Try("series:attach", lambda world: {"subject": "event", "subject_id": meeting(world.officer, world.cluster).pk},
        WRITERS),
    Try("series:attach", lambda world: {"subject": "person", "subject_id": world.member.pk}, ""),
    Try("series:attach", lambda world: {"subject": "cluster", "subject_id": "nonsense"}, ""),
    Try("series:attach_file", of_relation, f"{WRITERS} member"),
    Try("series:attach_file", of_relation, f"{WRITERS} member", post=file),
    Try("series:withdraw", of_evidence, "director officer member"),
    Try("series:withdraw", of_evidence, "director officer member", post=lambda world: {"why": "No era"}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
