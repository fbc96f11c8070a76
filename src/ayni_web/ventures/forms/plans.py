"""Forms of plans as a whole: how one begins, who takes part, an assumption looked at again, what is compared."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy

from ayni_web.common.forms import Day, Form, Row, Select, Text, Upload
from ayni_web.common.language import said
from ayni_web.members.models import Cluster, Organisation
from ayni_web.series.models import Measure
from ayni_web.ventures import shelves
from ayni_web.ventures.models import Version

lazily = lazy(said, str)


class _OfCluster(Form):
    topic = "plans"
    cluster = Row(queryset=Cluster.objects.none(), empty_label=None)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        alone = list(clusters[:2])
        if len(alone) == 1:
            self.fields["cluster"].initial = alone[0].pk
            self.fields["cluster"].widget = forms.HiddenInput()


class EmptyForm(_OfCluster):
    """A plan typed from nothing."""

    title = Text(label=lazily("plans.its_name"))
    field_order = ("title", "cluster")


class ExampleForm(_OfCluster):
    """A plan that begins as an example."""

    example = forms.ChoiceField(choices=shelves.examples, widget=Select)
    field_order = ("example", "cluster")


class FileForm(_OfCluster):
    """A plan that was written as a file."""

    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": ".toml,.xlsx,text/plain"}))
    field_order = ("file", "cluster")


class PressForm(Form):
    """A button alone: pressed twice, it counts once."""


class TakePartForm(Form):
    """A member of the cluster, and which type it is of."""

    topic = "plans"
    organisation = Row(queryset=Organisation.objects.none(), empty_label=None)
    type = forms.ChoiceField(widget=Select)

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], types: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["type"].choices = types


class RenewForm(Form):
    """Until when an assumption holds, and why."""

    topic = "plans"
    until = Day()
    reason = Text(max_length=400)


class CompareForm(Form):
    """What a version is held against."""

    topic = "plans"
    against = forms.ChoiceField(widget=Select)

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].choices = [
            (str(row.pk), said("plans.version_of", plan=row.plan.title, number=row.number)) for row in versions
        ]


class ScoreForm(Form):
    """Whose forecasts are held against which measure."""

    topic = "plans"
    who = forms.ChoiceField(widget=Select)
    measure = Row(queryset=Measure.objects.none(), empty_label=None)

    def __init__(
        self, *args: Any, measures: QuerySet[Measure], kinds: list[tuple[str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = kinds
        self.fields["measure"].queryset = measures


class LenderForm(Form):
    """What a lender is told beside the plan: who asks, what for, what stands for it, whom to call."""

    topic = "lending"
    borrower = Text()
    purpose = Text(long=True, max_length=1000)
    guarantees = Text(long=True, max_length=1000)
    contact = Text()
