"""Drawing of relations: organisations in the columns of their links; lines differ by kind in dash, mark and colour."""

from collections import defaultdict
from dataclasses import dataclass
from string import ascii_uppercase
from uuid import UUID

from django.utils.safestring import SafeString

from ayni.charts.svg import drawing, element, percent, stretched, text
from ayni_web.common.language import said
from ayni_web.members.models import Link, Relation
from ayni_web.members.queries.relations import Woven, column_name

ROW, HEAD, BOX = 30.0, 34.0, 22.0
# Part of a column that its boxes fill; the rest is for the lines.
FILLED = 0.66
# Width of a wide drawing and of a letter in it, in pixels: a name is cut where its box ends.
WIDE, LETTER = 1100, 6.6
MARKS = {
    "supplies": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "buys": "M-4-4h8v8h-8z",
    "finances": "M0-5.5 5.5 0 0 5.5-5.5 0z",
    "carries": "M-5 4.5 0-5 5 4.5z",
    "certifies": "M-1.7-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5v-3.4h3.3z",
    "advises": "M-5-4.5 0 5 5-4.5z",
    "cooperates": "M-5-2.5h10v5H-5z",
}
_ARROW = "M-7-4 0 0-7 4z"


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the drawing: its number, name, column, and the middle of its box in pixels from above."""

    number: int
    name: str
    pk: UUID
    column: int
    y: float


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing and its key: numbers of the organisations, letters and names of the columns, kinds of lines."""

    svg: SafeString
    nodes: list[Node]
    columns: list[tuple[str, str]]
    kinds: list[str]
    finding: str


def network(seen: Woven) -> Network:
    """Drawing of the relations of a cluster."""
    columns = [each for each in seen.links if any(place.link == each for place in seen.places.values())]
    nodes = _nodes(seen, columns)
    tallest = max((each.y for each in nodes.values()), default=HEAD)
    height = tallest + ROW
    lines, marks = _lines(seen.relations, nodes, len(columns))
    heads = [_head(column_name(link), at, len(columns)) for at, link in enumerate(columns)]
    boxes = [_box(node, len(columns)) for node in nodes.values()]
    body = stretched("".join(lines), height=height) + "".join([*heads, *boxes, *marks])
    label = finding(seen)
    svg = drawing(body, height=height, label=label, class_="chart net")
    kinds = [kind for kind in MARKS if any(each.kind == kind for each in seen.relations)]
    named = [(ascii_uppercase[at % 26], column_name(link)) for at, link in enumerate(columns)]
    return Network(SafeString(svg), list(nodes.values()), named, kinds, label)


def finding(seen: Woven) -> str:
    """What the drawing shows, in a sentence."""
    if seen.busiest is None:
        return said("relations.finding_none")
    organisation, count = seen.busiest
    return said("relations.finding", n=len(seen.relations), organisations=len(seen.places),
                organisation=organisation.name, count=count)  # fmt: skip


def sample(kind: str) -> SafeString:
    """Line and mark of a kind, for the key."""
    line = element("path", class_=f"ln {kind}", d="M0 8H36")
    mark = element("svg", element("path", class_=f"mk {kind}", d=MARKS[kind]), x=18, y=8, overflow="visible")
    return SafeString(element("svg", line + mark, class_="net sample", viewBox="0 0 36 16", width="36", height="16",
                              aria_hidden="true", focusable="false"))  # fmt: skip


def _nodes(seen: Woven, columns: list[Link | None]) -> dict[UUID, Node]:
    within: dict[int, list[UUID]] = defaultdict(list)
    for pk, place in sorted(seen.places.items(), key=lambda each: each[1].organisation.name_folded):
        within[columns.index(place.link)].append(pk)
    nodes: dict[UUID, Node] = {}
    tallest = max((len(each) for each in within.values()), default=0)
    for column in range(len(columns)):
        # A short column hangs in the middle, so that lines are short.
        start = HEAD + (tallest - len(within[column])) * ROW / 2
        for row, pk in enumerate(within[column]):
            name = seen.places[pk].organisation.name
            nodes[pk] = Node(len(nodes) + 1, name, pk, column, start + (row + 0.5) * ROW)
    return nodes


