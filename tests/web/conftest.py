"""What every test of the web may ask for."""

import pytest
from django.core.cache import cache
from django.db import connection

from ayni_web.common.kept import forget
from tests.web.world import World, made_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On SQLite all run as well; only what names PostgreSQL needs it."""
    for item in items:
        if item.get_closest_marker("postgresql") and not _is_postgresql():
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: ./ayni test starts one where it is installed"))


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
    forget()


@pytest.fixture
def world(db: None) -> World:
    return made_world()


@pytest.fixture
def signed_in(client):
    """Client signed in as a person: ``signed_in(world.manager)``."""

    def sign_in(person):
        client.force_login(person, backend="ayni_web.accounts.backends.NameBackend")
        return client

    return sign_in
