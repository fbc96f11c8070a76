"""Verdicts drawn: a shape for each state, the same everywhere, always beside its word."""

from collections.abc import Mapping

from ayni.charts.svg import element

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
SIDE = 20


def verdict_definitions() -> str:
    """Shapes of the states to stand once in a page, inside ``defs``."""
    return "".join(element("symbol", _SHAPES[state], id=f"i-{state}", viewBox=f"0 0 {SIDE} {SIDE}") for state in STATES)


def verdict_mark(state: str) -> str:
    """Shape of a state, hidden from readers of the page's words: its word stands beside it."""
    shape = element("use", href=f"#i-{_known(state)}")
    return element("svg", shape, class_=state, aria_hidden="true", focusable="false")


def _known(state: str) -> str:
    if state not in STATES:
        raise ValueError(f"a verdict is one of {', '.join(STATES)}, got {state!r}")
    return state
