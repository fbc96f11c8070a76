"""What can be counted of a cluster, and the limits that rules and signs put on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from ayni.library.entries import BadEntry, Text
from ayni.library.fields import one_of, text_at
from ayni.words import LANGUAGES, number, percent, placeholders

# What can be counted, and whether it is a share (0 to 1), which is told in percent.
COUNTS = {
    "members": False,  # organisations that are in it
    "member_kinds": False,  # kinds of them
    "placed_producers": False,  # members that produce, with name and place
    "small_firms": False,  # formal micro, small and medium firms of one business
    "years_of_youngest": False,  # years since the youngest of those firms began
    "sales_of_smallest_uit": False,  # sales a year of the smallest of those firms, in tax units (UIT) of Peru
    "distance_km": False,  # the farthest that two of those firms are from one another
    "staff": False,  # people who work for it, in full-time equivalents
    "mandates": False,  # people charged with coordinating it, by a paper
    "meetings": False,  # meetings of the cluster
    "joint_actions": False,  # fairs, purchases, trainings and campaigns that members did together
    "activities": False,  # meetings, trainings, fairs and the like
    "answered_requests": False,  # proposals of the cluster that were answered
    "formations": False,  # legal registrations carried to their end
    "innovations": False,  # innovations carried to the market
    "missing_roles": False,  # expected roles of its chain that nobody holds
    "years_exported": False,  # years running that its members told exports of
    "quotient": False,  # location quotient of its territory
    "final_producers": False,  # firms of the place that make the final product
    "support_soles": False,  # money asked for, in soles
    "months": False,  # how long it lasts
    "revenue_answered": True,  # share of the cluster's revenue whose firms answered
    "deals_within": True,  # share of the purchases and sales of its members that are between members
    "deliveries_kept": True,  # share of the promised deliveries that were kept
    "strategy_signed": True,  # share of its members that signed its last strategy
    "largest_buyer": True,  # share of what was delivered that the largest buyer took
    "own_income": True,  # share of what it spends that comes from its members or sales
}
# Limits that a text need not name in figures: "nobody", "somebody".
_UNNAMED = (0, 1)


@dataclass(frozen=True, slots=True)
class Count:
    """What is known of a count: it lies from ``low`` to ``high``; both are the same where it is known whole."""

    low: float
    high: float

    @classmethod
    def of(cls, value: float, open_ones: float = 0) -> "Count":
        """Count of those known, with so many of whom it is not known whether they count."""
        return cls(value, value + open_ones)

    @property
    def known(self) -> bool:
        """Whether it is known whole."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Limit:
    """What is counted, and that it is ``least`` or more, ``most`` or less; None where there is no such limit.

    ``within`` is the months that are counted; ``among`` the cases under which nothing can be told.
    """

    counts: str
    least: float | None
    most: float | None
    within: int | None = None
    among: int | None = None

    @property
    def share(self) -> bool:
        """Whether what is counted is a share, told in percent."""
        return COUNTS[self.counts]

    def holds(self, count: Count | None) -> bool | None:
        """Whether the limit is kept; None where what is known does not tell."""
        if count is None:
            return None
        least, most = -inf if self.least is None else self.least, inf if self.most is None else self.most
        if least <= count.low and count.high <= most:
            return True
        return False if count.high < least or count.low > most else None


def limit_at(where: str, told: Mapping[str, Any]) -> Limit:
    """Limit that a row of an entry tells; refused with what is wrong."""
    least, most = _figure(told.get("least")), _figure(told.get("most"))
    wrong = [name for name in ("least", "most") if told.get(name) is not None and _figure(told[name]) is None]
    if wrong or (least is None and most is None) or (least is not None and most is not None and least > most):
        raise BadEntry("bad_entry.no_limit", where=where)
    counts = one_of(where, "counts", told.get("counts"), tuple(COUNTS))
    return Limit(counts, least, most, _whole(where, told, "within"), _whole(where, told, "among"))


def text_of(where: str, told: Mapping[str, Any], limit: Limit) -> Text:
    """Text of a rule or a sign with its figures filled in; one that tells other figures than its limit is refused.

    A figure stands once, in the limit: the text takes it as ``{least}``, ``{most}``, ``{within}``, ``{among}``.
    """
    text, figures = text_at(where, "text", told.get("text")), _figures(limit)
    asked = {name for name, value in figures.items() if name in ("within", "among") or value not in _UNNAMED}
    for language in LANGUAGES:
        if not asked <= placeholders(text[language]) <= set(figures):
            raise BadEntry("bad_entry.figures", where=where, language=language, names=", ".join(sorted(figures)))
    return {language: filled(text[language], limit, language) for language in LANGUAGES}


def filled(text: str, limit: Limit, language: str) -> str:
    """Text with the figures of a limit as the language writes them."""
    figures = _figures(limit)
    shares = {name for name in ("least", "most") if limit.share}
    told = {name: _written(value, language, name in shares) for name, value in figures.items()}
    return text.format_map(told)


def _figures(limit: Limit) -> dict[str, float]:
    every = {"least": limit.least, "most": limit.most, "within": limit.within, "among": limit.among}
    return {name: value for name, value in every.items() if value is not None}


def _written(value: float, language: str, share: bool) -> str:
    if share:
        return percent(value, language, 0 if round(100 * value, 6).is_integer() else 1)
    return number(value, language, 0 if value == int(value) else 1)


def _figure(came: Any) -> float | None:
    return float(came) if isinstance(came, int | float) and not isinstance(came, bool) else None


def _whole(where: str, told: Mapping[str, Any], name: str) -> int | None:
    came = told.get(name)
    if came is not None and (isinstance(came, bool) or not isinstance(came, int) or came < 1):
        raise BadEntry("bad_entry.no_limit", where=where)
    return came
