"""Forms of studies."""

from typing import Any

from django import forms
from django.utils.functional import lazy

from ayni_web.common.forms import Form, Row, Tick, Upload
from ayni_web.common.language import day, said
from ayni_web.members.forms.clusters import ClusterForm
from ayni_web.members.forms.territory import written
from ayni_web.studies import shelves
from ayni_web.studies.models import Origin, Run
from ayni_web.studies.queries import Prefilled

lazily = lazy(said, str)


class FilesForm(Form):
    """A zip with a study file and its tables."""

    topic = "studies"
    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}))


class ExampleForm(Form):
    """One of the examples that came with Ayni."""

    topic = "studies"
    example = forms.ChoiceField(choices=lambda: [(name, name.replace("-", " ").title()) for name in shelves.examples()])


class PressForm(Form):
    """A button alone: pressed twice, it counts once."""


class RunRow(Row):
    """A run, told by its day and package."""

    def label_from_instance(self, row: Run) -> str:
        """Day and package."""
        return f"{day(row.ended_at)} · {row.package}"


class CompareForm(Form):
    """Which earlier run a run is compared with."""

    topic = "comparison"
    against = RunRow(queryset=Run.objects.none(), empty_label=None, label=lazily("comparison.with"))


class FormingForm(ClusterForm):
    """A cluster formed from a candidate; asked once more where one was formed already."""

    again = Tick(required=False, label=lazily("forming.again"))

    def __init__(self, *args: Any, begins: Prefilled, formed: list[Origin], **kwargs: Any) -> None:
        initial = {"name": begins.name, "field": begins.field, "territory": written(list(begins.places))}
        super().__init__(*args, initial=initial, **kwargs)
        if not formed:
            del self.fields["again"]
