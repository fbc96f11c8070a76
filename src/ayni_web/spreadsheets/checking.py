"""A file checked for a person: by the engine against its contract, then by the rooms against what is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from numbers import Integral
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ayni.errors import Fault, UnreadableFile
from ayni_web.common.acting import Mistake
from ayni_web.common.language import current
from ayni_web.spreadsheets import analysis
from ayni_web.spreadsheets.contracts import MOST_ROWS
from ayni_web.spreadsheets.drafts import Draft, Prepared
from ayni_web.spreadsheets.faults import told_here
from ayni_web.spreadsheets.imports import ROOMS
from ayni_web.spreadsheets.reading import Came

# New rows that the preview names; the others are counted.
NAMED = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What came of checking a file."""

    prepared: Prepared
    rows: int
    notes: list[dict[str, Any]]
    extras: tuple[str, ...]
    read: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """What the preview keeps of it."""
        kept = [each for each in self.prepared.drafts if each.state == "changed" or each.likely or each.note]
        new = [each for each in self.prepared.drafts if each.state == "new" and not (each.likely or each.note)]
        return {
            "faults": [_plain(asdict(each)) for each in self.prepared.faults],
            "drafts": [each.document() for each in sorted([*kept, *new[:NAMED]], key=_row)],
            "notes": self.notes,
            "extras": list(self.extras),
            "read": self.read,
        }


def _row(draft: Draft) -> int:
    return draft.row


def checked(
    person: Any, contract: str, name: str, content: bytes, decimal: str = "", decisions: Mapping[int, str] | None = None
) -> Found:
    """What came of a file, for a person; refused where it cannot be read as a table at all."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            result = analysis.checked_file(path, contract, current(), decimal)
        except UnreadableFile as error:
            raise Mistake(error.key, field="file", **error.facts) from None
    faults = [told_here(fault, contract, current()) for fault in result.faults]
    notes = [_plain({"key": note.key, "facts": note.facts}) for note in result.notes]
    about, most = result.provenance, MOST_ROWS[contract]
    read = {"sheet": about.sheet, "delimiter": about.delimiter, "header": result.seen.header if result.seen else 1}
    if result.rows > most:
        faults.insert(0, Fault("spreadsheets.too_many_rows", facts={"n": result.rows, "most": most}))
    if result.seen is None or result.rows > most:
        return Found(Prepared([], faults), result.rows, notes, (), read)
    frame = result.seen.frame
    came = Came(result.seen.rows.tolist(), {each: frame[each].to_list() for each in result.seen.names},
                result.seen.names, faults)  # fmt: skip
    prepared = ROOMS[contract].prepared(person, came, decisions or {})
    prepared.faults.sort(key=lambda fault: (fault.row is not None, fault.row or 0))
    return Found(prepared, result.rows, notes, result.seen.extras, read)


def _plain(value: Any) -> Any:
    """Value as JSON holds it."""
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, bool | str | float) or value is None:
        return value
    return int(value) if isinstance(value, Integral) else str(value)
