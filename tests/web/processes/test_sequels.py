"""What ended well leads on: a request to its formation case, a formation case to the cluster; once, by a person."""

import pytest
from django.db import IntegrityError, transaction

from ayni_web.common.acting import Mistake
from ayni_web.members.models import Cluster
from ayni_web.processes.actions import rules
from ayni_web.processes.actions.sequels import make_sequel
from ayni_web.processes.models import Case, Sequel
from tests.web.processes.made import formed, moved, opened, paper, taken_in
from tests.web.processes.test_pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def granted(world):
    case = taken_in(world)
    for to, by in (("study", world.officer), ("decision", world.officer), ("answer", world.director),
                   ("granted", world.officer)):  # fmt: skip
        for kind in ("report", "minutes", "agreement", "other"):
            paper(case, world.officer, kind)
        moved(case, to, by, "Conviene")
    return Case.objects.get(pk=case.pk)


def test_a_cluster_is_constituted_from_its_formation_case_once(world, signed_in):
    case, client = formed(world), signed_in(world.officer)
    assert "Todo está listo para constituir el clúster" in text_of(client, f"/cases/{case.pk}/")
    assert client.post(f"/cases/{case.pk}/follow/", {}).url == f"/clusters/{world.cluster.pk}/"
    cluster = Cluster.objects.get(pk=world.cluster.pk)
    assert (cluster.state, cluster.formed_by.case) == ("constituted", case)
    assert case.number in cluster.history.first().history_change_reason
    told = text_of(client, f"/cases/{case.pk}/")
    assert "Todo está listo" not in told
    assert f"Siguió en: {cluster.name}" in told
    with pytest.raises(Mistake):
        make_sequel(by=world.officer, case=case)


def test_a_request_that_was_taken_up_leads_to_its_formation_case(world, signed_in):
    request, client = granted(world), signed_in(world.officer)
    page = f"/cases/{request.pk}/"
    assert "aún no está en uso" in text_of(client, page)
    assert client.get(f"{page}follow/").status_code == 404
    rules.use_entry(by=world.officer, entry="formation")
    sent = {"title": "Formar el clúster de Cabana", "name": "Quinua de Cabana", "field": "", "territory": "211101",
            "started_on": "2026-02-01"}  # fmt: skip
    assert "field" in client.post(f"{page}follow/", sent).context["form"].errors
    made = client.post(f"{page}follow/", {**sent, "field": "quinua"})
    formation = Sequel.objects.get(case=request).following
    assert made.url == f"/cases/{formation.pk}/"
    told = (formation.cluster.name, formation.cluster.state, formation.step.code)
    assert told == ("Quinua de Cabana", "forming", "assembly")
    assert "Viene de: Agua para quinua" in text_of(client, made.url)
    assert "Siguió en: Formar el clúster" in text_of(client, page)
    assert client.get(f"{page}follow/").status_code == 404


def test_the_next_case_may_be_of_a_cluster_that_is_being_formed_already(world, signed_in):
    request = granted(world)
    rules.use_entry(by=world.officer, entry="formation")
    sent = {"title": "Formarlo", "cluster": world.other_cluster.pk}
    assert signed_in(world.officer).post(f"/cases/{request.pk}/follow/", sent).status_code == 302
    assert Sequel.objects.get(case=request).following.cluster == world.other_cluster


def test_nothing_follows_a_case_that_did_not_end_well_nor_twice(world):
    open_one = opened(world)
    with pytest.raises(Mistake):
        make_sequel(by=world.officer, case=open_one)
    case = formed(world)
    with pytest.raises(Mistake):
        make_sequel(by=world.manager, case=case)
    for facts in ({"case": open_one, "cluster": world.cluster}, {"case": case, "following": open_one},
                  {"case": case, "cluster": world.other_cluster}, {"case": case}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Sequel.objects.create(**facts, made_by=world.officer)
    made = make_sequel(by=world.officer, case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_what_an_end_leads_to_is_written_in_the_draft(world, signed_in):
    draft = rules.copy_entry(by=world.officer, entry="initiative")
    client = signed_in(world.officer)
    page = f"/processes/drafts/{draft.pk}/step/taken_up/"
    sent = {"title_es": "Acogida", "ending": "done", "counting": "calendar", "leads_to": "cluster"}
    assert client.post(page, sent).status_code == 302
    assert "lleva a: un clúster" in text_of(client, f"/processes/drafts/{draft.pk}/")
    draft.refresh_from_db()
    put = rules.put_in_force(by=world.officer, rules=draft)
    assert put.steps.get(code="taken_up").leads_to == "cluster"
