"""A stranger reads the library."""

import pytest
from django.utils.html import escape

from ayni.library import KINDS, entries
from ayni.library.chapters import chapters
from ayni.library.coverage import rooms
from ayni_web.home.chapters import found_entries
from ayni_web.home.library import facts_of, parts_of, used_at

pytestmark = pytest.mark.django_db
EVERY = [(each.kind, each.code) for kind in KINDS for each in entries(kind)]


def test_every_entry_is_listed_once_in_the_order_of_the_argument(client):
    page = client.get("/library/").content.decode()
    for kind, code in EVERY:
        assert page.count(f"/library/{kind}/{code}/") == 1
    places = [page.index(f'id="{each.code}"') for each in chapters()]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("chapter", chapters(), ids=lambda each: each.code)
def test_a_chapter_is_read_point_by_point(client, chapter, language):
    client.cookies["ayni_language"] = language
    page = client.get(f"/library/chapters/{chapter.code}/").content.decode()
    for number, text in chapter.subjects.items():
        assert f'id="n{number}"' in page
        assert escape(text[language]) in page


def test_a_point_that_nothing_serves_says_why(client):
    page = client.get("/library/chapters/region/", headers={"accept-language": "en"}).content.decode()
    assert "Nothing yet: a table of population" in page


def test_what_a_chapter_leads_to_on_the_site_answers_whom_it_is_told_to(client, world, signed_in):
    def told_plans():
        return 'href="/plans/"' in main_of(client, "chapters/gain")

    for each in (each for each in rooms() if each.address):
        assert client.get(each.address).status_code == (302 if each.inside else 200), each.address
    assert not told_plans()
    signed_in(world.member)
    for each in (each for each in rooms() if each.address):
        assert client.get(each.address).status_code == 200, each.address
    assert told_plans()


def test_an_entry_is_found_by_a_word_a_number_or_its_kind_in_any_language(client):
    codes = {each.code for each in found_entries("permiso fitosanitario")}
    assert "permit" in codes
    assert {each.code for each in found_entries("#104")} == {each.code for each in found_entries("104")} == {"permit"}
    assert "trust" in {each.code for each in found_entries("CONFIANCA")}
    assert {each.kind for each in found_entries("playbooks")} == {"playbooks"}
    assert found_entries("zzz") == []
    page = client.get("/library/", {"q": "confianza"}).content.decode()
    assert "/library/questionnaires/trust/" in page
    assert "/library/processes/permit/" not in page
    assert client.get("/library/", {"q": "zzz <b>"}).status_code == 200


def test_where_an_entry_is_used_answers_whom_it_is_told_to(client, world, signed_in):
    for kind in KINDS:
        assert client.get(used_at(kind).address).status_code == (302 if used_at(kind).inside else 200), kind
    assert 'href="/measures/"' not in main_of(client, "series/jobs")
    signed_in(world.member)
    for kind in KINDS:
        assert client.get(used_at(kind).address).status_code == 200, kind
    assert 'href="/measures/"' in main_of(client, "series/jobs")


def main_of(client, address):
    return client.get(f"/library/{address}/").content.decode().split("<main")[1].split("</main>")[0]


def test_signs_roles_and_fields_say_what_else_is_to_be_known(client):
    client.cookies["ayni_language"] = "en"
    phases = main_of(client, "phases/four")
    assert "2 signs are needed" in phases
    assert "shown by: a document" in phases
    assert "if nobody holds it, the diagnosis says so" in main_of(client, "chains/quinoa")
    assert "evidence is asked for" in main_of(client, "questionnaires/diamond")
    assert "cannot be left out" in main_of(client, "strategies/partners")


def test_how_an_entry_is_used_is_told():
    assert dict(facts_of("promises", {"review": 1, "within": 12, "inside": True})).keys() == {
        "Quién promete", "Se vuelve a mirar", "Plazo", "Quién lo ve"}  # fmt: skip
    measured = {"of": "cluster", "unit": "pen", "period": "year", "better": "more", "roll_up": "none"}
    assert "Cómo se junta" not in dict(facts_of("series", measured))
    assert facts_of("chains", {}) == []


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_an_entry_is_read_whole_with_its_source(client, kind, code, language):
    client.cookies["ayni_language"] = language
    answer = client.get(f"/library/{kind}/{code}/")
    assert answer.status_code == 200
    assert "/library/chapters/" in answer.content.decode()


def test_the_lists_of_an_entry_are_told_with_what_is_in_them():
    told = {"es": "Uno", "en": "One", "pt": "Um"}
    (part,) = parts_of(
        {"phase": [{"title": told, "about": told, "needed": 1, "sign": [{"text": told}]}], "of": ["cluster"]}
    )
    assert (part.name, part.lines[0].text, part.lines[0].parts[0].lines[0].text) == ("phase", "Uno", "Uno")


@pytest.mark.parametrize(
    "address", ["chapters/bread", "recipes/bread", "questionnaires/nothing", "questionnaires/diamond.toml"]
)
def test_what_is_not_there_is_not_there(client, address):
    assert client.get(f"/library/{address}/").status_code == 404
