"""Whether the site stands, told to anyone and nothing more."""

import pytest
from django.db import DatabaseError, connection

from tests.web.tried import Try

TRIES = [Try("operation:health")]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_health_says_ok_and_nothing_else(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


def test_health_is_503_when_the_database_is_away(client, db, monkeypatch):
    def away(*_):
        raise DatabaseError("password of the database")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", away)
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"down\n")
