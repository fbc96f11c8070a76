"""What programs read: the same rows as the pages show, and nothing that is not theirs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.documents.actions import sign
from ayni_web.members.actions.clusters import open_cluster
from ayni_web.members.models import Contact, Identifier, Organisation, Relation
from ayni_web.series.actions import attach_evidence
from tests.web.api.made import program_of
from tests.web.documents.made import document
from tests.web.events.made import delivery, meeting

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def got(client, address, **asked):
    answer = client.get(f"/api/v1/{address}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_organisation_is_told_with_what_is_ones_to_see(world, signed_in):
    Contact.objects.create(organisation=world.cooperative, means="phone", value="+51951234567")
    Identifier.objects.create(organisation=world.cooperative, scheme="ruc", value="20512333797")
    Organisation.objects.filter(pk=world.cooperative.pk).update(note="Paga tarde", size_band="small", formal=True)
    address = f"organisations/{world.cooperative.pk}"
    told = got(program_of(world.manager), address)
    assert told["place_name"] == "Puno"
    assert (told["kind"], told["size_band"], told["formal"]) == ("cooperative", "small", True)
    assert told["contacts"] == [{"name": "", "means": "phone", "value": "+51951234567"}]
    assert told["identifiers"] == [{"scheme": "ruc", "value": "20512333797", "personal": False}]
    assert told["note"] == "Paga tarde"
    world.member.representations.update(organisation=world.exporter)
    seen = got(signed_in(world.member), address)
    assert (seen["contacts"], seen["identifiers"], seen["note"], seen["changed_at"]) == (None, None, None, None)


def test_the_number_of_a_person_is_told_by_its_ending_alone(world):
    Identifier.objects.create(
        organisation=world.cooperative, scheme="dni", value=f"#{'a' * 64}", personal=True, ending="47"
    )
    told = got(program_of(world.officer), f"organisations/{world.cooperative.pk}")
    assert told["identifiers"] == [{"scheme": "dni", "value": "•••47", "personal": True}]


def test_a_list_comes_in_pages_that_leave_nobody_out(world):
    for number in range(7):
        Organisation.objects.create(name=f"Comunidad {number}", kind="producer", place="210801")
    client = program_of(world.officer)
    pages = [got(client, "organisations", kind="producer", size=3, page=page) for page in (1, 2, 3, 4)]
    assert [len(each["items"]) for each in pages] == [3, 3, 1, 0]
    assert {(each["total"], each["pages"]) for each in pages} == {(7, 3)}
    names = [row["name"] for each in pages for row in each["items"]]
    assert names == [f"Comunidad {number}" for number in range(7)]


@pytest.mark.parametrize(("asked", "names"), [
    ({"q": "taypi"}, ["Cooperativa Taypi"]), ({"department": "15"}, ["Exportadora Wara"]),
    ({"q": "nadie"}, []), ({"kind": "firm"}, ["Taller Suri"]),
])  # fmt: skip
def test_organisations_are_searched_as_on_the_page(world, asked, names):
    assert [row["name"] for row in got(program_of(world.officer), "organisations", **asked)["items"]] == names


def test_a_list_costs_the_same_however_long_it_is(world, django_assert_max_num_queries):
    for number in range(60):
        row = Organisation.objects.create(name=f"Comunidad {number}", kind="producer")
        Relation.objects.create(source=row, target=world.exporter, kind="supplies", added_by=world.officer)
        meeting(world.officer, world.cluster, title=f"Asamblea {number}")
    client = program_of(world.officer)
    for address in ("organisations", "relations", "events", "documents", "memberships", "clusters"):
        with django_assert_max_num_queries(16):
            got(client, address)


def test_relations_are_told_with_their_share_and_whether_they_are_stale(world):
    Relation.objects.create(
        source=world.cooperative, target=world.exporter, kind="supplies", share_of_value=Decimal("0.355"),
        since=date(2024, 1, 15), added_by=world.officer,
    )  # fmt: skip
    over = Relation.objects.create(source=world.outsider, target=world.exporter, kind="buys",
                                   until=date(2026, 1, 1), added_by=world.officer)  # fmt: skip
    client = program_of(world.officer)
    (told,) = got(client, "relations", state="stale")["items"]
    assert told["source"] == {"id": str(world.cooperative.pk), "name": "Cooperativa Taypi"}
    assert (told["share_of_value"], told["since"], told["stale"]) == (0.355, "2024-01-15", True)
    assert [row["id"] for row in got(client, "relations", state="over")["items"]] == [str(over.pk)]
    assert len(got(client, "relations", organisation=str(world.exporter.pk))["items"]) == 2
    assert len(got(client, "relations", cluster=str(world.other_cluster.pk))["items"]) == 1


def test_a_cluster_is_told_whole_to_those_inside_and_as_on_its_page_to_the_rest(world, client, signed_in):
    address = f"clusters/{world.cluster.pk}"
    inside = got(signed_in(world.member), address)
    assert inside["members"] == 2
    assert [link["code"] for link in inside["links"]] == ["production", "processing", "marketing"]
    assert [link["work"] for link in inside["links"]] == [1.0, 0.0, 1.0]
    assert inside["managers"] == ["Manager Uno"]
    client.logout()
    outside = got(client, address)
    assert outside["places"] == [{"code": "21", "name": "Puno"}]
    assert [outside[name] for name in ("members", "links", "seats", "managers")] == [None] * 4


def test_who_is_in_a_cluster_is_for_those_inside(world, signed_in):
    told = got(signed_in(world.member), "memberships")["items"]
    assert [row["organisation"]["name"] for row in told] == ["Cooperativa Taypi", "Exportadora Wara"]
    assert told[0]["parts"] == [{"link": {"id": told[0]["parts"][0]["link"]["id"], "name": "Producción"},
                                 "role": "", "share": 1.0}]  # fmt: skip
    assert got(signed_in(world.member), "memberships", cluster=str(world.other_cluster.pk))["items"] == []
    world.exporter.memberships.update(state="applied")
    assert len(got(signed_in(world.member), "memberships")["items"]) == 1
    assert len(got(program_of(world.manager), "memberships", state="applied")["items"]) == 1


def test_a_document_is_read_with_its_bytes_and_hash(world, client):
    import hashlib

    row = document(world.officer, audience="public", title="Reglas del clúster")
    told = got(client, f"documents/{row.pk}")
    version = told["versions"][0]
    answer = client.get(version["file"])
    assert hashlib.sha256(answer.content).hexdigest() == version["sha256"]
    assert (len(answer.content), version["media_type"]) == (version["size"], "text/plain")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert version["missing"] is None
    assert client.get(version["file"].replace("/1/", "/2/")).status_code == 404
    assert client.get(version["file"].replace("/1/", f"/{10**30}/")).status_code == 404


def test_who_passes_by_a_public_document_is_not_told_who_signed(world, signed_in):
    row = document(world.officer, world.cluster, audience="public")
    sign(by=world.officer, version=row.versions.get())
    address = f"documents/{row.pk}"
    names = [got(client, address)["versions"][0]["signatures"][0]["person"]
             for client in (signed_in(world.stranger), program_of(world.officer))]  # fmt: skip
    assert names == [None, "Officer Uno"]


def test_opening_a_document_that_is_for_few_leaves_a_trace(world):
    row = document(world.manager, world.cluster, audience="managers")
    client = program_of(world.officer)
    client.get(f"/api/v1/documents/{row.pk}/versions/1/file")
    assert row.versions.get().openings.get().person == world.officer


def test_events_are_asked_for_by_days(world):
    now = timezone.now()
    meeting(world.officer, world.cluster, title="Ayer", starts_at=now - timedelta(days=1))
    meeting(world.officer, world.cluster, title="Hace un mes", starts_at=now - timedelta(days=30))
    since = (timezone.localdate() - timedelta(days=7)).isoformat()
    told = got(program_of(world.manager), "events", since=since)["items"]
    assert [row["title"] for row in told] == ["Ayer"]
    one = got(program_of(world.manager), f"events/{told[0]['id']}")
    assert (one["took_part"], one["participations"]) == (0, [])


def test_a_delivery_of_another_is_not_a_members(world, signed_in):
    delivery(world.officer, world.exporter, cluster=world.cluster)
    assert got(signed_in(world.member), "events")["total"] == 0
    (told,) = got(program_of(world.manager), "events")["items"]
    assert (told["quantity"], told["unit"], told["lot"]) == (20.0, "quintal_46", "L-7")


def test_evidence_tells_nothing_of_what_one_may_not_read(world, signed_in):
    secret = document(world.officer, title="Contrato reservado", audience="entity")
    attach_evidence(by=world.officer, subject="organisation", subject_id=str(world.cooperative.pk),
           version=secret.versions.get(), says="Así consta")  # fmt: skip
    asked = {"subject": "organisation", "id": str(world.cooperative.pk)}
    (seen,) = got(program_of(world.officer), "evidence", **asked)
    assert (seen["name"], seen["says"]) == ("Contrato reservado", "Así consta")
    (hidden,) = got(signed_in(world.member), "evidence", **asked)
    assert (hidden["name"], hidden["address"], hidden["says"]) == ("", "", "")


def test_a_hostile_member_learns_nothing_of_another_cluster(world, signed_in):
    document(world.officer, world.other_cluster, title="Precio secreto")
    meeting(world.officer, world.other_cluster, title="Asamblea secreta")
    Relation.objects.create(source=world.outsider, target=world.entity, kind="supplies", added_by=world.officer)
    client = signed_in(world.member)
    for address in ("organisations", "relations", "memberships", "documents", "events"):
        for asked in ({}, {"cluster": str(world.other_cluster.pk)}):
            told = client.get(f"/api/v1/{address}", asked).content.decode()
            assert "secret" not in told
            assert "Suri" not in told


# Of a study


def test_every_row_and_figure_of_a_package_is_read(peruvian, client):
    told = got(client, f"runs/{peruvian.pk}")
    tables = {each["name"]: each for each in told["tables"]}
    assert tables["candidates"]["key"]
    rows = got(client, f"runs/{peruvian.pk}/tables/candidates", size=2)
    assert rows["total"] == tables["candidates"]["rows"]
    first = rows["items"][0]["values"]
    assert not [name for name in first if name.endswith(("_key", "_facts"))]
    pointer = "/".join(["candidates", *(str(first[name]) for name in tables["candidates"]["key"]), "quotient"])
    figure = got(client, f"runs/{peruvian.pk}/figures/{pointer}")
    assert figure["table"] == "candidates"
    assert figure["value"]
    assert figure["formula"]


def test_sentences_of_a_package_come_in_the_language_asked_for(peruvian, client):
    said = {
        language: client.get(
            f"/api/v1/runs/{peruvian.pk}/tables/requirements", {"size": 1}, headers={"Accept-Language": language}
        ).content
        for language in ("es", "en", "pt")
    }
    assert len(set(said.values())) == 3


def test_a_file_of_a_package_is_handed_over_and_nothing_beside_it(peruvian, client):
    manifest = client.get(f"/api/v1/runs/{peruvian.pk}/files/manifest.json")
    assert manifest.status_code == 200
    assert "private" in manifest["Cache-Control"]
    for name in ("../manifest.json", "nothing.json", "%2e%2e/manifest.json"):
        assert client.get(f"/api/v1/runs/{peruvian.pk}/files/{name}").status_code == 404
    for address in ("tables/nothing", "figures/nothing", "figures/candidates/x/y"):
        assert client.get(f"/api/v1/runs/{peruvian.pk}/{address}").status_code == 404


def test_the_chain_is_read_and_adds_up(world, client):
    cluster = open_cluster(by=world.officer, name="Cuy", field="cuy", places=["21"], started_on=date(2026, 1, 10))
    program, other = program_of(world.officer), program_of(world.manager)
    entries, own = got(client, "chain")["items"], got(program, "chain")["items"]
    assert got(client, "chain/head") == {"head": entries[-1]["hash"], "count": len(entries)}
    for each, said in zip(entries, own, strict=True):
        assert chain.hash_of(*(each[name] for name in ("number", "made_at", "content", "previous"))) == each["hash"]
        assert chain.content_of(said["kind"], chain.canonical(said["body"])) == each["content"] == said["content"]
    assert [(each["kind"], each["body"] and each["body"]["cluster"]) for each in entries] == [
        ("cluster.opened", str(cluster.pk)), (None, None), (None, None),
    ]  # fmt: skip
    assert [each["kind"] for each in own] == ["cluster.opened", "token.made", "token.made"]
    assert got(other, "chain")["items"] == entries


def test_the_page_for_people_tells_every_address(client, db):
    page = client.get(reverse("api:reference")).content.decode()
    schema = client.get(reverse("api:schema")).json()
    assert len(schema["paths"]) > 20
    for path in schema["paths"]:
        assert path in page
