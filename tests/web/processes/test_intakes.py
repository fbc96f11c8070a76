"""People without an account take part: their case is taken in, told by a slip, and forgotten when they ask."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.documents.access import may_read
from ayni_web.members.models import Entity
from ayni_web.processes.actions import cases, intakes, rules
from ayni_web.processes.clock import after, days_between
from ayni_web.processes.models import Case, Intake
from ayni_web.processes.queries.cases import found_cases, stages
from ayni_web.series.actions import attach_file
from ayni_web.series.models import Evidence
from tests.web.processes.made import WHO, in_force, moved, opened, taken_in
from tests.web.processes.test_pages import text_of
from tests.web.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _an_entity_that_stands(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Entity.objects.update(founded_at=timezone.now() - timedelta(days=30))


def refused(key, act, **facts):
    with pytest.raises(Mistake) as found:
        act(**facts)
    assert found.value.key == key


def letter():
    return SimpleUploadedFile("carta.txt", b"Pedimos agua", content_type="text/plain")


def test_the_clock_of_a_request_begins_the_day_it_came(world):
    came = timezone.localdate() - WEEK
    case = taken_in(world, came_on=came, came_by="letter", file=letter())
    assert case.due_on == after(came, 2, "working")
    assert stages(Case.objects.get(pk=case.pk))[0].days == days_between(came, timezone.localdate(), "working")
    shown = Evidence.objects.get(subject="case", subject_id=str(case.pk))
    assert (shown.whose, shown.added_by, shown.whose_person) == ("requester", world.officer, None)


def test_a_request_came_on_a_day_that_has_come_and_is_no_slip_of_the_pen(world):
    today = timezone.localdate()
    refused("intakes.not_yet", taken_in, world=world, came_on=today + timedelta(days=1))
    refused("intakes.too_old", taken_in, world=world, came_on=today.replace(year=today.year - 10))
    # A letter that came before the site stood is late from its first day here, and says so.
    old = taken_in(world, came_on=today - timedelta(days=60))
    assert old.due_on < today
    case = opened(world)
    for day in (today + timedelta(days=2), today - timedelta(days=1200)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Intake.objects.create(case=case, **WHO, came_on=day)


def test_a_manager_takes_in_and_a_member_opens_their_own(world):
    assert taken_in(world, by=world.manager).intake.name == WHO["name"]
    refused("cases.not_yours_to_open", taken_in, world=world, by=world.member)
    closed = in_force(world.officer, opened_by=["manager"])
    refused("cases.not_yours_to_open", taken_in, world=world, rules=closed, cluster=world.cluster)


def test_what_names_who_asked_is_read_by_the_entity_and_whoever_took_it_in(world, signed_in):
    case = taken_in(world, by=world.manager, cluster=world.cluster)
    page = f"/cases/{case.pk}/"
    for somebody in (world.manager, world.auditor):
        assert "Saturnina Condori" in text_of(signed_in(somebody), page)
        assert case.number in text_of(signed_in(somebody), f"{page}slip/")
    told = text_of(signed_in(world.member), page)
    assert "Una persona sin cuenta" in told
    assert "Saturnina" not in told
    assert "Radio Pachamama" not in told


def test_coordinators_stand_in_for_who_asked_and_are_told_that_it_is_their_turn(world):
    case = taken_in(world)
    moved(case, "complete", world.officer, "Falta decir cuántas familias")
    assert case in found_cases(world.director, which="mine")
    assert moved(case, "received", world.director, "Son 12 familias").step.code == "received"


def test_a_case_is_taken_in_in_the_browser_and_found_by_its_number(world, signed_in):
    known = rules.use_entry(by=world.officer, entry="community_request")
    client = signed_in(world.officer)
    page = f"/cases/open/{known.pk}/take-in/"
    assert page in client.get("/cases/open/").content.decode()
    sent = {"name": "Saturnina Condori", "reach": "951 000 000", "place": "Puno, Puno", "came_by": "letter",
            "came_on": timezone.localdate().isoformat(), "title": "Agua para quinua"}  # fmt: skip
    wrong = client.post(page, {**sent, "reach": "", "file": letter()})
    assert "reach" in wrong.context["form"].errors
    choice = client.post(page, {**sent, "place": "211101", "file": letter()})
    case = Case.objects.get()
    assert choice.url == f"/cases/{case.pk}/slip/"
    assert "Entidad de prueba" in text_of(client, choice.url)
    assert "Agua para quinua" in text_of(client, "/cases/", words=case.number)
    assert "Agua para quinua" not in text_of(client, "/cases/", words="0000-0000", which="open")


def test_who_asked_is_forgotten_and_the_way_of_the_case_stays(world, signed_in):
    case = taken_in(world, text="Soy Saturnina y pido agua")
    client = signed_in(world.officer)
    assert client.post(f"/cases/{case.pk}/forget/").status_code == 302
    told = text_of(client, f"/cases/{case.pk}/")
    assert "Saturnina" not in told
    assert "Recibido" in told
    assert client.get(f"/cases/{case.pk}/forget/").status_code == 404
    named = {name: WHO[name] for name in ("name", "reach", "place")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(case=case).update(forgotten_at=None, forgotten_by=None, **named)


def test_a_person_of_no_organisation_sends_papers_to_their_case_and_reads_them(world):
    alone = person("sola.uno")
    known = rules.use_entry(by=world.officer, entry="initiative")
    case = cases.open_case(by=alone, rules=known, title="Trucha del lago")
    made = attach_file(by=alone, subject="case", subject_id=case.pk, file=letter(), title="Carta", kind="other")
    document = made.version.document
    assert (document.sent_by, document.organisation, document.audience) == (alone, None, "entity")
    assert may_read(alone, document)
    assert may_read(world.officer, document)
    assert not may_read(world.member, document)


def test_a_paper_is_put_in_for_a_reviewer_and_both_are_told(world, signed_in):
    case = opened(world)
    named = cases.name_reviewer(by=world.officer, case=case, person=world.auditor)
    client = signed_in(world.officer)
    sent = {"whose": str(named.pk), "title": "Acta de la revisión", "kind": "minutes", "file": letter()}
    assert client.post(f"/cases/{case.pk}/put-in/", sent).status_code == 302
    told = text_of(client, f"/cases/{case.pk}/")
    assert "la puso Officer Uno" in told
    assert "quien revisa, Auditor Uno" in told
    facts = {"case": case, "reviewer": named, "file": letter(), "title": "x", "kind": "minutes"}
    refused("intakes.not_yours", intakes.put_in_paper, by=world.manager, **facts)
