"""What an erasure takes with it: what the person sent and did not write yet."""

from typing import Any

from ayni_web.spreadsheets.models import Import


def erase(person: Any) -> None:
    """Take away the files of a person, and what was read of them."""
    for row in Import.objects.filter(person=person).defer("found"):
        if row.file:
            row.file.delete(save=False)
        row.delete()
