"""Drawings of a plan: money of the group by year, alone beside together, twenty futures, members beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from ayni import words
from ayni.charts.bars import Bar, bars
from ayni.charts.intervals import Interval, intervals
from ayni.charts.lines import Event, Line, lines
from ayni.charts.stacks import stacks
from ayni_web.common.language import current, said
from ayni_web.common.money import SIGNS
from ayni_web.ventures.models import MemberRow, YearRow

# From here on the axis counts in thousands, so that its numbers leave room for the lines.
THOUSANDS = 20_000


def amount(value: float, currency: str) -> str:
    """Amount without cents, with the sign of its currency."""
    rounded = round(value) or 0
    sign = "\u2212" if rounded < 0 else ""
    return f"{sign}{SIGNS.get(currency, currency)}\u00a0{words.number(float(abs(rounded)), current(), 0)}"


def first_year(starts: str) -> int:
    """Calendar year of the first year of the plan; 1 where its years are not those of the calendar."""
    return int(starts[:4]) if starts[5:7] in ("", "01") else 1


def cash_flow(rows: Sequence[YearRow], starts: str, currency: str) -> SafeString:
    """Money of the group by year: as planned, between the ends of its range."""
    if len(rows) < 2:
        return SafeString("")
    first = first_year(starts)
    drawn = [
        Line(said(f"plans.line_{name}"), tuple((first + row.year - 1, float(getattr(row, name))) for row in rows),
             amount(float(getattr(rows[-1], name)), currency), role)
        for name, role in (("high", "rest"), ("value", "subject"), ("low", "rest"))
    ]  # fmt: skip
    label = said("plans.cash_flow_label", first=amount(rows[0].value, currency),
                 last=amount(rows[-1].value, currency))  # fmt: skip
    many = max(abs(row.high) for row in rows) >= THOUSANDS
    unit = said("plans.thousands", currency=SIGNS.get(currency, currency)) if many else SIGNS.get(currency, currency)

    def written(value: float) -> str:
        return words.number(value / 1000 if many else value, current(), 0)

    # Every text in it is escaped where it is drawn.
    return SafeString(lines(drawn, label=label, written=written, unit=unit))


def alone_together(row: MemberRow, currency: str) -> SafeString:
    """What is left in a year, alone and together."""
    rows = [
        Bar(said("plans.alone"), row.alone_a_year, amount(row.alone_a_year, currency), subject=False),
        Bar(said("plans.together"), row.together_a_year, amount(row.together_a_year, currency)),
    ]
    label = said("plans.alone_together_label", alone=rows[0].written, together=rows[1].written)
    return SafeString(bars(rows, label=label))


def twenty(row: MemberRow, currency: str) -> SafeString:
    """Twenty futures, each as likely as another."""
    label = said("plans.twenty_label", n=losing(row))
    return SafeString(
        stacks(row.twenty, label=label, below=said("plans.loses"), above=said("plans.gains"),
               written=lambda value: amount(value, currency))
    )  # fmt: skip


def sizes(row: Mapping[str, Any], currency: str) -> SafeString:
    """What all gain and what is left after coordinating, by the number of members of a type; empty without points."""
    if not row["points"]:
        return SafeString("")
    gain, net = (tuple((int(point[0]), point[at]) for point in row["points"]) for at in (1, 2))
    drawn = [
        Line(said("plans.size_gain"), gain, amount(gain[-1][1], currency), "rest"),
        Line(said("plans.size_net"), net, amount(net[-1][1], currency)),
    ]
    shown = {"n": words.number(float(row["best"]), current(), 0), "now": words.number(float(row["now"]), current(), 0)}
    label = said("plans.size_label", type=row["title"], net=amount(row["net"], currency), **shown)
    events = [Event(row["best"], row["net"], said("plans.size_best", n=shown["n"]))]
    if abs(row["now"] - row["best"]) > len(row["points"]) / 5:
        events.append(Event(row["now"], row["now_net"], said("plans.size_now", n=shown["now"])))
    many = max(abs(value) for line in (gain, net) for _, value in line) >= THOUSANDS
    unit = said("plans.thousands", currency=SIGNS.get(currency, currency)) if many else SIGNS.get(currency, currency)

    def written(value: float) -> str:
        return words.number(value / 1000 if many else value, current(), 0)

    return SafeString(lines(drawn, label=label, written=written, unit=unit, events=events))


def losing(row: MemberRow) -> int:
    """How many of the twenty lose."""
    return sum(each < 0 for each in row.twenty)


def members(rows: Sequence[MemberRow], currency: str) -> SafeString:
    """Gain a year of each type with its range, on one axis."""
    told = [
        Interval(f"{row.title} ({words.number(float(row.count), current(), 0)})", amount(row.gain_a_year, currency),
                 row.gain_a_year, row.low_a_year, row.high_a_year)
        for row in rows
    ]  # fmt: skip
    values = [0.0, *(end for row in rows for end in (row.low_a_year, row.high_a_year, row.gain_a_year))]
    room = max(values) - min(values) or 1.0
    ends = (min(values) - room / 20, max(values) + room / 20)
    return SafeString(intervals(told, label=said("plans.members_label"), ends=ends, ticks=(0,)))
