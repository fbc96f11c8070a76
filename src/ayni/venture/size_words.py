"""How many members are worth having and who does what others do, in sentences; amounts are written by who asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ayni.venture.plan import Plan
from ayni.venture.sizing import FLAT
from ayni.venture.tables import Told

# More points than this are not drawn whole: those around the best number and today's are.
MOST_POINTS, AROUND = 300, 100


@dataclass(frozen=True, slots=True)
class Teller:
    """How sentences are said: ``say`` a key with its facts, ``money`` an amount, ``part`` a share, ``many`` a count."""

    say: Callable[..., str]
    money: Callable[[float], str]
    part: Callable[[float], str]
    many: Callable[[int], str]


def size_facts(plan: Plan, found: Told) -> dict[str, Any]:
    """What is told of sizes and duplicates, as plain values: rows by type, and points of a drawing."""
    titles = {each.code: each.title for each in plan.types}
    sizes = found.sizes.filter(pl.col("reason") == "")
    judged = [each.code for each in plan.types if each.code in set(sizes["type"])]
    doubles = found.duplicates.drop("currency").to_dicts()
    for row in doubles:
        row["title"], row["other"] = titles[row["type"]], titles.get(row["covered_by"] or "", "")
    return {
        "judged": [_judged(code, titles[code], sizes.filter(pl.col("type") == code)) for code in judged],
        "not_judged": [title for code, title in titles.items() if code not in judged],
        "illustrative": _illustrative(plan),
        "duplicates": doubles, "skills": bool(plan.skills),
    }  # fmt: skip


def _illustrative(plan: Plan) -> bool:
    sources = [*(each.source for each in plan.coordinations), *(each.source for each in plan.skills)]
    return not all(sources)


def _judged(code: str, title: str, rows: pl.DataFrame) -> dict[str, Any]:
    best, now = rows.filter(pl.col("best")).row(0, named=True), rows.filter(pl.col("now")).row(0, named=True)
    flat, off = rows.filter(pl.col("flat"))["members"], rows["off"].to_list()
    at, most = int(best["members"]), rows.height - 1
    return {
        "type": code, "title": title, "best": at, "net": best["net"], "first": int(flat[0]), "last": int(flat[-1]),
        "now": int(now["members"]), "now_net": now["net"], "off": now["off"], "most": most,
        "less": off[at - 1] if at else None, "more": off[at + 1] if at < most else None,
        "points": _points(rows, at, int(now["members"])),
    }  # fmt: skip


def _points(rows: pl.DataFrame, best: int, now: int) -> list[list[float]]:
    """Number, gain and what is left of each size that is drawn; none where too many lie between."""
    first, last = 0, rows.height - 1
    if last > MOST_POINTS:
        first, last = max(0, min(best, now) - AROUND), min(last, max(best, now) + AROUND)
    if last - first > MOST_POINTS:
        return []
    drawn = rows.slice(first, last - first + 1)
    return [[n, round(gain, 2), round(net, 2)] for n, gain, net in drawn.select("members", "gain", "net").iter_rows()]


def size_lines(facts: Mapping[str, Any], tell: Teller) -> list[list[str]]:
    """Sentences of each type that is judged, then of those that are not."""
    found = [_best(row, tell) for row in facts["judged"]]
    found += [[tell.say("plan_size.not_said", type=title)] for title in facts["not_judged"]]
    return found


def _best(row: Mapping[str, Any], tell: Teller) -> list[str]:
    if row["net"] <= 0:
        return [tell.say("plan_size.nothing", type=row["title"], most=tell.many(row["most"]))]
    lines = [_around(row, tell), _now(row, tell)]
    if row["now_net"] < 0:
        lines.append(tell.say("plan_size.now_costs", costs=tell.money(-row["now_net"])))
    if row["less"] is not None:
        lines.append(tell.say("plan_size.one_less", less=tell.money(row["less"])))
    if row["more"] is not None:
        lines.append(tell.say("plan_size.one_more", more=tell.money(row["more"])))
    else:
        lines.append(tell.say("plan_size.at_the_end", most=tell.many(row["most"])))
    return lines


def _around(row: Mapping[str, Any], tell: Teller) -> str:
    facts = {"type": row["title"], "best": tell.many(row["best"]), "net": tell.money(row["net"])}
    if row["first"] == row["last"]:
        return tell.say("plan_size.best_alone", part=tell.part(FLAT), **facts)
    ends = {name: tell.many(row[name]) for name in ("first", "last")}
    return tell.say("plan_size.best", part=tell.part(FLAT), **facts, **ends)


def _now(row: Mapping[str, Any], tell: Teller) -> str:
    apart = row["now"] - row["best"]
    if not apart:
        return tell.say("plan_size.now_best", n=tell.many(row["now"]))
    key = "plan_size.now_fewer" if apart < 0 else "plan_size.now_more"
    each = tell.money(row["off"] / abs(apart))
    return tell.say(key, n=tell.many(row["now"]), k=tell.many(abs(apart)), off=tell.money(row["off"]), each=each)


def duplicate_lines(facts: Mapping[str, Any], tell: Teller) -> list[list[str]]:
    """Sentences of each type: what one more adds, what is lost without one, who does the same."""
    if all(row["gain"] <= 0 for row in facts["duplicates"]):
        return [[tell.say("plan_size.no_gain")]]
    return [_duplicate(row, tell) for row in facts["duplicates"]]


def _duplicate(row: Mapping[str, Any], tell: Teller) -> list[str]:
    lines = [_more(row, tell), _less(row, tell)]
    if row["all"] is None or (not row["all"] and not row["other"]):
        return lines
    if row["count"] > 1:
        lines.append(tell.say("plan_size.skills_alike", n=tell.many(row["count"]), all=tell.part(row["all"])))
    else:
        lines.append(tell.say("plan_size.skills_one", all=tell.part(row["all"])))
    if row["other"]:
        lines.append(tell.say("plan_size.skills_covered", other=row["other"]))
    return lines


def _more(row: Mapping[str, Any], tell: Teller) -> str:
    if row["more"] > 0:
        return tell.say("plan_size.more_adds", type=row["title"], more=tell.money(row["more"]))
    if row["more"] < 0:
        return tell.say("plan_size.more_takes", type=row["title"], more=tell.money(-row["more"]))
    return tell.say("plan_size.more_repeats", type=row["title"])


def _less(row: Mapping[str, Any], tell: Teller) -> str:
    if row["less"] > 0 and row["less"] >= row["gain"] * (1 - 1e-9):
        return tell.say("plan_size.less_all", less=tell.money(row["less"]))
    if row["less"] > 0:
        return tell.say("plan_size.less_some", less=tell.money(row["less"]))
    if row["less"] < 0:
        return tell.say("plan_size.less_gains", less=tell.money(-row["less"]))
    return tell.say("plan_size.less_nothing")


def all_lines(facts: Mapping[str, Any], tell: Teller) -> Sequence[str]:
    """Every sentence, one paragraph a type."""
    lines = [" ".join(each) for each in (*size_lines(facts, tell), *duplicate_lines(facts, tell))]
    if facts["illustrative"]:
        lines.append(tell.say("plan_size.illustrative"))
    if not facts["skills"]:
        lines.append(tell.say("plan_size.no_skills"))
    return lines
