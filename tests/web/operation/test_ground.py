"""The tables of an empty database are made at once, and are those that the migrations would have made."""

import re

import pytest

COLUMNS = """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
    column_default, is_identity FROM information_schema.columns WHERE table_schema = 'public'"""
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0"
)
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
TRIGGERS = "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
WRITTEN = "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
MIGRATIONS = "SELECT app, name FROM django_migrations"
CUT_SHORT = """
from django.db import connection
from ayni_web.operation import ground
def cut(*_): raise KeyboardInterrupt
ground.MigrationRecorder.record_applied = cut
try:
    ground.tables_made()
except KeyboardInterrupt:
    print(len(connection.introspection.table_names()))
"""


def as_it_stands(home, vendor):
    """Every column, constraint, index and trigger of a home, in whatever order they were made."""
    if vendor == "postgresql":
        return {row for query in (COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS) for row in home.rows(query)}
    return {
        (kind, name, clause)
        for kind, name, text in home.rows(WRITTEN)
        for clause in (_clauses(text) if kind == "table" else [text])
    }


def _clauses(statement):
    """Columns and constraints of a CREATE TABLE, without the name of the table that SQLite writes before a column."""
    inside, depth, quoted, clause = statement[statement.index("(") + 1 : statement.rindex(")")], 0, False, ""
    for letter in f"{inside},":
        quoted ^= letter == "'"
        depth += 0 if quoted else (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not quoted:
            yield re.sub(r'"[a-z_]+"\."', '"', clause.strip())
            clause = ""
        else:
            clause += letter


@pytest.mark.slow
def test_they_are_those_of_the_migrations(bare, empty_template, vendor):
    assert bare.run("manage", "migrate", "-v0").returncode == 0
    assert bare.run("manage", "tables").returncode == 0
    made, migrated = as_it_stands(empty_template, vendor), as_it_stands(bare, vendor)
    # Django's own migrations never widened the numbers of this table, which nothing of Ayni writes in.
    wider = {row for row in made ^ migrated if row[:2] == ("auth_group_permissions", "id")}
    assert sorted(map(str, (made ^ migrated) - wider)) == []
    assert len(made) > 1000
    assert set(empty_template.rows(MIGRATIONS)) == set(bare.rows(MIGRATIONS))


def test_cut_short_nothing_is_there_and_it_begins_again(bare):
    assert bare.python(CUT_SHORT) == "0"
    again = bare.run("manage", "tables")
    assert again.returncode == 0, again.stderr
    assert len(bare.rows(MIGRATIONS)) > 40


def test_clauses_of_a_table_are_told_apart():
    told = _clauses("""CREATE TABLE "a" ("x" text DEFAULT ',)', CHECK ("new__a"."x" IN ('p', 'q')))""")
    assert list(told) == ["\"x\" text DEFAULT ',)'", "CHECK (\"x\" IN ('p', 'q'))"]
