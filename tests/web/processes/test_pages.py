"""Pages of processes and cases, as people use them without JavaScript."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni_web.common.guards import lift_guards
from ayni_web.processes.actions import cases, rules
from ayni_web.processes.models import Case, Move, Process, Rules
from ayni_web.processes.queries import processes as queries
from ayni_web.processes.queries.cases import found_cases, stages
from ayni_web.processes.queries.reminders import reminders
from tests.web.processes.made import in_force, moved, opened, paper

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def text_of(client, address, **facts):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address, facts).content.decode()).split())


def back_in_time(case, **days):
    """As if the moves of a case had been made so many days ago: what the guards keep anybody from."""
    lift_guards()
    for move in case.moves.all():
        ago = days.get(f"move{move.number}")
        if ago is not None:
            made = timezone.now() - timedelta(days=ago)
            Move.objects.filter(pk=move.pk).update(made_at=made)


def test_a_process_of_the_library_is_copied_changed_and_put_in_force_in_the_browser(world, signed_in):
    client = signed_in(world.manager)
    page = client.get("/processes/").content.decode()
    assert "/processes/library/permit/" in page
    made = client.post("/processes/library/permit/", {"cluster": world.cluster.pk, "copy": "1"})
    draft = made.url
    assert "de todo paso se llega a un final" in text_of(client, draft)
    step = {"title_es": "Ensayo en laboratorio", "ending": "", "owner": "officer", "days": "20", "counting": "working",
            "documents": ["report"], "by_another": "on"}  # fmt: skip
    assert client.post(f"{draft}step/", step).status_code == 302
    assert "Todavía no" in text_of(client, draft)  # nothing leads to it yet, and it leads nowhere
    new = "ensayo-en-laboratorio"
    way = {"title_es": "Ensayo bueno", "to": "risk"}
    assert client.post(f"{draft}step/{new}/way/", way).status_code == 302
    way = {"title_es": "Pasar a ensayo", "to": new, "roles": ["officer", "manager"], "reason": "on"}
    assert client.post(f"{draft}step/dossier/way/", way).status_code == 302
    assert client.post(f"{draft}step/dossier/way/risk/drop/").status_code == 302
    head = {"title_es": "Permiso a China", "about_es": "Quinua", "title_pt": "Permissão para a China",
            "opened_by": ["manager"], "of": ["cluster"], "blocks": "on"}  # fmt: skip
    assert client.post(f"{draft}head/", head).status_code == 302
    put = client.post(draft)
    assert put.status_code == 302
    known = Rules.objects.get()
    assert (known.state, known.title) == (
        "in_force", {"es": "Permiso a China", "en": "Permiso a China", "pt": "Permissão para a China"})  # fmt: skip
    laid = known.steps.get(code=new)
    assert (laid.days, laid.counting, laid.by_another, laid.documents) == (20, "working", True, ["report"])
    ways = {each.target.code: each for each in known.steps.get(code="dossier").ways.all()}
    assert set(ways) == {new, "withdrawn"}
    assert (ways[new].by, ways[new].reason) == (["officer", "manager"], True)
    assert "Ensayo en laboratorio" in text_of(client, put.url)


def test_a_draft_that_is_not_sound_is_not_put_in_force(world, signed_in):
    client = signed_in(world.manager)
    draft = rules.copy_entry(by=world.manager, entry="initiative", cluster=world.cluster)
    page = f"/processes/drafts/{draft.pk}/"
    assert client.post(f"{page}step/taken_up/drop/").status_code == 302
    assert client.post(f"{page}step/refused/drop/").status_code == 302
    assert client.post(f"{page}step/decision/raise/").status_code == 302
    assert "Poner en uso" in text_of(client, page)
    for code in ("withdrawn",):
        client.post(f"{page}step/{code}/drop/")
    told = text_of(client, page)
    assert "Todavía no" in told
    assert "ningún paso es un final" in told
    assert "Poner en uso" not in told
    assert client.post(page).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert client.post(f"{page}drop/").url == "/processes/"
    assert not Process.objects.exists()


@pytest.mark.parametrize(("sent", "told"), [
    ({"title_es": "", "owner": "officer"}, "title_es"), ({"title_es": "x", "owner": "officer", "days": "0"}, "days"),
    ({"title_es": "x", "owner": "queen"}, "owner"), ({"title_es": "x"}, "owner"),
])  # fmt: skip
def test_a_step_that_is_wrong_is_told_beside_its_field(world, signed_in, sent, told):
    draft = rules.copy_entry(by=world.manager, entry="permit", cluster=world.cluster)
    page = signed_in(world.manager).post(f"/processes/drafts/{draft.pk}/step/", {"counting": "calendar", **sent})
    assert page.status_code == 200
    assert told in page.context["form"].errors


def test_a_case_is_opened_moved_and_read_on_its_page(world, signed_in):
    known = in_force(world.officer)
    client = signed_in(world.manager)
    sent = {"title": "Quinua, China", "text": "Se pide <b>acceso</b>", "cluster": world.cluster.pk,
            "blocked_usd": "120000"}  # fmt: skip
    made = client.post(f"/cases/open/{known.pk}/", sent)
    case = Case.objects.get()
    assert made.url == f"/cases/{case.pk}/"
    page = text_of(client, made.url)
    assert "quien administra el clúster" in page
    assert "Acta : falta" in page or "falta" in page
    assert "US$ 120,000 al año" in page
    assert "<b>acceso" not in client.get(made.url).content.decode()
    paper(case, world.manager)
    onward = case.step.ways.get(target__code="checked")
    assert client.post(f"/cases/{case.pk}/move/{onward.pk}/", {}).status_code == 302
    assert "Usted trajo el caso hasta aquí" not in text_of(client, made.url)  # a manager has no turn here at all
    assert client.get(f"/cases/{case.pk}/move/{onward.pk}/").status_code == 404


def test_whoever_brought_it_is_told_that_another_takes_the_step(world, signed_in):
    case = opened(world, by=world.officer)
    paper(case, world.officer)
    moved(case, "checked", world.officer)
    page = text_of(signed_in(world.officer), f"/cases/{case.pk}/")
    assert "Usted trajo el caso hasta aquí. Este paso lo da otra persona." in page


def test_other_members_read_what_was_done_and_not_by_whom(world, signed_in):
    case = opened(world)
    page = f"/cases/{case.pk}/"
    assert world.manager.name not in text_of(signed_in(world.member), page)
    for somebody in (world.manager, world.auditor):
        assert world.manager.name in text_of(signed_in(somebody), page)


def test_days_taken_stand_beside_days_allowed_and_those_over_are_told(world, signed_in):
    case = opened(world)
    paper(case, world.manager)
    moved(case, "checked", world.manager)
    back_in_time(case, move1=14, move2=0)
    first, second = stages(case)
    assert (first.days, first.over, first.mark) == (14, 4, "met")
    assert (second.days, second.over, second.mark) == (0, 0, "now")
    page = text_of(signed_in(world.manager), f"/cases/{case.pk}/")
    assert "14 días de 10 permitidos" in page
    assert "4 días de más" in page


def test_days_of_a_pause_are_not_counted(world):
    case = opened(world)
    cases.pause_case(by=world.manager, case=case, reason="Feria")
    back_in_time(case, move1=14)
    case.pauses.update(since=timezone.now() - timedelta(days=10), until=timezone.now() - timedelta(days=4),
                       ended_by=world.manager)  # fmt: skip
    assert stages(case)[0].days == 8


def test_cases_are_found_by_whose_turn_it_is_and_by_their_clock(world):
    known = in_force(world.officer)
    late, paused, ended = (opened(world, rules=known) for _ in range(3))
    other = opened(world, by=world.officer, rules=known, cluster=world.other_cluster)
    cases.pause_case(by=world.manager, case=paused, reason="Feria")
    Case.objects.filter(pk__in=[late.pk, paused.pk]).update(due_on=timezone.localdate() - timedelta(days=1))
    moved(ended, "withdrawn", world.manager, "No")
    found = lambda who, **asked: set(found_cases(who, **asked))  # noqa: E731
    assert found(world.manager, which="mine") == {late, paused}
    assert found(world.manager, which="late") == {late}
    assert found(world.manager, which="ended") == {ended}
    assert found(world.officer, which="open") == {late, paused, other}
    assert found(world.officer, cluster=world.other_cluster) == {other}
    assert found(world.officer, process=known.process) == {late, paused, ended, other}
    assert found(world.stranger) == {other}
    assert found(world.officer, which="mine") == set()


def test_whoever_has_the_turn_is_reminded_of_what_is_late_or_due_soon(world):
    case = opened(world)
    assert reminders(world.manager) == []
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + timedelta(days=3))
    told = reminders(world.manager)
    assert [(each.title, each.soon) for each in told] == [(f"Dé el paso «Paso» del caso «{case.title}»", True)]
    assert reminders(world.member) == []
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert reminders(world.manager)[0].late
    cases.pause_case(by=world.manager, case=case, reason="Feria")
    assert reminders(world.manager) == []


def test_who_checks_is_not_reminded_of_what_they_brought(world):
    case = opened(world, by=world.officer)
    paper(case, world.officer)
    moved(case, "checked", world.officer)
    assert reminders(world.officer) == []
    assert [each.facts["case"] for each in reminders(world.director)] == [case.title]


def test_the_median_of_a_step_counts_what_still_goes_on_and_few_are_not_told_outside(world):
    known = in_force(world.officer)
    for ago in (2, 4, 9):
        case = opened(world, rules=known)
        moved(case, "withdrawn", world.manager, "No")
        back_in_time(case, move1=ago)
    for ago in (5, 30):
        back_in_time(opened(world, rules=known), move1=ago)
    # Worked by hand: over after 2, 4 and 9 days, going on for 5 and 30.  4/5, 3/5, then 3/5 x 1/2 = 0.3, less than a
    # half: the median is 9.
    here = next(each for each in queries.step_times(world.manager, known) if each.step.code == "written")
    assert (here.taken.median, here.taken.begun, here.taken.going_on, here.few) == (9, 5, 2, False)
    opened(world, by=world.officer, rules=known, cluster=world.other_cluster)
    few = next(each for each in queries.step_times(world.stranger, known) if each.step.code == "written")
    assert (few.taken, few.few) == (None, True)
    assert next(each for each in queries.step_times(world.stranger, known) if each.step.code == "checked").taken is None


def test_trade_held_up_is_summed_for_the_entity_and_not_told_where_few_tell_it(world, signed_in):
    known = in_force(world.officer)
    for value in (100, 200):
        opened(world, rules=known, blocked_usd=Decimal(value))
    ended = opened(world, rules=known, blocked_usd=Decimal(999))
    moved(ended, "withdrawn", world.manager, "No")
    assert queries.blocked(world.officer, known.process) == (300, 2)
    assert queries.blocked(world.manager, known.process) is None
    assert "US$ 300 al año" in text_of(signed_in(world.officer), f"/processes/{known.process_id}/")


def test_lists_cost_the_same_whatever_their_length(world, signed_in):
    known = in_force(world.officer)
    client = signed_in(world.manager)
    costs = {}
    for rows in (1, 12):
        for _ in range(rows):
            opened(world, rules=known)
        for address in ("/cases/", f"/processes/{known.process_id}/", "/processes/"):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as counted:
                assert client.get(address).status_code == 200
            costs.setdefault(address, []).append(len(counted))
    assert all(few == many for few, many in costs.values()), costs


@pytest.mark.parametrize("asked", [{"process": "nonsense"}, {"which": "nonsense"}, {"cluster": "1"}, {"page": "x"}])
def test_a_filter_that_means_nothing_breaks_nothing(world, signed_in, asked):
    opened(world)
    client = signed_in(world.manager)
    assert client.get("/cases/", asked).status_code == 200
    assert client.get("/lists/cases.csv", asked).status_code == 200


def test_cases_are_taken_away_as_a_file_with_the_filters_of_the_page(world, signed_in):
    case = opened(world, title="Quinua, China", blocked_usd=Decimal(5))
    ended = opened(world, title="Otro", rules=case.rules)
    moved(ended, "withdrawn", world.manager, "No")
    answer = signed_in(world.manager).get("/lists/cases.csv", {"which": "open"})
    told = b"".join(answer).decode("utf-8-sig")
    assert "Quinua, China" in told
    assert "Otro" not in told
    assert len(b"".join(signed_in(world.stranger).get("/lists/cases.csv")).splitlines()) == 1
    assert "Prueba" in b"".join(signed_in(world.manager).get("/lists/processes.csv")).decode("utf-8-sig")


def test_a_process_that_was_retired_opens_no_more_and_its_cases_go_on(world, signed_in):
    case = opened(world, by=world.officer)
    client = signed_in(world.officer)
    page = f"/processes/{case.rules.process_id}/"
    assert client.post(f"{page}retire/", {}).status_code == 302
    assert "no abre más casos" in text_of(client, page)
    assert client.get(f"/cases/open/{case.rules_id}/").status_code == 404
    assert moved(case, "withdrawn", world.officer, "Ya no").step.ending == "withdrawn"
    assert client.get(f"{page}edit/").status_code == 404


def test_an_erased_person_leaves_no_request_of_their_own(world):
    from ayni_web.processes.privacy import erase, held

    known = rules.use_entry(by=world.officer, entry="initiative")
    case = cases.open_case(by=world.stranger, rules=known, title="Saturnina pide", text="Soy Saturnina")
    assert held(world.stranger)["processes_own_request"] == [{"title": "Saturnina pide", "text": "Soy Saturnina"}]
    erase(world.stranger)
    case.refresh_from_db()
    assert "Saturnina" not in case.title + case.text
    assert case.moves.count() == 1


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_pages_are_told_in_every_language(world, signed_in, language):
    case = opened(world)
    draft = rules.copy_entry(by=world.officer, entry="permit")
    client = signed_in(world.officer)
    client.get(f"/language/{language}/")
    for address in ("/cases/", f"/cases/{case.pk}/", "/processes/", f"/processes/{case.rules.process_id}/",
                    "/processes/library/formation/", f"/processes/drafts/{draft.pk}/", "/cases/open/"):  # fmt: skip
        assert client.get(address).status_code == 200
