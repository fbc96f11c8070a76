"""Faults of the engine, as people are told them: in each language, row by row, without where the server keeps files."""

from pathlib import Path
from typing import Any

from ayni.errors import AyniError, Fault, RefusedTable
from ayni.words import LANGUAGES, say
from ayni_web.common.acting import Mistake

FAULTS_KEPT = 500


def within(error: AyniError, folder: Path, field: str | None = None) -> Mistake:
    """The same mistake, beside a field, with files named from their folder on."""
    facts = {name: _bare(value, folder) if isinstance(value, str) else value for name, value in error.facts.items()}
    return Mistake(error.key, field=field, **facts)


def sentences(error: AyniError, *folders: Path) -> dict[str, str]:
    """Sentence of a mistake in each complete language; of a refused table the sentence alone, without its rows."""
    said = {language: say(error.key, language, **error.facts) for language in LANGUAGES}
    for folder in folders:
        said = {language: _bare(sentence, folder) for language, sentence in said.items()}
    return said


def rows_of(error: AyniError) -> list[dict[str, Any]]:
    """Faults of a refused table: row, column and sentence in each language; at most 500 of them."""
    if not isinstance(error, RefusedTable):
        return []
    return [_row(error.file, fault) for fault in error.faults[:FAULTS_KEPT]]


def _row(file: str, fault: Fault) -> dict[str, Any]:
    said = {language: fault.text(language) for language in LANGUAGES}
    return {"file": file, "row": fault.row, "column": fault.column or "", "said": said}


def _bare(text: str, folder: Path) -> str:
    return text.replace(f"{folder}/", "").replace(str(folder), "")
