"""What the tests of the API may ask for."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.api.made import program_of
from tests.web.studies import made


@pytest.fixture(autouse=True)
def nothing_counted(db):
    """Nobody has asked anything in this minute."""
    cache.clear()


@pytest.fixture
def program() -> Callable[..., Client]:
    """Client that sends the key of a person."""
    return program_of


@pytest.fixture
def peruvian(db, peru):
    """Run of the Peruvian study that everybody may read."""
    return made.package(peru[1])
