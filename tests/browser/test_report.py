"""The report and the field forms in a browser: on a phone and a screen, by day and night, by keyboard, on paper."""

import re
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from ayni.words import LANGUAGES
from tests.browser.seeing import PHONE, SCREEN, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("report")]

# Phone and screen, day and night: one language each at once, the other combinations with the slow tests.
QUICK = [("es", PHONE, "light"), ("en", SCREEN, "dark")]
REST = [each for each in product(LANGUAGES, (PHONE, SCREEN), ("light", "dark")) if each not in QUICK]
UNFOLDED = [("es", PHONE, "dark"), ("en", PHONE, "light"), ("pt", SCREEN, "light"), ("es", SCREEN, "dark")]
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach(each => { each.open = true })"


@pytest.fixture
def opened(browser: Browser, peru):
    """Opener of a page of the Peruvian package, offline, noting what it asks for and what goes wrong."""
    contexts = []

    def opener(name: str, width: int = SCREEN, scheme: str = "light", bypass_csp: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True, bypass_csp=bypass_csp
        )
        contexts.append(context)
        page = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.wrong.append(message.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.goto((peru[1] / name).as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [*QUICK, *(pytest.param(*each, marks=pytest.mark.slow) for each in REST)]
)
def test_axe_finds_nothing_in_the_report(opened, language, width, scheme):
    assert violations(opened(f"report.{language}.html", width, scheme, bypass_csp=True)) == []


@pytest.mark.parametrize(("language", "width", "scheme"), UNFOLDED)
@pytest.mark.slow
def test_axe_finds_nothing_with_everything_unfolded(opened, language, width, scheme):
    page = opened(f"report.{language}.html", width, scheme, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    assert violations(page) == []


@pytest.mark.parametrize(("language", "width", "scheme"), [*QUICK, ("pt", PHONE, "dark")])
@pytest.mark.slow
def test_axe_finds_nothing_in_the_forms(opened, language, width, scheme):
    assert violations(opened(f"forms.{language}.html", width, scheme, bypass_csp=True)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["report", "forms"])
def test_nothing_is_fetched_and_nothing_goes_wrong(opened, name, language):
    page = opened(f"{name}.{language}.html")
    assert [address for address in page.asked if not address.startswith(("file:", "data:"))] == []
    assert page.wrong == []
    assert page.evaluate("document.fonts.check('16px Archivo')")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["report", "forms"])
def test_a_phone_never_scrolls_sideways(opened, name, language):
    page = opened(f"{name}.{language}.html", PHONE)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    inside = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
    inside += " && !e.closest('.scroll, svg, .vh')).map(e => e.outerHTML.slice(0, 120))"
    assert page.evaluate(inside) == []


def test_no_text_of_a_drawing_leaves_it(opened):
    outside = (
        "[...document.querySelectorAll('svg.chart text')].filter(t => { const box = t.getBoundingClientRect(),"
        " whole = t.closest('svg.chart').getBoundingClientRect(); return box.width && (box.left < whole.left - 4"
        " || box.right > whole.right + 4) }).map(t => t.textContent)"
    )
    for language in LANGUAGES:
        assert opened(f"report.{language}.html", PHONE).evaluate(outside) == []


def test_labels_of_a_line_chart_do_not_lie_on_each_other(opened):
    overlaps = """() => {
        const found = [];
        for (const chart of document.querySelectorAll('svg.chart')) {
            const boxes = [...chart.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
            for (const [i, [one, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1))
                if (a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1
                    && a.top < b.bottom - 3 && b.top < a.bottom - 3) found.push([one, other]);
        }
        return found;
    }"""
    for width in (PHONE, SCREEN):
        assert opened("report.es.html", width).evaluate(overlaps) == []


def test_the_keyboard_reaches_the_content_the_folds_and_the_regions_that_scroll(opened):
    page = opened("report.es.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    fold = page.locator("summary", has_text="Ver la tabla").first
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.evaluate("each => each.parentElement.open")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "scroll"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')")


def test_the_menu_of_a_phone_opens_without_a_script(opened):
    page = opened("report.pt.html", PHONE)
    page.locator(".menu > summary").click()
    page.locator(".menu a[href='#sources']").click()
    assert page.evaluate("location.hash") == "#sources"


def test_a_raised_number_leads_to_its_note(opened):
    page = opened("report.en.html")
    reference = page.locator("a.ref").first
    target = reference.get_attribute("href")
    reference.click()
    assert page.locator(f"li{target}").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_beside_the_report_is_there(opened, peru, language):
    page = opened(f"report.{language}.html")
    addresses = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    beside = {address.partition("#")[0] for address in addresses if not re.match(r"#|https?:", address)}
    assert beside
    assert [name for name in sorted(beside) if not (peru[1] / name).exists()] == []


def test_the_other_languages_are_one_press_away(opened):
    page = opened("report.es.html")
    page.locator(".langs a[hreflang='en']").click()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_night_is_dark(opened):
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened("report.es.html", scheme="light").evaluate(ground) != opened(
        "report.es.html", scheme="dark"
    ).evaluate(ground)


def test_paper_opens_the_tables_and_leaves_the_masthead_out(opened):
    page = opened("report.es.html")
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    folded = "document.querySelector('figure details.more-info:not([open]) table').getBoundingClientRect().height"
    assert page.evaluate(folded) > 0


def test_each_form_takes_a_sheet_of_paper_or_two(opened, peru, tmp_path):
    published, _ = peru
    page = opened("forms.es.html")
    page.pdf(path=tmp_path / "forms.pdf", format="A4", print_background=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "forms.pdf").read_bytes()))
    candidates = published.tables["candidates"].height
    # The index, and for each candidate one sheet, or a second one for its table of fifteen organisations.
    assert candidates < sheets <= 2 * candidates + 1
