"""A measure says which kinds of members tell it: a ministry owes no cost per kilo."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.members.models import Representation
from ayni_web.series.models import Measure
from ayni_web.series.readings import actions, queries
from ayni_web.series.readings.periods import last_ended
from ayni_web.series.reminders import reminders
from tests.web.series.made import growers, measure, reading
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def ministry(world):
    made = organisation("Dirección agraria", "government")
    membership(world.cluster, made, "production")
    growers(world, 0)
    return made


def test_who_does_not_tell_a_measure_is_missing_nowhere(world, ministry):
    cost, hours = measure(world), measure(world, "training_hours")
    start = last_ended("farm_year", timezone.localdate())
    for each in (world.cooperative, world.exporter):
        reading(world.manager, cost, each, starts_on=start)
    (found,) = queries.periods_of(cost, each=True)
    assert found.whole.missing == []
    told = {line.measure: (line.told, line.members) for line in queries.lines_of([cost, hours])}
    assert told == {cost: (2, 2), hours: (0, 3)}


def test_who_does_not_tell_a_measure_is_not_reminded_of_it(world, ministry):
    measure(world)
    hours = measure(world, "training_hours")
    Representation.objects.filter(person=world.member).update(organisation=ministry)
    assert [each.facts["measure"] for each in reminders(world.member)] == [str(hours)]


def test_who_does_not_tell_a_measure_cannot_and_its_page_says_who_does(world, ministry, signed_in):
    cost = measure(world)
    with pytest.raises(Mistake) as refused:
        reading(world.manager, cost, ministry)
    assert refused.value.key == "readings.not_yours"
    page = signed_in(world.manager).get(f"/measures/{cost.pk}/").content.decode()
    assert "La dicen: Productor" in page


def test_a_measure_of_the_clusters_own_says_who_tells_it(world, ministry, signed_in):
    sent = {"name": "Multas", "of": "organisation", "unit": "pen", "better": "less", "period": "year",
            "roll_up": "sum", "kinds": ["government"]}  # fmt: skip
    client, address = signed_in(world.manager), f"/measures/add/{world.cluster.pk}/own/"
    of_cluster = {**sent, "of": "cluster", "roll_up": "none"}
    assert "no lo dicen sus miembros" in client.post(address, of_cluster).content.decode()
    client.post(address, sent)
    made = Measure.objects.get()
    assert made.kinds == ["government"]
    actions.tell_reading(by=world.manager, measure=made, organisation=ministry, value=Decimal(2), source="x",
                         starts_on=last_ended("year", timezone.localdate()))  # fmt: skip
    (found,) = queries.periods_of(made, each=True)
    assert (found.value, found.whole.missing) == (2, [])
    for statement in ("UPDATE series_measure SET kinds = '[]'", "UPDATE series_measure SET kinds = NULL"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
