"""Elements of a drawing: escaped, with short numbers and classes instead of style."""

from html import escape


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One SVG element around content that is already markup.

    Attributes whose value is None are left out; ``class_`` is written ``class`` and ``text_anchor`` is written
    ``text-anchor``; numbers are rounded to a tenth.
    """
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, /, **attributes: object) -> str:
    """Text element; the words are escaped."""
    return element("text", escape(words), **attributes)


def part(words: str, /, **attributes: object) -> str:
    """Part of a text (``tspan``); the words are escaped."""
    return element("tspan", escape(words), **attributes)


def percent(share: float) -> str:
    """Share of the drawing's width as SVG writes it: ``0.5`` is ``50%``."""
    return f"{_short(100 * share)}%"


def drawing(content: str, *, height: float, label: str, class_: str = "chart") -> str:
    """Fluid drawing: all the width there is, a height in pixels, and a label that says the finding."""
    return element("svg", content, class_=class_, width="100%", height=height, role="img", aria_label=label)


def stretched(content: str, *, height: float) -> str:
    """Inner drawing whose x runs from 0 to 100 and stretches with the page, for lines."""
    return element(
        "svg", content, viewBox=f"0 0 100 {_short(height)}", preserveAspectRatio="none", width="100%", height=height
    )


def _name(key: str) -> str:
    # viewBox and preserveAspectRatio keep their capitals; everything else in SVG and ARIA is hyphenated.
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return _short(value) if isinstance(value, float) else escape(str(value), quote=True)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if round(value, 1) else "0"
