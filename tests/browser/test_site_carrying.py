"""A farm and a textile cluster carried on the site: from a request to the registry, and through a first year."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.words import say
from ayni_web.assessments.models import Sheet
from ayni_web.commitments.models import Commitment
from ayni_web.members.models import Cluster, Management, Representation
from ayni_web.processes.models import Case, Rules
from ayni_web.series.models import Measure, Reading
from tests.browser.seeing import PHONE, SCREEN, violations, wider_than_its_window
from tests.web.world import person, with_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("carrying")]


class Walk:
    """Somebody on the site: opens a page, fills what it asks, sends it."""

    def __init__(self, seen, who, language, width=SCREEN):
        self.page: Page = seen("/", who, width=width, language=language)
        self.language = language

    def at(self, address: str) -> "Walk":
        self.page.goto(address)
        return self

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.locator(f"main button[name={name}]").click()
        self.page.wait_for_load_state()

    def send(self, form: str = "form[method=post]", **fields) -> None:
        """Fill fields of the page by name, send the form, and see that nothing was refused."""
        main = self.page.locator("main")
        for name, value in fields.items():
            box = main.locator(f"[name={name}]")
            kind = box.first.get_attribute("type") or box.first.evaluate("each => each.tagName.toLowerCase()")
            if kind == "select":
                box.select_option(value)
            elif kind in ("radio", "checkbox"):
                main.locator(f"[name={name}][value='{value}']").check()
            elif kind == "file":
                box.set_input_files(value)
            else:
                box.fill(str(value))
        before = self.page.url
        main.locator(form).locator("button[type=submit]").last.click()
        self.page.wait_for_load_state()
        faults = main.locator(".error, .told.wrong").all_inner_texts()
        assert not faults, (before, faults)

    def is_whole(self) -> "Walk":
        assert violations(self.page) == []
        assert not wider_than_its_window(self.page)
        assert self.page.wrong == []
        return self


CHAINS = {
    "es": ("quinoa", "Quinua de Cabana", "quinua", "t", "211101", "20"),
    "en": ("alpaca_textile", "Alpaca de Arequipa", "alpaca", "pieces", "040101", "300"),
}


@pytest.mark.parametrize("language", ["es", pytest.param("en", marks=pytest.mark.slow)])
def test_a_cluster_is_carried_from_a_request_through_its_first_year(site, seen, language, tmp_path):
    chain, name, field, unit, place, amount = CHAINS[language]
    paper = tmp_path / "paper.txt"
    paper.write_text("Acta", encoding="utf-8")
    officer, director = Walk(seen, site.officer, language), Walk(seen, site.director, language)
    formation = asked_for(officer, director, paper, name=name, field=field, place=place)
    cluster = formation.cluster
    someone = with_second_factor(person("julia", name="Julia Quispe"))
    Management.objects.create(person=someone, cluster=cluster, since=timezone.now())
    manager = Walk(seen, someone, language)
    peopled(officer, manager, cluster, chain, (site.cooperative, site.exporter))
    registered(officer, manager, formation, paper)
    trader = person("trader", name="Rosa Condori")
    Representation.objects.create(person=trader, organisation=site.exporter, since=timezone.now())
    phone, at_buyer = Walk(seen, site.member, language, PHONE), Walk(seen, trader, language)
    answered(manager, phone, cluster, site.member)
    promised(phone, at_buyer, cluster, site.exporter, unit, amount)
    told_and_verified(manager, phone, cluster, paper)
    # The first year stands on one page.
    manager.at(f"/clusters/{cluster.pk}/diagnosis/").is_whole()
    shown = manager.page.locator("main")
    for each in (site.cooperative.name, site.exporter.name):
        expect(shown).to_contain_text(each)
    phone.at("/").is_whole()


def asked_for(officer, director, paper, *, name, field, place):
    """Case of forming the cluster that a community asked for without an account, and that was granted."""
    for code in ("community_request", "formation"):
        officer.at(f"/processes/library/{code}/").press("use")
    rules = Rules.objects.get(process__entry="community_request", state="in_force")
    officer.at(f"/cases/open/{rules.pk}/take-in/").send(
        name="Saturnina Condori", reach="Radio Pachamama", place=place, came_by="in_person",
        came_on=timezone.localdate() - timedelta(days=3), title=name,
    )  # fmt: skip
    officer.is_whole()
    request = Case.objects.get()
    for to, walk in (("study", officer), ("decision", officer), ("answer", director), ("granted", officer)):
        carried(walk, request, to, paper)
    officer.at(f"/cases/{request.pk}/follow/").send(title=name, name=name, field=field, territory=place,
                                                    started_on=timezone.localdate())  # fmt: skip
    return Case.objects.get(rules__process__entry="formation")


def peopled(officer, manager, cluster, chain, organisations):
    """Take the chain of the library, and write down who founds the cluster and at which link."""
    manager.at(f"/clusters/{cluster.pk}/links/chains/{chain}/").send()
    for each in organisations:
        officer.at(f"/clusters/{cluster.pk}/members/add/").send(organisation=each.name)
    codes = [link.code for link in cluster.links.order_by("position")]
    places = (0, codes.index("marketing"))
    for membership, at in zip(cluster.memberships.order_by("organisation__name"), places, strict=True):
        manager.at(f"/clusters/members/{membership.pk}/parts/").send(**{f"share_{at}": "100"})


def registered(officer, manager, formation, paper):
    """Take the formation to its end with every paper, and constitute the cluster."""
    for to in ("statutes", "review", "name", "deed", "registry", "tax", "last_check", "registered"):
        step = Case.objects.get(pk=formation.pk).step.code
        carried(officer if step in ("review", "last_check") else manager, formation, to, paper)
    officer.at(f"/cases/{formation.pk}/follow/").send()
    officer.is_whole()
    assert Cluster.objects.get(pk=formation.cluster_id).state == "constituted"


def carried(walk, case, to, paper):
    """Take a case on to a step, with the papers that the one it leaves asks for."""
    now = Case.objects.get(pk=case.pk).step
    for kind in now.documents:
        walk.at(f"/evidence/case/{case.pk}/file/").send(file=paper, title=kind, kind=kind)
    way = now.ways.get(target__code=to)
    walk.at(f"/cases/{case.pk}/move/{way.pk}/").send(reason="Conviene")
    assert Case.objects.get(pk=case.pk).step.code == to


def answered(manager, phone, cluster, member):
    """A questionnaire that a member answers on a phone, by keyboard alone."""
    manager.at("/assessments/questionnaires/trust/open/")
    manager.send(cluster=str(cluster.pk), closes_on=timezone.localdate() + timedelta(days=14))
    manager.send(people=str(member.pk))
    sheet = Sheet.objects.get()
    phone.at(f"/assessments/{sheet.assessment_id}/answer/").is_whole()
    answered_by_keyboard(phone.page, say("assessments.send", phone.language))
    assert Sheet.objects.get().sent_at
    phone.is_whole()


def answered_by_keyboard(page, last):
    """Tab from question to question, choose with the arrows, and send from the last button."""
    for _ in range(200):
        page.keyboard.press("Tab")
        on = page.evaluate("(({type, checked, innerText}) => ({type, checked, innerText}))(document.activeElement)")
        if on["type"] == "radio" and not on["checked"]:
            page.keyboard.press("Space")
            for _ in range(3):
                page.keyboard.press("ArrowDown")
        if on["type"] == "submit" and on["innerText"].strip() == last:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError("the button that sends was not reached")


def promised(phone, buyer, cluster, receiver, unit, amount):
    """What a member promises on a phone, the buyer signs, and says was kept."""
    phone.at("/commitments/add/deliver/").send(
        side="maker", other=str(receiver.pk), content="Primera, en Juliaca", quantity=amount, unit=unit,
        due_on=timezone.localdate() + timedelta(days=30), cluster=str(cluster.pk),
    )  # fmt: skip
    commitment = Commitment.objects.get()
    phone.is_whole()
    buyer.at(f"/commitments/{commitment.pk}/").send(form="form[action$='/countersign/']")
    buyer.is_whole()
    buyer.at(f"/commitments/{commitment.pk}/tell/").send(outcome="done", done_on=timezone.localdate())
    assert Commitment.objects.get().state == "kept"


def told_and_verified(manager, phone, cluster, paper):
    """A value that a member tells on a phone with its paper, and that another verifies."""
    manager.at(f"/measures/add/{cluster.pk}/")
    manager.page.locator("form[action*='/training_hours/'] button").click()
    manager.page.wait_for_load_state()
    measure = Measure.objects.get()
    phone.at(f"/measures/{measure.pk}/tell/").send(value="12,5", source="Lista de asistencia")
    phone.is_whole()
    reading = Reading.objects.get()
    phone.at(f"/evidence/reading/{reading.pk}/file/").send(file=paper, title="Lista", kind="other")
    manager.at(f"/measures/values/{reading.pk}/").send(form="form[action$='/verify/']")
    manager.is_whole()
    assert Reading.objects.get().verification.by.username == "julia"
