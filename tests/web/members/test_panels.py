"""What is under way stands on the page of a cluster and of an organisation, for who may see it, at a constant cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni_web.members.models import Cluster
from ayni_web.members.panels import panels_of, told
from ayni_web.processes.actions.sequels import make_sequel
from tests.web.assessments.made import answered_round
from tests.web.assessments.made import opened as round_opened
from tests.web.commitments.made import agreed
from tests.web.ledger.made import AWARD, assigned, granted
from tests.web.ledger.made import opened as books_opened
from tests.web.processes.made import formed, in_force, opened
from tests.web.series.made import growers, measure, reading

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shown(person, row):
    """Panels of a row by the room of their template."""
    return {template.partition("/")[0]: panel for template, panel in panels_of(person, row)}


def cluster_of(world):
    return Cluster.objects.get(pk=world.cluster.pk)


def test_each_panel_names_a_page_it_stands_on_and_a_place_of_its_own():
    places = [(panel.of, panel.place) for panel in told()]
    assert {of for of, _ in places} == {"cluster", "organisation", "plan"}
    assert len(set(places)) == len(places)


def test_an_open_case_stands_on_the_pages_of_whom_it_is_of(world, signed_in):
    rules = in_force(world.officer)
    case, own = opened(world, rules=rules), opened(world, rules=rules, organisation=world.cooperative, title="De una")
    assert {row.pk for row, _ in shown(world.manager, world.cluster)["processes"]["rows"]} == {case.pk, own.pk}
    assert [row.pk for row, _ in shown(world.member, world.cooperative)["processes"]["rows"]] == [own.pk]
    page = signed_in(world.manager).get(f"/clusters/{world.cluster.pk}/").content.decode()
    assert "2 casos abiertos" in page
    assert case.title in page


def test_a_member_is_not_shown_the_case_of_another_member(world):
    opened(world, organisation=world.exporter)
    assert "processes" not in shown(world.member, world.cluster)


def test_the_case_that_a_cluster_came_from_is_linked_for_who_sees_it(world):
    case = formed(world)
    make_sequel(by=world.officer, case=case)
    assert shown(world.manager, cluster_of(world))["processes"]["formed_by"] == case
    panel = shown(world.member, cluster_of(world))["processes"]
    assert panel["sequel"].case_id == case.pk


def test_agreed_commitments_stand_with_their_day(world):
    assert shown(world.manager, world.cluster)["commitments"]["rows"] == []
    made = agreed(world)
    assert shown(world.manager, world.cluster)["commitments"]["rows"] == [made]
    assert shown(world.member, world.cooperative)["commitments"]["rows"] == [made]
    assert "commitments" not in shown(world.stranger, world.cooperative)


def test_an_open_round_asks_and_a_closed_one_tells_its_score(world):
    assert shown(world.manager, world.cluster)["assessments"].get("open") is None
    # Five answered 4 on a scale from 1 to 5: (4 - 1) / (5 - 1) = 75 of 100, turned items 25; the whole lies between.
    last = answered_round(world, 5)
    panel = shown(world.manager, world.cluster)["assessments"]
    assert panel["last"] == last
    assert 0 < panel["whole"].score < 100
    asked = round_opened(world.manager, world.cluster)
    assert [row for row, *_ in shown(world.manager, world.cluster)["assessments"]["open"]] == [asked]
    assert "assessments" not in shown(world.member, world.cluster)


def test_a_round_of_few_tells_no_score(world):
    answered_round(world, 4)
    assert shown(world.manager, world.cluster)["assessments"]["whole"] is None


def test_values_that_are_missing_are_told_to_whom_they_are_of(world, signed_in):
    growers(world, 3)
    cost = measure(world)
    panel = shown(world.manager, world.cluster)["series"]
    assert [line.measure for line in panel["lines"]] == [cost]
    own = shown(world.member, world.cooperative)["series"]["own"]
    assert [(row, organisation) for row, organisation, _ in own] == [(cost, world.cooperative.pk)]
    assert "series" not in shown(world.stranger, world.cooperative)
    page = signed_in(world.member).get(f"/organisations/{world.cooperative.pk}/").content.decode()
    assert f"/measures/{cost.pk}/tell/?organisation={world.cooperative.pk}" in page


def test_what_an_award_has_left_is_what_was_assigned_less_what_was_paid(world):
    books_opened(world)
    granted(world)
    assigned(world, 60_000)
    (row,) = shown(world.member, world.cluster)["ledger"]["rows"]
    assert (row.heading.pk, row.currency, row.assigned, row.used, row.ahead, row.left) == \
        (AWARD, "PEN", 60_000, 0, 0, 60_000)  # fmt: skip
    assert "ledger" in shown(world.member, world.cooperative)
    # The manager reads what is public of the cluster; what one organisation holds may be a person's.
    assert "ledger" not in shown(world.manager, world.cooperative)


def test_nobody_outside_sees_what_is_under_way(world, client):
    opened(world)
    agreed(world)
    assert "h-under-way" not in client.get(f"/clusters/{world.cluster.pk}/").content.decode()


def test_panels_cost_the_same_queries_however_much_is_under_way(world):
    rules, cost = in_force(world.officer), measure(world)

    def counted():
        person = type(world.manager).objects.get(pk=world.manager.pk)
        with CaptureQueriesContext(connection) as seen:
            panels_of(person, cluster_of(world))
        return len(seen)

    opened(world, rules=rules)
    agreed(world)
    answered_round(world, 5)
    few = counted()
    for grower in growers(world, 6):
        opened(world, rules=rules)
        agreed(world)
        reading(world.manager, cost, grower)
    assert counted() <= few
