"""Money on the screens of those who write, check and doubt it: a payment refused, an audit, the way of a sol."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from hashlib import sha256

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from ayni.words import say
from ayni_web.common.public import forget
from ayni_web.ledger import contents
from ayni_web.ledger.actions.posting import post
from ayni_web.ledger.models import Entry
from ayni_web.ledger.queries.balances import balance_of
from tests.browser.seeing import PHONE, SCREEN, violations, wider_than_its_window
from tests.web.documents.made import png
from tests.web.ledger.made import (
    ACTIVITY,
    AWARD,
    BANK,
    CASH,
    GOVERNMENT,
    MEMBERS,
    assigned,
    drawn,
    facts,
    granted,
    opened,
    posted,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("money")]

LANGUAGES = ["es", *(pytest.param(each, marks=pytest.mark.slow) for each in ("en", "pt"))]
INVOICE = {"name": "factura.png", "mimeType": "image/png", "buffer": png()}


@pytest.fixture
def books(site, settings, tmp_path):
    """Books with an award whose group puts a quarter in, and 480.00 of others assigned to its activity."""
    settings.HOME, settings.SEALS = tmp_path / "home", tmp_path / "seals"
    forget()
    opened(site, cofinance="25")
    granted(site, 100_000)
    assigned(site, 48_000)
    yield site
    forget()


@pytest.fixture
def offline(browser: Browser):
    """Opener of a file of this machine in a browser without Internet, noting what it asks for and what goes wrong."""
    contexts = []

    def opener(path, width: int, language: str) -> Page:
        # The policy of the checker stands: it is tried as it is handed over.
        context = browser.new_context(
            offline=True, locale={"es": "es-PE", "en": "en-US", "pt": "pt-BR"}[language],
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda told: page.wrong.append(told.text) if told.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith("file:") else page.wrong.append(asked.url))
        page.goto(path.as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()


def sends(page: Page, key: str, language: str) -> None:
    page.get_by_role("main").get_by_role("button", name=say(key, language), exact=True).first.click()
    page.wait_for_load_state()


def is_whole(page: Page) -> None:
    """What one sees is whole, on a screen and on a phone."""
    before = page.viewport_size
    for width in (SCREEN, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert not wider_than_its_window(page), page.url
        assert violations(page) == [], page.url
    page.set_viewport_size(before)
    assert page.wrong == []


def writes(page: Page, purpose: str, language: str, text: str, **told: str) -> str:
    """Address of a draft that was written with a paper and sent."""
    page.goto(f"/money/books/write/{purpose}/")
    for name, value in {"text": text, **told}.items():
        field = page.locator(f"[name={name}]")
        if field.get_attribute("type") == "hidden":
            assert field.input_value() == value
        elif field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.set_input_files("[name=file]", INVOICE)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/money/books/drafts/**")
    address = page.url
    sends(page, "ledger.send", language)
    return address


def taken_from(page: Page, click, path):
    """File that a click downloads."""
    with page.expect_download() as taken:
        click()
    taken.value.save_as(path)
    return path


def checked(page: Page, path, head: str = "", count: str = "") -> Page:
    """The checker, once it told what it found in a file."""
    page.fill("#head", head)
    page.fill("#count", count)
    page.set_input_files("#file", path)
    page.locator("button[type=submit]").click()
    expect(page.locator(".verdict")).to_be_visible()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_payment_is_refused_until_the_group_put_its_part_in_and_then_paid(books, seen, language):
    officer = seen("/money/books/", books.officer, PHONE, language)
    director = seen("/money/books/", books.director, SCREEN, language)
    address = writes(
        officer, "pay_supplier", language, "Segunda parte de la lavadora", minor="400.00", source=GOVERNMENT,
        heading=ACTIVITY, account="5300", bank=BANK, counterpart="Taller Illa",
    )  # fmt: skip
    # Nobody put anything in: the page says so before anybody presses.
    director.goto(address)
    expect(director.locator(".told.warning").first).to_be_visible()
    is_whole(director)
    sends(director, "ledger.post", language)
    refused = director.locator(".told.wrong").first
    expect(refused).to_contain_text("133.34" if language != "pt" else "133,34")
    assert not Entry.objects.filter(purpose="pay_supplier").exists()
    is_whole(director)
    # The refusal leads to what the rule asks and what is missing.
    director.locator(f'a[href="/money/cofinance/{AWARD}/"]').first.click()
    director.wait_for_load_state()
    expect(director.locator("h1")).to_be_visible()
    is_whole(director)

    put_in = writes(
        officer, "receive_contribution", language, "Aporte de la cooperativa", minor="133.34", source=MEMBERS,
        member=str(books.cooperative.pk), heading=AWARD, bank=BANK,
    )  # fmt: skip
    is_whole(officer)
    director.goto(put_in)
    sends(director, "ledger.post", language)
    expect(director).to_have_url(re.compile(r"/money/books/entries/\d+/"))
    director.goto(address)
    expect(director.locator(".told.warning")).to_have_count(0)
    sends(director, "ledger.post", language)
    expect(director).to_have_url(re.compile(r"/money/books/entries/\d+/"))
    is_whole(director)
    assert Entry.objects.filter(purpose="pay_supplier").count() == 1
    assert balance_of(BANK, "PEN") == 100_000 + 13_334 - 40_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_auditor_takes_everything_verifies_it_and_adds_it_up_by_hand(books, seen, offline, language, tmp_path):
    posted(books, "receive_in_kind", facts(20_000, source=MEMBERS, member=str(books.cooperative.pk), heading=ACTIVITY,
                                           account="1500"))  # fmt: skip
    posted(books, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK))
    call_command("seal")
    last = Entry.objects.get(number=6)
    page = seen("/money/download/", books.auditor, SCREEN, language)
    expect(page.locator("main")).to_contain_text(last.hash)
    is_whole(page)
    everything = taken_from(
        page, lambda: page.get_by_role("button", name=say("checking.take_all", language)).click(), tmp_path / "all.zip"
    )
    checker = taken_from(page, page.locator("a[href$='ayni-checker.html']").click, tmp_path / "checker.html")

    # On another machine: head and count of the minutes are met.
    alone = offline(checker, SCREEN, language)
    told = checked(alone, everything, last.hash, "6").locator("#result")
    expect(told).to_contain_text(say("checker.sound", language))
    expect(told).to_contain_text(say("checker.did_minutes", language))
    expect(told).to_contain_text(say("checker.did_totals", language))
    assert alone.wrong == []
    checked(alone, everything, "0" * 64, "6")
    expect(alone.locator(".verdict")).to_contain_text(say("checker.broken", language))

    # With a calculator: lines of the file come to the balance of the page and of the books.
    with zipfile.ZipFile(everything) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("lines.csv").decode())))
        memos = [json.loads(line) for line in archive.read("memos.jsonl").decode().splitlines()]
        entries = [json.loads(line) for line in archive.read("ledger.jsonl").decode().splitlines()]
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["account"]] += int(row["debit"]) - int(row["credit"])
    assert sums[BANK] == 75_000 and sums.total() == 0
    assert [sha256(each["memo"].encode()).hexdigest() for each in memos] == [each["memo"] for each in entries]
    page.goto("/money/books/balance/")
    expect(page.locator("main")).to_contain_text(re.compile(r"750[.,]00"))
    is_whole(page)
    call_command("verify", head=last.hash, count=6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citizen_follows_a_sol_to_its_evidence_and_checks_the_books_without_internet(
    books, seen, offline, language, tmp_path
):
    posted(books, "receive_contribution", facts(20_000, source=MEMBERS, member=str(books.cooperative.pk),
                                                heading=AWARD, bank=BANK))  # fmt: skip
    paid = drawn(books, "pay_supplier", facts(25_000, heading=ACTIVITY, account="5300", bank=BANK))
    paper = paid.papers.get().version
    type(paper.document).objects.filter(pk=paper.document_id).update(audience="public")
    entry = post(by=books.director, draft=paid)
    posted(books, "move", facts(1_000, bank=BANK, to_bank=CASH))
    call_command("seal")

    page = seen("/money/", None, PHONE, language)
    is_whole(page)
    page.get_by_role("main").get_by_role("link", name="Planta de lavado").click()
    page.wait_for_load_state()
    # From the source to the call, the award, its activity and what was paid, each a step of the drawing.
    expect(page.locator("ol.river > li")).to_have_count(5)
    expect(page.locator("ol.river")).to_contain_text("Gobierno regional")
    page.locator("details.more-info > summary").first.click()
    expect(page.locator("details.more-info table tbody tr")).to_have_count(5)
    is_whole(page)
    page.locator(f"#h-papers ~ .card a[href='/money/entries/{entry.number}/']").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(entry.hash)
    expect(page.locator("main")).to_contain_text(paper.sha256)
    is_whole(page)
    page.get_by_role("main").get_by_role("link", name=paper.document.title).click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(paper.sha256)
    is_whole(page)

    page.goto("/money/download/")
    is_whole(page)
    checker = taken_from(page, page.locator("a[href$='ayni-checker.html']").click, tmp_path / "checker.html")
    ledger = taken_from(page, page.locator("a[href$='ayni-ledger.zip']").click, tmp_path / "ledger.zip")
    assert page.wrong == []

    alone = offline(checker, PHONE, language)
    told = checked(alone, ledger).locator("#result")
    expect(told).to_contain_text(say("checker.sound", language))
    expect(told).to_contain_text(Entry.objects.order_by("number").last().hash)
    assert alone.wrong == []
    for width in (SCREEN, PHONE):
        alone.set_viewport_size({"width": width, "height": 900})
        assert not wider_than_its_window(alone)
    checked(alone, tampered(ledger, tmp_path / "tampered.zip", entry.number))
    expect(alone.locator(".verdict")).to_contain_text(say("checker.broken", language))
    expect(alone.locator(".verdict")).to_contain_text(say("checker.fault_hash", language, number=entry.number))
    assert not wider_than_its_window(alone)
    assert alone.wrong == []


def tampered(path, into, number: int):
    """Copy of a package in which an entry tells twice as much, with its manifest written anew."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    lines = files["ledger.jsonl"].decode().splitlines()
    told = json.loads(lines[number - 1])
    told["lines"] = [{**line, "minor": 2 * line["minor"]} for line in told["lines"]]
    lines[number - 1] = contents.canonical(told)
    files["ledger.jsonl"] = ("\n".join(lines) + "\n").encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["ledger.jsonl"] = sha256(files["ledger.jsonl"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into
