"""What a closed round says, as its page tells it: no table, only what comes of them."""

from dataclasses import dataclass

from ayni_web.assessments.access import FEWEST


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with what the weights do to it, in hundredths of the scale; None where nobody gave a value.

    Attributes
    ----------
    code, title : str
        Of the group; empty for the whole.
    score, low, high : float or None
        0 to 100: at the weights that stand, and the least and most when each moves by half.
    known : float
        Share of the answers that have a value, items by their weight, 0 to 1.
    weight : float
        Share of the whole, 0 to 1.
    own, before : float or None
        What the organisation says of itself; what the round before said.
    """

    code: str
    title: str
    score: float | None
    low: float | None
    high: float | None
    known: float
    weight: float
    own: float | None = None
    before: float | None = None

    @property
    def change(self) -> float | None:
        """Points since the round before."""
        return None if self.score is None or self.before is None else self.score - self.before


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said of one item.

    Attributes
    ----------
    text, group : str
    told : bool
        Whether enough answered for it to be told.
    score : float or None
        Mean, 0 to 100, turned the way of the scale.
    answered, unknown, not_apply : int
    consensus : float or None
        0 to 1.
    dissent : int
        How many stand half the scale or more from the answer in the middle.
    shares : tuple of (text of the scale, int)
        How many gave each value.
    notes : tuple of str
    """

    text: str
    group: str
    told: bool
    score: float | None
    answered: int
    unknown: int
    not_apply: int
    consensus: float | None
    dissent: int
    shares: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a round says.

    Attributes
    ----------
    sheets, typed : int
        How many sheets it stands on, and how many of them were copied from paper.
    enough : bool
        Whether they are enough to be told; without, nothing else is there.
    groups, items
        Scores of the groups, and what was said of each item.
    whole : Scored or None
    alpha, alpha_low, alpha_high : float or None
        Krippendorff's alpha of those who judged, with its interval.
    reliability : float or None
        Cronbach's alpha of the items.
    imbalance : float or None
        0 to 1.
    reversals : tuple of (title, title)
        Groups that change places under other weights, the one that leads now first.
    turns : bool
        Whether other weights would turn the change since the round before around.
    weighed : bool
        Whether those who answered set the weights.
    """

    sheets: int
    enough: bool
    groups: tuple[Scored, ...] = ()
    items: tuple[Asked, ...] = ()
    whole: Scored | None = None
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    reliability: float | None = None
    imbalance: float | None = None
    reversals: tuple[tuple[str, str], ...] = ()
    turns: bool = False
    weighed: bool = False
    typed: int = 0

    @property
    def agreement(self) -> str:
        """What alpha means (Krippendorff 2004, p. 241): ``agree``, ``partly``, ``differ``, or ``unknown``."""
        if self.alpha is None:
            return "unknown"
        return "agree" if self.alpha >= 0.8 else "partly" if self.alpha >= 0.667 else "differ"

    @property
    def missing(self) -> int:
        """Answers of the items that have no value."""
        return sum(each.unknown + each.not_apply for each in self.items)


def is_enough(sheets: int, *, typed: int = 0, named: bool) -> bool:
    """Whether a profile may stand on so few sheets, ``typed`` of them copied from paper.

    Whoever copied knows what those say: the others are told as many together, or there are none.
    """
    by_hand = sheets - typed
    return sheets >= 1 if named else sheets >= FEWEST and (by_hand == 0 or by_hand >= FEWEST)
