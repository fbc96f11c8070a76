"""The citizen's checker finds out each way of tampering, from a file, without Internet, without trusting the site."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from django.core.management import call_command

from ayni_web.ledger import contents
from ayni_web.ledger.checker import checker
from ayni_web.ledger.exporting import kept, package
from tests.web.ledger.made import ACTIVITY, BANK, assigned, facts, granted, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("checker")]


@pytest.fixture
def taken(world, settings, tmp_path):
    """The zip of five entries, sealed, as files by name."""
    settings.HOME, settings.SEALS = tmp_path, tmp_path / "seals"
    opened(world)
    granted(world, 100_000)
    assigned(world, 60_000)
    posted(world, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK))
    call_command("seal")
    state = kept.state()
    packed = b"".join(package.packed(package.PUBLIC, state.count, state.head, state.at))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}, packed


@pytest.fixture
def offline(browser):
    """A page of a browser without Internet."""
    context = browser.new_context(locale="en", viewport={"width": 360, "height": 800}, offline=True)
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda told: page.wrong.append(told.text) if told.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith("file:") else page.wrong.append(asked.url))
    yield page
    context.close()


def checked(page, tmp_path, packed, head="", count=""):
    """What the page says of a zip."""
    (tmp_path / "checker.html").write_bytes(checker())
    (tmp_path / "taken.zip").write_bytes(packed)
    page.goto(f"file://{tmp_path}/checker.html")
    page.fill("#head", head)
    page.fill("#count", str(count))
    page.set_input_files("#file", tmp_path / "taken.zip")
    page.wait_for_selector(".verdict")
    assert page.wrong == []
    return page.inner_text("#result")


def zipped(files, *, honest=True):
    """Zip of some files; whoever tampers with them writes the manifest anew as well."""
    manifest = json.loads(files["manifest.json"])
    lines = files["ledger.jsonl"].splitlines()
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    hashes.pop("manifest.json")
    last = json.loads(lines[-1])["hash"] if lines else ""
    if not honest:
        manifest = {**manifest, "files": hashes, "count": len(lines), "head": last}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**files, "manifest.json": json.dumps(manifest)}.items():
            archive.writestr(name, text)
    return held.getvalue()


def rechained(lines, first):
    """Lines hashed anew from one on, as whoever rewrites the ledger does."""
    entries = [json.loads(line) for line in lines]
    for index in range(first - 1, len(entries)):
        entry = {**entries[index], "previous": entries[index - 1]["hash"] if index else ""}
        entry.pop("hash")
        entries[index] = {**entry, "hash": contents.hash_of(entry)}
    return [contents.canonical(entry) for entry in entries]


def test_a_good_file_adds_up_with_its_minutes_and_its_totals(offline, tmp_path, taken):
    files, packed = taken
    head = json.loads(files["manifest.json"])["head"]
    told = checked(offline, tmp_path, packed, f" {head.upper()} ", 5)
    assert "Everything adds up" in told
    assert head in told
    assert "passes through the hash of your minutes" in told
    assert "Signed seals: 1, with the signature" in told or "cannot check Ed25519" in told
    assert "Used, with papers: PEN 250.00" in told
    offline.click("#by_account summary")
    assert "PEN 750.00" in offline.inner_text("#by_account")
    offline.click("text=PT")
    assert "Tudo soma" in offline.inner_text("#result")
    assert offline.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_is_used_with_the_keyboard_alone(offline, tmp_path, taken):
    (tmp_path / "checker.html").write_bytes(checker())
    offline.goto(f"file://{tmp_path}/checker.html")
    reached = set()
    for _ in range(12):
        offline.keyboard.press("Tab")
        reached.add(offline.evaluate("document.activeElement.id || document.activeElement.type"))
    assert {"file", "head", "count", "submit"} <= reached


def entry(told, number, **changed):
    made = json.loads(told[number - 1])
    return [*told[: number - 1], contents.canonical({**made, **changed}), *told[number:]]


def amount(lines):
    made = json.loads(lines[1])
    return entry(lines, 2, lines=[{**line, "minor": 2 * line["minor"]} for line in made["lines"]])


def account(lines):
    made = json.loads(lines[0])
    return entry(lines, 1, lines=[{**made["lines"][0], "account": "1000"}, *made["lines"][1:]])


@pytest.mark.parametrize(
    ("tampered", "says"),
    [
        (amount, "Entry 2 was changed"),
        (account, "Entry 1 was changed"),
        (lambda lines: entry(lines, 3, occurred_on="2020-01-01"), "Entry 3 was changed"),
        (lambda lines: entry(lines, 4, memo="0" * 64), "Entry 4 was changed"),
        (lambda lines: entry(lines, 2, basis="market"), "Entry 2 was changed"),
        (lambda lines: rechained(entry(lines, 2, basis="a friend"), 2), "Entry 2 is not written as it must be"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Entry 2 does not stand on the one before"),
        (lambda lines: [*lines[:2], *lines[3:]], "Entry 3 does not stand on the one before"),
        (lambda lines: [*lines, lines[-1]], "Entry 6 does not stand on the one before"),
        (lambda lines: lines[:4], "seal of"),
        (lambda lines: rechained(amount(lines), 2), "seal of"),
        (lambda lines: [lines[0].replace(":", ": ", 1), *lines[1:]], "Entry 1 is not written as it must be"),
        (lambda lines: rechained(entry(lines, 2, lines=json.loads(lines[1])["lines"][:1]), 2), "In entry 2, debit"),
    ],
    ids=[
        "amount",
        "account",
        "date",
        "memo",
        "basis",
        "no_basis",
        "order",
        "missing",
        "added",
        "cut",
        "rewritten",
        "written",
        "unbalanced",
    ],
)
def test_what_was_tampered_with_is_named(offline, tmp_path, taken, tampered, says):
    files, _ = taken
    lines = tampered(files["ledger.jsonl"].splitlines())
    told = checked(offline, tmp_path, zipped({**files, "ledger.jsonl": "\n".join(lines) + "\n"}, honest=False))
    assert "It does not add up" in told
    assert says in told


def test_a_ledger_rewritten_with_its_seals_is_found_out_by_the_minutes_alone(offline, tmp_path, taken):
    files, _ = taken
    head = json.loads(files["manifest.json"])["head"]
    lines = rechained(amount(files["ledger.jsonl"].splitlines()), 2)
    rewritten = {**files, "ledger.jsonl": "\n".join(lines) + "\n", "seals.jsonl": ""}
    rewritten = {name: text for name, text in rewritten.items() if not name.startswith("balances")}
    packed = zipped(rewritten, honest=False)
    assert "Everything adds up" in checked(offline, tmp_path, packed)
    assert "does NOT pass through the hash of your minutes" in checked(offline, tmp_path, packed, head, 5)


def test_a_signature_of_another_hand_and_a_changed_file_are_found_out(offline, tmp_path, taken):
    files, _ = taken
    seal = json.loads(files["seals.jsonl"])
    forged = {**seal, "signature": "0" * 128}
    told = checked(offline, tmp_path, zipped({**files, "seals.jsonl": contents.canonical(forged) + "\n"}, honest=False))
    assert "does not carry the signature" in told or "cannot check Ed25519" in told
    changed = {**files, "funds.csv": files["funds.csv"].replace("prueba", "otro")}
    assert re.search(r"not those that the package tells: funds\.csv", checked(offline, tmp_path, zipped(changed)))


def test_a_file_that_is_no_ledger_gets_a_sentence(offline, tmp_path, taken):
    assert "no whole zip" in checked(offline, tmp_path, b"nothing")


def test_it_reads_thousands_of_entries_in_pieces(offline, tmp_path, taken):
    files, _ = taken
    first = json.loads(files["ledger.jsonl"].splitlines()[0])
    lines, previous = [], ""
    for number in range(1, 3_001):
        made = {**first, "number": number, "previous": previous}
        made.pop("hash")
        previous = contents.hash_of(made)
        lines.append(contents.canonical({**made, "hash": previous}))
    many = {"ledger.jsonl": "\n".join(lines), "accounts.json": files["accounts.json"], "manifest.json": "{}"}
    assert "The 3,000 entries" in checked(offline, tmp_path, zipped(many, honest=False))
