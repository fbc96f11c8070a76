"""Three languages are complete; others are added with a folder, without code."""

import pytest
from django.conf import settings

from ayni import words


def test_quechua_and_aymara_are_prepared_and_fall_back_on_spanish():
    assert {"qu", "ay"} <= set(words.languages())
    assert words.say("page.sign_in", "qu") == words.say("page.sign_in", "es")
    assert words.number(1234.5, "ay", 1) == "1,234.5"


def test_a_language_is_added_with_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "_ADDED", dict(words._ADDED))
    (tmp_path / "language.toml").write_text('code = "nah"\nname = "Nahuatl"\nlocale = "es_MX"\nfalls_back = "es"\n')
    (tmp_path / "page.toml").write_text('sign_in = "Xicalaqui"\n', encoding="utf-8")
    words.add_language(tmp_path)
    assert words.say("page.sign_in", "nah") == "Xicalaqui"
    assert words.say("page.join", "nah") == words.say("page.join", "es")


def test_a_language_that_falls_back_on_nothing_is_refused(tmp_path):
    (tmp_path / "language.toml").write_text('code = "xx"\nname = "X"\nlocale = "es"\nfalls_back = "qu"\n')
    with pytest.raises(ValueError, match="falls back"):
        words.add_language(tmp_path)


@pytest.mark.django_db
def test_each_page_speaks_the_language_of_the_reader(client):
    assert b'lang="es"' in client.get("/").content
    assert b'lang="pt"' in client.get("/", headers={"accept-language": "pt-BR,pt;q=0.9"}).content
    chosen = client.get("/language/en/?next=/chain/")
    assert chosen.url == "/chain/"
    assert b'lang="en"' in client.get("/", headers={"accept-language": "pt-BR"}).content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "javascript:alert(1)", "home:home", "a", "a\0b", "."]
)
def test_choosing_a_language_leads_nowhere_else(client, address):
    assert client.get("/language/en/", {"next": address}).url == "/"


def test_only_languages_that_are_offered_are_spoken(client, db):
    assert "qu" not in settings.OFFERED_LANGUAGES
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "qu"
    assert b'lang="es"' in client.get("/").content
