"""Product space: the links that hold products together, and the communities they form."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csgraph, csr_array

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Hidalgo et al. (2007) draw what is at least this near, beside the tree.
STRONG = 0.55
SEED = 0
LAYOUT_STEPS = 60


@dataclass(frozen=True, slots=True)
class Space:
    """Links of a product space, each once, ``first`` below ``second``, in order.

    Attributes
    ----------
    first, second : int arrays of shape (links,)
        Positions of the two products.
    nearness : array of shape (links,), above 0, at most 1
        Their proximity.
    tree : bool array of shape (links,)
        The link is of the maximum spanning tree; the others are strong.
    """

    first: IntArray
    second: IntArray
    nearness: FloatArray
    tree: npt.NDArray[np.bool_]


def space(*, proximity: FloatArray, strong: float = STRONG) -> Space:
    """Maximum spanning tree of the proximities, and every other link that is strong.

    Parameters
    ----------
    proximity : array of shape (products, products), 0 to 1, symmetric
        NaN and 0 are no link: products that nothing joins make trees of their own.
    strong : float, 0 to 1
        Proximity from which a link outside the tree is kept.

    Notes
    -----
    Source: Hidalgo, Klinger, Barabasi & Hausmann (2007), doi 10.1126/science.1144581, supporting material.
    """
    upper = np.triu(np.nan_to_num(proximity), k=1)
    # A sparse matrix takes a zero for no link; two less the proximity keeps the order and is never zero.
    tree = csgraph.minimum_spanning_tree(csr_array(np.where(upper > 0, 2 - upper, 0))).tocoo()
    in_tree = np.zeros(upper.shape, dtype=bool)
    in_tree[np.minimum(tree.row, tree.col), np.maximum(tree.row, tree.col)] = True
    first, second = np.nonzero(in_tree | ((upper >= strong) & (upper > 0)))
    return Space(first=first, second=second, nearness=upper[first, second], tree=in_tree[first, second])


def communities(*, links: Space, count: int, seed: int = SEED) -> IntArray:
    """Community of each product, numbered from 0 by size (ties by their first product).

    Parameters
    ----------
    links : Space
    count : int
        Number of products; one without links is a community of its own.
    seed : int
        Of the order in which products are visited.

    Notes
    -----
    Louvain's method on the links weighted by proximity (NetworkX).
    Source: Blondel, Guillaume, Lambiotte & Lefebvre (2008), doi 10.1088/1742-5468/2008/10/P10008.
    """
    from networkx import Graph
    from networkx.algorithms.community import louvain_communities

    graph = Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(
        zip(links.first.tolist(), links.second.tolist(), links.nearness.tolist(), strict=True)
    )
    groups = sorted(louvain_communities(graph, seed=seed), key=lambda group: (-len(group), min(group)))
    found = np.zeros(count, dtype=np.int64)
    for number, group in enumerate(groups):
        found[list(group)] = number
    return found


def layout(*, links: Space, count: int, seed: int = SEED) -> FloatArray:
    """Places on a sheet such that what is linked is near: for a drawing, and nothing is to be measured on it.

    Parameters
    ----------
    links : Space
    count : int
        Number of products.
    seed : int
        Of the places from which they are pulled.

    Returns
    -------
    array of shape (products, 2), 0 to 1
        NaN for a product without links.

    Notes
    -----
    Source: Fruchterman & Reingold (1991), doi 10.1002/spe.4380211102 (NetworkX).
    """
    from networkx import Graph, spring_layout

    graph = Graph()
    graph.add_weighted_edges_from(
        zip(links.first.tolist(), links.second.tolist(), links.nearness.tolist(), strict=True)
    )
    places = np.full((count, 2), np.nan)
    if graph.number_of_nodes():
        placed = spring_layout(graph, seed=seed, iterations=LAYOUT_STEPS)
        places[list(placed)] = np.array(list(placed.values()))
        # By rank, half and half: the sheet is filled, and a few that stand far out do not press the others together.
        low, high = np.nanmin(places, axis=0), np.nanmax(places, axis=0)
        even = np.argsort(np.argsort(places, axis=0), axis=0) / max(len(placed) - 1, 1)
        places = (places - low) / np.where(high > low, high - low, 1) / 2 + np.where(np.isnan(places), np.nan, even) / 2
    return places
