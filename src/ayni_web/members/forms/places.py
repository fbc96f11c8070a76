"""Choosing a place without a script: its name or code is typed, and where it may mean several, one is chosen."""

from typing import Any

from django import forms
from django.utils.functional import lazy

from ayni_web.common.acting import Mistake
from ayni_web.common.forms import Choice, Form, Text
from ayni_web.common.language import current, said
from ayni_web.members.places import SHOWN, Place, meant, place_name

# Said when the form is shown, whatever the topic of the form.
told = lazy(said, str)


class PlaceForm(Form):
    """A form with a place: ``place`` is cleaned to a code of INEI, empty where none was typed."""

    place = Text(required=False, max_length=120, label=told("places.place"), help_text=told("places.place_hint"))
    place_choice = Choice(
        (), topic="places", required=False, widget=forms.RadioSelect, label=told("places.place_choice")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = self.initial.get("place", "")
        self.initial["place"] = place_name(self._before, current())
        self._offered = self._places()
        self.fields["place_choice"].choices = [(each.code, described(each)) for each in self._offered]

    def visible_fields(self) -> list[forms.BoundField]:
        """Fields that a person sees; the choice only once a name may mean several places."""
        return [each for each in super().visible_fields() if each.name != "place_choice" or len(self._offered) > 1]

    def clean(self) -> dict[str, Any]:
        """Cleaned fields, with the code of the place."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = facts.pop("place_choice", "")
        if "place" in facts:
            try:
                facts["place"] = self._code(facts["place"], chosen)
            except Mistake as mistake:
                self.add_error(mistake.field, mistake.text(current()))
        return facts

    def _places(self) -> list[Place]:
        text = self.data.get(self.add_prefix("place"), "") if self.is_bound else ""
        if not isinstance(text, str) or self._kept(text):
            return []
        return meant(text[:120])[:SHOWN]

    def _kept(self, text: str) -> bool:
        """Whether the name is still the one that the form was opened with."""
        return bool(self._before) and text == self.initial["place"]

    def _code(self, text: str, chosen: str) -> str:
        if not text:
            return ""
        if self._kept(text):
            return str(self._before)
        if len(self._offered) == 1:
            return self._offered[0].code
        if chosen in {each.code for each in self._offered}:
            return chosen
        if not self._offered:
            raise Mistake("places.unknown", field="place", came=text[:60])
        raise Mistake("places.several", field="place_choice" if len(self._offered) > 1 else "place", came=text[:60])


def described(place: Place) -> str:
    """Place as it stands among others of its name: ``Ayaviri (distrito; Melgar, Puno)``."""
    level = said(f"places.{place.level}")
    return f"{place.name} ({level}; {place.within})" if place.within else f"{place.name} ({level})"
