"""Forms of documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from ayni_web.common.forms import Choice, Form, Row, Text, Told, Upload
from ayni_web.common.language import said
from ayni_web.common.uploads import ACCEPTED
from ayni_web.documents.access import Owner
from ayni_web.documents.models import AUDIENCES, KINDS
from ayni_web.members.models import Cluster, Organisation

TEXT_LIMIT = 200_000
MYSELF = "myself"


class Owned(Told, forms.ChoiceField):
    """Whose document it is: one of the owners for whom a person may write."""

    def choose_from(self, owners: Iterable[Owner]) -> None:
        """Offer some owners; the code of one is its place in the list, so that nothing else can be asked for."""
        self.owners = list(owners)
        named = [said("documents.of_the_entity") if owner is None else str(owner) for owner in self.owners]
        self.choices = [(str(place), name) for place, name in enumerate(named)]

    def clean(self, value: Any, *args: Any) -> Owner:
        """Owner."""
        return self.owners[int(super().clean(value, *args))]


def _file(**kwargs: Any) -> Upload:
    return Upload(widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}), required=False, **kwargs)


class DocumentForm(Form):
    """A document and its first version."""

    topic = "documents"
    title = Text()
    kind = Choice(KINDS, topic="document_kinds", empty=True)
    owner = Owned()
    audience = Choice(AUDIENCES, topic="document_audiences", widget=forms.RadioSelect, initial="members")
    file = _file()
    text = Text(long=True, max_length=TEXT_LIMIT, required=False)

    def __init__(self, *args: Any, owners: Iterable[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choose_from(owners)


class VersionForm(Form):
    """The next version."""

    topic = "documents"
    what_changed = Text(max_length=300)
    file = _file()
    text = Text(long=True, max_length=TEXT_LIMIT, required=False)


class ReadersForm(Form):
    """Who may read."""

    topic = "documents"
    audience = Choice(AUDIENCES, topic="document_audiences", widget=forms.RadioSelect)


class SignForm(Form):
    """For whom a person signs: said by whoever represents someone, since it cannot be undone."""

    topic = "signatures"
    organisation = Choice((), topic="signatures", widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = {str(each.pk): each for each in organisations}
        field: Any = self.fields["organisation"]
        field.choices = [*((pk, each.name) for pk, each in self._own.items()), (MYSELF, said("signatures.for_myself"))]
        if not self._own:
            self.initial["organisation"] = MYSELF

    def facts(self) -> Mapping[str, Any]:
        """What the action takes: the organisation, or none."""
        return {**super().facts(), "organisation": self._own.get(self.cleaned_data["organisation"])}


class AskForm(Form):
    """Who is asked to sign."""

    topic = "signatures"
    organisations = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = organisations


class Search(Form):
    """What a list of documents shows."""

    topic = "documents"
    q = Text(required=False, max_length=80)
    kind = Choice(KINDS, topic="document_kinds", empty=True, required=False)
    cluster = Row(queryset=Cluster.objects.none(), required=False)

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].empty_label = said("documents.every_cluster")
        self.fields["kind"].choices = [("", said("documents.every_kind")), *list(self.fields["kind"].choices)[1:]]
