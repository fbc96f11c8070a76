"""Forms of evidence."""

from typing import Any

from django import forms
from django.db.models import F, Max, QuerySet

from ayni_web.common.forms import Choice, Form, Row, Text, Upload
from ayni_web.common.language import day, said
from ayni_web.common.uploads import ACCEPTED
from ayni_web.documents.models import KINDS, Version
from ayni_web.documents.queries import visible_documents
from ayni_web.events.models import Event
from ayni_web.events.queries import visible_events
from ayni_web.series.access import visible_runs
from ayni_web.studies.figures import has_figure
from ayni_web.studies.models import Run

# A list to choose from; what is older is found through its own page.
LISTED = 200


class VersionRow(Row):
    """A version, told by its document."""

    def label_from_instance(self, row: Version) -> str:
        """Title, number and day."""
        return f"{row.document.title} ({row.number}, {day(row.made_at)})"


class EventRow(Row):
    """An event, told with its day."""

    def label_from_instance(self, row: Event) -> str:
        """Title and day."""
        return f"{row.title} ({day(row.starts_at)})"


class RunRow(Row):
    """A run, told by its study."""

    def label_from_instance(self, row: Run) -> str:
        """Title of the study and day."""
        return f"{row.study} ({day(row.ended_at or row.asked_at)})"


def last_versions(person: Any) -> QuerySet[Version]:
    """Last version of each document that a person reads."""
    versions = Version.objects.filter(document__in=visible_documents(person)).select_related("document")
    return versions.annotate(last=Max("document__versions__number")).filter(number=F("last")).order_by("-made_at")


class AttachForm(Form):
    """Something that is in Ayni already."""

    topic = "evidence"
    version = VersionRow(queryset=Version.objects.none(), required=False)
    event = EventRow(queryset=Event.objects.none(), required=False)
    run = RunRow(queryset=Run.objects.none(), required=False)
    figure = Text(required=False)
    says = Text(required=False, max_length=300)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("version", last_versions(person)), ("event", visible_events(person)),
                           ("run", visible_runs(person))):  # fmt: skip
            field = self.fields[name]
            # All may be sent; the newest are listed.
            field.queryset = rows
            listed = [(row.pk, field.label_from_instance(row)) for row in rows[:LISTED]]
            field.widget.choices = [("", said("evidence.none_of_these")), *listed]
        if len(self.fields["run"].widget.choices) == 1:
            del self.fields["run"], self.fields["figure"]

    def clean(self) -> dict[str, Any]:
        """Cleaned fields; a figure is one that the package of its study has."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        run, pointer = facts.get("run"), facts.get("figure")
        if run and pointer and not has_figure(run, pointer):
            self.add_error("figure", said("runs.no_figure", came=pointer))
        return facts


class FileForm(Form):
    """A paper or a photograph."""

    topic = "evidence"
    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))
    title = Text()
    kind = Choice(KINDS, topic="document_kinds", initial="receipt")
    says = Text(required=False, max_length=300)


class WithdrawForm(Form):
    """Why a piece of evidence is withdrawn."""

    topic = "evidence"
    why = Text(max_length=300)
