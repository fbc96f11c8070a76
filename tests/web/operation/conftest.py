"""A site with rows, files and a chain, made once on each database and copied for each test."""

from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from tests.web.operation.homes import made_home

FILLED = """
from pathlib import Path
from django.conf import settings
from django.core.files.base import ContentFile
from ayni_web.common import chain
from ayni_web.members.models import Organisation
from tests.web.world import made_world, organisation
world = made_world()
for number in range(30):
    chain.append("test.entry", by=world.director, number=number)
chain.seal_today()
Organisation.objects.bulk_create(Organisation(name=f"Taller {n} ñandú", kind="firm") for n in range(4500))
for name in ("uploads/documents/a.pdf", "packages/x/report.html", "studies/peru.toml"):
    path = settings.HOME / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(name.encode() * 1000)
"""
# Both in one run, whatever the other tests run on: SQLite needs no second run here.
VENDORS = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])]


def pytest_collection_modifyitems(items):
    """Let the tests of one database run in one process, so that its site is made once."""
    for item in items:
        vendor = item.callspec.params.get("vendor") if hasattr(item, "callspec") else None
        if vendor and "tests/web/operation" in str(item.path):
            item.add_marker(pytest.mark.xdist_group(f"operation-{vendor}"))


@pytest.fixture(scope="session", params=VENDORS)
def vendor(request, django_db_setup):
    # Who asks for PostgreSQL where there is none is skipped by name before it comes here.
    return request.param


@pytest.fixture(scope="session")
def empty_template(vendor, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock(), made_home(tmp_path_factory.mktemp(f"empty-{vendor}"), vendor) as home:
        done = home.run("manage", "tables")
        assert done.returncode == 0, done.stderr
        yield home


@pytest.fixture(scope="session")
def filled_template(vendor, empty_template, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock(), made_home(tmp_path_factory.mktemp("full"), vendor, empty_template) as home:
        home.python(FILLED)
        yield home


@dataclass(frozen=True)
class Backups:
    clear: Path
    sealed: Path
    key: Path
    recipient: str
    told: dict[str, str]


@pytest.fixture(scope="session")
def backups(filled_template, tmp_path_factory):
    """One backup in the clear and one encrypted, with the key that opens it."""
    folder = tmp_path_factory.mktemp("backups")
    identity = pyrage.x25519.Identity.generate()
    (folder / "key.txt").write_text(f"# created: today\n{identity}\n")
    made = Backups(folder / "clear", folder / "sealed", folder / "key.txt", str(identity.to_public()), {})
    for name, environment in (("clear", {}), ("sealed", {"AYNI_BACKUP_RECIPIENT": made.recipient})):
        done = filled_template.run("backup", folder / name, **environment)
        assert done.returncode == 0, done.stderr
        made.told[name] = done.stdout
    return made


@pytest.fixture
def filled(vendor, filled_template, tmp_path):
    """A copy of the site, to write in."""
    with made_home(tmp_path, vendor, filled_template) as home:
        yield home


@pytest.fixture
def another(vendor, empty_template, tmp_path):
    """An empty place on the same database, its tables made."""
    with made_home(tmp_path, vendor, empty_template) as home:
        yield home


@pytest.fixture
def bare(vendor, tmp_path):
    """An empty place without a table."""
    with made_home(tmp_path, vendor) as home:
        yield home


@pytest.fixture
def elsewhere(vendor, tmp_path):
    """An empty place on the other database: SQLite and PostgreSQL take each other's backups."""
    with made_home(tmp_path, "postgresql" if vendor == "sqlite" else "sqlite") as home:
        yield home
