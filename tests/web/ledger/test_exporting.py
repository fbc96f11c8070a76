"""What anyone takes away adds up by itself, tells of nobody, and is the same in each of its forms."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile

import pytest
from django.db.models import Sum
from django.utils import timezone

from ayni_web.ledger import contents, sealing
from ayni_web.ledger.exporting import kept, lines, package, tables
from ayni_web.ledger.models import Account, Entry, Line
from ayni_web.ledger.queries.balances import trial_balance
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, CALL, MEMBERS, assigned, facts, granted, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def books(world, settings, tmp_path):
    settings.HOME, settings.SEALS = tmp_path, tmp_path / "seals"
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    posted(world, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK), text="Pago a Rosa Quispe")
    posted(world, "receive_contribution", facts(5_000, source=MEMBERS, heading=AWARD, bank=BANK,
                                                member=str(world.cooperative.pk)))  # fmt: skip
    sealing.seal_today()
    return world


def text(name, until=6):
    return b"".join(package.PUBLIC[name](until)).decode()


def zipped(files=package.PUBLIC):
    state = kept.state()
    return zipfile.ZipFile(io.BytesIO(b"".join(package.packed(files, state.count, state.head, timezone.now()))))


def test_each_line_is_what_its_hash_stands_on(books):
    previous = ""
    for number, line in enumerate(text("ledger.jsonl").splitlines(), 1):
        entry = json.loads(line)
        assert contents.canonical(entry) == line
        hashed = entry.pop("hash")
        assert (entry["number"], entry["previous"]) == (number, previous)
        assert contents.hash_of(entry) == hashed
        previous = hashed
    assert previous == Entry.objects.get(number=6).hash


def test_what_came_in_kind_says_what_its_value_stands_on_under_its_hash(books):
    own = {"source": MEMBERS, "heading": ACTIVITY, "member": str(books.cooperative.pk)}
    valued = posted(books, "receive_in_kind", facts(7_000, account="1500", **own))
    *before, last = map(json.loads, text("ledger.jsonl", 7).splitlines())
    assert last["basis"] == valued.basis == valued.stands_on == "appraisal"
    assert not any("basis" in entry for entry in before)
    hashed = last.pop("hash")
    assert contents.hash_of(last) == hashed != contents.hash_of({**last, "basis": "market"})
    rows = list(csv.DictReader(io.StringIO(text("lines.csv", 7))))
    assert [row["basis"] for row in rows if row["number"] in "67"] == [""] * 6 + ["appraisal"] * 2
    assert '  basis: "appraisal"' in text("ledger.beancount", 7)


def test_nothing_of_it_is_about_a_person(books):
    with zipped() as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    people = [word for person in books.people.values() for word in (person.name, str(person.pk))]
    for told in ("Rosa Quispe", *people, str(books.cooperative.pk), "Factura F001"):
        assert told not in everything


def test_an_award_names_who_got_public_money_and_no_grower(books):
    assert tables.receivers() == {AWARD: books.cooperative.name}
    books.cooperative.identifiers.update(personal=True)
    type(books.cooperative).objects.filter(pk=books.cooperative.pk).update(kind="producer")
    assert tables.receivers() == {}


def test_the_manifest_has_the_hash_of_every_file_and_the_dictionary_every_column(books):

    with zipped() as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["files"] == {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:-1]
        }
        told = {
            (row["file"], row["column"]) for row in csv.DictReader(io.StringIO(archive.read("dictionary.csv").decode()))
        }
        for name in archive.namelist():
            if name.endswith(".csv") and name != "dictionary.csv":
                columns = archive.read(name).decode().split("\n")[0].split(",")
                assert [column for column in columns if (name, column) not in told] == []
    assert {column for file, column in told if file == "ledger.jsonl"} >= set(
        json.loads(text("ledger.jsonl").split("\n")[0])
    )


def test_balances_and_lines_add_up_to_the_trial_balance(books):
    found = {}
    for row in csv.DictReader(io.StringIO(text("lines.csv"))):
        debit, credit = found.get((row["account"], row["currency"]), (0, 0))
        found[row["account"], row["currency"]] = (debit + int(row["debit"]), credit + int(row["credit"]))
    assert found == {(each.account, each.currency): (each.debit, each.credit) for each in trial_balance()}
    assert json.loads(text("balances.json"))[0]["account"] == min(found)[0]


def test_the_auditor_recomputes_the_digest_of_each_memo(books):
    entries = {row["number"]: row for row in map(json.loads, text("ledger.jsonl").splitlines())}
    told = [json.loads(line) for line in b"".join(lines.memos(6)).decode().splitlines()]
    assert len(told) == 6
    assert all(contents.sha256(each["memo"]) == entries[each["number"]]["memo"] for each in told)
    with zipped(package.AUDITED) as archive:
        assert books.officer.name in archive.read("people.csv").decode()
        assert "Factura F001" in archive.read("all_papers.csv").decode()
        assert json.loads(archive.read("manifest.json"))["head"] == Entry.objects.get(number=6).hash


def test_an_entry_costs_no_query_of_its_own(books, django_assert_num_queries):
    with django_assert_num_queries(4):
        b"".join(lines.jsonl(6))
    granted(books, 1)
    with django_assert_num_queries(4):
        b"".join(lines.jsonl(7))


def test_a_file_is_kept_once_it_was_read_whole_and_goes_with_its_state(books, settings):
    half = kept.kept("x.jsonl", "one", iter([b"a", b"b"]))
    next(half)
    half.close()
    assert not kept.path_of("x.jsonl", "one").exists()
    assert b"".join(kept.kept("x.jsonl", "one", iter([b"a", b"b"]))) == b"ab"
    assert b"".join(kept.read(kept.path_of("x.jsonl", "one"))) == b"ab"
    b"".join(kept.kept("x.jsonl", "two", iter([b"c"])))
    assert [path.name for path in (settings.HOME / kept.FOLDER).iterdir()] == ["two-x.jsonl"]


def test_the_state_changes_with_an_entry_and_with_a_title(books):
    tags = {kept.state().tag}
    Account.objects.filter(code=BANK).update(texts={"es": "Banco de la Nación"})
    tags.add(kept.state().tag)
    granted(books, 1)
    tags.add(kept.state().tag)
    assert len(tags) == 3


def test_beancount_reads_as_many_transactions_each_of_which_is_zero(books):
    told = text("ledger.beancount")
    amounts = [re.findall(r"^  \S+  (-?[\d.]+) PEN$", part, re.MULTILINE) for part in told.split("\n\n")[1:]]
    assert len(amounts) == 6
    assert all(sum(round(float(each) * 100) for each in part) == 0 for part in amounts)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("uv") and not shutil.which("python3"), reason="nothing to make a place with")
def test_bean_check_accepts_it_and_finds_the_same_trial_balance(books, tmp_path):
    """Beancount is GPL: it is never a dependency, and runs here by itself in a place made for this test."""
    place, file = tmp_path / "beancount", tmp_path / "ledger.beancount"
    subprocess.run(["python3", "-m", "venv", place], check=True)
    installed = subprocess.run([place / "bin/pip", "install", "-q", "beancount==3.2.0"], capture_output=True)
    if installed.returncode:
        pytest.skip("Beancount cannot be had here")
    file.write_text(text("ledger.beancount"))
    done = subprocess.run([place / "bin/bean-check", file], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    asked = (
        "import sys, collections, json\nfrom beancount import loader\nfrom beancount.core.data import Transaction\n"
        "entries, errors, _ = loader.load_file(sys.argv[1])\nfound = collections.Counter()\n"
        "for entry in entries:\n"
        "    for posting in entry.postings if isinstance(entry, Transaction) else ():\n"
        "        found[posting.account + ' ' + posting.units.currency] += posting.units.number\n"
        "print(json.dumps({key: str(value) for key, value in found.items() if value}))\n"
    )
    told = subprocess.run([place / "bin/python", "-c", asked, file], capture_output=True, text=True, check=True).stdout
    from ayni_web.common.money import amount_of
    from ayni_web.ledger.exporting.beancount import name_of

    kinds = dict(Account.objects.values_list("code", "kind"))
    ours = {
        f"{name_of(row['account'], kinds[row['account']])} {row['currency']}": str(amount_of(row["n"], row["currency"]))
        for row in Line.objects.order_by().values("account", "currency").annotate(n=Sum("minor")) if row["n"]
    }  # fmt: skip
    assert json.loads(told) == ours
    assert CALL in file.read_text()
