"""How alike two organisations are, 0 to 100, and what speaks for and against it.

Over 80 they are taken to be the same, from 50 to 80 a person decides, under 50 they are two.  The score starts from
the names (without accents, legal forms and words that half the register shares), and place, numbers and contacts move
it.  Nothing here reads the database.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from ayni_web.members.folding import folded

SAME, DECIDE = 80, 50
Band = Literal["same", "decide", "new"]
# The same word written short.
SHORT = {
    "coop": "cooperativa", "cooperat": "cooperativa", "asoc": "asociacion", "asociac": "asociacion",
    "cia": "compania", "emp": "empresa", "com": "comunidad", "prod": "productores", "productor": "productores",
    "productoras": "productores", "productora": "productores", "agrop": "agropecuaria", "agropecuario": "agropecuaria",
    "agropecuarios": "agropecuaria", "agropecuarias": "agropecuaria", "agraria": "agrario", "agrarios": "agrario",
    "serv": "servicios", "servicio": "servicios", "mult": "multiples", "exp": "exportadora", "export": "exportadora",
    "exportaciones": "exportadora", "exportador": "exportadora", "imp": "importaciones", "ind": "industrias",
    "industria": "industrias", "hnos": "hermanos", "sta": "santa", "sto": "santo", "univ": "universidad",
    "nac": "nacional", "transp": "transportes", "transporte": "transportes", "artes": "artesanos",
}  # fmt: skip
# Legal forms, long and short, as they stand once folded.
FORMS = {
    "sociedad anonima cerrada": "sac", "s a c": "sac", "sociedad anonima abierta": "saa", "s a a": "saa",
    "sociedad anonima": "sa", "s a": "sa", "sociedad comercial de responsabilidad limitada": "srl", "s r l": "srl",
    "s c r l": "srl", "scrl": "srl", "srltda": "srl", "s r ltda": "srl",
    "empresa individual de responsabilidad limitada": "eirl", "e i r l": "eirl", "limitada": "ltda",
}  # fmt: skip
_LEGAL = {"sac", "saa", "sa", "srl", "eirl", "ltda", "sacs", "me", "epp", "llc", "inc", "gmbh", "spa", "bv"}
_LONG_FORM = re.compile("|".join(rf"\b{each}\b" for each in sorted(FORMS, key=len, reverse=True)))
_JOINING = {"de", "del", "la", "las", "los", "el", "y", "e", "en", "para", "por", "the", "of", "and", "do", "da", "dos"}
# Words that half the register shares: they tell little, yet not nothing.
_COMMON = """
asociacion cooperativa agrario agropecuaria productores empresa comercial servicios exportadora importaciones industrias
comite central comunidad campesina compania grupo corporacion inversiones negocios transportes multiples federacion
union peru peruana andina andino nacional regional distrito provincia sector anexo centro poblado organica organicos
artesanos artesanas artesania textil textiles alimentos granos hermanos san santa santo virgen senor nuestra puno cusco
lima arequipa ayacucho quinua alpaca cafe cacao palta uva mango papa isidro rosa carmen martin pedro pablo jose juan
maria antonio miguel francisco huanca enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre
noviembre diciembre andes nuevo nueva sol inti
"""
COMMON = frozenset(_COMMON.split())
# Letters of one sound, in the order they are read.
_SOUNDS = [
    (re.compile(written), sound)
    for written, sound in (
        ("ch", "3"), ("tz|sh|x|z", "s"), ("c(?=[ei])", "s"), ("qu(?=[ei])|q|c", "k"), ("(?:h|g)?u(?=[aeio])", "w"),
        ("kh?", "k"), ("ph", "p"), ("th", "t"), ("ll|y", "i"), ("v", "b"), ("h", ""), ("e", "i"), ("o", "u"),
    )
]  # fmt: skip
LITTLE = 0.3
# Likeness of two words that sound the same.
SOUNDS = 0.75
NEAR = 0.55
NEAR_TOGETHER = 0.85
# What moves the score.
SAME_DISTRICT, SAME_PROVINCE, SAME_DEPARTMENT, OTHER_DEPARTMENT = 15, 8, 3, -25
SHARED_CONTACT, OTHER_FORM, OTHER_FIGURES = 25, -12, -30
SAME_NUMBER, OTHER_NUMBER = 95, 45
# A name of common words alone tells little, and less when it is not the same.
NOTHING_RARE, NOTHING_RARE_AND_OTHER = -10, -25
NAMES = 80
# Keys that more organisations than this share tell nothing and are not followed.
CROWD = 400


@dataclass(frozen=True, slots=True)
class Likened:
    """What is compared of an organisation.

    Attributes
    ----------
    key : hashable
        Whose it is.
    words : tuple of str
        Words of the name that are compared, the legal form left out.
    form : str
        Legal form (``sac``), empty where none is written.
    place : str
        Ubigeo, or empty.
    numbers : frozenset of (str, str)
        Scheme and value of its identifiers.
    contacts : frozenset of str
        Contacts as ``contacts.bare`` leaves them.
    """

    key: Hashable
    words: tuple[str, ...]
    form: str = ""
    place: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Score of a pair, 0 to 100, and why: code of ``words/duplicates.toml`` by what was compared."""

    score: int
    why: dict[str, str | int] = field(default_factory=dict)

    @property
    def band(self) -> Band:
        """What the score says."""
        return band(self.score)


