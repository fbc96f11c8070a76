"""Forms of events."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from ayni_web.common import language
from ayni_web.common.forms import Choice, Day, Form, Moment, Number, Row, Text, Told
from ayni_web.common.language import said
from ayni_web.events.kinds import Kind, kinds
from ayni_web.events.units import UNITS
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.places import meant, place_name

_DAYS_BACK = {"today": 0, "yesterday": 1}


def _quantity(**kwargs: Any) -> Number:
    return Number(max_digits=14, decimal_places=3, min_value=0, example="920", **kwargs)


class EventForm(Form):
    """Something that happened: what a kind does not have is not asked."""

    topic = "events"
    title = Text()
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    starts_at = Moment()
    ends_at = Moment(required=False)
    place = Text(required=False, max_length=120)
    where = Text(required=False)
    quantity = _quantity(required=False)
    unit = Choice(UNITS, topic="units", empty=True, required=False)
    lot = Text(required=False, max_length=60)
    note = Text(long=True, required=False)

    def __init__(self, *args: Any, kind: Kind, clusters: QuerySet[Cluster] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = [] if kind.units else ["quantity", "unit"]
        left_out += [] if kind.lot else ["lot"]
        left_out += [] if kind.ends else ["ends_at"]
        left_out += ["cluster"] if clusters is None else []
        for name in left_out:
            del self.fields[name]
        if kind.units:
            self.fields["unit"].choices = [("", said("forms.choose")), *_units(kind)]
        if clusters is not None:
            self.fields["cluster"].queryset = clusters
            self.fields["cluster"].empty_label = said("events.no_cluster")

    def clean_place(self) -> str:
        """Code of the place that was meant."""
        text = self.cleaned_data["place"]
        if not text:
            return ""
        found = meant(text)
        if len(found) != 1:
            names = "; ".join(place_name(each.code) for each in found[:5])
            key = "events.place_unclear" if found else "events.place_unknown"
            raise ValidationError(said(key, came=text, names=names) if found else said(key, came=text))
        return found[0].code


def _units(kind: Kind) -> list[tuple[str, str]]:
    return [(unit, said(f"units.{unit}")) for unit in kind.units]


class DayChoice(Told, forms.ChoiceField):
    """Today, yesterday or another day, to be chosen before anything is typed."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, Any]]:
            today = timezone.localdate()
            near = [(code, said(f"events.{code}", day=language.day(today - timedelta(days=back))))
                    for code, back in _DAYS_BACK.items()]  # fmt: skip
            return [*near, ("another", said("events.another"))]

        super().__init__(choices=choices, **kwargs)


class DeliveryForm(Form):
    """I delivered a lot: choices before typing."""

    topic = "events"
    organisation = Row(queryset=Organisation.objects.none())
    day = DayChoice(initial="today")
    on = Day(required=False)
    delivered = _quantity()
    unit = Choice(UNITS, topic="units", initial="kg")
    receiver = Row(queryset=Organisation.objects.none(), required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    lot = Text(required=False, max_length=60)

    def __init__(
        self, *args: Any, deliverers: QuerySet[Organisation], receivers: QuerySet[Organisation],
        clusters: QuerySet[Cluster], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = deliverers
        self.fields["unit"].choices = _units(kinds()["delivery"])
        self.fields["receiver"].queryset = receivers
        self.fields["receiver"].empty_label = said("events.nobody_listed")
        self.fields["cluster"].queryset = clusters
        if len(clusters) < 2:
            del self.fields["cluster"]
        alone = list(deliverers[:2])
        if len(alone) == 1:
            self.fields["organisation"].initial = alone[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Day that was chosen."""
        given = super().clean() or self.cleaned_data
        if given.get("day") in _DAYS_BACK:
            given["on"] = timezone.localdate() - timedelta(days=_DAYS_BACK[given["day"]])
        elif not given.get("on") and "on" not in self.errors:
            self.add_error("on", said("events.which_day"))
        return given

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        told = {name: self.cleaned_data[name] for name in ("organisation", "on", "unit", "receiver", "lot")}
        told["cluster"] = self.cleaned_data.get("cluster")
        return {**told, "quantity": self.cleaned_data["delivered"], "sent": self.sent_key()}


class CancelForm(Form):
    """Why an event is cancelled."""

    topic = "events"
    reason = Text(max_length=300)


class ParticipantsForm(Form):
    """Who took part, and as what."""

    topic = "events"
    role = forms.ChoiceField(widget=forms.RadioSelect)
    organisations = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kind: Kind, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, said(f"event_roles.{role}")) for role in kind.roles]
        self.fields["organisations"].queryset = organisations


class Search(Form):
    """What a list of events shows."""

    topic = "events"
    kind = Choice(lambda: tuple(kinds()), topic="event_kinds", empty=True, required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    since = Day(required=False)
    until = Day(required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("events.every_cluster")
        self.fields["kind"].choices = [("", said("events.every_kind")), *list(self.fields["kind"].choices)[1:]]
