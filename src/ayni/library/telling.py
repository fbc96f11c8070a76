"""The library told on the terminal: its entries by kind, and what serves each number of the inventory."""

from collections.abc import Iterator
from pathlib import Path

from ayni.library.checking import checked_file
from ayni.library.coverage import coverage
from ayni.library.entries import KINDS, Entry, entries
from ayni.words import say


def library_lines(language: str, kind: str | None = None) -> Iterator[str]:
    """Lines that tell the entries of a kind, or of every kind."""
    for name in [kind] if kind else KINDS:
        found = entries(name)
        if found or kind:
            yield f"{say(f'library.{name}', language)} ({len(found)})"
            for each in found:
                yield from _entry_lines(each, language)
            yield ""


def _entry_lines(each: Entry, language: str) -> Iterator[str]:
    numbers = " ".join(f"#{number}" for number in each.serves)
    yield f"  {each.code}: {each.title[language]}"
    yield f"    {each.about[language]}"
    yield f"    {numbers} · {each.source}"


def coverage_lines(language: str) -> Iterator[str]:
    """Lines that tell what serves each number of the inventory, those that nothing serves too; then how many are."""
    found = coverage()
    for each in found:
        yield f"#{each.number:<4} {', '.join(each.by) or say('library.nothing', language)}"
    served = sum(bool(each.by) for each in found)
    yield say("library.served", language, n=served, total=len(found))


def checked_lines(language: str, kind: str, path: Path) -> Iterator[str]:
    """Line that says that a file can go into the library; what is wrong is raised."""
    found = checked_file(kind, path)
    yield say("library.checked", language, where=path.name, title=found.title[language])
