"""The audit chain: it grows at its end alone, and whoever rewrites or cuts it is found out."""

import pytest
from django.db import IntegrityError, connection, transaction

from ayni_web.common import chain
from ayni_web.common.guards import lift_guards
from ayni_web.common.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def three(db):
    return [chain.append("test.done", by=None, n=n) for n in range(3)]


def test_an_entry_stands_on_the_one_before(three):
    assert [entry.number for entry in three] == [1, 2, 3]
    assert three[1].previous == three[0].hash
    assert chain.verified() == chain.Verified(3, three[2].hash, None, cut=False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE common_entry SET body = '{}' WHERE number = 2",
        "DELETE FROM common_entry WHERE number = 3",
        "INSERT INTO common_entry (number, made_at, kind, body, previous, hash) VALUES (9, '', 'x', '{}', '', 'y')",
        "INSERT INTO common_entry (number, made_at, kind, body, previous, hash) VALUES (4, '', 'x', '{}', 'no', 'y')",
    ],
)
def test_the_database_refuses_to_rewrite_it(three, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert chain.verified().sound


def test_the_database_refuses_to_put_another_row_in_the_place_or_to_empty_the_table(three):
    replaced = (
        "INSERT OR REPLACE INTO common_entry (number, made_at, kind, body, previous, hash) "
        "SELECT number, made_at, kind, '{}', previous, hash FROM common_entry WHERE number = 3"
    )
    statement = replaced if connection.vendor == "sqlite" else "TRUNCATE common_entry"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_first_rewritten_entry_is_named(three):
    lift_guards()
    Entry.objects.filter(number=2).update(body='{"by":"system","n":7}')
    found = chain.verified()
    assert (found.broken, found.count, found.sound) == (2, 1, False)


def test_a_cut_chain_is_found_out_by_a_head_known_before(three):
    head, count = chain.head_and_count()
    lift_guards()
    Entry.objects.filter(number=3).delete()
    assert chain.verified().sound
    assert chain.verified(head, count).cut
    assert chain.verified(head).cut
    assert chain.verified(count=count).cut


def test_a_cut_chain_is_found_out_by_its_seal(three):
    chain.seal_today()
    lift_guards()
    Entry.objects.filter(number=3).delete()
    assert chain.verified().cut


def test_a_person_is_named_by_a_digest_that_dies_with_the_salt(world):
    entry = chain.append("test.done", by=world.member)
    assert str(world.member.pk) not in entry.body
    assert world.member.name not in entry.body
    before = chain.digest_of(world.member)
    world.member.salt = "0" * 32
    assert chain.digest_of(world.member) != before
