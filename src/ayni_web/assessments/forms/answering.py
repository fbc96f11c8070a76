"""The form of a sheet: an item, a choice of the scale; what was typed is kept whatever is missing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from ayni.library.questionnaires import Item, Questionnaire
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.models import Answer
from ayni_web.assessments.texts import told
from ayni_web.common.forms import Form, Row, Text, Told
from ayni_web.common.language import said
from ayni_web.members.models import Organisation


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

    @property
    def head(self) -> list[forms.BoundField]:
        """Fields that are no answers."""
        return [each for each in self.visible_fields() if not each.name.startswith(("a_", "n_"))]

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


class PaperForm(AnswerForm):
    """Answers that somebody gave on paper, under the number of the paper: sent as they are copied."""

    paper = Text(max_length=20)
    organisation = Row(queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, answers={}, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].empty_label = said("assessments.of_nobody")
        if not organisations.exists():
            del self.fields["organisation"]

    @property
    def send(self) -> bool:
        """Always: a paper is whole, or it is not copied yet."""
        return True

    def mark_of(self, bound: forms.BoundField) -> str:
        """What of the head may be left empty; what is missing of the answers is told when they are sent."""
        return "page.optional" if bound.name == "organisation" else ""

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        head = {"paper": self.cleaned_data["paper"], "organisation": self.cleaned_data.get("organisation")}
        return {"given": self.given(), **head, "sent": self.sent_key()}
