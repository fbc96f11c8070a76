"""Forms of measures."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ayni.library.series import BETTER, OF, PERIODS, ROLL_UPS
from ayni_web.common.forms import Choice, Form, Number, Row, Several, Text
from ayni_web.common.language import said
from ayni_web.events.units import UNITS
from ayni_web.members.models import Cluster, Kind, Organisation
from ayni_web.series.models import Measure
from ayni_web.series.readings.periods import around, label

MEASURE_UNITS = (*UNITS, "pen", "usd", "pen_per_kg", "percent", "hours", "days", "steps", "members",
                 "buyers", "products")  # fmt: skip
BACK, AHEAD = 12, 10


def _value(**kwargs: Any) -> Number:
    return Number(max_digits=18, decimal_places=4, example="4.25", **kwargs)


class Search(Form):
    """What a list of measures shows."""

    topic = "readings"
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("readings.choose")

    def wanted(self) -> Cluster | None:
        """Cluster that was chosen."""
        return self.cleaned_data.get("cluster") if self.is_valid() else None


class MeasureForm(Form):
    """A measure of the cluster's own."""

    topic = "readings"
    name = Text()
    about = Text(required=False, max_length=300)
    of = Choice(OF, topic="measure_of")
    unit = Choice(MEASURE_UNITS, topic="units")
    better = Choice(BETTER, topic="measure_better")
    period = Choice(PERIODS, topic="measure_periods")
    roll_up = Choice(ROLL_UPS, topic="measure_roll_ups")
    weight_name = Text(required=False, max_length=100)
    values = Text(long=True, required=False, max_length=1000)
    kinds = Several(Kind.values, topic="kinds", required=False)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        given.pop("sent")
        title, weight = given.pop("name"), given.pop("weight_name")
        return {**given, "title": title, "weight": weight, "sent": self.sent_key()}


class PeriodChoice(forms.TypedChoiceField):
    """A period, told as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=date.fromisoformat, **kwargs)

    def offer(self, measure: Measure, ahead: int = 0) -> None:
        """Offer the last periods, and some that are to come."""
        offered = around(measure.period, timezone.localdate(), BACK, ahead)
        self.choices = [(start.isoformat(), label(measure.period, start)) for start in offered]
        # What is told is mostly of the last period that has ended; what is meant to be reached, of the running one.
        self.initial = offered[ahead or 1].isoformat()


class ValueForm(Form):
    """A value with its source; a measure that weighs asks for the weight."""

    topic = "readings"
    value = _value()
    weight = _value(required=False)
    source = Text(max_length=300)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].unit = said(f"units.{measure.unit}")
        if measure.weighted:
            self.fields["weight"].label, self.fields["weight"].required = measure.told("weight"), True
        else:
            del self.fields["weight"]


class ReadingForm(ValueForm):
    """A value of a period: one page of a phone."""

    organisation = Row(queryset=Organisation.objects.none())
    starts_on = PeriodChoice()
    part = forms.ChoiceField(required=False)
    field_order = ("organisation", "starts_on", "part", "value", "weight", "source")

    def __init__(self, *args: Any, measure: Measure, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, measure=measure, **kwargs)
        self.fields["starts_on"].offer(measure)
        self.fields["part"].choices = [
            ("", said("readings.whole")), *((code, measure.part_title(code)) for code in measure.parts),
        ]  # fmt: skip
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = said("readings.choose")
        if not measure.parts:
            del self.fields["part"]
        alone = list(organisations[:2])
        if measure.of == "cluster":
            del self.fields["organisation"]
        elif len(alone) == 1:
            self.fields["organisation"].initial = alone[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()


class ReviseForm(ValueForm):
    """A corrected value, with the reason."""

    why = Text(max_length=300)


class TargetForm(Form):
    """What is meant to be reached in a period."""

    topic = "readings"
    organisation = Row(queryset=Organisation.objects.none(), required=False)
    starts_on = PeriodChoice()
    value = _value()
    why = Text(max_length=300, required=False)

    def __init__(
        self, *args: Any, measure: Measure, organisations: QuerySet[Organisation], together: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset, self.fields["organisation"].required = organisations, not together
        self.fields["organisation"].empty_label = said("readings.all_together" if together else "readings.choose")
        if measure.of == "cluster":
            del self.fields["organisation"]
        self.fields["starts_on"].offer(measure, AHEAD)
        self.fields["value"].unit = said(f"units.{measure.unit}")
