"""Forms of merging and splitting."""

from typing import Any

from django import forms

from ayni_web.common.forms import Choice, Form, Text
from ayni_web.common.language import said
from ayni_web.members.folding import folded
from ayni_web.members.models import Organisation
from ayni_web.members.places import place_name

FOUND = 20


class MergeForm(Form):
    """Which of the two is kept, and why they are one."""

    topic = "duplicates"
    kept = Choice((), topic="duplicates", widget=forms.RadioSelect)
    why = Text(required=False, max_length=300)

    def __init__(self, *args: Any, pair: tuple[Organisation, Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {str(each.pk): each for each in pair}
        named = [(pk, said("duplicates.keep", name=each.name, place=place_name(each.place) or said("places.none")))
                 for pk, each in self.pair.items()]  # fmt: skip
        self.fields["kept"].choices = named

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        facts = dict(super().facts())
        kept = self.pair[facts.pop("kept")]
        (gone,) = (each for each in self.pair.values() if each != kept)
        return {**facts, "kept": kept, "gone": gone}


class SplitForm(Form):
    """Why two that were merged are two."""

    topic = "duplicates"
    why = Text(max_length=300)


class ChooseForm(Form):
    """Name of the other one."""

    topic = "duplicates"
    sent = None
    other = Text(max_length=80)

    def others(self, row: Organisation) -> list[Organisation]:
        """Organisations of that name."""
        found = Organisation.objects.filter(merged_into__isnull=True).exclude(pk=row.pk)
        for word in folded(self.cleaned_data["other"]).split():
            found = found.filter(name_folded__contains=word)
        return list(found[:FOUND])