def band(score: int) -> Band:
    """``same`` over 80, ``decide`` from 50 to 80, ``new`` under 50."""
    return "same" if score > SAME else "decide" if score >= DECIDE else "new"


def likened(
    key: Hashable, name: str, place: str = "", numbers: Iterable[tuple[str, str]] = (), contacts: Iterable[str] = ()
) -> Likened:
    """What is compared of an organisation of that name."""
    words, form = _words_and_form(folded(name))
    return Likened(key, words, form, place, frozenset(numbers), frozenset(contacts))


def likeness(one: Likened, other: Likened) -> Likeness:
    """How alike two are."""
    share = _names(one.words, other.words)
    score = NAMES * share
    why: dict[str, str | int] = {"name": round(100 * share)}
    for points, what, said in _beside_the_name(one, other):
        score += points
        why[what] = said
    if {value for _, value in one.numbers} & {value for _, value in other.numbers}:
        score, why["identifier"] = max(score, SAME_NUMBER), "same"
    elif _differ(one.numbers, other.numbers):
        score, why["identifier"] = min(score, OTHER_NUMBER), "different"
    return Likeness(max(0, min(100, round(score))), why)


def _beside_the_name(one: Likened, other: Likened) -> Iterator[tuple[int, str, str]]:
    if one.place and other.place:
        points, said = _places(one.place, other.place)
        if points:
            yield points, "place", said
    if one.contacts & other.contacts:
        yield SHARED_CONTACT, "contact", "same"
    if one.form and other.form and one.form != other.form:
        yield OTHER_FORM, "form", "different"
    if _figures(one.words) != _figures(other.words):
        yield OTHER_FIGURES, "figures", "different"
    if all(word in COMMON or word.isdigit() for word in (*one.words, *other.words)):
        yield (NOTHING_RARE if one.words == other.words else NOTHING_RARE_AND_OTHER), "words", "common"


def _places(one: str, other: str) -> tuple[int, str]:
    if one[:2] != other[:2]:
        return OTHER_DEPARTMENT, "different"
    if len(one) == len(other) == 6 and one == other:
        return SAME_DISTRICT, "district"
    if len(one) >= 4 and one[:4] == other[:4]:
        return SAME_PROVINCE, "province"
    return (SAME_DEPARTMENT, "department")


