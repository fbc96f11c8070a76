"""Whoever changes, cuts, mixes or rewrites the chain is found out: by hypothesis, and by what was published before."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayni.errors import AyniError
from ayni_web.common import chain
from ayni_web.common.guards import lift_guards
from ayni_web.common.models import Entry, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LENGTH = 6
COLUMNS = ("number", "made_at", "kind", "body", "previous", "hash")
# One chain serves many examples: each restores what it changed.
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _own_seals(settings, tmp_path):
    settings.SEALS = tmp_path / "seals"


@pytest.fixture
def rows(db):
    """Rows of a sound chain; the guards are lifted, as by someone who owns the database."""
    for n in range(LENGTH):
        chain.append(f"test.kind{n % 2}", by=None, n=n, word="ñandú")
    lift_guards()
    return [dict(zip(COLUMNS, row, strict=True)) for row in Entry.objects.order_by("number").values_list(*COLUMNS)]


def put(rows):
    Entry.objects.all()._raw_delete("default")
    Entry.objects.bulk_create([Entry(**row) for row in rows])


def relinked(rows):
    """Rows with every hash computed anew: what an insider who knows the rule would write."""
    previous, made = "", []
    for number, row in enumerate(rows, 1):
        content = chain.content_of(row["kind"], row["body"])
        hashed = chain.hash_of(number, row["made_at"], content, previous)
        made.append({**row, "number": number, "previous": previous, "hash": hashed})
        previous = hashed
    return made


@MANY
@given(at=st.integers(0, LENGTH - 1), column=st.sampled_from(COLUMNS[1:]), data=st.data())
def test_no_column_of_any_entry_changes_unseen(rows, at, column, data):
    before = rows[at][column]
    place = data.draw(st.integers(0, max(len(before) - 1, 0)))
    other = data.draw(st.characters(codec="utf-8", exclude_characters="\0" + before[place : place + 1]))
    changed = before[:place] + other + before[place + 1 :]
    put([{**row, column: changed} if index == at else row for index, row in enumerate(rows)])
    assert not chain.verified(rows[-1]["hash"], LENGTH).sound


@MANY
@given(st.permutations(range(LENGTH)))
def test_no_two_entries_change_places_unseen(rows, order):
    put([{**rows[old], "number": new + 1} for new, old in enumerate(order)])
    assert chain.verified().sound == (list(order) == list(range(LENGTH)))


@MANY
@given(st.sets(st.integers(0, LENGTH - 1), min_size=1))
def test_no_entry_is_taken_out_unseen_by_whoever_knows_the_head(rows, gone):
    head = rows[-1]["hash"]
    put([row for index, row in enumerate(rows) if index not in gone])
    assert not chain.verified(head, LENGTH).sound
    put(relinked([row for index, row in enumerate(rows) if index not in gone]))
    assert not chain.verified(head, LENGTH).sound
    assert not chain.verified(head).sound
    assert not chain.verified(count=LENGTH).sound


@MANY
@given(at=st.integers(0, LENGTH - 1), n=st.integers(100, 10_000))
def test_a_chain_rewritten_from_an_entry_on_passes_through_no_head_after_it(rows, at, n):
    body = chain.canonical({"by": "system", "n": n})
    put(relinked([{**row, "body": body} if index == at else row for index, row in enumerate(rows)]))
    assert chain.verified().sound
    for index, row in enumerate(rows):
        assert chain.verified(row["hash"], index + 1).sound == (index < at)


@pytest.mark.parametrize(
    "body",
    [
        '{"by":"system","n":1,"n":0,"word":"ñandú"}',  # two values of one name: readers would differ
        '{"n":0,"by":"system","word":"ñandú"}',
        '{"by":"system", "n":0,"word":"ñandú"}',
        '{"by":"system","n":0,"word":"\\u00f1andú"}',
        '{"by":"system","n":NaN}',
        '["by"]',
        "[" * 5000,
        "",
    ],
)
def test_what_a_body_says_is_said_in_one_way(rows, body):
    put([{**rows[0], "body": body}, *rows[1:]])
    assert chain.verified().broken == 1


def test_a_head_that_was_known_with_another_count_is_not_passed(rows):
    assert chain.verified(rows[2]["hash"], 3).sound
    assert chain.verified(rows[2]["hash"], 4).cut
    assert chain.verified(rows[3]["hash"], 3).cut
    assert chain.verified(rows[2]["hash"]).sound
    assert chain.verified("0" * 64).cut
    assert chain.verified(count=-1).cut


def test_a_wrong_head_is_found_out_though_a_seal_has_its_count(rows):
    chain.seal_today()
    assert chain.verified(rows[-1]["hash"], LENGTH).sound
    assert chain.verified("f" * 64, LENGTH).cut
    assert chain.verified(rows[0]["hash"], LENGTH).cut


def test_two_seals_of_one_count_are_both_held_against_the_chain(rows):
    Seal.objects.create(day="2026-01-01", count=LENGTH, head="e" * 64)
    Seal.objects.create(day="2026-01-02", count=LENGTH, head=rows[-1]["hash"])
    assert chain.verified().cut


def test_seals_in_the_file_tell_of_a_database_rewritten_with_its_seals(rows):
    chain.seal_today()
    put(relinked([{**row, "kind": "test.other"} for row in rows]))
    Seal.objects.all().delete()
    assert chain.verified().sound
    assert chain.verified(seals=chain.written_seals()).cut


def test_a_clock_that_goes_back_is_said_and_breaks_nothing(db):
    now = datetime.now(UTC)
    chain.append("test.done", by=None)
    with time_machine.travel(now - timedelta(minutes=10)):
        chain.append("test.done", by=None)
    assert chain.verified().earlier is None
    with time_machine.travel(now - timedelta(days=3)):
        chain.append("test.done", by=None)
    found = chain.verified()
    assert (found.sound, found.earlier) == (True, 3)


def test_a_day_is_sealed_once_and_its_line_comes_back(rows, settings):
    first = chain.seal_today()
    chain.append("test.done", by=None)
    assert chain.seal_today() == first
    path = settings.SEALS / "seals.jsonl"
    assert json.loads(path.read_text()) == {"day": first.day.isoformat(), "count": LENGTH, "head": rows[-1]["hash"]}
    path.unlink()
    assert (chain.write_seals(), chain.write_seals()) == (1, 0)
    assert path.read_text().count("\n") == 1


def test_an_empty_chain_is_sealed_and_sound(db):
    assert chain.seal_today().count == 0
    assert chain.verified(seals=chain.written_seals()).sound
    assert chain.verified("a" * 64).cut


def test_verifying_costs_as_many_queries_with_more_entries(rows, django_assert_num_queries):
    for n in range(50):
        chain.append("test.done", by=None, n=n)
    with django_assert_num_queries(2):
        assert chain.verified().count == LENGTH + 50


@pytest.mark.parametrize(("language", "whole"), [("es", "entera"), ("en", "whole"), ("pt-br", "inteira")])
def test_the_command_says_that_the_chain_is_whole(rows, capsys, language, whole):
    with translation.override(language):
        call_command("verify", head=f" {rows[-1]['hash'].upper()} ", count=LENGTH)
    told = capsys.readouterr().out
    assert whole in told
    assert rows[-1]["hash"] in told


def test_the_command_ends_with_1_on_a_broken_and_on_a_cut_chain(rows, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("verify", head=rows[-1]["hash"], count=LENGTH + 1)
    assert ended.value.code == 1
    put([{**rows[0], "kind": "test.other"}, *rows[1:]])
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert "1" in capsys.readouterr().out
    for known in ({"head": "abc"}, {"count": LENGTH}):
        with pytest.raises(AyniError):
            call_command("verify", **known)


def test_a_head_that_stands_nowhere_ends_with_1(rows, capsys):
    with pytest.raises(SystemExit) as ended, translation.override("en"):
        call_command("verify", head="0" * 64)
    assert ended.value.code == 1
    assert "NOWHERE" in capsys.readouterr().out


def test_the_command_seals_a_day_once(rows, capsys):
    call_command("seal")
    call_command("seal")
    assert Seal.objects.get().day == timezone.localdate()
    assert capsys.readouterr().out.count(rows[-1]["hash"]) == 2
