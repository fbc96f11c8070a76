"""What people are to tell: values of the last period that are missing."""

from typing import Any

from django.urls import reverse

from ayni_web.common.reminders import Reminder
from ayni_web.members.access import represented
from ayni_web.members.models import Organisation
from ayni_web.series.readings.access import visible_measures
from ayni_web.series.readings.periods import label
from ayni_web.series.readings.queries import missing


def reminders(person: Any) -> list[Reminder]:
    """Values that are missing of the organisations a person acts for; at most four queries."""
    own = represented(person)
    if not own:
        return []
    found = missing(own, visible_measures(person))
    names = dict(Organisation.objects.filter(pk__in={organisation for _, organisation, _ in found}).values_list(
        "pk", "name"))  # fmt: skip
    return [
        Reminder("tell_reading", f"{reverse('series:enter', args=[measure.pk])}?organisation={organisation}",
                 {"measure": str(measure), "period": label(measure.period, start),
                  "organisation": names[organisation]})
        for measure, organisation, start in found if organisation in names
    ]  # fmt: skip
