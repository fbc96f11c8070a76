"""Forms of processes, drafts and cases."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ayni.library.processes import CLUSTER, COUNTINGS, DOCUMENTS, ENDS, MOST_DAYS, OPENERS, ROLES, SUBJECTS
from ayni.words import LANGUAGES
from ayni_web.accounts.models import Person
from ayni_web.common.forms import Choice, Day, Form, Number, Row, Several, Text, Tick, Upload, Whole
from ayni_web.common.language import current, said
from ayni_web.common.uploads import ACCEPTED
from ayni_web.documents.models import KINDS
from ayni_web.members.forms.clusters import ClusterForm as ClusterFields
from ayni_web.members.forms.places import PlaceForm, told
from ayni_web.members.models import Cluster, Organisation
from ayni_web.processes.analysis import library
from ayni_web.processes.models import Case, Intake, Process, Rules
from ayni_web.processes.queries.cases import FILTERS


class ProcessRow(Row):
    """A process, told by the title of the rules that it has."""

    def label_from_instance(self, row: Process) -> str:
        """Title in the language being spoken."""
        return str(max(row.versions.all(), key=lambda each: each.number, default=row))


class Search(Form):
    """What a list of cases shows."""

    topic = "cases"
    words = Text(required=False, max_length=100)
    which = Choice(FILTERS, topic="case_filters", empty="any", required=False)
    process = ProcessRow(queryset=Process.objects.none(), required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, processes: QuerySet[Process], clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("process", processes.prefetch_related("versions")), ("cluster", clusters)):
            self.fields[name].queryset = rows
            self.fields[name].empty_label = said("forms.any")


class ClusterForm(Form):
    """For whom a process is copied: one cluster, or all (none)."""

    topic = "processes"
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].required = not everywhere
        self.fields["cluster"].empty_label = said("processes.every_cluster") if everywhere else said("forms.choose")


class OpenForm(Form):
    """A case: what it is called, what is asked, and of what it is."""

    topic = "cases"
    title = Text()
    text = Text(long=True, required=False)
    organisation = Row(queryset=Organisation.objects.none(), required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)
    blocked_usd = Number(max_digits=14, decimal_places=2, min_value=0, required=False, example="120000")

    def __init__(
        self, *args: Any, rules: Rules, clusters: QuerySet[Cluster], organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not rules.blocks:
            del self.fields["blocked_usd"]
        if "organisation" in rules.subjects:
            self.fields["organisation"].queryset = organisations
            self.fields["organisation"].empty_label = said("cases.no_organisation")
        else:
            del self.fields["organisation"]
        if set(rules.subjects) == {"request"}:
            del self.fields["cluster"]
        else:
            self.fields["cluster"].queryset = clusters
            self.fields["cluster"].empty_label = said("cases.no_cluster")


class IntakeForm(OpenForm, PlaceForm):
    """A case of someone without an account: who asks, how and when it came, and the paper it came on."""

    field_order = ("name", "reach", "place", "place_choice", "organisation", "came_by", "came_on", "title", "text")
    name = Text(max_length=120)
    reach = Text()
    came_by = Choice(Intake.Came.values, topic="intake_ways", widget=forms.RadioSelect, initial=Intake.Came.IN_PERSON)
    came_on = Day()
    file = Upload(required=False, widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].required = True
        self.initial.setdefault("came_on", timezone.localdate())


class PutInForm(Form):
    """A paper that another gave in: for whom, and what it is."""

    topic = "intakes"
    whose = forms.ChoiceField(widget=forms.RadioSelect)
    file = Upload(widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}))
    title = Text()
    kind = Choice(KINDS, topic="document_kinds", initial="minutes")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = people
        self.initial.setdefault("whose", people[0][0])


class ForgetForm(Form):
    """Nothing but the key by which it counts once."""

    topic = "intakes"


class SequelForm(ClusterFields):
    """What follows a case: a case of a cluster that there is, or that is opened with it."""

    field_order = ("title", "cluster", "name", "field", "territory", "started_on")
    title = Text(label=told("cases.title"))
    cluster = Row(queryset=Cluster.objects.none(), required=False, label=told("sequels.cluster"))

    def __init__(self, *args: Any, case: Case, clusters: QuerySet[Cluster], asks_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("sequels.new_cluster")
        opened = ("name", "field", "territory", "started_on")
        for name in opened:
            self.fields[name].required = not (asks_title and clusters)
        gone = [] if case.cluster_id is None else ["cluster", *opened]
        gone += [] if asks_title else ["title"]
        gone += [] if clusters and asks_title else ["cluster"]
        for name in set(gone):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Cleaned fields; what names a new cluster is needed where none is chosen."""
        facts = super().clean()
        if "name" in self.fields and not facts.get("cluster"):
            for name in ("name", "field", "territory", "started_on"):
                if not self.data.get(self.add_prefix(name), "").strip() and name not in self.errors:
                    self.add_error(name, said("forms.required"))
        return facts


