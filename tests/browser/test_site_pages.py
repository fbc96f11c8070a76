"""Every page of the site, as those who see it: axe finds nothing, nothing is wider than a phone, nothing fails."""

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.seeing import PHONE, SCREEN, violations, wider_than_its_window
from tests.web.studies import test_access as studies
from tests.web.tried import Try

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]

FOLDER = Path(__file__).parents[1] / "web"
# By phone and screen, day and night, in each language: whoever sees most, a member, and nobody.
QUICK = [("nobody", "pt", PHONE, "dark")]
REST = [
    ("nobody", "en", SCREEN, "light"),
    ("member", "pt", PHONE, "dark"),
    ("director", "es", PHONE, "light"),
    ("manager", "es", SCREEN, "light"),
    ("director", "en", SCREEN, "dark"),
    ("director", "pt", PHONE, "dark"),
    ("member", "es", PHONE, "light"),
    ("officer", "pt", SCREEN, "light"),
]


@pytest.fixture(autouse=True)
def _package(peru):
    """The package of which the pages of studies tell."""
    studies.FOLDER["peru"] = peru[1]


def tries() -> list[Try]:
    modules = (f"tests.web.{path.parent.name}.{path.stem}" for path in sorted(FOLDER.glob("*/test_*access.py")))
    return [each for name in modules for each in import_module(name).TRIES if each.post is None]


def pages(site, who: str) -> list[str]:
    """Addresses that answer a person with a page, each once."""
    client = Client()
    if who != "nobody":
        client.force_login(site.people[who], backend="ayni_web.accounts.backends.NameBackend")
    found = []
    # What a view is tried at is made once in a world.
    made = cache(lambda address: address(site))
    for each in tries():
        if who in each.seen_by.split():
            address = reverse(each.view, kwargs=made(each.address))
            response = client.get(address)
            # The report of a package is the engine's own page: it is looked at with the engine.
            # A file to keep is no page of the site: the citizen's checker is looked at on its own.
            kept = response.get("Content-Disposition", "").startswith("attachment")
            whole = response.status_code == 200 and "/files/" not in address and not kept
            if whole and response["Content-Type"].startswith("text/html"):
                found.append(address)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("who", "language", "width", "scheme"), [*QUICK, *(pytest.param(*each, marks=pytest.mark.slow) for each in REST)]
)
def test_every_page_is_whole_for_those_who_see_it(site, seen, who, language, width, scheme):
    person = None if who == "nobody" else site.people[who]
    page = seen("/", person, width, language, scheme)
    wrong = {}
    for address in pages(site, who):
        page.wrong.clear()
        page.goto(address)
        found = [*violations(page), *page.wrong]
        if wider_than_its_window(page):
            found.append(f"wider than {width} px")
        if page.locator("h1").count() != 1:
            found.append("not one h1")
        if found:
            wrong[address] = found
    assert wrong == {}
