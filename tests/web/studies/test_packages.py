"""Packages: published whole, kept under their hash, their files served to those who may, every figure to its row."""

import json
import shutil
from urllib.parse import quote

import pytest
from django.core.management import call_command

from ayni_web.common.acting import Mistake
from ayni_web.studies import actions, figures, queries
from ayni_web.studies.models import Run, Study
from tests.web.studies import made


@pytest.fixture
def folder(peru, tmp_path):
    """Package that a test may spoil."""
    return shutil.copytree(peru[1], tmp_path / "package")


@pytest.mark.sqlite
def test_a_package_is_published_once_however_often_it_is_sent(db, peru, capsys):
    for _ in range(2):
        call_command("publish_package", peru[1], public=True, example="peru")
    run = Run.objects.get()
    assert run.state == "done" and run.study.public
    assert run.study.titles["pt"] == peru[0].study.title["pt"]
    assert (run.study.folder / run.study.config).is_file()
    assert str(run.pk) in capsys.readouterr().out


def test_what_stands_beside_a_package_is_not_published(world, folder):
    (folder / "private.txt").write_text("not listed")
    run = made.package(folder)
    assert not (run.folder / "private.txt").exists()


def spoiled_table(folder):
    path = folder / "tables" / "gini.parquet"
    path.write_bytes(path.read_bytes() + b"x")


def lost_table(folder):
    (folder / "tables" / "gini.parquet").unlink()


def linked_file(folder):
    (folder / "report.es.html").unlink()
    (folder / "report.es.html").symlink_to("/etc/hostname")


def listed_elsewhere(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "files": [*manifest["files"], "../../../etc/hostname"]}))


def no_manifest(folder):
    (folder / "manifest.json").unlink()


def other_manifest(folder):
    (folder / "manifest.json").write_text('["not", "ours"]')


def other_version(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "parameters": {"year": 2011}}))


SPOILED = (spoiled_table, lost_table, linked_file, listed_elsewhere, no_manifest, other_manifest, other_version)


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda each: each.__name__)
def test_a_package_that_is_not_whole_is_refused(world, folder, spoil):
    spoil(folder)
    with pytest.raises(Mistake) as mistake:
        made.package(folder)
    assert mistake.value.key.startswith("runs.")
    assert Run.objects.count() == 0 and Study.objects.count() == 0


def test_a_package_that_was_changed_afterwards_is_not_shown(peruvian, client):
    path = peruvian.folder / "manifest.json"
    path.write_text(path.read_text().replace('"year": 2011', '"year": 2012'))
    for page in ("", "files/report.es.html", f"candidates/{made.CANDIDATE}/", f"figures/candidates/{made.CANDIDATE}/"):
        response = client.get(f"/studies/runs/{peruvian.pk}/{page}")
        assert response.status_code == 409
        assert "manifest.json" in response.content.decode()


@pytest.mark.parametrize(
    "name",
    ["../../ayni.sqlite3", "..%2f..%2fayni.sqlite3", "%2e%2e/%2e%2e/ayni.sqlite3", "/etc/passwd",
     "tables/../manifest.json", "tables", "tables/", ".", "report.fr.html",
     "manifest.json%00.html", "tables\\gini.parquet"],
)  # fmt: skip
def test_nothing_but_the_files_of_a_package_is_served(peruvian, client, name):
    assert client.get(f"/studies/runs/{peruvian.pk}/files/{name}").status_code in (404, 301)


def test_files_have_their_types_and_reports_can_run_nothing(peruvian, client):
    served = {
        "report.es.html": ("text/html; charset=utf-8", "inline"),
        "forms.pt.html": ("text/html; charset=utf-8", "inline"),
        "study.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        "tables/gini.parquet": ("application/vnd.apache.parquet", "attachment"),
        "manifest.json": ("application/json", "attachment"),
        "DATA-NOTICE.md": ("text/plain; charset=utf-8", "attachment"),
    }
    for name, (kind, how) in served.items():
        response = client.get(f"/studies/runs/{peruvian.pk}/files/{name}")
        assert response["Content-Type"] == kind and response["Content-Disposition"].startswith(how)
        policy = response["Content-Security-Policy"]
        assert "sandbox allow-popups" in policy and "allow-scripts" not in policy and "allow-same-origin" not in policy
        assert "default-src 'none'" in policy and "style-src 'unsafe-inline'" in policy
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_not_sent_twice_and_access_is_asked_for_each_time(peruvian, world, client):
    address = f"/studies/runs/{peruvian.pk}/files/manifest.json"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "private" in first["Cache-Control"]
    actions.unpublish_study(by=world.director, study=peruvian.study)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 302


