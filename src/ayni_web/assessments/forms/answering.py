"""The form of a sheet: an item, a choice of the scale; what was typed is kept whatever is missing."""

from dataclasses import dataclass
from typing import Any

from django import forms

from ayni.library.questionnaires import Item, Questionnaire
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.models import Answer
from ayni_web.assessments.texts import told
from ayni_web.common.forms import Form, Text, Told
from ayni_web.common.language import said


class Chosen(Told, forms.ChoiceField):
    """A value of the scale, or why there is none."""

    widget = forms.RadioSelect


@dataclass(frozen=True, slots=True)
class Line:
    """An item on the page: its choice, its note, and what evidence its answer has."""

    item: Item
    choice: forms.BoundField
    note: forms.BoundField
    answer: Answer | None
    evidence: int


class AnswerForm(Form):
    """Answers of one sheet; ``send`` is whether they are sent or only kept."""

    topic = "assessments"

    def __init__(self, *args: Any, asked: Questionnaire, answers: dict[str, Answer], **kwargs: Any) -> None:
        self.asked, self.answers = asked, answers
        kwargs["initial"] = {**self._initial(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choices = [*((f"v{step.value:g}", told(step.text)) for step in asked.scale),
                   ("unknown", said("assessments.unknown")), ("not_apply", said("assessments.not_apply"))]  # fmt: skip
        for item in asked.items:
            self.fields[f"a_{item.code}"] = Chosen(choices=choices, label=told(item.text), required=False)
            note = Text(max_length=1000, required=False, label=said("assessments.note"))
            note.widget = forms.Textarea(attrs={"rows": 2})
            if not asked.named:
                note.help_text = said("assessments.note_anonymous")
            self.fields[f"n_{item.code}"] = note

    def _initial(self) -> dict[str, str]:
        found = {}
        for code, answer in self.answers.items():
            found[f"a_{code}"] = f"v{answer.value:g}" if answer.kind == Answer.Kind.VALUE else answer.kind
            found[f"n_{code}"] = answer.note
        return found

    @property
    def send(self) -> bool:
        """Whether the answers are sent."""
        return self.data.get("do") == "send"

    def mark_of(self, bound: forms.BoundField) -> str:
        """Nothing: what is missing is told when it is sent."""
        return ""

    def clean(self) -> dict[str, Any]:
        """Every item has an answer, where they are sent."""
        given = super().clean() or self.cleaned_data
        if self.send:
            for item in self.asked.items:
                name = f"a_{item.code}"
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, said("assessments.choose_one"))
        return given

    def given(self) -> dict[str, Given]:
        """What was answered, and what was only noted."""
        found = {}
        for item in self.asked.items:
            choice = self.cleaned_data.get(f"a_{item.code}", "")
            note = self.cleaned_data.get(f"n_{item.code}", "")
            if choice.startswith("v"):
                found[item.code] = Given(Answer.Kind.VALUE, float(choice[1:]), note)
            elif choice or note or item.code in self.answers:
                found[item.code] = Given(choice, None, note)
        return found

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"given": self.given(), "send": self.send, "sent": self.sent_key()}

    def groups(self, evidence: dict[str, int]) -> list[tuple[str, list[Line]]]:
        """Lines by group, in the order of the questionnaire; those that weigh stand with their group."""
        return [
            (told(group.title), [self._line(item, evidence) for item in self.asked.items if item.group == group.code])
            for group in self.asked.groups
        ]

    def _line(self, item: Item, evidence: dict[str, int]) -> Line:
        answer = self.answers.get(item.code)
        count = evidence.get(str(answer.pk), 0) if answer else 0
        return Line(item, self[f"a_{item.code}"], self[f"n_{item.code}"], answer, count)
