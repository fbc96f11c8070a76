"""What people do on the site, in a real browser, in the languages of Peru's offices and in English."""

import re
import time

import pytest
import xlsxwriter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from ayni.words import say
from ayni_web.members.models import Cluster, Organisation, Relation, Representation
from tests.browser.seeing import PHONE, violations, wider_than_its_window
from tests.web.studies import made as studies
from tests.web.world import person

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stories")]

PASSWORD = "correct horse battery"
LANGUAGES = ["es", *(pytest.param(each, marks=pytest.mark.slow) for each in ("en", "pt"))]


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sends(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def signs_in(page: Page, language: str, name: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    sends(page, say("accounts.sign_in", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_sets_a_second_factor_and_signs_in_with_it(site, seen, language):
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment

    new = person("nueva.oficial", name="Nueva Oficial")
    Appointment.objects.create(person=new, role="officer", since=timezone.now())
    page = seen("/", language=language)
    signs_in(page, language, "nueva.oficial")
    # Nothing else answers before the second factor is set.
    page.goto("/organisations/")
    expect(page).to_have_url(re.compile("/account/2fa/"))
    page.goto("/account/2fa/totp/activate/")
    # Who changes how one signs in shows the password again.
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_load_state()
    secret = "".join(page.locator(".spoken span").all_inner_texts())
    page.fill("[name=code]", code_now(secret))
    sends(page, say("accounts.codes_confirm", language))
    assert Authenticator.objects.filter(user=new, type=Authenticator.Type.TOTP).exists()
    page.context.clear_cookies(name="sessionid")
    signs_in(page, language, "nueva.oficial")
    # The code of this half minute was used; the next one is another.
    used = code_now(secret)
    for _ in range(40):
        if code_now(secret) != used:
            break
        time.sleep(1)
    page.fill("[name=code]", code_now(secret))
    sends(page, say("accounts.go_on", language))
    page.goto("/organisations/")
    expect(page).to_have_url(re.compile("/organisations/$"))
    assert page.wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_without_e_mail_joins_by_code_on_a_phone(site, seen, language):
    page = seen(f"/organisations/{site.exporter.pk}/invite/", site.manager, language=language)
    page.fill("[name=name]", "Rosa Condori")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    code = page.locator(".big-code").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)

    phone = seen("/unirse/", width=PHONE, language=language)
    phone.fill("[name=code]", code.replace("-", " ").lower())
    sends(phone, say("joining.go_on", language))
    expect(phone.locator("h1")).to_contain_text("Exportadora Wara")
    assert violations(phone) == []
    assert not wider_than_its_window(phone)
    phone.fill("[name=username]", "rosa.condori")
    phone.fill("[name=password]", PASSWORD)
    phone.locator("[name=agree]").check()
    sends(phone, say("joining.come_in", language))
    expect(phone.locator("main")).to_contain_text("Exportadora Wara")
    assert not wider_than_its_window(phone)
    assert Representation.objects.filter(person__username="rosa.condori", organisation=site.exporter).exists()
    assert phone.wrong == []

    again = seen("/join/", width=PHONE, language=language)
    again.fill("[name=code]", code)
    sends(again, say("joining.go_on", language))
    expect(again.locator(".error").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_draws_a_relation(site, seen, language):
    page = seen("/relations/add/", site.manager, language=language)
    page.fill("[name=source]", "taypi")
    page.select_option("[name=kind]", "supplies")
    page.fill("[name=target]", "wara")
    page.fill("[name=share]", "veinte sacos")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    expect(page.locator(".error").first).to_contain_text("veinte sacos")
    page.fill("[name=share]", "46")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert Relation.objects.get().share_of_value * 100 == 46
    page.goto(f"/clusters/{site.cluster.pk}/relations/")
    drawing = page.get_by_role("img").first
    expect(drawing).to_be_visible()
    assert "Taypi" in drawing.get_attribute("aria-label") or drawing.get_attribute("aria-label")
    expect(page.locator("table").last).to_contain_text("Cooperativa Taypi")
    assert violations(page) == []
    assert page.wrong == []


def test_the_paths_of_a_member_work_by_keyboard_alone(site, seen):
    page = seen("/account/login/", width=PHONE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator("[name=login]").focus()
    page.keyboard.type("member.uno")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".masthead .enter, .masthead .menu").first).to_be_attached()
    page.goto("/organisations/mine/")
    expect(page.locator("main")).to_contain_text("Cooperativa Taypi")


def workbook(path, rows) -> str:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Hoja1")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return str(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_imports_a_spreadsheet_with_mistakes_mends_it_and_imports(site, seen, language, tmp_path):
    header = ["Nombre", "Tipo", "Ubigeo", "RUC"]
    good = [["Asociación Ñusta", "producers_association", "210801", ""], ["Textil Suri", "firm", "040101", ""]]
    wrong = [header, good[0], ["Textil Suri", "mercería", "999999", "20123"]]
    page = seen("/imports/?contract=organisations", site.officer, language=language)
    page.set_input_files("[name=file]", workbook(tmp_path / "padrón.xlsx", wrong))
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("mercería")
    expect(page.locator("main")).to_contain_text("999999")
    expect(page.locator("main")).to_contain_text("20123")
    assert page.locator("tbody th").first.inner_text() == "3"
    assert not Organisation.objects.filter(name="Asociación Ñusta").exists()
    assert violations(page) == []

    page.goto("/imports/?contract=organisations")
    page.set_input_files("[name=file]", workbook(tmp_path / "padrón corregido.xlsx", [header, *good]))
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert not Organisation.objects.filter(name="Asociación Ñusta").exists()
    assert violations(page) == []
    sends(page, say("spreadsheets.import_n", language, n=2))
    expect(page.locator("h1")).to_contain_text(say("spreadsheets.preview_done", language))
    assert Organisation.objects.filter(name__in=["Asociación Ñusta", "Textil Suri"]).count() == 2
    assert page.wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_forms_a_cluster_from_a_candidate(site, seen, peru, language):
    run = studies.package(peru[1])
    page = seen(f"/studies/runs/{run.pk}/candidates/{studies.CANDIDATE}/", site.officer, language=language)
    assert violations(page) == []
    page.goto(f"/studies/runs/{run.pk}/candidates/{studies.CANDIDATE}/cluster/")
    page.fill("[name=name]", "Papa de los Andes")
    page.fill("[name=started_on]", "2026-11-02")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_load_state()
    formed = Cluster.objects.get(name="Papa de los Andes")
    assert sorted(formed.places.values_list("place", flat=True)) == ["03", "04", "08", "21"]
    assert formed.origin.run == run
    page.goto(f"/clusters/{formed.pk}/")
    # The evidence of the candidate was carried over.
    expect(page.locator("main")).to_contain_text(run.package)
    assert violations(page) == []
    assert page.wrong == []