class MoveForm(Form):
    """What is said of a move."""

    topic = "cases"
    reason = Text(long=True, required=False, max_length=2000)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class PauseForm(Form):
    """Why the clock stands still."""

    topic = "cases"
    reason = Text(max_length=300)


class BlockedForm(Form):
    """How much trade a case holds up."""

    topic = "cases"
    blocked_usd = Number(max_digits=14, decimal_places=2, min_value=0, required=False, example="120000")


class ReviewerForm(Form):
    """Who reviews a case."""

    topic = "cases"
    person = Row(queryset=Person.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class TextsForm(Form):
    """A form with texts in every language: that of the reader is asked for, the others take its words if left empty."""

    topic = "drafts"
    texts: tuple[tuple[str, bool], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = current() if current() in LANGUAGES else LANGUAGES[0]
        self.spoken = [spoken, *(each for each in LANGUAGES if each != spoken)]
        asked = dict(self.fields)
        self.fields.clear()
        for name, needed in self.texts:
            for language in self.spoken:
                field = Text(long=name != "title", required=needed and language == spoken, max_length=600)
                field.widget.attrs |= {"lang": language} | ({"rows": 3} if name != "title" else {})
                field.label = said(f"drafts.{name}_{language}")
                self.fields[f"{name}_{language}"] = field
        self.fields |= asked

    def text(self, name: str) -> dict[str, str]:
        """Text in every language; nothing where none was written."""
        told = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in LANGUAGES}
        spare = next((told[language] for language in self.spoken if told[language]), "")
        return {language: told[language] or spare for language in LANGUAGES} if spare else {}

    def facts(self) -> dict[str, Any]:
        """What an action takes."""
        names = {f"{name}_{language}" for name, _ in self.texts for language in LANGUAGES}
        told = {name: value for name, value in self.cleaned_data.items() if name not in names}
        return {**told, **{name: self.text(name) for name, _ in self.texts}, "sent": self.sent_key()}


class HeadForm(TextsForm):
    """What a process is called, what it is for, who opens a case and of what."""

    texts = (("title", True), ("about", True))
    opened_by = Several(OPENERS, topic="case_openers")
    of = Several(SUBJECTS, topic="case_subjects")
    blocks = Tick(required=False)


class StepForm(TextsForm):
    """A step."""

    texts = (("title", True), ("asks", False))
    ending = Choice(ENDS, topic="case_ends", required=False)
    owner = Choice(ROLES, topic="case_roles", empty=True, required=False)
    days = Whole(min_value=1, max_value=MOST_DAYS, required=False, example="10")
    counting = Choice(COUNTINGS, topic="case_countings", initial="calendar")
    documents = Several(DOCUMENTS, topic="document_kinds", required=False)
    by_another = Tick(required=False)
    pause = Tick(required=False)
    leads_to = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = [("", said("drafts.goes_on")), *list(self.fields["ending"].choices)]
        self.fields["leads_to"].choices = [("", said("drafts.leads_nowhere")), *_sequels()]


def _sequels() -> list[tuple[str, str]]:
    titles = {code: told["title"] for code, told in library().items()}
    return [(CLUSTER, said("drafts.leads_to_cluster")),
            *((code, title.get(current()) or title["es"]) for code, title in titles.items())]  # fmt: skip


class WayForm(TextsForm):
    """A way from a step to another."""

    texts = (("title", True),)
    to = forms.ChoiceField()
    roles = Several(ROLES, topic="case_roles", required=False)
    reason = Tick(required=False)

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = steps
