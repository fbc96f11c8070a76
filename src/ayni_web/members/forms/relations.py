"""Forms of relations."""

from typing import Any

from ayni_web.common.forms import Choice, Day, Form, Number, Text
from ayni_web.members.forms.choosing import ChoosingForm, which_one
from ayni_web.members.forms.clusters import percent_written
from ayni_web.members.models import Relation

STATES = ("open", "stale", "over")


def _kind() -> Choice:
    return Choice(Relation.Kind.values, topic="relations", empty=True)


def _share() -> Number:
    return Number(required=False, min_value=0, max_value=100, decimal_places=2, example="46", unit="%")


class RelationForm(ChoosingForm):
    """A relation: who, does what, to whom, since when, how much."""

    topic = "relations"
    named = ("source", "target")
    source = Text(max_length=200)
    source_choice = which_one()
    kind = _kind()
    target = Text(max_length=200)
    target_choice = which_one()
    share = _share()
    since = Day(required=False)
    until = Day(required=False)
    note = Text(long=True, required=False, max_length=1000)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return _as_a_fraction(dict(super().facts()))


class RelationChangeForm(Form):
    """Facts of a relation whose sides stay."""

    topic = "relations"
    kind = _kind()
    share = _share()
    since = Day(required=False)
    until = Day(required=False)
    note = Text(long=True, required=False, max_length=1000)

    def __init__(self, *args: Any, relation: Relation, **kwargs: Any) -> None:
        share = relation.share_of_value
        kwargs["initial"] = {
            "kind": relation.kind, "since": relation.since, "until": relation.until, "note": relation.note,
            "share": "" if share is None else percent_written(share * 100),
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return _as_a_fraction(dict(super().facts()))


class RelationEndForm(Form):
    """The day on which a relation ended."""

    topic = "relations"
    until = Day()


class RelationFilter(Form):
    """Which relations are listed and drawn."""

    topic = "relations"
    sent = None
    words = Text(required=False, max_length=80)
    kind = Choice(Relation.Kind.values, topic="relations", required=False, empty="any")
    state = Choice(STATES, topic="relations", required=False)

    def wanted(self) -> dict[str, Any]:
        """What to search for; a filter that is not understood is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _as_a_fraction(facts: dict[str, Any]) -> dict[str, Any]:
    percent = facts.pop("share", None)
    return {**facts, "share_of_value": None if percent is None else percent / 100}
