"""Choosing an organisation without a script: its name is typed, and where it may mean several, one is chosen."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ayni_web.common.acting import Mistake
from ayni_web.common.forms import Choice, Form
from ayni_web.common.language import current, said
from ayni_web.members.folding import folded
from ayni_web.members.models import Organisation

SHOWN = 12


def which_one() -> Choice:
    """Field by which one of several of like name is chosen; its label is said with the form."""
    return Choice((), topic="kinds", required=False, widget=forms.RadioSelect, label="?")


class ChoosingForm(Form):
    """A form that names organisations: each field of ``named`` is cleaned to one of those that may be chosen.

    A field ``organisation`` has beside it ``organisation_choice``, shown once a name may mean several.
    """

    named: tuple[str, ...] = ()

    def __init__(self, *args: Any, among: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among
        self._offered: dict[str, list[Organisation]] = {}
        for name in self.named:
            self._offered[name] = self._found(name)
            choice = self.fields[f"{name}_choice"]
            choice.label = said("memberships.which_one")
            choice.choices = [(str(each.pk), described(each)) for each in self._offered[name]]

    def visible_fields(self) -> list[forms.BoundField]:
        """Fields that a person sees; a choice only once a name may mean several."""
        hidden = {f"{name}_choice" for name in self.named if len(self._offered[name]) < 2}
        return [each for each in super().visible_fields() if each.name not in hidden]

    def clean(self) -> dict[str, Any]:
        """Cleaned fields, with an organisation for each name."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.named:
            chosen = facts.pop(f"{name}_choice", "")
            if not facts.get(name):
                continue
            try:
                facts[name] = self._one(name, facts[name], chosen)
            except Mistake as mistake:
                self.add_error(mistake.field, mistake.text(current()))
        return facts

    def _found(self, name: str) -> list[Organisation]:
        text = self.data.get(self.add_prefix(name), "") if self.is_bound else ""
        words = folded(text[:200]).split()[:8] if isinstance(text, str) else []
        if not words:
            return []
        rows = self.among
        for word in words:
            rows = rows.filter(name_folded__contains=word)
        same = list(self.among.filter(name_folded=" ".join(words))[:SHOWN])
        return same if len(same) == 1 else list(rows.order_by("name_folded", "id")[:SHOWN])

    def _one(self, name: str, text: str, chosen: str) -> Organisation:
        offered = self._offered[name]
        if not offered:
            raise Mistake("memberships.nobody_called", field=name, came=text[:60])
        if len(offered) == 1:
            return offered[0]
        picked = next((each for each in offered if str(each.pk) == chosen), None)
        if picked is None:
            raise Mistake("memberships.several_called", field=f"{name}_choice", came=text[:60])
        return picked


def described(organisation: Organisation) -> str:
    """Organisation as it stands among others of like name: its kind and place."""
    kind = said(f"kinds.{organisation.kind}")
    return f"{organisation.name} ({', '.join(part for part in (kind, organisation.short_place) if part)})"
