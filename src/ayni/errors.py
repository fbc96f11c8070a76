"""Mistakes a user can make and mend.

A mistake carries the key of its sentence in ``ayni.words`` and the facts that fill it, so that whoever shows it
(the terminal, a page) says it in the reader's language.  A programmer's mistake is a ``ValueError`` or ``TypeError``.
"""

from dataclasses import dataclass, field

from ayni.words import chosen_language, say


class AyniError(Exception):
    """A mistake of the user's, with what came, what was expected and what to do."""

    def __init__(self, key: str, /, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts

    def text(self, language: str) -> str:
        """Sentence for people in a language."""
        return say(self.key, language, **self.facts)

    def __str__(self) -> str:
        return self.text(chosen_language())


class UnreadableFile(AyniError):
    """A file that is not there, not of its kind, or broken."""


class UnknownName(AyniError):
    """A contract, indicator, option or code that does not exist; the message lists those that do."""


class BadStudy(AyniError):
    """A study file that cannot be followed."""


class Refused(AyniError):
    """A calculation that the table cannot support, such as a price index on values alone."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a table.

    Attributes
    ----------
    key : str
        Sentence that says it, as ``check.not_a_number``.
    row : int or None
        Row as the spreadsheet shows it, 1 for the first line of the file; None when the whole column is meant.
    column : str or None
        Name of the column as the file writes it.
    came : str or None
        What stood there.
    facts : dict
        What else the sentence needs (what was expected, an example).
    """

    key: str
    row: int | None = None
    column: str | None = None
    came: str | None = None
    facts: dict[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Sentence for people in a language."""
        return say(self.key, language, came=self.came or "", column=self.column or "", **self.facts)


class RefusedTable(AyniError):
    """A table with faults: every one is listed and nothing of it is used."""

    def __init__(self, file: str, faults: list[Fault], total: int) -> None:
        super().__init__("errors.refused_table", file=file, n=total)
        self.file = file
        self.faults = faults
        self.total = total

    def text(self, language: str) -> str:
        """Sentence for people, followed by the first faults."""
        shown = [f"  {_where(fault, language)}{fault.text(language)}" for fault in self.faults[:10]]
        return "\n".join([super().text(language), *shown])


def _where(fault: Fault, language: str) -> str:
    if fault.row is None:
        return say("errors.column", language, column=fault.column) + " " if fault.column else ""
    key = "errors.row_and_column" if fault.column else "errors.row"
    return say(key, language, row=fault.row, column=fault.column) + " "
