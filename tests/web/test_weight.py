"""The first view on a phone: page, style sheets and font come to at most 60 kB compressed, and no script is needed."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.browser.test_site_pages import _package, pages  # noqa: F401 (a fixture)

LIMIT = 60_000
# A font is compressed already; the drawing of the mark is in the page.
ALREADY = (".woff2",)


def weight(address: str, client: Client) -> tuple[int, list[str]]:
    """Bytes that a phone gets for a first view, and the scripts of the page."""
    source = client.get(address).content.decode()
    files = re.findall(r'(?:href|src)="/static/([^"?]+)"', source)
    total = len(gzip.compress(source.encode(), 6))
    for name in dict.fromkeys(files):
        with open(finders.find(name), "rb") as file:
            held = file.read()
        total += len(held) if name.endswith(ALREADY) else len(gzip.compress(held, 6))
    return total, [name for name in files if name.endswith(".js")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who",
    ["nobody", "member", *(pytest.param(each, marks=pytest.mark.slow) for each in ("manager", "director"))],
)
def test_the_first_view_of_every_page_is_light(world, client, who):
    if who != "nobody":
        client.force_login(world.people[who], backend="ayni_web.accounts.backends.NameBackend")
    heavy = {address: weight(address, client) for address in pages(world, who)}
    assert {address: found for address, found in heavy.items() if found[0] > LIMIT} == {}
    with_scripts = {address for address, (_, scripts) in heavy.items() if scripts}
    assert all(address.startswith("/account/") for address in with_scripts), with_scripts
