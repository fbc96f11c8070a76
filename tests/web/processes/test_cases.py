"""Cases move as the rules they were opened with have it, and in no other way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.processes.actions import cases, rules
from ayni_web.processes.clock import after, days_between
from ayni_web.processes.models import Case, Move, Pause, Reviewer, Rules, Step, Way
from tests.web.processes.made import in_force, moved, opened, paper, way

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def refused(key, act, **facts):
    with pytest.raises(Mistake) as found:
        act(**facts)
    assert found.value.key == f"cases.{key}"


def broken(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_case_walks_from_its_first_step_to_its_end_and_tells_who_took_it_there(world):
    case = opened(world)
    paper(case, world.manager)
    moved(case, "checked", world.manager)
    moved(case, "decided", world.officer)
    moved(case, "done", world.director)
    case.refresh_from_db()
    told = [(each.number, each.step.code, each.by) for each in case.moves.select_related("step", "by")]
    assert told == [(1, "written", world.manager), (2, "checked", world.manager), (3, "decided", world.officer),
                    (4, "done", world.director)]  # fmt: skip
    assert (case.step.code, case.due_on, case.brought_by) == ("done", None, world.director)
    assert case.ended_at == case.moves.last().made_at
    kinds = [row.kind for row in Entry.objects.order_by("number") if row.kind.startswith("case.")]
    assert kinds == ["case.opened", "case.moved", "case.moved", "case.done"]


def test_a_form_that_arrives_twice_moves_once(world):
    case = opened(world)
    paper(case, world.manager)
    key = "6f1a1c8e-5d7f-4c53-9d5d-9b6b4d0b2a11"
    onward = way(case, "checked")
    first = cases.move_case(by=world.manager, case=case, way=onward, sent=key)
    assert cases.move_case(by=world.manager, case=case, way=onward, sent=key) == first
    refused("moved_meanwhile", cases.move_case, by=world.manager, case=case, way=onward)


def test_a_paper_that_is_asked_for_is_brought_before_the_case_goes_on(world):
    case = opened(world)
    refused("papers_missing", moved, case=case, to="checked", by=world.manager)
    paper(case, world.manager, kind="photograph")
    refused("papers_missing", moved, case=case, to="checked", by=world.manager)
    paper(case, world.manager)
    assert moved(case, "checked", world.manager).number == 2


def test_whoever_gives_up_needs_no_paper_but_says_why(world):
    case = opened(world)
    refused("say_why", moved, case=case, to="withdrawn", by=world.manager)
    assert moved(case, "withdrawn", world.manager, "No nos reunimos").step.ending == "withdrawn"


def test_nobody_takes_the_step_that_checks_their_own(world):
    case = opened(world, by=world.officer)
    paper(case, world.officer)
    moved(case, "checked", world.officer)
    refused("by_another", moved, case=case, to="decided", by=world.officer)
    # Coming back to what one checked is the step of another, too.
    moved(case, "decided", world.director)
    refused("by_another", moved, case=case, to="done", by=world.director)
    # What one began one may give up.
    other = opened(world, by=world.officer, rules=case.rules)
    paper(other, world.officer)
    moved(other, "checked", world.officer)
    assert moved(other, "withdrawn", world.officer, "Ya no").step.ending == "withdrawn"


def test_the_database_refuses_what_the_actions_refuse(world):
    case = opened(world)
    onward = way(case, "checked")
    decided = Step.objects.get(rules=case.rules, code="decided")
    last = Way.objects.get(origin=decided, target__code="done")
    fields = {"case": case, "number": 2, "by": world.manager}
    broken(lambda: Move.objects.create(**fields, way=last, step=last.target))  # from elsewhere
    broken(lambda: Move.objects.create(**fields, way=onward, step=decided))  # to elsewhere
    broken(lambda: Move.objects.create(**{**fields, "number": 3}, way=onward, step=onward.target))  # a gap
    broken(lambda: Move.objects.create(**{**fields, "number": 1}, step=case.step))  # begun twice
    give_up = way(case, "withdrawn")
    broken(lambda: Move.objects.create(**fields, way=give_up, step=give_up.target))  # without its reason
    long_ago = timezone.now() - timedelta(days=1)
    broken(lambda: Move.objects.create(**fields, way=onward, step=onward.target, made_at=long_ago))
    broken(lambda: Case.objects.filter(pk=case.pk).update(step=decided))
    broken(lambda: Case.objects.filter(pk=case.pk).update(ended_at=timezone.now()))
    Move.objects.create(**fields, way=onward, step=onward.target)
    back = Way.objects.get(origin=onward.target, target__code="decided")
    broken(lambda: Move.objects.create(case=case, number=3, by=world.manager, way=back, step=decided))  # one's own
    broken(lambda: case.moves.filter(number=2).update(by=world.officer))
    broken(lambda: case.moves.filter(number=2).delete())
    broken(lambda: Case.objects.filter(pk=case.pk).update(rules=in_force(world.officer)))


def test_a_case_that_ended_moves_no_more(world):
    case = opened(world)
    moved(case, "withdrawn", world.manager, "No")
    any_way = Way.objects.filter(origin__rules=case.rules).first()
    refused("ended_already", cases.move_case, by=world.manager, case=case, way=any_way)
    refused("ended_already", cases.pause_case, by=world.manager, case=case, reason="x")
    refused("ended_already", cases.tell_blocked, by=world.manager, case=case, blocked_usd=1)
    broken(lambda: Move.objects.create(case=case, number=3, by=world.manager, way=any_way, step=any_way.target))
    broken(lambda: Case.objects.filter(pk=case.pk).update(ended_at=None))
    broken(lambda: case.delete())


def test_an_open_case_keeps_its_rules_when_new_ones_are_put_in_force(world):
    case = opened(world)
    draft = rules.start_draft(by=world.officer, process=case.rules.process)
    steps = [each for each in draft.document["step"] if each["code"] != "decided"]
    steps[1]["moves"] = [{"to": "done", "title": steps[1]["title"]}, {"to": "refused", "title": steps[1]["title"]}]
    draft.document["step"] = steps
    draft.save()
    new = rules.put_in_force(by=world.officer, rules=draft)
    paper(case, world.manager)
    moved(case, "checked", world.manager)
    assert {each.target.code for each in Way.objects.filter(origin=way(case, "decided").origin)} == {
        "decided", "written", "withdrawn"}  # fmt: skip
    case.rules.refresh_from_db()
    assert (case.rules.state, new.number) == (Rules.State.REPLACED, 2)
    refused("rules_not_in_force", cases.open_case, by=world.manager, rules=case.rules, title="x", cluster=world.cluster)
    broken(lambda: Rules.objects.filter(pk=case.rules_id).update(document={}))
    broken(lambda: case.rules.delete())
    broken(lambda: Way.objects.filter(origin__rules=case.rules).delete())
    broken(lambda: Step.objects.filter(rules=case.rules).update(days=900))
    broken(lambda: Step.objects.create(rules=case.rules, code="new", position=9, title={}, owner="", ending="done",
                                       counting="calendar"))  # fmt: skip


def test_days_are_counted_as_the_step_says(world):
    case = opened(world)
    assert case.due_on == timezone.localdate() + timedelta(days=10)
    paper(case, world.manager)
    moved(case, "checked", world.manager)
    case.refresh_from_db()
    assert case.due_on == after(timezone.localdate(), 5, "working")
    # Worked by hand: from Friday 24 July 2026, five working days of Peru: Mon 27, Thu 30, Fri 31 (28 and 29 are
    # holidays), Mon 3 and Tue 4 August.
    assert after(date(2026, 7, 24), 5, "working") == date(2026, 8, 4)
    assert days_between(date(2026, 7, 24), date(2026, 8, 4), "working") == 5
    assert days_between(date(2026, 7, 24), date(2026, 8, 4), "calendar") == 11
    assert days_between(date(2026, 7, 24), date(2026, 7, 20), "calendar") == 0


def test_the_clock_stands_still_with_a_reason_where_the_rules_let_it(world):
    case = opened(world)
    refused("say_why", cases.pause_case, by=world.manager, case=case, reason=" ")
    refused("no_pause", cases.pause_case, by=world.member, case=case, reason="Esperamos")
    pause = cases.pause_case(by=world.manager, case=case, reason="Esperamos a la notaría")
    refused("paused_now", cases.pause_case, by=world.manager, case=case, reason="Otra vez")
    paper(case, world.manager)
    refused("paused_now", moved, case=case, to="checked", by=world.manager)
    onward = way(case, "checked")
    broken(lambda: Move.objects.create(case=case, number=2, by=world.manager, way=onward, step=onward.target))
    broken(lambda: Pause.objects.create(case=case, step=case.step, reason="dos", by=world.manager))
    broken(lambda: pause.delete())
    cases.resume_case(by=world.manager, case=case)
    refused("no_pause", cases.resume_case, by=world.manager, case=case)
    moved(case, "checked", world.manager)
    refused("no_pause", cases.pause_case, by=world.officer, case=case, reason="Aquí no se puede")
    here = Case.objects.get(pk=case.pk).step
    broken(lambda: Pause.objects.create(case=case, step=here, reason="aquí no", by=world.officer))


def test_the_last_day_moves_by_the_days_that_the_clock_stood_still(world, monkeypatch):
    case = opened(world)
    cases.pause_case(by=world.manager, case=case, reason="Huelga")
    monkeypatch.setattr("ayni_web.processes.actions.cases.days_between", lambda begun, until, counting: 4)
    cases.resume_case(by=world.manager, case=case)
    assert Case.objects.get(pk=case.pk).due_on == case.due_on + timedelta(days=4)


def test_a_case_is_of_what_its_rules_are_for(world):
    known = in_force(world.officer)
    facts = {"by": world.officer, "rules": known, "title": "x"}
    refused("not_of_request", cases.open_case, **facts)
    refused("needs_cluster", cases.open_case, **facts, organisation=world.cooperative)
    assert cases.open_case(**facts, organisation=world.cooperative, cluster=world.cluster).organisation
    own = in_force(world.officer, cluster=world.cluster)
    refused("of_its_cluster", cases.open_case, **{**facts, "rules": own}, cluster=world.other_cluster)


@pytest.mark.parametrize("who", ["stranger", "auditor"])
def test_a_case_is_opened_by_whoever_the_rules_name_for_what_is_theirs(world, who):
    refused("not_yours_to_open", opened, world=world, by=world.people[who])
    refused("not_yours_to_open", opened, world=world, by=world.member, cluster=world.other_cluster)
    refused("not_yours_to_open", opened, world=world, by=world.member, organisation=world.exporter)
    assert opened(world, by=world.member, organisation=world.cooperative).opened_by == world.member


def test_a_request_is_open_to_anyone_and_answered_with_a_reason(world):
    known = rules.use_entry(by=world.officer, entry="initiative")
    case = cases.open_case(by=world.stranger, rules=known, title="Un clúster de trucha", text="En el lago")
    refused("not_yours_to_move", moved, case=case, to="talk", by=world.stranger)
    moved(case, "talk", world.officer)
    moved(case, "decision", world.officer, "Conviene")
    refused("by_another", moved, case=case, to="taken_up", by=world.officer, reason="Sí")
    refused("say_why", moved, case=case, to="refused", by=world.director)
    assert moved(case, "taken_up", world.director, "Hay mercado").step.ending == "done"


def test_a_reviewer_is_somebody_from_outside(world):
    case = opened(world)
    for person in (world.manager, world.officer, world.member):
        refused("not_independent", cases.name_reviewer, by=world.officer, case=case, person=person)
    refused("not_yours_to_move", cases.name_reviewer, by=world.manager, case=case, person=world.auditor)
    cases.name_reviewer(by=world.officer, case=case, person=world.auditor)
    refused("reviews_already", cases.name_reviewer, by=world.officer, case=case, person=world.auditor)
    broken(lambda: Reviewer.objects.create(case=case, person=world.manager, named_by=world.officer))
    broken(lambda: Reviewer.objects.create(case=case, person=world.director, named_by=world.director))


def test_trade_that_is_held_up_is_told_where_the_rules_ask_for_it(world):
    case = opened(world, blocked_usd=120_000)
    assert case.blocked_usd == 120_000
    cases.tell_blocked(by=world.manager, case=case, blocked_usd=90_000)
    assert Case.objects.get(pk=case.pk).blocked_usd == 90_000
    refused("not_yours_to_move", cases.tell_blocked, by=world.stranger, case=case, blocked_usd=1)
    silent = opened(world, rules=in_force(world.officer, blocks=False), blocked_usd=5)
    assert silent.blocked_usd is None
    broken(lambda: Case.objects.filter(pk=case.pk).update(blocked_usd=-1))
