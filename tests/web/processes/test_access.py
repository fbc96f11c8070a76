"""Every view of processes and cases is tried by everybody."""

import pytest

from ayni_web.processes.actions import cases, rules
from ayni_web.processes.models import Case
from tests.web.processes.made import formed, in_force, opened, taken_in, way
from tests.web.tried import SIGNED_IN, Try
from tests.web.world import with_second_factor

WRITERS = "director officer manager"
INSIDE = "director officer auditor manager member"
ENTITY = "director officer auditor"
STAFF = "director officer"


def of_case(world):
    return {"pk": opened(world).pk}


def of_request(world):
    known = rules.use_entry(by=world.officer, entry="initiative")
    return {"pk": cases.open_case(by=world.stranger, rules=known, title="Trucha del lago").pk}


def of_way(world):
    case = opened(world)
    return {"pk": case.pk, "way": way(case, "checked").pk}


def of_giving_up(world):
    case = opened(world)
    return {"pk": case.pk, "way": way(case, "withdrawn").pk}


def of_paused(world):
    case = opened(world)
    cases.pause_case(by=world.manager, case=case, reason="Esperamos")
    return {"pk": case.pk}


def of_intake(world):
    return {"pk": taken_in(world).pk}


def of_formed(world):
    return {"pk": formed(world).pk}


def of_rules(world):
    return {"pk": in_force(world.officer).pk}


def of_asked_rules(world):
    return {"pk": rules.use_entry(by=world.officer, entry="community_request").pk}


def of_process(world):
    return {"pk": in_force(world.officer).process_id}


def of_cluster_process(world):
    return {"pk": in_force(world.officer, cluster=world.cluster).process_id}


def of_draft(world):
    return {"pk": rules.copy_entry(by=world.manager, entry="permit", cluster=world.cluster).pk}


def of_step(world):
    return {**of_draft(world), "code": "dossier"}


def of_draft_way(world):
    return {**of_step(world), "to": "risk"}


def nothing(world):
    return {}


TRIES = [
    Try("processes:cases", seen_by=SIGNED_IN),
    Try("processes:choose", seen_by=SIGNED_IN),
    Try("processes:open", of_rules, "director officer manager member stranger"),
    Try("processes:case", of_case, INSIDE),
    Try("processes:case", of_request, "director officer auditor stranger"),
    Try("processes:move", of_way, WRITERS),
    Try("processes:move", of_giving_up, WRITERS, post=lambda world: {"reason": "No nos reunimos"}),
    Try("processes:pause", of_case, WRITERS),
    Try("processes:resume", of_paused, WRITERS, post=nothing),
    Try("processes:reviewer", of_case, STAFF),
    Try("processes:blocked", of_case, WRITERS),
    Try("processes:take_in", of_asked_rules, WRITERS),
    Try("processes:slip", of_intake, ENTITY),
    Try("processes:slip", of_case, ""),
    Try("processes:put_in", of_intake, STAFF),
    Try("processes:put_in", of_case, ""),
    Try("processes:forget", of_intake, STAFF),
    Try("processes:follow", of_formed, STAFF),
    Try("processes:follow", of_case, ""),
    Try("processes:list", seen_by=SIGNED_IN),
    Try("processes:entry", lambda world: {"code": "permit"}, WRITERS),
    Try("processes:entry", lambda world: {"code": "nonsense"}, ""),
    Try("processes:process", of_process, SIGNED_IN),
    Try("processes:process", of_cluster_process, INSIDE),
    Try("processes:copy", of_process, WRITERS),
    Try("processes:edit", of_process, STAFF),
    Try("processes:edit", of_cluster_process, WRITERS),
    Try("processes:retire", of_cluster_process, WRITERS),
    Try("processes:draft", of_draft, WRITERS),
    Try("processes:head", of_draft, WRITERS),
    Try("processes:drop_draft", of_draft, WRITERS, post=nothing),
    Try("processes:new_step", of_draft, WRITERS),
    Try("processes:step", of_step, WRITERS),
    Try("processes:drop_step", of_step, WRITERS, post=nothing),
    Try("processes:raise_step", of_step, WRITERS, post=nothing),
    Try("processes:new_way", of_step, WRITERS),
    Try("processes:way", of_draft_way, WRITERS),
    Try("processes:drop_way", of_draft_way, WRITERS, post=nothing),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_a_reviewer_sees_the_case_and_no_other_of_the_cluster(world, signed_in):
    case, other = opened(world), opened(world)
    with_second_factor(world.stranger).managements.create(cluster=world.other_cluster, since=case.opened_at)
    cases.name_reviewer(by=world.officer, case=case, person=world.stranger)
    client = signed_in(world.stranger)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert client.get(f"/cases/{other.pk}/").status_code == 404


def test_a_case_of_an_organisation_is_not_for_the_other_members(world, signed_in):
    case = opened(world, organisation=world.exporter)
    assert signed_in(world.member).get(f"/cases/{case.pk}/").status_code == 404
    assert not Case.objects.filter(organisation=world.cooperative).exists()
