"""Verdicts drawn: a shape for each state, the same everywhere, always beside its word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ayni.charts.svg import drawing, element, percent, text

STATES = ("met", "unmet", "unk", "wait", "late")
_SOLID = '<path d="M3 0h14v3h3v14h-3v3H3v-3H0V3h3z" fill="currentColor"/>'
_EDGE = "M4 1.25h12V4h2.75v12H16v2.75H4V16H1.25V4H4z"
_SHAPES: Mapping[str, str] = {
    "met": f'{_SOLID}<path class="k" d="M5.2 10.4l3.3 3.3 6.3-7.2"/>',
    "unmet": f'<path d="{_EDGE}" class="o"/><path class="o" d="M6.2 6.2l7.6 7.6M13.8 6.2l-7.6 7.6"/>',
    "unk": (
        f'<path d="{_EDGE}" class="o dash"/><path class="o" d="M7.4 7.6c.2-3.2 5.3-3 5.2 0 0 2-2.6 2-2.6 4.2"/>'
        '<path class="o" d="M10 13.6v1.9"/>'
    ),
    "wait": (
        f'<path d="{_EDGE}" class="o"/>'
        '<path d="M4.4 8.8h2.8v2.8H4.4zM8.6 8.8h2.8v2.8H8.6zM12.8 8.8h2.8v2.8h-2.8z" fill="currentColor"/>'
    ),
    "late": f'{_SOLID}<path class="k" d="M10 4.5v6.6M10 13.4v2.2"/>',
}
SIDE, ROW, HEAD, NAMES = 20, 44, 22, 0.5


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A row of a matrix of verdicts: its name and the state of each column."""

    name: str
    states: tuple[str, ...]


def verdict_definitions() -> str:
    """Shapes of the states to stand once in a page, inside ``defs``."""
    return "".join(element("symbol", _SHAPES[state], id=f"i-{state}", viewBox=f"0 0 {SIDE} {SIDE}") for state in STATES)


def verdict_mark(state: str) -> str:
    """Shape of a state, hidden from readers of the page's words: its word stands beside it."""
    shape = element("use", href=f"#i-{_known(state)}")
    return element("svg", shape, class_=state, aria_hidden="true", focusable="false")


def verdict_matrix(rows: Sequence[VerdictRow], columns: Sequence[str], *, label: str) -> str:
    """Matrix of states: a row for each subject, a column for each test, drawn with the page's shapes."""
    step = (1 - NAMES) / max(len(columns), 1)
    heads = [
        text(name, class_="small", x=percent(NAMES + step * (index + 0.5)), y=14, text_anchor="middle")
        for index, name in enumerate(columns)
    ]
    bodies = [_matrix_row(row, HEAD + ROW * index, step) for index, row in enumerate(rows)]
    return drawing("".join(heads + bodies), height=HEAD + ROW * len(rows) + 4, label=label, class_="chart verdicts")


def _matrix_row(row: VerdictRow, top: float, step: float) -> str:
    name = text(row.name, class_="strong", x=0, y=top + 27)
    marks = [_mark(state, NAMES + step * (index + 0.5), top + 12) for index, state in enumerate(row.states)]
    line = element("line", class_="grid", x1=0, x2="100%", y1=top + ROW, y2=top + ROW)
    return name + "".join(marks) + line


def _mark(state: str, x: float, y: float) -> str:
    shape = element("use", href=f"#i-{_known(state)}", width=SIDE, height=SIDE, x=-SIDE / 2)
    return element("svg", shape, class_=f"mark {state}", x=percent(x), y=y, overflow="visible")


def _known(state: str) -> str:
    if state not in STATES:
        raise ValueError(f"a verdict is one of {', '.join(STATES)}, got {state!r}")
    return state
