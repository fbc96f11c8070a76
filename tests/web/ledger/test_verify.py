"""``./ayni verify`` and ``./ayni seal`` go over the ledger, too: each way of rewriting it is found out and named."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from ayni_web.common.guards import lay_guards, lift_guards
from ayni_web.common.models import Entry as Decision
from ayni_web.ledger import contents, reading, sealing, verifying
from ayni_web.ledger.chains import CHAINS
from ayni_web.ledger.models import Entry, LedgerSeal, Line
from tests.web.ledger.made import BANK, assigned, facts, granted, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def books(world, settings, tmp_path):
    """Five entries, and seals of their own."""
    settings.SEALS = tmp_path / "seals"
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    posted(world, "pay_supplier", facts(25_000, heading="CONV-1-03-A", account="5300", bank=BANK))
    return list(Entry.objects.order_by("number"))


@pytest.fixture
def lifted(books):
    """The guards are lifted, as whoever owns the database can."""
    lift_guards()
    yield books
    lay_guards()


def told(capsys, **known):
    """What the command says in English, and whether it ended well."""
    with translation.override("en"):
        try:
            call_command("verify", **known)
        except SystemExit:
            return capsys.readouterr().out, False
    return capsys.readouterr().out, True


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewritten(entries, first):
    """Every entry from one on hashed anew, as whoever rewrites the ledger would."""
    previous = entries[first - 2].hash if first > 1 else ""
    for row in Entry.objects.filter(number__gte=first).order_by("number"):
        run("UPDATE ledger_entry SET previous = %s WHERE number = %s", previous, row.number)
        made = next(found for found in reading.entries() if found[0]["number"] == row.number)
        previous = contents.hash_of(reading.content_of(*made[:3]))
        run("UPDATE ledger_entry SET hash = %s WHERE number = %s", previous, row.number)


def test_both_chains_are_read_and_said_to_be_whole(books, capsys):
    says, sound = told(capsys, head=books[-1].hash, count=len(books))
    assert sound
    assert says.index("The chain of decisions") < says.index("The books of money")
    assert books[-1].hash in says


def test_a_head_at_another_count_is_found_out(books, capsys):
    assert not told(capsys, head=books[-1].hash, count=len(books) - 1)[1]


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE ledger_line SET minor = minor * 2 WHERE entry_id = 2", "entry 2 does not say"),
        ("UPDATE ledger_entry SET occurred_on = '2020-01-01' WHERE number = 3", "entry 3 does not say"),
        ("UPDATE ledger_line SET account_id = '1000' WHERE entry_id = 1 AND account_id = '1100'", "entry 1 does not"),
        ("UPDATE ledger_memo SET body = '{}' WHERE entry_id = 4", "the words of entry 4"),
        ("DELETE FROM ledger_memo WHERE entry_id = 4", "the words of entry 4"),
        ("UPDATE ledger_entry SET previous = '' WHERE number = 2", "entry 2 does not stand"),
        ("UPDATE ledger_paper SET sha256 = 'a' WHERE entry_id = 5", "entry 5 does not say"),
        ("DELETE FROM ledger_line WHERE entry_id = 5", "entry 5 does not say"),
        ("UPDATE ledger_entry SET basis = 'market' WHERE number = 5", "entry 5 does not say"),
    ],
)
def test_what_was_changed_is_named_with_its_entry(lifted, capsys, statement, says):
    run(statement)
    text, sound = told(capsys)
    assert not sound
    assert says in text


def test_an_entry_taken_out_is_named(lifted, capsys):
    with connection.constraint_checks_disabled():
        for table, column in (("ledger_line", "entry_id"), ("ledger_paper", "entry_id"), ("ledger_memo", "entry_id"),
                              ("ledger_entry", "number")):  # fmt: skip
            run(f"DELETE FROM {table} WHERE {column} = 3")
        assert "entry 3 does not stand" in told(capsys)[0]


def test_an_end_that_is_cut_is_found_out_by_the_seal(lifted, capsys):
    call_command("seal")
    for table, column in (("ledger_line", "entry_id"), ("ledger_paper", "entry_id"), ("ledger_memo", "entry_id"),
                          ("ledger_entry", "number")):  # fmt: skip
        run(f"DELETE FROM {table} WHERE {column} = 5")
    text, sound = told(capsys)
    assert not sound
    assert "CUT or rewritten" in text
    run("DELETE FROM ledger_seal")
    assert "CUT or rewritten" in told(capsys)[0]


def test_what_was_rewritten_from_an_entry_on_adds_up_and_is_found_out_by_the_seal(lifted, capsys):
    call_command("seal")
    run("UPDATE ledger_line SET minor = minor * 2 WHERE entry_id = 3")
    rewritten(lifted, 3)
    assert verifying.verified().why == "cut"
    run("DELETE FROM ledger_seal")
    assert verifying.verified().sound
    assert CHAINS[0].read("", None).fault == "cut"
    assert not told(capsys, head=lifted[-1].hash, count=5)[1]


def test_a_seal_that_another_key_signed_anew_is_found_out_by_one_kept_elsewhere(lifted, settings, tmp_path):
    call_command("seal")
    kept = sealing.written_seals()
    settings.SEALS = tmp_path / "thief"
    run("DELETE FROM ledger_seal")
    run("UPDATE ledger_line SET minor = minor * 2 WHERE entry_id = 3")
    rewritten(lifted, 3)
    call_command("seal")
    assert CHAINS[0].read("", None).fault == ""
    assert verifying.verified(seals=[(each.count, each.head) for each in kept]).why == "cut"
    assert kept[0].key != sealing.public_key()


def test_a_seal_without_its_signature_is_found_out(lifted, capsys):
    call_command("seal")
    run("UPDATE ledger_seal SET signature = %s", "0" * 128)
    assert "signature" in told(capsys)[0]


def test_a_file_of_seals_that_was_changed_is_found_out(books, settings, capsys):
    call_command("seal")
    path = settings.SEALS / sealing.FILE
    seal = json.loads(path.read_text())
    path.write_text(json.dumps({**seal, "count": 4, "head": books[3].hash}) + "\n")
    assert "the file was changed" in told(capsys)[0]


def test_lines_that_no_entry_has_are_found_out(lifted, capsys):
    line = Line.objects.filter(entry=1).first()
    with connection.constraint_checks_disabled():
        run("INSERT INTO ledger_memo (entry_id, body) VALUES (99, 'x')")
        assert line is not None
        assert "do not exist" in told(capsys)[0]
        run("DELETE FROM ledger_memo WHERE entry_id = 99")


def test_a_day_is_sealed_once_in_both_and_the_decisions_tell_of_the_ledger(books, settings, capsys):
    call_command("seal")
    call_command("seal")
    seal = LedgerSeal.objects.get()
    assert (seal.count, seal.head) == (5, books[-1].hash)
    assert Decision.objects.filter(kind="ledger.sealed").count() == 1
    assert len(sealing.written_seals()) == 1
    assert capsys.readouterr().out.count(books[-1].hash) == 2
    assert (settings.SEALS / sealing.KEY).stat().st_mode & 0o077 == 0


def test_a_ledger_without_entries_is_not_sealed(db, settings, tmp_path):
    settings.SEALS = tmp_path
    call_command("seal")
    assert not LedgerSeal.objects.exists()
