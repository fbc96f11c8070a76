"""Kinds of raw files of world trade: what each is recognised by, as data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from ayni.errors import UnreadableFile

# What may part the cells of a raw file.
SEPARATORS = ",;\t|"
OURS = ("year", "month", "exporter", "importer", "product", "value_usd", "quantity_kg")


@dataclass(frozen=True, slots=True)
class Taken:
    """How a column of ours comes from a column of theirs.

    Attributes
    ----------
    of : tuple of str
        Names of theirs, in small letters; the first that is there is taken.
    times : float
        Factor that brings it to our unit.
    whole : bool
        In our unit it is a whole number, by what the publisher rounds to.
    pad : int
        Width that leading zeros give back.
    first : int
        Characters kept; 0 for all.
    without : tuple of str
        Values that say "all together": no value of ours.
    constant : str
        Value of every row, where they have no column for it.
    """

    of: tuple[str, ...] = ()
    times: float = 1
    whole: bool = False
    pad: int = 0
    first: int = 0
    without: tuple[str, ...] = ()
    constant: str = ""


@dataclass(frozen=True, slots=True)
class RawKind:
    """A kind of raw file.

    Attributes
    ----------
    name, title : str
        Its name here and as people cite it.
    needs : tuple of str
        Columns that it always has, in small letters.
    one_of : tuple of tuples of str
        Of each, at least one.
    columns : mapping of str to Taken
        By column of the contract ``trade``.
    keep : tuple of (str, tuple of str)
        Columns of theirs and the values of the rows that are taken; a column that is not there asks nothing.
    levels : bool
        Codes of several lengths may stand together: the longest are taken, the others hold them.
    one : tuple of str
        Columns of theirs that must have one value: revisions of a nomenclature are never mixed.
    as_is : bool
        Parquet that is in our columns already, a file or a folder of them: read where it is, not written again.
    added : bool
        Rows of one exporter, importer and product are parts (declarations), and are added; elsewhere a repeated row
        is a fault.
    where, terms : mapping of str to str
        Where it is published and under what terms, by language.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    columns: Mapping[str, Taken]
    where: Mapping[str, str]
    terms: Mapping[str, str]
    one_of: tuple[tuple[str, ...], ...] = ()
    keep: tuple[tuple[str, tuple[str, ...]], ...] = ()
    levels: bool = False
    one: tuple[str, ...] = ()
    as_is: bool = False
    added: bool = False

    @property
    def asks(self) -> str:
        """Columns by which it is recognised, as people read them; of a group any one does."""
        return ", ".join([*self.needs, *(" | ".join(group) for group in self.one_of)])

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns, in small letters, is of this kind."""
        there = set(header)
        return set(self.needs) <= there and all(there & set(group) for group in self.one_of)


@cache
def recipe() -> str:
    """Hash of how raw files are read: what was converted otherwise is converted again."""
    from ayni import __version__

    return sha256(__version__.encode() + files("ayni.sources.raw").joinpath("kinds.toml").read_bytes()).hexdigest()


@cache
def raw_kinds() -> tuple[RawKind, ...]:
    """Kinds that are known, in the order in which they are tried."""
    text = files("ayni.sources.raw").joinpath("kinds.toml").read_text(encoding="utf-8")
    return tuple(_kind(name, entry) for name, entry in tomllib.loads(text).items())


def recognised(header: Sequence[str], file: str, *, parquet: bool = False) -> RawKind:
    """Kind of a raw file, by its columns; one that is taken as it is only where it is Parquet.

    Raises
    ------
    UnreadableFile
        No kind has them; the sentence tells which came and what each kind has.
    """
    small = [name.strip().lower() for name in header]
    found = next((kind for kind in raw_kinds() if kind.fits(small) and (parquet or not kind.as_is)), None)
    if found is None:
        known = "; ".join(f"{kind.title}: {kind.asks}" for kind in raw_kinds() if not kind.as_is)
        raise UnreadableFile("raw.unknown", file=file, came=", ".join(header), known=known)
    return found


def _kind(name: str, entry: Mapping[str, object]) -> RawKind:
    columns = {ours: _taken(entry[ours]) for ours in OURS if ours in entry}  # type: ignore[arg-type]
    return RawKind(
        name=name,
        title=str(entry["title"]),
        needs=tuple(entry["needs"]),  # type: ignore[arg-type]
        one_of=tuple(map(tuple, entry.get("one_of", ()))),  # type: ignore[call-overload]
        columns=columns,
        keep=tuple((each["of"][0], tuple(each["values"])) for each in entry.get("keep", ())),  # type: ignore[attr-defined]
        levels=bool(entry.get("levels", False)),
        one=tuple(entry.get("one", ())),  # type: ignore[arg-type]
        as_is=bool(entry.get("as_is", False)),
        added=bool(entry.get("added", False)),
        where=dict(entry["where"]),  # type: ignore[call-overload]
        terms=dict(entry["terms"]),  # type: ignore[call-overload]
    )


def _taken(entry: Mapping[str, object]) -> Taken:
    return Taken(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()})  # type: ignore[arg-type]
