"""Fields of the site: what a person writes is what is kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from ayni_web.common.forms import Form, Number, Text, Tick


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("es", "3,5", "3.5"),
        ("es", "3.5", "3.5"),
        ("es", "1,467,011", "1467011"),
        ("es", "1,234.5", "1234.5"),
        ("es", "1.234,5", "1234.5"),
        ("es", "0,250", "0.25"),
        ("en", "12,75", "12.75"),
        ("pt", "3.5", "3.5"),
        ("pt", "3,5", "3.5"),
        ("pt", "1.234", "1234"),
        ("pt", "-0,5", "-0.5"),
    ],
)
def test_a_decimal_sign_is_never_taken_for_thousands(language, written, meant):
    with translation.override(language):
        assert Number().clean(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["1,2,3", "1.2.3,4", "12,34,567", "3;5", "-", "."])
def test_what_makes_no_number_is_refused_not_guessed(written):
    with translation.override("es"), pytest.raises(ValidationError):
        Number().clean(written)


class Mostly(Form):
    topic = "organisations"
    name = Text(label="a")
    place = Text(label="b", required=False)
    note = Text(label="c", required=False)
    tick = Tick(label="d", required=False)


class Half(Form):
    topic = "organisations"
    name = Text(label="a")
    note = Text(label="b", required=False)


class Free(Form):
    topic = "organisations"
    name = Text(label="a", required=False)
    note = Text(label="b", required=False)


class Alone(Form):
    topic = "organisations"
    name = Text(label="a", required=False)


def test_the_fewer_are_marked_those_that_are_needed_or_those_that_are_not():
    assert [Mostly().mark_of(Mostly()[name]) for name in ("name", "place", "note")] == ["page.needed", "", ""]
    assert [Half().mark_of(Half()[name]) for name in ("name", "note")] == ["", "page.optional"]
    assert [Free().mark_of(Free()[name]) for name in ("name", "note")] == ["", ""]
    assert Alone().mark_of(Alone()["name"]) == "page.optional"
