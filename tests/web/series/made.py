"""Measures and readings that tests ask for."""

from datetime import date
from decimal import Decimal
from typing import Any

from ayni_web.members.models import Membership, Organisation
from ayni_web.series.models import Measure, Reading
from ayni_web.series.readings import actions
from tests.web.world import membership, organisation

FARM_YEARS = (date(2022, 8, 1), date(2023, 8, 1), date(2024, 8, 1), date(2025, 8, 1))


def measure(world: Any, code: str = "unit_cost") -> Measure:
    found = Measure.objects.filter(cluster=world.cluster, code=code).first()
    return found or actions.copy_measure(by=world.manager, cluster=world.cluster, code=code)


def reading(by: Any, of: Measure, organisation: Any = None, **facts: Any) -> Reading:
    weight = {"weight": Decimal(100)} if of.weighted else {}
    start = date(2025, 8, 1) if of.period == "farm_year" else date(2025, 1, 1)
    facts = {"starts_on": start, "value": Decimal(4), "source": "Cuaderno de campo", **weight, **facts}
    return actions.tell_reading(by=by, measure=of, organisation=organisation, **facts)


def growers(world: Any, count: int) -> list[Organisation]:
    """Members of the cluster since before every period of the tests."""
    made = []
    for number in range(count):
        grower = organisation(f"Grupo {number:02}", "producers_association")
        membership(world.cluster, grower, "production")
        made.append(grower)
    Membership.objects.update(since=date(2010, 1, 1))
    return made
