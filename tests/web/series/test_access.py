"""Every view of evidence is tried by everybody."""

import pytest

from ayni_web.members.models import Relation, Sponsor
from ayni_web.series import actions
from tests.web.documents.made import document, png, sent_file
from tests.web.events.made import meeting
from tests.web.tried import Try
from tests.web.world import TRIERS

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


TRIES = [
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
@pytest.mark.parametrize("who", TRIERS)
def test_a_view_answers_those_it_is_for(tried, who, world, client):
    tried.holds(who, world, client)
