"""Papers to keep as PDF: blocks of text and tables, tagged for those who have them read aloud."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("paper.typ")
# A PDF that programs can read aloud: PDF/UA-1, whose tags say what is a heading, a table and its head.
STANDARD = "ua-1"


@dataclass
class Paper:
    """A paper.

    Attributes
    ----------
    title, eyebrow, lede, foot : str
        What it is called, what stands above and below its title, and at the foot of each page.
    author, language : str
        Who made it, and the code of its language.
    day : date
        Of which it is.
    warnings : list of str
        What a reader must see first.
    blocks : list of dict
        In order; as the methods add them.
    """

    title: str
    eyebrow: str
    lede: str
    foot: str
    author: str
    language: str
    day: date
    warnings: list[str] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; those of the first level are numbered."""
        self.blocks.append({"kind": "heading", "level": level, "text": text})

    def text(self, text: str, *, small: bool = False) -> None:
        """A paragraph."""
        self.blocks.append({"kind": "small" if small else "text", "text": text})

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """What things are, a line each."""
        self.blocks.append({"kind": "facts", "rows": [list(row) for row in rows]})

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        left: Sequence[int] = (),
        strong: Sequence[str] = (),
    ) -> None:
        """A table; its first column and those of ``left`` hold words, and rows that begin with ``strong`` stand out."""
        told = [list(row) for row in rows]
        self.blocks.append(
            {"kind": "table", "head": list(head), "rows": told, "left": list(left), "strong": list(strong)}
        )  # fmt: skip

    def list(self, rows: Sequence[str]) -> None:
        """Lines, each with its dot."""
        self.blocks.append({"kind": "list", "rows": [*rows]})

    def closing(self, heading: str, facts: Sequence[tuple[str, str]], text: str, rows: Sequence[str]) -> None:
        """What a paper ends with, on one page: facts, a small text, and lines on which people sign."""
        told = {"heading": heading, "facts": [list(row) for row in facts], "text": text, "rows": [*rows]}
        self.blocks.append({"kind": "closing", **told})


def pdf_of(paper: Paper) -> bytes:
    """The paper as PDF; the same paper, the same bytes."""
    import typst  # Loaded when a paper is asked for: it is large.

    told = {**vars(paper), "day": [paper.day.year, paper.day.month, paper.day.day]}
    found: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"paper": json.dumps(told, ensure_ascii=False)},
        ignore_system_fonts=True, pdf_standards=[STANDARD],
        timestamp=int((paper.day - date(1970, 1, 1)).total_seconds()),
    )  # fmt: skip
    return found
