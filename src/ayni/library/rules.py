"""Rules of clusters and calls: what must be at least or at most so much, held against what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library.entries import BadEntry, Entry, Text, entries, read_entry
from ayni.library.fields import code_at, one_of, refuse_twice, rows_at, text_at

COUNTS = (
    "members",  # organisations that are in it
    "member_kinds",  # kinds of them
    "small_firms",  # formal micro, small and medium firms of one business
    "years_of_youngest",  # years since the youngest of those firms began
    "sales_of_smallest_uit",  # sales a year of the smallest of those firms, in tax units (UIT) of Peru
    "distance_km",  # the farthest that two of those firms are from one another
    "staff",  # people who work for it, in full-time equivalents
    "activities_a_year",  # meetings, trainings, fairs and the like, in the last twelve months
    "revenue_answered",  # share of the cluster's revenue whose firms answered, 0 to 1
    "final_producers",  # firms of the place that make the final product
    "support_soles",  # money asked for, in soles
    "months",  # how long it lasts
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it counts is ``least`` or more, ``most`` or less; None where there is no such limit."""

    code: str
    text: Text
    counts: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule held against what is known: ``met`` is None where that is not known."""

    rule: Rule
    value: float | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules of a cluster organisation or of a call."""

    code: str
    title: Text
    about: Text
    rules: tuple[Rule, ...]


def rule_sets() -> tuple[RuleSet, ...]:
    """Rules of the library, by code."""
    return tuple(read_rules(each) for each in entries("rules"))


def rules_from(code: str, document: Mapping[str, Any]) -> RuleSet:
    """Rules that a person wrote, checked as those of the library are."""
    return read_rules(read_entry("rules", code, document))


def read_rules(entry: Entry) -> RuleSet:
    """Rules that an entry tells; refused with what is wrong and where."""
    where = f"{entry.kind}/{entry.code}"
    told = rows_at(where, "rule", entry.content.get("rule"))
    rules = tuple(_rule(f"{where}: rule[{at}]", each) for at, each in enumerate(told, 1))
    refuse_twice(where, [rule.code for rule in rules])
    return RuleSet(entry.code, entry.title, entry.about, rules)


def held_against(rules: RuleSet, known: Mapping[str, float | None]) -> tuple[Ruling, ...]:
    """Each rule with what is known of what it counts: met, not met, or not known."""
    return tuple(_ruling(rule, known.get(rule.counts)) for rule in rules.rules)


def _ruling(rule: Rule, value: float | None) -> Ruling:
    if value is None:
        return Ruling(rule, None, None)
    enough = rule.least is None or value >= rule.least
    return Ruling(rule, value, enough and (rule.most is None or value <= rule.most))


def _rule(where: str, told: Mapping[str, Any]) -> Rule:
    least, most = _limit(told.get("least")), _limit(told.get("most"))
    wrong = [name for name in ("least", "most") if told.get(name) is not None and _limit(told[name]) is None]
    if wrong or (least is None and most is None) or (least is not None and most is not None and least > most):
        raise BadEntry("bad_entry.no_limit", where=where)
    return Rule(
        code_at(where, told.get("code")), text_at(where, "text", told.get("text")),
        one_of(where, "counts", told.get("counts"), COUNTS), least, most,
    )  # fmt: skip


def _limit(came: Any) -> float | None:
    return float(came) if isinstance(came, int | float) and not isinstance(came, bool) else None
