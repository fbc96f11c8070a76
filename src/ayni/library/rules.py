"""Rules of clusters and calls: what must be at least or at most so much, held against what is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ayni.library.counting import Count, Limit, limit_at, text_of
from ayni.library.entries import Entry, Text, entries, read_entry
from ayni.library.fields import code_at, refuse_twice, rows_at


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its text with its figures, and the limit that it puts on what it counts."""

    code: str
    text: Text
    limit: Limit


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule held against what is known: ``met`` is None where that is not known."""

    rule: Rule
    count: Count | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules of a cluster organisation or of a call, with who says so."""

    code: str
    title: Text
    about: Text
    source: str
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
    return RuleSet(entry.code, entry.title, entry.about, entry.source, rules)


def held_against(rules: RuleSet, counted: Callable[[Limit], Count | None]) -> tuple[Ruling, ...]:
    """Each rule with what is known of what it counts: met, not met, or not known."""
    found = ((rule, counted(rule.limit)) for rule in rules.rules)
    return tuple(Ruling(rule, count, rule.limit.holds(count)) for rule, count in found)


def _rule(where: str, told: Mapping[str, Any]) -> Rule:
    limit = limit_at(where, told)
    return Rule(code_at(where, told.get("code")), text_of(where, told, limit), limit)
