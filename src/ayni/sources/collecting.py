"""Faults gathered while a table is read: all are counted, the first are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ayni.errors import Fault
from ayni.sources.doubts import Doubt, Places
from ayni.sources.grid import Cells


@dataclass(slots=True)
class Faults:
    """Faults found so far.

    Attributes
    ----------
    most : int or None
        How many are kept, the first by row; all when None.
    total : int
        Count of all of them.
    """

    most: int | None = None
    total: int = 0
    _kept: list[tuple[int, int, Fault]] = field(default_factory=list)
    _settled: int = 0

    def add(self, fault: Fault, position: int = -1) -> None:
        """Add one fault; ``position`` orders the faults of a row by column."""
        self.total += 1
        if self._room() != 0 or fault.row is None:
            self._kept.append((fault.row or 0, position, fault))

    def add_all(self, faults: Sequence[Fault], position: int = -1) -> None:
        """Add several faults."""
        for fault in faults:
            self.add(fault, position)

    def add_cells(
        self,
        doubt: Doubt,
        *,
        rows: Places,
        column: str | None,
        position: int,
        cells: Cells | None = None,
    ) -> None:
        """Add the cells of a doubt; ``rows`` numbers the rows of the batch that ``doubt.at`` points into."""
        self.total += len(doubt.at)
        for at in doubt.at[: self._room()]:
            came = cells.shown(int(at)) if cells is not None else None
            key, facts = doubt.why(came or "")
            self._kept.append((int(rows[at]), position, Fault(key, int(rows[at]), column, came, facts)))

    def copy(self) -> "Faults":
        """Faults so far, to go on from twice."""
        return replace(self, _kept=list(self._kept))

    def settle(self) -> None:
        """Forget what no longer counts among the first, once a batch is done."""
        self._kept.sort(key=lambda entry: entry[:2])
        if self.most is not None:
            del self._kept[self.most :]
        self._settled = len(self._kept)

    def first(self) -> list[Fault]:
        """Faults kept, those of a whole column first, then by row and column."""
        self.settle()
        return [fault for _, _, fault in self._kept]

    def _room(self) -> int | None:
        return None if self.most is None else max(self.most - self._settled, 0)
