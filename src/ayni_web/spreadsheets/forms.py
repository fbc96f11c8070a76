"""Forms of spreadsheets."""

from typing import Any

from django import forms

from ayni_web.common.forms import Choice, Form, Upload
from ayni_web.spreadsheets.contracts import CONTRACTS

DECIMALS = ("auto", "comma", "dot")


class UploadForm(Form):
    """A file, and what it holds."""

    topic = "spreadsheets"
    contract = Choice(CONTRACTS, topic="sheet_lists", widget=forms.RadioSelect, initial=CONTRACTS[0])
    file = Upload(widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}))
    decimal = Choice(DECIMALS, topic="spreadsheets", initial="auto", required=False)

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = self.cleaned_data["decimal"]
        return {**super().facts(), "decimal": "" if chosen == "auto" else chosen}


class WriteForm(Form):
    """The yes of a person, and which rows are organisations that are kept already."""

    topic = "spreadsheets"

    def decisions(self) -> dict[int, str]:
        """By row, the identifier of the organisation that it is, or ``new``."""
        named = ((name.removeprefix("same_"), value) for name, value in self.data.items() if name.startswith("same_"))
        return {int(row): value for row, value in named if row.isascii() and row.isdigit() and len(row) < 9}