def _head(name: str, at: int, columns: int) -> str:
    """Name of a column; on a narrow screen its letter, which stands in the key."""
    middle, letters = percent((at + 0.5) / columns), int(WIDE / columns / LETTER)
    named = text(_short(name, letters), x=middle, y=14, class_="col", text_anchor="middle")
    return named + text(ascii_uppercase[at % 26], x=middle, y=14, class_="col-letter", text_anchor="middle")


def _box(node: Node, columns: int) -> str:
    left, width = (node.column + (1 - FILLED) / 2) / columns, FILLED / columns
    name = _short(node.name, int((width * WIDE - 36) / LETTER))
    return (
        element("rect", class_="box", x=percent(left), y=node.y - BOX / 2, width=percent(width), height=BOX)
        + text(str(node.number), class_="no", x=percent(left), dx=6, y=node.y + 4.5)
        + text(name, class_="name", x=percent(left), dx=30, y=node.y + 4.5)
    )


def _lines(relations: list[Relation], nodes: dict[UUID, Node], columns: int) -> tuple[list[str], list[str]]:
    lines, marks = [], []
    pairs: dict[frozenset[UUID], int] = defaultdict(int)
    for each in relations:
        giver, taker = (nodes[pk] for pk in each.flow)
        pair = frozenset((giver.pk, taker.pk))
        path, middle, end = _curve(giver, taker, columns, pairs[pair])
        pairs[pair] += 1
        lines.append(element("path", class_=f"ln {each.kind}", d=path))
        marks.append(_mark(MARKS[each.kind], f"mk {each.kind}", *middle))
        marks.append(_mark(_ARROW, f"mk {each.kind}", *end))
    return lines, marks


def _mark(path: str, class_: str, x: float, y: float, turned: bool = False) -> str:
    shape = element("path", class_=class_, d=path, transform="scale(-1 1)" if turned else None)
    return element("svg", shape, x=percent(x / 100), y=y, overflow="visible")


def _curve(
    giver: Node, taker: Node, columns: int, before: int
) -> tuple[str, tuple[float, float], tuple[float, float, bool]]:
    """Path, the place of its mark, and of its arrow (turned where it points to the left)."""
    wide = 100 / columns
    half = FILLED * wide / 2
    onward, same = taker.column > giver.column, taker.column == giver.column
    x1 = (giver.column + 0.5) * wide + (half if onward or same else -half)
    x2 = (taker.column + 0.5) * wide + (half if same else -half if onward else half)
    y1, y2 = giver.y - 3 + 3 * (before % 3), taker.y - 3 + 3 * (before % 3)
    reach = (wide - 2 * half) * 0.62 if same else (x2 - x1) * 0.5
    c1, c2 = x1 + reach, (x2 + reach if same else x2 - reach)
    path = f"M{x1:.1f} {y1:.1f}C{c1:.1f} {y1:.1f} {c2:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    t = _beside(x1, c1, c2, x2, (wide - 2 * half) * (0.4 + 0.16 * (before % 3)))
    a, b, c, d = _weights(t)
    middle = (a * x1 + b * c1 + c * c2 + d * x2, (a + b) * y1 + (c + d) * y2)
    return path, middle, (x2, y2, same or not onward)


def _weights(t: float) -> tuple[float, float, float, float]:
    """Weights of the four points of a cubic curve at a moment of it."""
    return (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3


def _beside(x1: float, c1: float, c2: float, x2: float, away: float) -> float:
    """Moment at which a curve is so far from the box it leaves: its mark stands between columns, over no box."""
    for step in range(1, 50):
        a, b, c, d = _weights(step / 100)
        if abs(a * x1 + b * c1 + c * c2 + d * x2 - x1) >= away:
            return step / 100
    return 0.5


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: max(letters - 1, 1)].rstrip() + "…"
