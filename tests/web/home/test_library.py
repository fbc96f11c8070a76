"""A stranger reads the library."""

import pytest

from ayni.library import KINDS, entries
from ayni_web.home.library import parts_of

pytestmark = pytest.mark.django_db
EVERY = [(each.kind, each.code) for kind in KINDS for each in entries(kind)]


def test_every_entry_is_listed_by_kind(client):
    page = client.get("/library/").content.decode()
    for kind, code in EVERY:
        assert f"/library/{kind}/{code}/" in page


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_an_entry_is_read_whole_with_its_source(client, kind, code, language):
    client.cookies["ayni_language"] = language
    answer = client.get(f"/library/{kind}/{code}/")
    assert answer.status_code == 200
    assert "#" in answer.content.decode()


def test_the_lists_of_an_entry_are_told_with_what_is_in_them():
    told = {"es": "Uno", "en": "One", "pt": "Um"}
    (part,) = parts_of({"phase": [{"title": told, "about": told, "sign": [{"text": told}]}], "of": ["cluster"]})
    assert (part.name, part.lines[0].text, part.lines[0].parts[0].lines[0].text) == ("phase", "Uno", "Uno")


@pytest.mark.parametrize("address", ["recipes/bread", "questionnaires/nothing", "questionnaires/diamond.toml"])
def test_what_is_not_there_is_not_there(client, address):
    assert client.get(f"/library/{address}/").status_code == 404
