"""Every view of plans is tried by everybody."""

import pytest

from ayni_web.ventures.models import Assumption
from tests.web.tried import SIGNED_IN, Try
from tests.web.ventures.made import computed, planned, signed, taking_part, toml_file

WHOLE = "director officer auditor manager"
WRITERS = "director officer manager"


def draft(world):
    return {"pk": planned(world).pk}


def done(world):
    return {"pk": computed(world).pk}


def frozen(world):
    return {"pk": signed(world).pk}


def plan(world):
    version = planned(world)
    taking_part(world, version)
    return {"pk": version.plan_id}


def empty_plan(world):
    return {"pk": planned(world).plan_id}


def participant(world):
    version = planned(world)
    return {"pk": version.plan_id, "participant": taking_part(world, version).pk}


def own(world):
    version = signed(world)
    taking_part(world, version)
    return {"pk": version.plan_id, "organisation": world.cooperative.pk}


def anothers(world):
    return {**own(world), "organisation": world.exporter.pk}


def unsigned(world):
    version = computed(world)
    taking_part(world, version)
    return {"pk": version.plan_id, "organisation": world.cooperative.pk}


def step(name):
    return lambda world: {**draft(world), "step": name}


def row(at, step="members", table="type"):
    return lambda world: {**draft(world), "step": step, "table": table, "at": at}


def new_row(step, table):
    return lambda world: {**draft(world), "step": step, "table": table}


def assumption(world):
    version = computed(world)
    return {"pk": version.pk, "assumption": Assumption.objects.get(version=version).pk}


def nothing(world):
    return {}


def begun(world):
    return {"way": "file", "file": toml_file(), "cluster": str(world.cluster.pk)}


TRIES = [
    Try("ventures:list", seen_by=SIGNED_IN),
    Try("ventures:add", seen_by=WRITERS),
    Try("ventures:add", seen_by=WRITERS, post=begun),
    Try("ventures:plan", plan, WHOLE),
    Try("ventures:take_part", empty_plan, WRITERS,
        post=lambda world: {"organisation": str(world.cooperative.pk), "type": "grower"}),
    Try("ventures:leave_out", participant, WRITERS, post=nothing),
    Try("ventures:member", own, f"{WHOLE} member"),
    Try("ventures:member", anothers, WHOLE),
    Try("ventures:member", unsigned, ""),
    Try("ventures:version", draft, WHOLE),
    Try("ventures:version", done, WHOLE),
    Try("ventures:version", frozen, WHOLE),
    Try("ventures:steps", draft, WRITERS),
    *(Try("ventures:step", step(name), WRITERS) for name in
      ("head", "members", "alone", "activities", "together", "learning", "money", "risks", "sharing", "layers",
       "assumptions")),
    Try("ventures:step", step("nonsense"), ""),
    Try("ventures:row", row(0), WRITERS),
    Try("ventures:row", row(9), ""),
    Try("ventures:row", row(1, "alone", "flow"), ""),
    Try("ventures:row", row(0, "alone", "flow"), WRITERS),
    Try("ventures:row", row(0, "assumptions", "assumption"), WRITERS),
    Try("ventures:new_row", new_row("together", "flow"), WRITERS),
    Try("ventures:new_row", new_row("risks", "scenario"), WRITERS),
    Try("ventures:new_row", new_row("members", "flow"), ""),
    Try("ventures:drop", row(0), WRITERS, post=nothing),
    Try("ventures:compute", draft, WRITERS, post=nothing),
    Try("ventures:copy", draft, WRITERS, post=nothing),
    Try("ventures:renew", assumption, WRITERS),
    # The manager wrote it: another signs.
    Try("ventures:sign", done, "director officer"),
    Try("ventures:sign", done, "director officer", post=nothing),
    Try("ventures:compared", done, WHOLE),
    Try("ventures:handover", draft, WHOLE),
    Try("ventures:handover", frozen, WHOLE),
    Try("ventures:paper", done, WHOLE),
    Try("ventures:paper", draft, ""),
    Try("ventures:lender", frozen, WHOLE),
    Try("ventures:lender", done, ""),
    Try("ventures:lender", frozen, WHOLE, post=nothing),
    Try("ventures:forecasts", frozen, WHOLE),
    Try("ventures:forecasts", done, ""),
    Try("ventures:model", seen_by=WRITERS),
    Try("ventures:version_model", draft, WHOLE),
    Try("ventures:toml", draft, WHOLE),
    Try("ventures:workbook", done, WHOLE),
    Try("ventures:workbook", draft, ""),
    Try("ventures:type", lambda world: {**done(world), "code": "grower"}, WHOLE),
    Try("ventures:type", lambda world: {**done(world), "code": "nobody"}, ""),
]  # fmt: skip


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
