"""Names as they are searched and sorted: without accents, capitals or marks, the same on every database."""

from typing import Any
from unicodedata import category, combining, normalize

from django.db import models

LONGEST = 200


def folded(text: str) -> str:
    """Text in small letters without accents; marks become blanks, but points and apostrophes fall away."""
    letters = []
    for letter in normalize("NFKD", text).casefold():
        if letter.isalnum():
            letters.append(letter)
        elif not combining(letter) and letter not in ".'’‘ʼ´`":
            letters.append(" ")
    return " ".join("".join(letters).split())


def tidy(text: str) -> str:
    """Text in NFC on one line, without signs that nobody sees (they let one name pass for another)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = (letter if category(letter) not in {"Cc", "Cf", "Zl", "Zp"} else " " * letter.isspace() for letter in text)
    return " ".join(normalize("NFC", "".join(seen)).split())


class Folded(models.CharField):
    """Column that is filled with another one, folded, whenever a row is written (also many at once)."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": LONGEST, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        """What a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The other column, folded; as it is where folding leaves nothing."""
        text = getattr(model_instance, self.of)
        value = (folded(text) or text)[:LONGEST]
        setattr(model_instance, self.attname, value)
        return value
