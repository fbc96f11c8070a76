"""The guards that the rooms list lie in the database, after a migration and after a table was rewritten."""

import pytest
from django.db import connection

from ayni_web.common.guards import Guard, guards, laid, lay_guards, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def lying() -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def test_every_guard_lies_in_the_database():
    assert {guard.name for guard in guards()} <= lying()


def test_every_guard_watches_a_table_that_is_there():
    assert {guard.table for guard in guards()} <= set(connection.introspection.table_names())


def test_names_of_guards_are_their_own():
    names = [guard.name for guard in guards()]
    assert len(names) == len(set(names))


def test_laying_them_twice_changes_nothing():
    before = lying()
    lay_guards()
    assert lying() == before


def test_a_condition_is_one_for_both_databases_but_for_the_clock():
    guard = Guard("late", "somewhere", "INSERT", "SECONDS_SINCE(NEW.at) > 300")
    assert "julianday(NEW.at)" in laid(guard, "sqlite")[0]
    assert "clock_timestamp() - NEW.at" in laid(guard, "postgresql")[0]


def test_a_column_that_keeps_its_value_may_still_be_filled():
    assert 'OLD."decided_at" IS NOT NULL' in unchanged("somewhere", "decided_at").refuse
