"""The role that the site runs as owns nothing: what stays written it cannot undo, whatever it types."""

import psycopg
import pytest
from django.db import connection
from psycopg import errors, sql

from ayni_web.common.acting import Mistake
from ayni_web.operation.grants import statements
from tests.web.operation.homes import made_home

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.parametrize("vendor", ["postgresql"], indirect=True, scope="session"),
]
ROLE = "ayni_site_of_tests"


@pytest.fixture(scope="module")
def granted(vendor, filled_template, tmp_path_factory, django_db_blocker):
    """A copy of the site, its role, and the address at which the role comes in."""
    with (
        django_db_blocker.unblock(),
        made_home(tmp_path_factory.mktemp("granted"), "postgresql", filled_template) as home,
        psycopg.connect(home.database, autocommit=True) as owner,
    ):
        name = f"{ROLE}_{home.path.name}"
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        assert home.run("manage", "createcachetable").returncode == 0
        done = home.run("manage", "grants", name, "--apply")
        assert done.returncode == 0, done.stderr
        yield home, name, home.database.replace("postgres://ayni@", f"postgres://{name}@")
        owner.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
        owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE common_entry SET kind = 'x'",
        "DELETE FROM common_entry",
        "TRUNCATE common_entry",
        "UPDATE common_seal SET count = 0",
        "UPDATE ledger_entry SET hash = ''",
        "DELETE FROM ledger_line",
        "TRUNCATE ledger_entry CASCADE",
        "UPDATE ledger_seal SET head = ''",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DELETE FROM documents_version",
        "UPDATE documents_signature SET signed_at = now()",
        "TRUNCATE members_organisation CASCADE",
        "ALTER TABLE common_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER common_entry_kept ON common_entry",
        "DROP TABLE members_relation",
        "CREATE TABLE mine (x int)",
        "CREATE OR REPLACE FUNCTION common_entry_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_cannot(vendor, granted, statement):
    with psycopg.connect(granted[2]) as site, pytest.raises(errors.InsufficientPrivilege):
        site.execute(statement)


def test_the_role_reads_and_writes_what_the_site_does(vendor, granted):
    with psycopg.connect(granted[2]) as site:
        site.execute("UPDATE members_organisation SET note = 'x'")
        site.execute("DELETE FROM common_sent")
        site.execute("DELETE FROM ayni_cache")
        site.execute("INSERT INTO members_cluster_place (cluster_id, place) SELECT id, '2103' FROM members_cluster")
        site.execute("SELECT * FROM django_migrations")
        site.rollback()


def test_the_site_runs_as_that_role(vendor, granted):
    home, _, address = granted
    as_role = type(home)(home.path, address)
    assert as_role.run("manage", "tables").returncode == 0
    told = as_role.python(
        "from django.test import Client\n"
        "from ayni_web.common import chain\n"
        "chain.append('test.role', by=None)\n"
        "print(Client().get('/health/').status_code, chain.verified().sound)\n"
    )
    assert told == "200 True"


def test_the_owner_is_refused_and_so_is_nobody(db, vendor):
    for role, key in ((connection.settings_dict["USER"], "operation.owner"), ("nobody_here", "operation.no_role")):
        with pytest.raises(Mistake) as caught:
            statements(role)
        assert caught.value.key == key
