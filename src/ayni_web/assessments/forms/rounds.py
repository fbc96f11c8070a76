"""Forms of rounds."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ayni_web.accounts.models import Person
from ayni_web.assessments.models import Assessment
from ayni_web.common.forms import Choice, Day, Form, Row, Text, Tick
from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Organisation


class Search(Form):
    """What a list of rounds shows."""

    topic = "assessments"
    state = Choice(Assessment.State.values, topic="assessment_states", empty="any", required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("assessments.every_cluster")


class OpenForm(Form):
    """Of whom a round is, and until when: what its questionnaire is not of is not asked."""

    topic = "assessments"
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    organisation = Row(queryset=Organisation.objects.none(), required=False)
    closes_on = Day()

    def __init__(
        self, *args: Any, clusters: QuerySet[Cluster], organisations: QuerySet[Organisation],
        subjects: tuple[str, ...], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("assessments.no_cluster")
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = said("assessments.no_organisation")
        if "organisation" not in subjects:
            del self.fields["organisation"]
        if subjects == ("entity",):
            del self.fields["cluster"]


class CopyForm(Form):
    """For which cluster a questionnaire is copied."""

    topic = "assessments"
    owner = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = clusters
        self.fields["owner"].required = not everywhere
        self.fields["owner"].empty_label = said("assessments.owner_all") if everywhere else None

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"cluster": self.cleaned_data["owner"], "sent": self.sent_key()}


class AskForm(Form):
    """Whom to ask."""

    topic = "assessments"
    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    everyone = Tick(required=False)

    def __init__(
        self, *args: Any, people: QuerySet[Person], shown: QuerySet[Person], everyone: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # What is sent is held against all who may be asked; what is shown is what fits on a page.
        self.fields["people"].queryset = people if self.is_bound else shown
        self._everyone = everyone

    def clean(self) -> dict[str, Any]:
        """Somebody, at least."""
        given = super().clean() or self.cleaned_data
        if not given.get("everyone") and not given.get("people") and "people" not in self.errors:
            self.add_error("people", said("assessments.choose_people"))
        return given

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = self._everyone if self.cleaned_data["everyone"] else self.cleaned_data["people"]
        return {"people": chosen, "sent": self.sent_key()}


class ExtendForm(Form):
    """Until when, instead."""

    topic = "assessments"
    closes_on = Day()


class ReplyForm(Form):
    """What an organisation replies."""

    topic = "assessments"
    reply = Text(long=True)
