"""Notes at the foot of the report: every formula and every file, numbered; the text leads to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.study.published import Entered, Published
from ayni.study.report.voice import Voice

# Formula, the table that makes it needed, and the contract of the files it is computed from.
FORMULAS: tuple[tuple[str, str, str | None], ...] = (
    ("share", "quotients", "activity"),
    ("quotient", "quotients", "activity"),
    ("gini", "gini", "activity"),
    ("trend", "trends", "activity"),
    ("rules", "candidates", "activity"),
    ("sizes", "establishments", "establishments"),
    ("structure", "structure", "trade"),
    ("growth", "growth", "trade"),
    ("concentration", "concentration", "trade"),
    ("dependence", "dependence", "trade"),
    ("stress", "stress", "trade"),
    ("required_growth", "required_growth", "trade"),
    ("destinations", "destinations", "trade"),
    ("additions", "additions", "world"),
    ("space", "product_space", "world"),
    ("claims", "claims", None),
    ("revisions", "revisions", "series"),
)


@dataclass(frozen=True, slots=True)
class FormulaNote:
    """A formula: its number, name, how it is computed, and what to mind."""

    number: int
    id: str
    name: str
    formula: str
    text: str
    files: str
    table: str


@dataclass(frozen=True, slots=True)
class FileNote:
    """A file that entered: its number, title, and lines of a word, what it is, and the language of that."""

    number: int
    id: str
    title: str
    link: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes of a report.

    Attributes
    ----------
    numbers : mapping of str to int
        Number of the note of each formula that the report uses.
    facts : mapping of str to mapping
        Facts of each formula's sentences.
    formulas, files : tuples of notes
        Notes in order; the files' numbers follow the formulas'.
    """

    numbers: Mapping[str, int]
    facts: Mapping[str, Mapping[str, object]]
    formulas: tuple[FormulaNote, ...]
    files: tuple[FileNote, ...]
    titles: Mapping[str, str]

    def of(self, *keys: str) -> tuple[int, ...]:
        """Numbers of the notes of some formulas, those that the report has."""
        return tuple(self.numbers[key] for key in keys if key in self.numbers)

    def file_names(self, key: str) -> str:
        """Titles of the files that a formula's figures are computed from."""
        return self.titles.get(key, "")


def notes(published: Published, voice: Voice) -> Notes:
    """Notes that a study's report needs."""
    used = [(key, table, contract) for key, table, contract in FORMULAS if _has(published, table)]
    numbers = {key: index for index, (key, _, _) in enumerate(used, start=1)}
    facts = {key: _facts(published, voice) for key in numbers}
    titles = {key: _titles(published, voice, contract, to_markets=key == "destinations") for key, _, contract in used}
    formulas = tuple(
        FormulaNote(
            number=numbers[key],
            id=f"n{numbers[key]}",
            name=voice.say(f"note_{key}_name"),
            formula=voice.say(f"note_{key}_formula", **facts[key]),
            text=voice.say(f"note_{key}", **facts[key]),
            files=titles[key],
            table=table,
        )
        for key, table, _ in used
    )
    day = voice.day(published.computed)
    files = tuple(
        _file_note(entered, len(numbers) + index, day, published.study.language, voice)
        for index, entered in enumerate(published.entered, start=1)
    )
    return Notes(numbers=numbers, facts=facts, formulas=formulas, files=files, titles=titles)


def _has(published: Published, table: str) -> bool:
    if table == "establishments":
        return any(entered.asked.contract == table for entered in published.entered)
    found = published.tables.get(table)
    return found is not None and not found.is_empty()


def _facts(published: Published, voice: Voice) -> dict[str, object]:
    study = published.study
    return {"year": study.year, "stress_year": study.stress_year or "–", "horizon": voice.number(study.horizon_years)}


def _titles(published: Published, voice: Voice, contract: str | None, *, to_markets: bool) -> str:
    """Titles of the files of a contract; of trade, those by destination apart from the others."""
    files = [entered for entered in published.entered if entered.asked.contract == contract]
    if contract == "trade":
        files = [entered for entered in files if ("importer" in entered.columns) == to_markets] or files
    return "; ".join(dict.fromkeys(_title(entered, voice) for entered in files))


def _title(entered: Entered, voice: Voice) -> str:
    return entered.asked.title.get(voice.language) or entered.name


def _file_note(entered: Entered, number: int, day: str, own: str, voice: Voice) -> FileNote:
    """Note on a file; its publisher and licence stand as the study gives them, in its ``own`` language."""
    asked, here = entered.asked, voice.language
    lines = [
        (voice.say("origin_from"), asked.publisher, own),
        (voice.say("origin_file"), voice.say("file_rows", file=entered.name, n=entered.rows), here),
        (voice.say("origin_licence"), asked.licence, own),
        (voice.say("origin_read"), day, here),
        (voice.say("origin_hash"), f"SHA-256 {entered.sha256}", here),
        (voice.say("origin_mind"), asked.note.get(voice.language, ""), here),
        *((voice.say("origin_mind"), voice.say(key, **facts), here) for key, facts in entered.notes),
    ]
    return FileNote(
        number=number,
        id=f"n{number}",
        title=_title(entered, voice),
        link=asked.link if asked.link.startswith(("https://", "http://")) else "",
        lines=tuple(line for line in lines if line[1]),
    )
