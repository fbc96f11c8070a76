"""What every section of the report is made from."""

from dataclasses import dataclass

import polars as pl

from ayni.charts.outlines import Outlines, outlines
from ayni.study.published import Published
from ayni.study.report.grids import Origin
from ayni.study.report.notes import Notes, notes
from ayni.study.report.voice import Voice, voice


@dataclass(frozen=True, slots=True)
class Material:
    """A study, the voice it is told in, and the notes its figures lead to."""

    published: Published
    voice: Voice
    notes: Notes

    @property
    def year(self) -> int:
        """Base year of the study."""
        return self.published.study.year

    def table(self, name: str) -> pl.DataFrame | None:
        """Table of the study; None where it is absent or empty: its section is then left out."""
        found = self.published.tables.get(name)
        return None if found is None or found.is_empty() else found

    def threshold(self, name: str) -> float | None:
        """Value of a threshold of the study."""
        return self.published.thresholds.get(name)

    def origin(self, *keys: str, table: str, mind: str = "") -> Origin:
        """Origin of a figure: formulas and files by the keys of their notes, version and table."""
        word = self.voice.say
        formulas = [
            (word("origin_formula"), word(f"note_{key}_formula", **self.notes.facts[key]))
            for key in keys
            if key in self.notes.numbers
        ]
        files = [(word("origin_file"), self.notes.file_names(key)) for key in keys[:1] if self.notes.file_names(key)]
        caution = [(word("origin_mind"), mind)] if mind else []
        version = (word("origin_version"), word("package_table", package=self.published.package, table=table))
        return Origin((*files, *formulas, *caution, version))


def material(published: Published, language: str) -> Material:
    """Material of a study in a language."""
    speaking = voice(published, language)
    return Material(published=published, voice=speaking, notes=notes(published, speaking))


def study_outlines(published: Published) -> Outlines | None:
    """Outlines of the study's places; None where some place of it has none: a map would then mislead."""
    places = published.tables.get("places")
    if published.study.country != "PE" or places is None or places.is_empty():
        return None
    known = outlines()
    return known if set(places["code"]) <= set(known.paths) else None
