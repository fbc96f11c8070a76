"""The site with a small world in it, and its pages opened in a browser."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser.seeing import SCREEN
from tests.web.world import World, made_world


@pytest.fixture
def site(committed, live_server) -> World:
    """The site, served, with the small world of the tests in it."""
    return made_world()


@pytest.fixture
def seen(browser: Browser, live_server):
    """Opener of a page of the site, for a person who is signed in or for nobody, noting what goes wrong."""
    contexts = []

    def opener(address: str = "/", person=None, width: int = SCREEN, language: str = "es", scheme="light") -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            bypass_csp=True,
            locale={"es": "es-PE", "en": "en-US", "pt": "pt-BR"}[language],
        )
        contexts.append(context)
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if person is not None:
            client = Client()
            client.force_login(person, backend="ayni_web.accounts.backends.NameBackend")
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.wrong = []
        # What the browser only advises is left aside.
        page.on("console", lambda told: page.wrong.append(told.text) if told.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()