def _differ(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether both have a number of the same scheme, and not the same."""
    return bool({scheme for scheme, _ in one if scheme != "other"} & {scheme for scheme, _ in other})


def _figures(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


@lru_cache(maxsize=1 << 15)
def _words_and_form(name: str) -> tuple[tuple[str, ...], str]:
    text = _LONG_FORM.sub(lambda found: FORMS[found.group()], name)
    form, words = "", []
    for word in text.split():
        if word in _LEGAL:
            form = word
        elif word not in _JOINING:
            words.append(SHORT.get(word, word))
    return tuple(words or text.split()), form


def _weight(word: str) -> float:
    return LITTLE if word in COMMON else 1.0


def _names(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Share of two names that is alike, 0 to 1: word by word, or as one word where they are written together."""
    if one == other:
        return 1.0
    total = sum(map(_weight, one)) + sum(map(_weight, other))
    if not total:
        return 0.0
    near = {(a, b): _near(a, b) for a in one for b in other}
    mine = sum(_weight(a) * max((near[a, b] for b in other), default=0.0) for a in one)
    theirs = sum(_weight(b) * max((near[a, b] for a in one), default=0.0) for b in other)
    return max((mine + theirs) / total, _together(one, other))


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Likeness of the rare words without blanks, the others being equal: ``Agro Sur`` and ``Agrosur``."""
    if {word for word in one if word in COMMON} != {word for word in other if word in COMMON}:
        return 0.0
    first, second = ("".join(word for word in words if word not in COMMON) for words in (one, other))
    if first[:3] != second[:3] or abs(len(first) - len(second)) > 3:
        return 0.0
    found = _near(first, second)
    return found if found >= NEAR_TOGETHER else 0.0


@lru_cache(maxsize=1 << 18)
def _near(one: str, other: str) -> float:
    """Likeness of two words, 0 to 1: as they sound, else Dice over trigrams with their ends; none where slight."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < 3:
        return 0.0
    if sounded(one) == sounded(other):
        return SOUNDS
    first, second = _trigrams(one), _trigrams(other)
    shared = 2 * len(first & second) / (len(first) + len(second))
    return shared if shared >= NEAR else 0.0


@lru_cache(maxsize=1 << 16)
def sounded(word: str) -> str:
    """Word by its sound, so that the spellings of one Quechua, Aymara or Spanish name meet: ``quinua``, ``kinwa``."""
    for written, sound in _SOUNDS:
        word = written.sub(sound, word)
    return word


@lru_cache(maxsize=1 << 16)
def _trigrams(word: str) -> frozenset[str]:
    text = f"  {word} "
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def alike(many: Iterable[Likened], least: int = DECIDE) -> list[tuple[Likened, Likened, Likeness]]:
    """Pairs of many that reach a score; only those are compared that share a key (:func:`keys`)."""
    return [(one, other, found) for one, other in _pairs(list(many)) if (found := likeness(one, other)).score >= least]


def _pairs(many: list[Likened]) -> Iterator[tuple[Likened, Likened]]:
    blocks: Mapping[str, list[int]] = defaultdict(list)
    for at, each in enumerate(many):
        for key in keys(each):
            blocks[key].append(at)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > CROWD:
            continue
        for place, at in enumerate(block):
            for other in block[place + 1 :]:
                if (at, other) not in seen:
                    seen.add((at, other))
                    yield many[at], many[other]


def keys(each: Likened) -> set[str]:
    """Keys that two organisations share if they may be one: a number, a contact, the beginning or the end of a word
    that is not common, the whole name."""
    found = {f"n{scheme}{value}" for scheme, value in each.numbers} | {f"c{contact}" for contact in each.contacts}
    rare = [word for word in each.words if word not in COMMON and not word.isdigit()]
    for word in rare:
        sound = sounded(word)
        if len(word) > 3:
            found |= {f"b{sound[:4]}|{each.place[:2]}", f"e{sound[-4:]}|{each.place[:2]}"}
            found.add(f"w{sound}")
    joined = "".join(rare)
    found |= {f"j{joined[:5]}", f"a{' '.join(each.words)}"}
    if not rare:
        found |= {f"l{word}|{each.place[:4]}" for word in each.words[-1:]}
    return found
