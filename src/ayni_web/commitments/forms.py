"""Forms of commitments."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ayni.library.promises import Promise, promises
from ayni_web.commitments.kinds import title_of
from ayni_web.commitments.models import Commitment
from ayni_web.common.forms import Choice, Day, Form, Number, Row, Select, Text, Told
from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Organisation

WHOSE = ("to_keep", "to_receive")
STATES = ("overdue", "proposed", "open", "kept", "late", "broken", "waived", "disputed", "declined", "withdrawn")


class SideChoice(Told, forms.ChoiceField):
    """Whether the own organisation promises or receives."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, str]]:
            return [(side, said(f"commitment_sides.{side}")) for side in ("maker", "receiver")]

        super().__init__(choices=choices, **kwargs)


class ProposeForm(Form):
    """A commitment of a kind; what the kind does not have is not asked."""

    topic = "commitments"
    organisation = Row(queryset=Organisation.objects.none())
    side = SideChoice(initial="maker")
    other = Row(queryset=Organisation.objects.none())
    content = Text(long=True, max_length=600)
    quantity = Number(max_digits=14, decimal_places=3, min_value=0, example="920", required=False)
    unit = forms.ChoiceField(required=False, widget=Select)
    due_on = Day()
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(
        self, *args: Any, kind: Promise, own: QuerySet[Organisation], others: QuerySet[Organisation],
        clusters: QuerySet[Cluster], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["content"].widget.attrs["rows"] = 3
        self.fields["organisation"].queryset = own
        self.fields["organisation"].empty_label = said("commitments.choose")
        self.fields["other"].queryset = others.exclude(pk=own[0].pk) if len(own[:2]) == 1 else others
        self.fields["other"].empty_label = said("commitments.choose")
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("commitments.choose")
        self.fields["unit"].choices = [(unit, said(f"units.{unit}")) for unit in kind.units]
        for name in ("quantity", "unit") if not kind.units else ():
            del self.fields[name]
        if len(clusters[:2]) < 2:
            del self.fields["cluster"]
        alone = list(own[:2])
        if len(alone) == 1:
            self.fields["organisation"].initial = alone[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()


class ReasonForm(Form):
    """Why something is declined or withdrawn."""

    topic = "commitments"
    reason = Text(max_length=600)


class OutcomeForm(Form):
    """How it went, as whoever receives saw it."""

    topic = "commitments"
    outcome = Choice(("done", "broken", "waived"), topic="commitment_outcomes", widget=forms.RadioSelect)
    done_on = Day(required=False)
    text = Text(long=True, max_length=1000, required=False)


class WordForm(Form):
    """How it was for whoever promised."""

    topic = "commitments"
    your_word = Text(long=True, max_length=1000)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"text": self.cleaned_data["your_word"], "sent": self.sent_key()}


class ReviewForm(Form):
    """What was seen when a long promise was looked at."""

    topic = "commitments"
    note = Text(long=True, max_length=1000, required=False)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"text": self.cleaned_data["note"], "sent": self.sent_key()}


class CommitmentRow(Row):
    """A commitment, told by who promises it."""

    def label_from_instance(self, row: Commitment) -> str:
        """Maker and content."""
        return f"{row.maker}: {row}"


class MatchForm(Form):
    """A commitment of the other column of the board."""

    topic = "commitments"
    match_other = CommitmentRow(queryset=Commitment.objects.none())

    def __init__(self, *args: Any, offered: QuerySet[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["match_other"].queryset = offered

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"other": self.cleaned_data["match_other"], "sent": self.sent_key()}


class Search(Form):
    """What a list of commitments shows."""

    topic = "commitments"
    whose = Choice(WHOSE, topic="commitment_sides", empty=True, required=False)
    state = Choice(STATES, topic="commitment_states", empty=True, required=False)
    kind = forms.ChoiceField(required=False, widget=Select)
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), required=False, widget=forms.HiddenInput()
    )

    def __init__(
        self, *args: Any, clusters: QuerySet[Cluster], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, none in (("whose", "everybodys"), ("state", "every_state")):
            self.fields[name].choices = [("", said(f"commitments.{none}")), *list(self.fields[name].choices)[1:]]
        kinds = sorted(((code, title_of(code)) for code in promises()), key=lambda each: each[1])
        self.fields["kind"].choices = [("", said("commitments.every_kind")), *kinds]
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("commitments.every_cluster")
        self.fields["organisation"].queryset = organisations

    def wanted(self) -> dict[str, Any]:
        """Filters that were chosen."""
        given = self.cleaned_data if self.is_valid() else {}
        names = ("whose", "state", "kind", "cluster", "organisation")
        return {name: given[name] for name in names if given.get(name)}
