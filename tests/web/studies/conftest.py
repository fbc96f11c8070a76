"""What the tests of studies may ask for."""

import pytest

from tests.web.studies import made


@pytest.fixture
def peruvian(db, peru):
    """Run of the Peruvian study that everybody may read."""
    return made.package(peru[1])


@pytest.fixture
def unpublished(db, peru):
    """Run of the Peruvian study for the entity alone."""
    return made.package(peru[1], public=False)
