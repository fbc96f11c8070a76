"""Evidence is one thing, seen by those who may, and withdrawn rather than taken away."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.test import RequestFactory

from ayni_web.common.acting import Mistake
from ayni_web.documents.models import Document
from ayni_web.events import actions as happenings
from ayni_web.series import actions, queries
from ayni_web.series.models import Evidence
from ayni_web.studies.models import Run, Study
from tests.web.documents.made import document, png, sent_file
from tests.web.events.made import delivery, meeting
from tests.web.series.test_access import relation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def uploads(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def minutes(world):
    return document(world.officer, world.cluster, title="Acta del precio").versions.get()


def run(world, public=True):
    study = Study.objects.create(title="Puno", config="x.toml", public=public)
    return Run.objects.create(study=study, state="done", package="x", manifest_sha256="0" * 64)


def drawn(person, source, **facts):
    request = RequestFactory().get("/")
    request.user = person
    return Template("{% load evidence %}" + source).render(Context({"request": request, **facts}))


def attach(by, subject, row, **points):
    return actions.attach_evidence(by=by, subject=subject, subject_id=row.pk, **points)


def execute(statement, *facts):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, facts)


def test_evidence_is_a_version_an_event_or_a_figure(world, minutes):
    row = relation(world)
    attach(world.member, "relation", row, version=minutes, says="Compra desde 2021")
    attach(world.member, "relation", row, event=meeting(world.manager, world.cluster))
    attach(world.member, "relation", row, run=run(world), figure="parte de Puno")
    kinds = [piece.kind for piece in queries.evidence_of(world.member, "relation", row.pk)]
    assert kinds == ["version", "event", "figure"]
    page = drawn(world.member, '{% evidence "relation" row.pk %}', row=row)
    for told in ("Acta del precio", "Compra desde 2021", "Asamblea de noviembre", "Puno: parte de Puno"):
        assert told in page
    assert "Agregar foto o papel" in page


def test_it_is_one_thing_and_no_other_number_of_them(world, minutes):
    row, event = relation(world), meeting(world.manager, world.cluster)
    for points in ({}, {"version": minutes, "event": event}, {"run": run(world)}, {"version": minutes, "figure": "x"}):
        with pytest.raises(Mistake) as refused:
            attach(world.member, "relation", row, **points)
        assert refused.value.key == "evidence.one_thing"
    for columns in ("", "version_id, event_id"):
        names = f", {columns}" if columns else ""
        values = [minutes.pk, event.pk] if columns else []
        keys = [
            each.hex if connection.vendor == "sqlite" else str(each) for each in (uuid4(), world.member.pk, *values)
        ]
        marks = ", %s" * len(values)
        with pytest.raises(IntegrityError):
            execute(
                "INSERT INTO series_evidence (id, added_by_id, subject, subject_id, figure, says, added_at, "
                f"withdrawn_why{names}) VALUES (%s, %s, 'relation', '1', '', '', CURRENT_TIMESTAMP, ''{marks})",
                *keys,
            )


def test_it_is_withdrawn_with_a_reason_and_never_taken_away(world, minutes):
    row = relation(world)
    piece = attach(world.member, "relation", row, version=minutes)
    for statement in (
        "DELETE FROM series_evidence",
        "UPDATE series_evidence SET subject_id = '7'",
        "UPDATE series_evidence SET version_id = NULL",
        "UPDATE series_evidence SET figure = 'x'",
        "UPDATE series_evidence SET withdrawn_why = 'x'",
    ):
        with pytest.raises(IntegrityError):
            execute(statement)
    with pytest.raises(Mistake):
        actions.withdraw_evidence(by=world.manager, evidence=piece, why="Me molesta")
    actions.withdraw_evidence(by=world.member, evidence=piece, why="Era de otro año")
    assert "Era de otro año" in drawn(world.officer, '{% evidence "relation" row.pk %}', row=row)
    with pytest.raises(IntegrityError):
        execute("UPDATE series_evidence SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_why = ''")
    attach(world.member, "relation", row, version=minutes)


def test_a_hostile_member_learns_nothing_by_evidence(world, signed_in):
    secret = document(world.officer, world.other_cluster, title="Precio secreto").versions.get()
    kept = document(world.officer, world.cluster, "managers", title="Nota secreta").versions.get()
    row = relation(world)
    for version in (secret, kept):
        with pytest.raises(Mistake) as refused:
            attach(world.member, "relation", row, version=version)
        assert refused.value.key == "evidence.not_seen"
        page = signed_in(world.member).post(f"/evidence/relation/{row.pk}/add/", {"version": version.pk}).content
        assert b"secret" not in page
    with pytest.raises(Mistake):
        attach(world.member, "relation", row, run=run(world, public=False), figure="x")
    attach(world.officer, "relation", row, version=kept, says="Dice el precio secreto")
    page = drawn(world.member, '{% evidence "relation" row.pk %}', row=row)
    assert "Algo que no es para usted" in page
    assert "secret" not in page
    assert str(kept.document_id) not in page
    assert not drawn(world.stranger, '{% evidence "relation" row.pk %}', row=row).strip()


def test_who_does_not_write_a_thing_shows_nothing_by_it(world, minutes):
    with pytest.raises(Mistake) as refused:
        attach(world.member, "cluster", world.cluster, version=minutes)
    assert refused.value.key == "evidence.not_yours"
    with pytest.raises(Mistake):
        attach(world.auditor, "cluster", world.cluster, version=minutes)
    with pytest.raises(Mistake):
        attach(world.stranger, "organisation", world.cooperative, version=minutes)


def test_the_same_thing_twice_is_once(world, minutes):
    row = relation(world)
    attach(world.member, "relation", row, version=minutes)
    with pytest.raises(Mistake) as refused:
        attach(world.officer, "relation", row, version=minutes)
    assert refused.value.key == "evidence.twice"


def test_minutes_and_their_meeting_show_each_other(world, minutes, signed_in):
    event = meeting(world.manager, world.cluster)
    attach(world.manager, "event", event, version=minutes)
    client = signed_in(world.member)
    assert "Acta del precio" in client.get(f"/events/{event.pk}/").content.decode()
    assert "Asamblea de noviembre" in client.get(f"/documents/{minutes.document_id}/").content.decode()
    with pytest.raises(Mistake) as refused:
        attach(world.manager, "event", event, event=event)
    assert refused.value.key == "evidence.itself"


def test_what_a_document_shows_is_told_only_to_those_who_see_that(world, signed_in):
    public = document(world.officer, world.other_cluster, "public").versions.get()
    event = meeting(world.officer, world.other_cluster, title="Reunión secreta")
    attach(world.officer, "event", event, version=public)
    assert "Reunión secreta" not in signed_in(world.member).get(f"/documents/{public.document_id}/").content.decode()


def test_the_photograph_of_a_receipt_is_of_the_member_whose_delivery_it_shows(world, signed_in):
    event = delivery(world.manager, world.cooperative, world.exporter)
    sent = {"title": "Recibo", "kind": "receipt", "says": "920 kilos", "sent": str(uuid4())}
    for _ in range(2):
        file = {"file": sent_file("recibo.png", png())}
        response = signed_in(world.manager).post(f"/evidence/event/{event.pk}/file/", {**sent, **file})
        assert response.url == f"/events/{event.pk}/"
    paper = Document.objects.get()
    assert (paper.organisation, paper.audience) == (world.cooperative, "managers")
    assert Evidence.objects.count() == 1
    assert "Recibo" in signed_in(world.member).get(f"/events/{event.pk}/").content.decode()


def test_the_photograph_of_a_meeting_is_of_the_cluster(world):
    event = meeting(world.manager, world.cluster)
    happenings.add_participants(by=world.manager, event=event, role="attends", organisations=[world.cooperative])
    file = {"file": sent_file("foto.png", png()), "title": "Foto", "kind": "photograph"}
    actions.attach_file(by=world.manager, subject="event", subject_id=event.pk, **file)
    actions.attach_file(by=world.member, subject="event", subject_id=event.pk, **file)
    owners = {(paper.cluster, paper.organisation, paper.audience) for paper in Document.objects.all()}
    assert owners == {(world.cluster, None, "members"), (None, world.cooperative, "managers")}


@pytest.mark.parametrize("rows", [1, 20])
def test_a_list_of_evidence_costs_the_same_whatever_its_length(world, rows, django_assert_num_queries):
    row = relation(world)
    for number in range(rows):
        version = document(world.officer, world.cluster, title=f"Acta {number}").versions.get()
        attach(world.officer, "relation", row, version=version)
        attach(world.officer, "relation", row, event=meeting(world.officer, world.cluster))
        if number == 0:
            attach(world.officer, "relation", row, run=run(world), figure="x")
    drawn(world.member, '{% evidence "relation" row.pk %}', row=row)
    with django_assert_num_queries(5):
        drawn(world.member, '{% evidence "relation" row.pk %}', row=row)


def test_evidence_of_a_merged_duplicate_is_shown_with_the_one_that_stayed(world, minutes):
    attach(world.officer, "organisation", world.exporter, version=minutes)
    world.exporter.merged_into = world.cooperative
    world.exporter.save()
    pieces = queries.evidence_of(world.member, "organisation", world.cooperative.pk)
    assert [piece.title for piece in pieces] == ["Acta del precio"]


def test_of_what_is_not_for_them_nobody_reads_who_showed_it_or_why_it_went(world):
    kept = document(world.officer, world.cluster, "managers", title="Nota secreta").versions.get()
    row = relation(world)
    piece = attach(world.officer, "relation", row, version=kept)
    actions.withdraw_evidence(by=world.director, evidence=piece, why="El precio era otro")
    page = drawn(world.member, '{% evidence "relation" row.pk %}', row=row)
    assert "Retirada el" in page
    for hidden in ("El precio era otro", world.officer.name, world.director.name):
        assert hidden not in page
        assert hidden in drawn(world.manager, '{% evidence "relation" row.pk %}', row=row)
