"""What a strategy takes of the engine: the parts of the library, and how concentrated buyers are."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ayni.library import Entry, entries, read_entry
from ayni.library.strategies import Field, Named, Part, part

__all__ = ["Field", "Named", "Part", "concentration_of", "part_read", "parts_of_library"]
_KIND = "strategies"


def parts_of_library() -> dict[str, dict[str, Any]]:
    """Documents of the parts that the library has today, by code."""
    return {each.code: _document(each) for each in entries(_KIND)}


def part_read(code: str, document: Mapping[str, Any]) -> Part:
    """Part as a version holds it."""
    return part(read_entry(_KIND, code, document))


def concentration_of(shares: Sequence[float]) -> float | None:
    """Sum of squared shares (given in percent), 0 to 1: what is sold to others beside counts as spread over many.

    Source: Hirschman (1964), American Economic Review 54(5), 761-762.
    """
    return math.fsum((share / 100) ** 2 for share in shares) if any(shares) else None


def _document(each: Entry) -> dict[str, Any]:
    head = {"serves": list(each.serves), "source": each.source, "title": dict(each.title), "about": dict(each.about)}
    return {**head, **each.content}