def test_a_hostile_member_learns_nothing_of_a_package_that_is_not_published(unpublished, world, signed_in):
    """What is there and what is not answer the same."""
    client = signed_in(world.member)
    pages = ("", "compared/", "files/manifest.json", f"candidates/{made.CANDIDATE}/", "figures/claims/1/")
    for page in pages:
        there = client.get(f"/studies/runs/{unpublished.pk}/{page}")
        nowhere = client.get(f"/studies/runs/00000000-0000-4000-8000-000000000000/{page}")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.content) == len(nowhere.content)
    assert str(unpublished.study) not in client.get("/studies/").content.decode()


def test_every_figure_of_a_candidate_leads_to_its_row_its_formula_and_its_files(peruvian, client):
    row = queries.candidate_row(peruvian, made.CANDIDATE)
    page = client.get(f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/").content.decode()
    manifest = queries.package(peruvian).manifest
    for column in figures.SHOWN:
        if row[column] is None:
            continue
        address = figures.address(peruvian, figures.pointer_to("candidates", made.CANDIDATE, column))
        assert address in page
        shown = client.get(address).content.decode()
        assert peruvian.package in shown and "tables/candidates.parquet" in shown
        for entered in manifest["inputs"]:
            assert entered["sha256"] in shown
    for number in range(1, 5):
        assert f"figures/requirements/{made.CANDIDATE}/{number}/" in page


def test_an_indicator_has_the_formula_of_the_catalogue(peruvian):
    found = figures.figure(peruvian, f"candidates/{made.CANDIDATE}/quotient")
    assert found.formula and found.formula_source
    assert found.value == "2.38"
    assert found.source == "MINAGRI"


def test_a_figure_with_a_slash_or_a_space_in_its_key_has_an_address_that_leads_to_it(peruvian, client):
    for table in ("quotients", "structure", "claims", "products", "places"):
        for key in list(queries.rows_by_key(peruvian, table))[:40]:
            pointer = figures.pointer_to(table, *key)
            assert figures.has_figure(peruvian, pointer), pointer
    pointer = figures.pointer_to("products", "no_tradicional/agropecuario")
    assert pointer == "products/no_tradicional%2Fagropecuario"
    response = client.get(figures.address(peruvian, pointer))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "pointer",
    ["", "requirements", "requirements/nowhere/1", f"requirements/{made.CANDIDATE}/5", "nothing/x", "../../etc/passwd",
     f"candidates/{made.CANDIDATE}/nothing", f"candidates/{made.CANDIDATE}/quotient/more", "candidates/%00"],
)  # fmt: skip
def test_a_figure_that_is_not_there_is_none(peruvian, client, pointer):
    assert not figures.has_figure(peruvian, pointer)
    assert client.get(f"/studies/runs/{peruvian.pk}/figures/{quote(pointer)}/").status_code == 404
    with pytest.raises(Mistake):
        figures.figure(peruvian, pointer)
    assert figures.named(peruvian, pointer)[1] == f"/studies/runs/{peruvian.pk}/"


def test_pages_tell_the_package_in_three_languages(peruvian, client):
    words = {"es": "Falta dato", "en": "Data missing", "pt": "Faltam dados"}
    crops = {"es": "Papa", "en": "Potato", "pt": "Batata"}
    for language in words:
        client.cookies["ayni_language"] = language
        run = client.get(f"/studies/runs/{peruvian.pk}/").content.decode()
        candidate = client.get(f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/").content.decode()
        sheet = client.get(f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/form/").content.decode()
        for page in (run, candidate, sheet):
            assert words[language] in page and crops[language] in page
        assert f"files/report.{language}.html" in run


def test_the_page_of_a_candidate_says_what_would_change_each_verdict(peruvian, client):
    page = client.get(f"/studies/runs/{peruvian.pk}/candidates/{made.CANDIDATE}/").content.decode()
    assert "Qué cambiaría este veredicto" in page
    assert 'class="verdict met"' in page and 'class="verdict"' in page
    assert f"candidates/{made.CANDIDATE}/form/" in page


def test_the_list_costs_the_same_however_many_studies_there_are(world, client, signed_in):
    def add(first, last):
        for number in range(first, last):
            study = Study.objects.create(title=f"Estudio {number}", public=True)
            for _ in range(3):
                Run.objects.create(study=study, state="done", package="x", manifest_sha256="0" * 64)

    add(0, 3)
    signed_in(world.officer).get("/studies/")
    few = queries_of(client, "/studies/")
    add(3, 60)
    assert queries_of(client, "/studies/") == few
    study = Study.objects.first()
    few = queries_of(client, f"/studies/{study.pk}/")
    for _ in range(40):
        Run.objects.create(study=study, state="failed", asked_by=world.officer)
    assert queries_of(client, f"/studies/{study.pk}/") == few


def queries_of(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_a_package_asks_the_database_little(peruvian, client):
    address = f"/studies/runs/{peruvian.pk}/"
    assert queries_of(client, address) <= 4
    assert queries_of(client, f"{address}candidates/{made.CANDIDATE}/") <= 4
