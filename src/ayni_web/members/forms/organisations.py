"""Forms of organisations: they ask little, and refuse with what came, what is expected and an example."""

from typing import Any

from django import forms

from ayni.codes import nomenclature
from ayni_web.common.acting import Mistake
from ayni_web.common.forms import Choice, Form, Row, Text, Tick
from ayni_web.common.language import current
from ayni_web.members import contacts as ways
from ayni_web.members.forms.places import PlaceForm, told
from ayni_web.members.identifiers import numbered
from ayni_web.members.models import Contact, Kind, Organisation, Scheme, SizeBand
from ayni_web.members.queries import inner_clusters

FORMAL = {"": None, "yes": True, "no": False}
STATES = ("typed", "alone")


class FilterForm(Form):
    """What is searched for in the list; it is shown by ``filters.py``."""

    topic = "organisations"
    sent = None
    q = Text(required=False, max_length=80)
    kind = Choice(Kind.values, topic="kinds", required=False)
    department = forms.RegexField(r"^\d\d$", required=False)
    cluster = Row(queryset=None, required=False)
    size = Choice(SizeBand.values, topic="sizes", required=False)
    state = Choice(STATES, topic="organisations", required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = inner_clusters(person).only("name")

    def wanted(self) -> dict[str, Any]:
        """What to search for; a filter that is not understood is none."""
        self.is_valid()
        facts = {name: value for name, value in self.cleaned_data.items() if value}
        if "cluster" in facts:
            facts["cluster"] = str(facts["cluster"].pk)
        return facts


class ChangeForm(PlaceForm):
    """Facts of an organisation."""

    topic = "organisations"
    field_order = ("name", "kind", "place", "place_choice", "country", "size_band", "formal", "mission", "interests")
    name = Text(max_length=200)
    kind = Choice(Kind.values, topic="kinds", empty=True)
    country = Choice((), topic="places")
    size_band = Choice(SizeBand.values, topic="sizes", required=False, empty=True)
    formal = Choice(("yes", "no"), topic="organisations", required=False, empty=True)
    mission = Text(long=True, required=False)
    interests = Text(long=True, required=False)
    note = Text(long=True, required=False)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation is not None:
            kwargs["initial"] = _facts_of(organisation)
        super().__init__(*args, **kwargs)
        if "country" in self.fields:
            self.fields["country"].choices = countries(current())

    def clean(self) -> dict[str, Any]:
        """Cleaned fields, as actions take them."""
        facts = super().clean()
        facts["formal"] = FORMAL[facts.get("formal", "")]
        return facts


class AddForm(ChangeForm):
    """A new organisation: its name and kind, and what is at hand."""

    field_order = ("name", "kind", "place", "place_choice", "size_band", "scheme", "number", "contact", "phone",
                   "email", "note", "typed_for")  # fmt: skip
    formal = mission = interests = country = None
    scheme = Choice(Scheme.values, topic="schemes", required=False, empty=True)
    number = Text(required=False, max_length=40)
    contact = Text(required=False, max_length=120)
    phone = Text(required=False, max_length=40)
    email = Text(required=False, max_length=200)
    typed_for = Tick(required=False)
    # Set once the likely ones were shown, and only for the name that they were shown for.
    asked_about = forms.CharField(required=False, widget=forms.HiddenInput, label=told("organisations.name"))

    def clean(self) -> dict[str, Any]:
        """What the action takes: numbers and contacts as it wants them."""
        facts = super().clean()
        facts.pop("formal")
        number, scheme = facts.pop("number", ""), facts.pop("scheme", "")
        facts["identifiers"] = [(scheme or Scheme.RUC, number)] if number else []
        name = facts.pop("contact", "")
        given = [(means, facts.pop(means, "")) for means in ("phone", "email")]
        facts["contacts"] = [(means, value, name) for means, value in given if value]
        self._refuse_beside(facts)
        return facts

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        facts = dict(super().facts())
        facts.pop("asked_about")
        return facts

    def _refuse_beside(self, facts: dict[str, Any]) -> None:
        checks = [("number", numbered, each) for each in facts["identifiers"]]
        checks += [(means, ways.written, (means, value)) for means, value, _ in facts["contacts"]]
        for field, check, given in checks:
            try:
                check(*given, field=field)
            except Mistake as mistake:
                self.add_error(field, mistake.text(current()))


class NumberForm(Form):
    """One more number of an organisation."""

    topic = "organisations"
    scheme = Choice(Scheme.values, topic="schemes")
    number = Text(max_length=40)


class ContactForm(Form):
    """One more way to reach an organisation."""

    topic = "organisations"
    means = Choice(Contact.Means.values, topic="contacts")
    value = Text(max_length=200)
    contact = Text(required=False, max_length=120)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        facts = dict(super().facts())
        name = facts.pop("contact")
        return {**facts, "name": name}


def countries(language: str) -> list[tuple[str, str]]:
    """Countries by name, Peru first."""
    names = nomenclature("iso3166").names.get(language) or nomenclature("iso3166").names["es"]
    rest = sorted(((name, code) for code, name in names.items() if len(code) == 2 and code != "PE"))
    return [("PE", names["PE"]), *((code, name) for name, code in rest)]


def _facts_of(organisation: Organisation) -> dict[str, Any]:
    formal = {None: "", True: "yes", False: "no"}[organisation.formal]
    named = ("name", "kind", "place", "country", "size_band", "mission", "interests", "note")
    return {**{name: getattr(organisation, name) for name in named}, "formal": formal}
