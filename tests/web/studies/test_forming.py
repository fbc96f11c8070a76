"""A cluster formed from a candidate carries its evidence over, as it stood."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import Entry
from ayni_web.members.models import Cluster
from ayni_web.series.queries import evidence_of
from ayni_web.studies import actions
from ayni_web.studies.models import Origin
from tests.web.studies import made

pytestmark = pytest.mark.sqlite


def fields(**more):
    return {"name": "Papa del Sur", "field": "Papa", "territory": "Apurímac\nPuno (departamento)",
            "started_on": "2026-11-02", **more}  # fmt: skip


@pytest.fixture
def address(peruvian):
    return f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/cluster/"


def test_the_form_begins_with_what_the_candidate_says(world, address, signed_in):
    page = signed_in(world.officer).get(address).content.decode()
    assert "Papa · Apurímac, Arequipa, Cusco y Puno" in page
    for department in ("Apurímac", "Arequipa", "Cusco", "Puno"):
        assert f"{department} (departamento)" in page
    assert "id_again" not in page


def test_the_evidence_is_carried_over_with_package_and_hashes(world, peruvian, address, signed_in):
    response = signed_in(world.officer).post(address, fields())
    cluster = Cluster.objects.get(name="Papa del Sur")
    assert response.url == f"/clusters/{cluster.pk}/"
    assert sorted(cluster.places.values_list("place", flat=True)) == ["03", "21"]
    origin = cluster.origin
    assert (origin.run, origin.candidate) == (peruvian, made.CANDIDATE)
    evidence = origin.evidence
    assert evidence["package"] == peruvian.package
    assert evidence["manifest_sha256"] == peruvian.manifest_sha256
    assert {each["file"] for each in evidence["inputs"]} >= {"production.csv", "places.csv"}
    assert all(len(each["sha256"]) == 64 for each in evidence["inputs"])
    assert [each["verdict"] for each in evidence["requirements"]] == ["met", "unknown", "met", "unknown"]
    assert evidence["candidate"]["quotient"] == pytest.approx(2.379, abs=0.001)
    assert evidence["requirements"][0]["figure"] == f"requirements/{made.CANDIDATE}/1"
    assert Entry.objects.filter(kind="cluster.formed").count() == 1


def test_the_page_of_the_cluster_tells_the_evidence_in_the_readers_language(world, peruvian, address, signed_in):
    client = signed_in(world.officer)
    client.post(address, fields())
    cluster = Cluster.objects.get(name="Papa del Sur")
    for language, words in (("es", "Cociente 2.38"), ("en", "Quotient 2.38"), ("pt", "Quociente 2,38")):
        client.cookies["ayni_language"] = language
        page = client.get(f"/clusters/{cluster.pk}/").content.decode()
        assert words in page and peruvian.manifest_sha256 in page


def test_the_evidence_of_a_study_for_the_entity_is_not_told_to_strangers(world, unpublished, client):
    actions.carry_evidence(by=world.officer, run=unpublished, candidate=made.CANDIDATE, cluster=world.cluster)
    page = client.get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert made.CANDIDATE not in page and unpublished.manifest_sha256 not in page


def test_members_of_the_cluster_read_its_evidence_and_not_the_study(world, unpublished, signed_in):
    actions.carry_evidence(by=world.officer, run=unpublished, candidate=made.CANDIDATE, cluster=world.cluster)
    page = signed_in(world.member).get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert unpublished.manifest_sha256 in page
    assert f"/studies/runs/{unpublished.pk}" not in page


def test_the_page_of_the_candidate_says_which_cluster_was_formed(world, peruvian, address, signed_in):
    client = signed_in(world.officer)
    client.post(address, fields())
    candidate = client.get(f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/").content.decode()
    assert "Papa del Sur" in candidate
    assert "clúster formado" in client.get(f"/studies/runs/{peruvian.pk}/").content.decode()


def test_a_candidate_formed_twice_asks(world, address, signed_in):
    client = signed_in(world.officer)
    client.post(address, fields())
    page = client.post(address, fields(name="Papa del Sur 2"))
    assert page.status_code == 200 and "id_again" in page.content.decode()
    assert Cluster.objects.filter(name="Papa del Sur 2").count() == 0
    client.post(address, fields(name="Papa del Sur 2", again="on"))
    assert Cluster.objects.filter(name="Papa del Sur 2").count() == 1


def test_a_form_sent_twice_forms_one_cluster(world, address, signed_in):
    client, key = signed_in(world.officer), "0a6c4c1e-6f0b-4b1e-8a35-3a4d5e6f7a8b"
    answers = [client.post(address, fields(sent=key)) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Origin.objects.count() == 1


def test_a_cluster_that_cannot_be_opened_leaves_no_origin(world, address, signed_in):
    page = signed_in(world.officer).post(address, fields(territory="Atlantis"))
    assert page.status_code == 200
    assert Origin.objects.count() == 0 and not Cluster.objects.filter(name="Papa del Sur").exists()


def test_what_was_carried_over_stays_as_it_stood(world, peruvian):
    origin = actions.carry_evidence(by=world.officer, run=peruvian, candidate=made.CANDIDATE, cluster=world.cluster)
    with pytest.raises(IntegrityError), transaction.atomic():
        Origin.objects.filter(pk=origin.pk).update(candidate="other")
    with pytest.raises(Mistake) as refused:
        actions.carry_evidence(by=world.officer, run=peruvian, candidate=made.CANDIDATE, cluster=world.cluster)
    assert refused.value.key == "forming.has_origin"


def test_a_candidate_that_is_not_there_forms_nothing(world, peruvian, signed_in):
    with pytest.raises(Mistake) as refused:
        actions.carry_evidence(by=world.officer, run=peruvian, candidate="oro-sur-21", cluster=world.cluster)
    assert refused.value.key == "forming.no_candidate"
    address = f"/studies/runs/{peruvian.pk}/candidates/oro-sur-21/"
    assert signed_in(world.officer).get(address).status_code == 404
    assert signed_in(world.officer).get(f"{address}cluster/").status_code == 404


def test_a_study_figure_is_evidence_by_its_address_and_leads_to_its_page(world, peruvian, signed_in):
    client = signed_in(world.officer)
    form = reverse("series:attach", kwargs={"subject": "cluster", "subject_id": world.cluster.pk})
    refused = client.post(form, {"run": peruvian.pk, "figure": "parte de Puno"})
    assert refused.status_code == 200 and "requirements/quinua-sur-08-21/1" in refused.content.decode()
    pointer = f"requirements/{made.CANDIDATE}/1"
    assert client.post(form, {"run": peruvian.pk, "figure": pointer}).status_code == 302
    (piece,) = evidence_of(world.member, "cluster", world.cluster.pk)
    assert piece.address == f"/studies/runs/{peruvian.pk}/figures/{pointer}/"
    assert "1. Territorio y concentración" in piece.title
