"""A small spreadsheet: reads an XLSX and works its formulas out anew, without the values that it carries.

It knows what the workbook of a plan uses: + - * / ^, comparisons, references, and the functions of FUNCTIONS.
"""

import math
import re
import sys
import zipfile
from itertools import pairwise
from xml.etree import ElementTree

from scipy.optimize import brentq

sys.setrecursionlimit(100_000)
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?)|\"([^\"]*)\"|((?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
    r"|([A-Z]+)(?=\()|(<=|>=|<>|[-+*/^(),<>=]))"
)


class NoNumber(ValueError):
    """What a spreadsheet would show as #NUM!."""


def irr(values, guess=0.1):
    def worth(log):
        return sum(value * math.exp(-log * at) for at, value in enumerate(values))

    grid = [-2 + step / 50 for step in range(500)]
    turns = [(a, b) for a, b in pairwise(grid) if worth(a) * worth(b) <= 0]
    if not turns:
        raise NoNumber
    roots = [math.expm1(brentq(worth, a, b, xtol=1e-15)) for a, b in turns]
    return min(roots, key=lambda each: abs(each - guess))


FUNCTIONS = {
    "SUM": lambda values: sum(values),
    "MAX": lambda *values: max(values),
    "MIN": lambda values: min(values),
    "ROUND": lambda value, places: round(value, int(places)),
    "NPV": lambda rate, values: sum(
        value / (1 + rate) ** at
        for at, value in enumerate(values if isinstance(values, list) else [values], 1)
    ),
    "SUMPRODUCT": lambda one, other: sum(a * b for a, b in zip(one, other, strict=True)),
    "IRR": irr,
    "EXP": math.exp,
    "LN": math.log,
    "AND": lambda *values: all(values),
}  # fmt: skip


class Sheets:
    """Cells of a workbook by sheet and address; ``[sheet, cell]`` works a formula out."""

    def __init__(self, content):
        with zipfile.ZipFile(content) as packed:
            strings = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
            shared = ["".join(part.text or "" for part in each.iter(f"{NS}t")) for each in strings]
            book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
            names = [each.get("name") for each in book.iter(f"{NS}sheet")]
            self.cells = {
                name: dict(_cells(ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{at}.xml")), shared))
                for at, name in enumerate(names, 1)
            }
        self.kept = {}

    def __getitem__(self, where):
        if where not in self.kept:
            formula, value = self.cells[where[0]].get(where[1], (None, 0.0))
            self.kept[where] = value if formula is None else _Reader(self, where[0], formula).all()
        return self.kept[where]

    def written(self, sheet, cell):
        """Value that the file carries."""
        return self.cells[sheet][cell][1]

    def formulas(self):
        return [(sheet, cell) for sheet, cells in self.cells.items() for cell, (formula, _) in cells.items() if formula]

    def change(self, sheet, cell, value):
        formula, _ = self.cells[sheet][cell]
        assert formula is None
        self.cells[sheet][cell] = (None, value)
        self.kept.clear()

    def row_of(self, sheet, title):
        """Number of the row whose first cell says so."""
        return next(int(cell[1:]) for cell, (_, value) in self.cells[sheet].items()
                    if cell.startswith("A") and cell[1:].isdigit() and value == title)  # fmt: skip


def _cells(sheet, shared):
    for each in sheet.iter(f"{NS}c"):
        formula, value = each.find(f"{NS}f"), each.find(f"{NS}v")
        text = value.text if value is not None else "0"
        if each.get("t") == "s":
            yield each.get("r"), (None, shared[int(text)])
        else:
            yield each.get("r"), (formula.text if formula is not None else None, float(text))


class _Reader:
    """Recursive descent over one formula."""

    def __init__(self, sheets, sheet, formula):
        self.sheets, self.sheet, self.at = sheets, sheet, 0
        self.tokens, place = [], 0
        while place < len(formula):
            found = TOKEN.match(formula, place)
            assert found, formula[place:]
            kind = next(at for at, each in enumerate(found.groups()) if each is not None)
            self.tokens.append((kind, found.groups()[kind]))
            place = found.end()

    def all(self):
        value = self.compared()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return value

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, None)

    def take(self, *symbols):
        kind, text = self.peek()
        if kind == 4 and text in symbols:
            self.at += 1
            return text
        return None

    def compared(self):
        left = self.sum()
        sign = self.take("=", "<", ">", "<=", ">=", "<>")
        if not sign:
            return left
        right = self.sum()
        return {"=": left == right, "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right,
                "<>": left != right}[sign]  # fmt: skip

    def sum(self):
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self):
        value = self.power()
        while sign := self.take("*", "/"):
            other = self.power()
            value = value * other if sign == "*" else value / other
        return value

    def power(self):
        value = self.signed()
        while self.take("^"):
            value = value ** self.signed()
        return value

    def signed(self):
        if self.take("-"):
            return -self.signed()
        return self.atom()

    def atom(self):
        if self.take("("):
            value = self.compared()
            assert self.take(")")
            return value
        kind, text = self.peek()
        self.at += 1
        if kind == 0:
            return float(text)
        if kind == 1:
            return text
        return self.reference(text) if kind == 2 else self.function(text)

    def reference(self, text):
        sheet, _, cells = text.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet else self.sheet
        first, _, last = cells.replace("$", "").partition(":")
        return self.sheets[sheet, first] if not last else [self.sheets[sheet, cell] for cell in _span(first, last)]

    def function(self, name):
        assert self.take("(")
        if name in ("IF", "IFERROR"):
            return self.lazily(name)
        values = [self.compared()]
        while self.take(","):
            values.append(self.compared())
        assert self.take(")")
        return FUNCTIONS[name](*values)

    def lazily(self, name):
        """Only what is asked for is worked out."""
        if name == "IFERROR":
            try:
                value, failed = self.compared(), False
            except NoNumber:
                value, failed = None, True
                while self.peek()[1] != ",":
                    self.at += 1
            assert self.take(",")
            other = self.compared()
            assert self.take(")")
            return other if failed else value
        asked = self.compared()
        assert self.take(",")
        if not asked:
            self.skip()
        value = self.compared() if asked else None
        assert self.take(",")
        if asked:
            self.skip()
        else:
            value = self.compared()
        assert self.take(")")
        return value

    def skip(self):
        deep = 0
        while deep or self.peek()[1] not in (",", ")"):
            deep += {"(": 1, ")": -1}.get(self.peek()[1], 0) if self.peek()[0] == 4 else 0
            self.at += 1


def _span(first, last):
    def parts(cell):
        letters = cell.rstrip("0123456789")
        return _number(letters), int(cell[len(letters) :])

    (left, top), (right, bottom) = parts(first), parts(last)
    return [f"{_letters(column)}{row}" for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _number(letters):
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def _letters(number):
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
