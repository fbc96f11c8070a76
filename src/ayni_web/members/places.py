"""Names of places of Peru (ubigeo of INEI), and the places that a name may mean."""

from dataclasses import dataclass
from functools import cache

from ayni.codes import nomenclature
from ayni_web.members.folding import folded

SHOWN = 12
_SMALL = {"de", "del", "la", "las", "los", "el", "y", "e"}
LEVELS = {2: "department", 4: "province", 6: "district"}


@dataclass(frozen=True, slots=True)
class Place:
    """A department, province or district.

    Attributes
    ----------
    code : str
        Ubigeo of INEI: 2, 4 or 6 figures.
    name : str
        Its own name, as people write it.
    within : str
        Names of what it lies in, from near to far: ``Melgar, Puno``; empty for a department.
    """

    code: str
    name: str
    within: str

    @property
    def level(self) -> str:
        """``department``, ``province`` or ``district``."""
        return LEVELS[len(self.code)]


def known_place(code: str) -> bool:
    """Whether there is such a code."""
    return code in _places()


def place_name(code: str, language: str = "es") -> str:
    """Name of a place with what it lies in: ``Ayaviri, Melgar, Puno``; the code itself where there is none."""
    place = _places().get(code)
    if place is None:
        return code
    parts = [place.name, *place.within.split(", ")] if place.within else [place.name]
    return ", ".join(part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1])


def whole_place_name(code: str) -> str:
    """Name of a place with every level, so that it is of one alone: ``Puno, Puno`` is the province."""
    place = _places()[code]
    return f"{place.name}, {place.within}" if place.within else place.name


def place_called(text: str) -> str:
    """Code of the place whose whole name that is (:func:`whole_place_name`); empty where there is none."""
    return _by_whole_name().get(_levels(text), "")


@cache
def _by_whole_name() -> dict[tuple[str, ...], str]:
    return {_levels(whole_place_name(code)): code for code in _places()}


def _levels(text: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in text.split(","))


@cache
def short_place_name(code: str) -> str:
    """Name of a place and its department alone: ``Ayaviri, Puno``."""
    place, department = _places().get(code), _places().get(code[:2])
    if place is None or department is None:
        return code
    return place.name if place.name == department.name else f"{place.name}, {department.name}"


def departments() -> tuple[Place, ...]:
    """Departments, in the order of their names."""
    return tuple(sorted((each for code, each in _places().items() if len(code) == 2), key=_folded_name))


def matches(text: str) -> list[Place]:
    """Places that a code or a name may mean, the likeliest first; ``Ayaviri, Melgar`` says which Ayaviri."""
    wanted = text.strip()
    if wanted in _places():
        return [_places()[wanted]]
    words = folded(wanted).split()
    if not words:
        return []
    own = folded(wanted.split(",")[0])
    found = [each for each in _places().values() if _fits(words, each)]
    return sorted(found, key=lambda each: (_distance(own, each), len(each.code), _folded_name(each), each.code))


def meant(text: str) -> list[Place]:
    """Places that a person who typed this may mean: one alone when nothing else has that very name."""
    found = matches(text)
    own = folded(text.split(",")[0])
    same = [each for each in found if _folded_name(each) == own]
    return same if len(same) == 1 else found


def _fits(words: list[str], place: Place) -> bool:
    whole = f" {_folded_name(place)} {folded(place.within)}"
    return all(f" {word}" in whole for word in words) and f" {words[0]}" in f" {_folded_name(place)}"


def _distance(own: str, place: Place) -> int:
    name = _folded_name(place)
    return 0 if name == own else 1 if name.startswith(own) else 2


@cache
def _folded_name(place: Place) -> str:
    return folded(place.name)


@cache
def _places() -> dict[str, Place]:
    """Places by code, in the order of their codes."""
    names = {code: _as_written(name) for code, name in nomenclature("ubigeo-inei").names["es"].items()}
    return {code: Place(code, names[code], _within(code, names)) for code in sorted(names)}


def _within(code: str, names: dict[str, str]) -> str:
    return ", ".join(names[code[:end]] for end in range(len(code) - 2, 0, -2) if code[:end] in names)


def _as_written(name: str) -> str:
    if not name.isupper():
        return name
    words = name.lower().split()
    return " ".join(word if at and word in _SMALL else word[:1].upper() + word[1:] for at, word in enumerate(words))
