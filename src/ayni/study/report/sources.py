"""What is odd in the data, what the study cannot see, and what can be taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.study.report.material import Material
from ayni.study.report.voice import sentence
from ayni.words import LANGUAGES, say

LANGUAGE_NAMES = {"es": "español", "en": "English", "pt": "português"}


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd, in words, and what it is about."""

    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file beside the report: where it is, its name, and what it holds."""

    path: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Downloads:
    """Files beside the report: the main ones, and the tables one by one."""

    main: tuple[Download, ...]
    tables: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the report: its code, its own name, the file, and whether it is this one."""

    code: str
    name: str
    path: str
    current: bool


def languages(material: Material, page: str) -> tuple[Language, ...]:
    """Languages a page can be read in; ``page`` is ``report`` or ``forms``."""
    return tuple(
        Language(code, LANGUAGE_NAMES[code], f"{page}.{code}.html", code == material.voice.language)
        for code in LANGUAGES
    )


def oddities(material: Material) -> tuple[Oddity, ...]:
    """Oddities of the data, said and left as they are."""
    table = material.table("oddities")
    if table is None:
        return ()
    return tuple(_oddity(row, material) for row in table.iter_rows(named=True))


def _oddity(row: Mapping[str, object], material: Material) -> Oddity:
    """Oddity of a file (of a year, product or place of it) or of a document (of a section of it)."""
    voice = material.voice
    product, place = row.get("product"), row.get("place")
    about = (
        voice.say("section", section=row["section"]) if row.get("section") not in (None, "", "0") else None,
        row.get("file"),
        row.get("year"),
        sentence(voice.product(str(product))) if product else None,
        voice.place(str(place)) if place else None,
    )
    words = next(row[f"{name}_{voice.language}"] for name in ("text", "what") if f"{name}_{voice.language}" in row)
    return Oddity(words=str(words), about=" · ".join(str(each) for each in about if each))


def _notice(material: Material) -> tuple[Download, ...]:
    """Notice on the data, where the study carries one: it is copied beside the report."""
    notice = material.published.study.notice
    if notice is None:
        return ()
    return (Download(notice.name, notice.suffix[1:].upper(), material.voice.say("download_notice", file=notice.name)),)


def downloads(material: Material) -> Downloads:
    """Files of the package, by relative address."""
    voice = material.voice
    main = (
        Download("study.xlsx", "XLSX", voice.say("download_xlsx")),
        Download(f"forms.{voice.language}.html", "HTML", voice.say("download_forms")),
        *_notice(material),
        Download("datapackage.json", "JSON", voice.say("download_package")),
        Download("manifest.json", "JSON", voice.say("download_manifest")),
    )
    tables = tuple(
        Download(f"tables/{name}.parquet", f"{name}.parquet", say(f"tables.{name}", voice.language))
        for name in material.published.tables
    )
    return Downloads(main, tables)
