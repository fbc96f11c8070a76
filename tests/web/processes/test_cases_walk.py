"""Any sequence of valid and invalid moves keeps every rule: a model written apart says what must be refused."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ayni_web.common.acting import Mistake
from ayni_web.processes.actions import cases
from ayni_web.processes.models import Case, Move, Step, Way
from tests.web.processes.made import document, in_force, opened
from tests.web.world import made_world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PEOPLE = ("director", "officer", "auditor", "manager", "member", "stranger")
# Who is what in a case that the manager opened for the cluster, written down by hand.
ROLES = {
    "director": {"director", "officer", "manager"}, "officer": {"officer", "manager"}, "auditor": set(),
    "manager": {"manager", "requester"}, "member": {"member"}, "stranger": set(),
}  # fmt: skip
STEPS = [{key: value for key, value in step.items() if key != "documents"} for step in document()["step"]]
TOLD = {step["code"]: step for step in STEPS}
CODES = list(TOLD)


def told_way(origin, target):
    return next((each for each in TOLD[origin].get("moves", ()) if each["to"] == target), None)


class Walk(RuleBasedStateMachine):
    """A case, and beside it what its document says of where it is."""

    def __init__(self):
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.world = made_world()
        self.case = opened(self.world, rules=in_force(self.world.officer, step=STEPS))
        self.at, self.author, self.paused, self.walked = "written", "manager", False, [("written", "manager")]

    def teardown(self):
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def may(self, who, origin, to, reason):
        way = told_way(origin, to)
        if way is None or origin != self.at or self.paused or (way.get("reason") and not reason.strip()):
            return False
        another = TOLD[origin].get("check") and to != "withdrawn"
        roles = set(way.get("by", [TOLD[origin]["owner"]]))
        return bool(roles & ROLES[who]) and not (another and who == self.author)

    @rule(who=st.sampled_from(PEOPLE), origin=st.sampled_from(CODES), to=st.sampled_from(CODES),
          reason=st.sampled_from(["", " ", "Porque sí"]))  # fmt: skip
    def move(self, who, origin, to, reason):
        self.moved(who, origin, to, reason)

    @rule(who=st.sampled_from(PEOPLE), to=st.sampled_from(CODES), reason=st.sampled_from(["", "Porque sí"]))
    def move_from_here(self, who, to, reason):
        self.moved(who, self.at, to, reason)

    def moved(self, who, origin, to, reason):
        way = Way.objects.filter(origin__rules=self.case.rules, origin__code=origin, target__code=to).first()
        assert (way is None) == (told_way(origin, to) is None)
        if way is None:
            return
        try:
            with transaction.atomic():
                cases.move_case(by=self.world.people[who], case=self.case, way=way, reason=reason)
        except Mistake:
            assert not self.may(who, origin, to, reason)
        else:
            assert self.may(who, origin, to, reason)
            self.at, self.author = to, who
            self.walked.append((to, who))

    @rule(who=st.sampled_from(PEOPLE), to=st.sampled_from(CODES), origin=st.sampled_from(CODES),
          skipped=st.integers(0, 1))  # fmt: skip
    def past_the_actions(self, who, origin, to, skipped):
        """A program that writes rows itself is held to the rules that need no role."""
        step = Step.objects.get(rules=self.case.rules, code=to)
        way = Way.objects.filter(origin__rules=self.case.rules, origin__code=origin).first()
        number = len(self.walked) + 1 + skipped
        fits = way is not None and way.origin.code == self.at and way.target_id == step.pk and not skipped
        another = TOLD[self.at].get("check") and to != "withdrawn" and who == self.author
        reason = fits and told_way(self.at, to).get("reason")
        if fits and not another and not reason and not self.paused:
            return
        with pytest.raises(IntegrityError), transaction.atomic():
            Move.objects.create(case=self.case, number=number, way=way, step=step, by=self.world.people[who])

    @rule(which=st.integers(0, 2))
    def their_own_past_the_actions(self, which):
        """Whoever brought the case here writes the row of the next move: refused where another is asked for."""
        ways = list(Way.objects.filter(origin__rules=self.case.rules, origin__code=self.at).select_related("target"))
        if not ways or not TOLD[self.at].get("check"):
            return
        way = ways[which % len(ways)]
        if way.target.code == "withdrawn":
            return
        with pytest.raises(IntegrityError), transaction.atomic():
            Move.objects.create(case=self.case, number=len(self.walked) + 1, way=way, step=way.target, reason="x",
                                by=self.world.people[self.author])  # fmt: skip

    @rule(who=st.sampled_from(PEOPLE), reason=st.sampled_from(["", "Esperamos"]))
    def pause(self, who, reason):
        step = TOLD[self.at]
        may = step.get("pause") and step["owner"] in ROLES[who] and reason and not self.paused
        try:
            with transaction.atomic():
                cases.pause_case(by=self.world.people[who], case=self.case, reason=reason)
        except Mistake:
            assert not may
        else:
            assert may
            self.paused = True

    @rule(who=st.sampled_from(PEOPLE))
    def resume(self, who):
        may = self.paused and TOLD[self.at]["owner"] in ROLES[who]
        try:
            with transaction.atomic():
                cases.resume_case(by=self.world.people[who], case=self.case)
        except Mistake:
            assert not may
        else:
            assert may
            self.paused = False

    @invariant()
    def history_and_place_agree(self):
        row = Case.objects.select_related("step", "brought_by").get(pk=self.case.pk)
        history = [(each.step.code, each.by) for each in row.moves.select_related("step", "by")]
        assert history == [(code, self.world.people[who]) for code, who in self.walked]
        assert row.step.code == self.at
        assert row.brought_by == self.world.people[self.author]
        assert (row.ended_at is not None) == bool(TOLD[self.at].get("end"))
        assert row.pauses.filter(until__isnull=True).count() == self.paused
        for (origin, author), (target, who) in zip(self.walked, self.walked[1:], strict=False):
            assert told_way(origin, target)
            assert not TOLD[origin].get("check") or target == "withdrawn" or author != who


def test_any_sequence_of_moves_keeps_every_rule(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    run_state_machine_as_test(Walk, settings=FEW)


FEW = settings(
    max_examples=15, stateful_step_count=30, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
