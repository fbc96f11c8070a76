"""The pages for everybody, those of each person, and those of coordinators."""

import pytest
from django.core.files.base import ContentFile

from ayni_web.common.models import Recording
from tests.web.tried import SIGNED_IN, Try


def recording(world):
    row = Recording.objects.filter(page="home", language="qu").first()
    if row is not None:
        return row
    row = Recording(page="home", language="qu", media_type="audio/ogg", sha256="a" * 64, added_by=world.officer)
    row.file.save("x", ContentFile(b"OggS\0 sound"))
    return row


def cluster(world):
    return {"kind": "cluster", "pk": world.cluster.pk}


def other_cluster(world):
    return {"kind": "cluster", "pk": world.other_cluster.pk}


TRIES = [
    Try("home:home"),
    Try("home:reminders", seen_by=SIGNED_IN),
    Try("home:who_sees"),
    Try("home:who_sees_row", cluster, "director officer auditor manager"),
    Try("home:who_sees_row", other_cluster, "director officer auditor"),
    Try("home:who_sees_row", lambda world: {"kind": "organisation", "pk": world.cooperative.pk},
        "director officer auditor manager member"),
    Try("home:who_sees_row", lambda world: {"kind": "organisation", "pk": world.outsider.pk},
        "director officer auditor stranger"),
    Try("home:who_sees_row", lambda world: {"kind": "person", "pk": world.member.pk}, ""),
    Try("home:words"),
    Try("home:library"),
    Try("home:library_chapter", lambda world: {"code": "region"}),
    Try("home:library_entry", lambda world: {"kind": "questionnaires", "code": "diamond"}),
    Try("home:search", seen_by=SIGNED_IN),
    Try("home:seals"),
    Try("home:chain_lines"),
    Try("home:language", lambda world: {"code": "en"}),
    Try("home:recordings", seen_by="director officer"),
    Try("home:recording_add", seen_by="director officer"),
    Try("home:recording_drop", lambda world: {"pk": recording(world).pk}, "director officer", lambda world: {}),
    Try("home:recording", lambda world: {"pk": recording(world).pk, "sha256": "a" * 8}),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
