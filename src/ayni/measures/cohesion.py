"""Cohesion of a network: how many of its ties there are, who stands alone, how much hangs together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cohesion:
    """How much a network hangs together, ties taken without their direction.

    Attributes
    ----------
    nodes, ties : int
        Nodes, and pairs that are tied at least once.
    density : float
        Ties over the n (n - 1) / 2 that there could be, 0 to 1; NaN for fewer than two nodes.
    alone : tuple of int
        Nodes without any tie, in their order.
    parts : tuple of int
        Sizes of the connected parts, the largest first.
    centralisation : float
        Freeman's degree centralisation, 0 (all have as many) to 1 (a star); NaN for fewer than three nodes.
    """

    nodes: int
    ties: int
    density: float
    alone: tuple[int, ...]
    parts: tuple[int, ...]
    centralisation: float

    @property
    def largest(self) -> float:
        """Share of the nodes in the largest part, 0 to 1; NaN for no nodes."""
        return self.parts[0] / self.nodes if self.nodes else float("nan")


def cohesion(*, nodes: int, ties: IntArray) -> Cohesion:
    """Cohesion of a network.

    Parameters
    ----------
    nodes : int >= 0
        Number of nodes, numbered from 0.
    ties : array of int of shape (m, 2)
        Pairs of nodes; a pair that comes twice or the other way round is one tie, a node with itself is none.

    Raises
    ------
    ValueError
        A tie with a node that is none.

    Notes
    -----
    Source: Wasserman and Faust (1994), Social Network Analysis, eq. 4.3 (density); Freeman (1979), "Centrality in
    social networks", Social Networks 1, p. 229 (centralisation of degree).
    """
    pairs = np.asarray(ties, dtype=np.int64).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= nodes):
        raise ValueError("a tie names a node that is none")
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    degree = np.bincount(pairs.ravel(), minlength=nodes)
    possible = nodes * (nodes - 1) / 2
    spread = (nodes - 1) * (nodes - 2) if nodes > 2 else 0
    return Cohesion(
        nodes=nodes,
        ties=len(pairs),
        density=len(pairs) / possible if possible else float("nan"),
        alone=tuple(np.flatnonzero(degree == 0).tolist()),
        parts=_parts(nodes, pairs),
        centralisation=float((degree.max() - degree).sum() / spread) if spread > 0 else float("nan"),
    )


def _parts(nodes: int, pairs: IntArray) -> tuple[int, ...]:
    """Sizes of the connected parts, by joining the two sides of each tie."""
    root = list(range(nodes))

    def found(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for one, other in pairs.tolist():
        root[found(one)] = found(other)
    return tuple(
        sorted(np.unique([found(each) for each in range(nodes)], return_counts=True)[1].tolist(), reverse=True)
    )
