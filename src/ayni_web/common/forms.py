"""Forms whose labels, hints and errors come from ``words/``, and that count once however often they are sent."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ayni.words import sentence_keys
from ayni_web.common.acting import Mistake
from ayni_web.common.days import is_meant
from ayni_web.common.language import current, said


class Told:
    """A field that tells what came, what was expected and an example, in the reader's language.

    Parameters
    ----------
    example : str
        What a person could write here, shown when something else came.
    unit : str
        Unit shown behind the field.
    """

    def __init__(self, *args: Any, example: str = "", unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example, self.unit = example, unit

    def clean(self, value: Any, *args: Any) -> Any:
        """Value, or the sentence that says why not."""
        try:
            return super().clean(value, *args)  # type: ignore[misc]
        except ValidationError as refused:
            raise ValidationError([self._told(error, value) for error in refused.error_list]) from None

    def _told(self, error: ValidationError, value: Any) -> ValidationError:
        kind = type(self).__name__.lower()
        for key in (f"forms.{error.code}_{kind}", f"forms.{error.code}"):
            if key in sentence_keys():
                params = {name: str(what) for name, what in (error.params or {}).items()}
                facts = {**params, "came": _shortened(value), "example": self.example}
                return ValidationError(said(key, **facts), code=error.code)
        return error


def _shortened(value: Any) -> str:
    text = str(getattr(value, "name", value) or "")
    return text if len(text) <= 60 else text[:57] + "..."


class Text(Told, forms.CharField):
    """A line, or with ``long`` a paragraph; text is NFC and without blanks at its ends."""

    def __init__(self, *args: Any, long: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000 if long else 200)
        if long:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        """Text in NFC."""
        from unicodedata import normalize

        return normalize("NFC", super().to_python(value))


class Number(Told, forms.DecimalField):
    """A number, with the decimal sign of the reader's language."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "class": "short", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Number as it was meant: by the signs of the language, and by the others where only they make sense."""
        if isinstance(value, str):
            text = value.strip().replace("\u00a0", "").replace("\u2212", "-")
            thousands, decimal = (".", ",") if current() == "pt" else (",", ".")
            value = _plain(text, thousands, decimal) or _plain(text, decimal, thousands) or text
        return super().to_python(value)


def _plain(text: str, thousands: str, decimal: str) -> str | None:
    """Number with a point for its decimals, if these signs make one: thousands stand in threes or not at all."""
    group, point = re.escape(thousands), re.escape(decimal)
    if re.fullmatch(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:{group}\d{{3}})+)?(?:{point}\d*)?", text):
        return text.replace(thousands, "").replace(decimal, ".")
    return None


class Whole(Told, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "class": "short", "autocomplete": "off"})


class Day(Told, forms.DateField):
    """A day, chosen from the calendar of the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}))
        super().__init__(*args, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def to_python(self, value: Any) -> Any:
        """Day, of a year that somebody may mean."""
        return _meant(super().to_python(value), self)


class Moment(Told, forms.DateTimeField):
    """A day and an hour."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        kwargs.setdefault("widget", widget)
        super().__init__(*args, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def to_python(self, value: Any) -> Any:
        """Moment, of a year that somebody may mean."""
        return _meant(super().to_python(value), self)


def _meant(day: Any, field: forms.Field) -> Any:
    if day is not None and not is_meant(day):
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return day


class Tick(Told, forms.BooleanField):
    """Something a person says yes to."""


class Select(forms.Select):
    """A list to choose from, written at once: a template for each of its lines takes ten times as long."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The list with what is chosen marked; groups of lines are left to Django."""
        choices = list(iter(self.choices))  # Its own length would be a query: COUNT, before the rows.
        if any(isinstance(label, list | tuple) for _, label in choices):
            return super().render(name, value, attrs, renderer)
        chosen = set(self.format_value(value))
        lines = ((str(code), mark_safe(" selected") if str(code) in chosen else "", label) for code, label in choices)
        written = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', lines)
        return format_html("<select{}>{}</select>", flatatt(written), options)


class Choice(Told, forms.ChoiceField):
    """One of a few; ``topic`` names the sentences of its codes: ``kinds`` says ``kinds.cooperative``.

    ``empty`` puts a line before them that chooses none; ``any`` says that it chooses them all, as a filter does.
    """

    widget = Select

    def __init__(self, codes: Any, *, topic: str, empty: bool | str = False, **kwargs: Any) -> None:
        none = "forms.any" if empty == "any" else "forms.choose"

        def choices() -> list[tuple[str, Any]]:
            listed = [(code, said(f"{topic}.{code}")) for code in (codes() if callable(codes) else codes)]
            return [("", said(none)), *listed] if empty else listed

        super().__init__(choices=choices, **kwargs)


class Several(Told, forms.MultipleChoiceField):
    """Some of a few."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, codes: Any, *, topic: str, **kwargs: Any) -> None:
        def choices() -> list[tuple[str, Any]]:
            return [(code, said(f"{topic}.{code}")) for code in (codes() if callable(codes) else codes)]

        super().__init__(choices=choices, **kwargs)


class Rows(ModelChoiceIterator):
    """Lines of a list of rows, which are read once: whoever asks the field for its rows again finds them there."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.queryset:
            yield self.choice(row)


class Row(Told, forms.ModelChoiceField):
    """A row of the database, among those the person may choose."""

    widget = Select
    iterator = Rows

    def first(self, count: int) -> list[Any]:
        """The first of its rows, out of those that the list shows."""
        return [row for row, _ in zip(self.queryset, range(count), strict=False)]


class Upload(Told, forms.FileField):
    """A file from the device."""


@cache
def _known() -> frozenset[str]:
    return frozenset(sentence_keys())


class Form(forms.Form):
    """A form of the site.

    ``topic`` names the file of ``words/`` with its labels (``organisations.name``) and hints
    (``organisations.name_hint``).  ``sent`` is the key by which an action knows a form that arrives twice.
    """

    topic = ""
    sent = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sent", uuid4())
        known = _known()
        for name, field in self.fields.items():
            if name == "sent":
                continue
            if not field.label:
                field.label = said(f"{self.topic}.{name}")
            if not field.help_text and f"{self.topic}.{name}_hint" in known:
                field.help_text = said(f"{self.topic}.{name}_hint")

    def mark_of(self, bound: forms.BoundField) -> str:
        """Sentence beside a label: of fields that must be filled and others, the fewer are marked; one alone always."""
        asked = [each for each in self.visible_fields() if not isinstance(each.field.widget, forms.CheckboxInput)]
        needed = sum(each.field.required for each in asked)
        if bound.name.endswith("_choice") or (not needed and len(asked) > 1):
            return ""
        if needed and 2 * needed < len(asked):
            return "page.needed" if bound.field.required else ""
        return "" if bound.field.required else "page.optional"

    @property
    def shown(self) -> list[forms.BoundField]:
        """Fields that a person sees, in order."""
        return list(self.visible_fields())

    def facts(self) -> Mapping[str, Any]:
        """What an action takes: the cleaned fields and the key."""
        return {**self.cleaned_data, "sent": self.sent_key()}

    def sent_key(self) -> UUID | None:
        """Key by which the form counts once."""
        return self.cleaned_data.get("sent")

    def carried_out(self, act: Callable[..., Any], **facts: Any) -> Any:
        """What an action made with the form's fields; None when it refused, and the form then says why."""
        try:
            return act(**{**self.facts(), **facts})
        except Mistake as mistake:
            where = mistake.field if mistake.field in self.fields else None
            self.add_error(where, mistake.text(current()))
            return None
