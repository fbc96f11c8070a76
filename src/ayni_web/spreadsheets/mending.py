"""A file with what is to be mended beside its rows, to be mended there and sent again."""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from ayni.errors import Fault
from ayni_web.common.language import current
from ayni_web.common.sheets.writing import Cell
from ayni_web.spreadsheets import analysis
from ayni_web.spreadsheets.contracts import header
from ayni_web.spreadsheets.models import Import
from ayni_web.spreadsheets.queries import faults_of


def mended_beside(held: Import) -> tuple[list[str], list[list[Cell]]]:
    """First row and the others of a file, each with what is wrong with it in front."""
    language = current()
    wrong: dict[int, list[str]] = defaultdict(list)
    for fault in faults_of(held):
        wrong[fault.row or 1].append(_told(fault, language))
    read = held.found["read"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / held.name
        with held.file.open() as stream:
            path.write_bytes(stream.read())
        rows = list(analysis.cells_of(path, read["sheet"], read["delimiter"]))
    beside = [["\n".join(wrong.get(number, ())), *row] for number, row in enumerate(rows, 1)]
    at = read["header"]
    if at <= len(beside):
        beside[at - 1][0] = "\n".join([header("to_mend", language), *wrong.get(at, ())])
    first = ["" if cell is None else str(cell) for cell in beside[0]]
    return first, beside[1:]


def _told(fault: Fault, language: str) -> str:
    return f"{fault.column}: {fault.text(language)}" if fault.column else fault.text(language)
