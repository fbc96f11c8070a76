"""The library told on the terminal: by chapter or by kind, and what serves each number of the inventory."""

from collections.abc import Iterator
from pathlib import Path

from ayni.library.chapters import chapters, entries_of, subjects
from ayni.library.checking import checked_file
from ayni.library.coverage import Served, coverage
from ayni.library.entries import Entry, entries
from ayni.words import say


def library_lines(language: str, kind: str | None = None) -> Iterator[str]:
    """Lines that tell the entries of a kind; without one, all of them, chapter by chapter."""
    if kind:
        found = entries(kind)
        yield f"{say(f'library.{kind}', language)} ({len(found)})"
        for each in found:
            yield from _entry_lines(each, language, each.code)
        yield ""
        return
    for at, chapter in enumerate(chapters(), 1):
        yield f"{at}. {chapter.title[language]}"
        yield f"   {chapter.about[language]}"
        for each in entries_of(chapter):
            yield from _entry_lines(each, language, f"{each.kind}/{each.code}")
        yield ""


def _entry_lines(each: Entry, language: str, name: str) -> Iterator[str]:
    numbers = " ".join(f"#{number}" for number in each.serves)
    yield f"  {name}: {each.title[language]}"
    yield f"    {each.about[language]}"
    yield f"    {numbers} · {each.source}"


def coverage_lines(language: str) -> Iterator[str]:
    """Lines that tell each number of the inventory, with what serves it or why nothing does; then a sum."""
    found = coverage()
    for each in found:
        yield f"#{each.number:<4} {subjects()[each.number][language]}: {_by(each, language)}"
    served = sum(bool(each.by) for each in found)
    yield say("library.served", language, n=served, total=len(found))


def _by(each: Served, language: str) -> str:
    return ", ".join(each.by) or say("library.nothing", language, why=each.lacks[language])


def checked_lines(language: str, kind: str, path: Path) -> Iterator[str]:
    """Line that says that a file can go into the library; what is wrong is raised."""
    found = checked_file(kind, path)
    yield say("library.checked", language, where=path.name, title=found.title[language])
