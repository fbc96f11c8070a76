"""Rules of the library held against a cluster: met, not met or not known, by what figure, what would change it."""

from dataclasses import dataclass
from math import isinf

from ayni.library.counting import Count, Limit
from ayni.library.rules import Ruling, held_against, rule_sets
from ayni_web.assessments.texts import told
from ayni_web.diagnosis.queries.counted import Known

STATES = {True: "met", False: "unmet", None: "unk"}


@dataclass(frozen=True, slots=True)
class Held:
    """A rule held against a cluster.

    Attributes
    ----------
    text, state : str
        What it asks; ``met``, ``unmet`` or ``unk``.
    counts : str
        What it counts (``words/counts.toml``).
    low, high : float or None
        What is known of it: from, to; None where nothing bounds it.
    least, most : float or None
        Its limits: what a rule that is met would no longer be met without.
    share : bool
        Whether it is told in percent.
    lacking, too_much : float or None, bool
        How much is lacking (or is too much); None where nothing is, or that is not known.
    """

    text: str
    state: str
    counts: str
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    share: bool
    lacking: float | None
    too_much: bool


@dataclass(frozen=True, slots=True)
class HeldSet:
    """Rules of a cluster organisation or of a call, each held against a cluster, with who says so."""

    code: str
    title: str
    about: str
    source: str
    rules: list[Held]

    @property
    def met(self) -> int:
        """Rules that are met."""
        return sum(each.state == "met" for each in self.rules)

    @property
    def unmet(self) -> int:
        """Rules that are not met."""
        return sum(each.state == "unmet" for each in self.rules)

    @property
    def unknown(self) -> int:
        """Rules of which it is not known."""
        return len(self.rules) - self.met - self.unmet


def rules_held(known: Known) -> list[HeldSet]:
    """Each set of rules of the library held against a cluster; as many queries as there are things to count."""
    return [
        HeldSet(each.code, told(each.title), told(each.about), each.source,
                [_held(ruling) for ruling in held_against(each, known.count)])
        for each in rule_sets()
    ]  # fmt: skip


def _held(ruling: Ruling) -> Held:
    limit, count = ruling.rule.limit, ruling.count
    low, high = (count.low, None if isinf(count.high) else count.high) if count else (None, None)
    gap = _gap(limit, count) if ruling.met is False and count else 0.0
    return Held(
        text=told(ruling.rule.text), state=STATES[ruling.met], counts=limit.counts, low=low, high=high,
        least=limit.least, most=limit.most, share=limit.share, lacking=abs(gap) or None, too_much=gap < 0,
    )  # fmt: skip


def _gap(limit: Limit, count: Count) -> float:
    """How much is lacking; what is too much is below zero."""
    if limit.least is not None and count.high < limit.least:
        return limit.least - count.high
    return (limit.most or 0) - count.low
