"""Economic complexity of places and products, from who makes what (eigenvector and reflections)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ayni.measures.ratios import ratio, spread

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# Two eigenvalues nearer than this, or a correlation nearer to zero, are told apart by rounding alone.
INDISTINCT = 1e-10


@dataclass(frozen=True, slots=True)
class Complexity:
    """Complexity before any scaling: a product's is the eigenvector's, a place's the mean over what it makes.

    Attributes
    ----------
    places : array of shape (places,)
        Mean of ``products`` over the products present in the place; NaN outside ``connected_places``.
    products : array of shape (products,)
        Eigenvector of the second largest eigenvalue; NaN outside ``connected_products``.
    connected_places, connected_products : bool arrays
        The largest block of places linked by common products, and its products.
    second, third : float
        Eigenvalues, 0 to 1; NaN where there are none.  Their difference is the spectral gap.
    reason : str or None
        ``ambiguous`` when the two eigenvalues coincide, or complexity is not correlated with diversity and so has no
        sign; ``single_place`` when the largest block has one place.  ``places`` and ``products`` are then all NaN.
    """

    places: FloatArray
    products: FloatArray
    connected_places: BoolArray
    connected_products: BoolArray
    second: float
    third: float
    reason: str | None


def complexity(*, presence: BoolArray) -> Complexity:
    """Economic complexity by the second eigenvector.

    Parameters
    ----------
    presence : bool array of shape (places, products)
        M: whether the product is present in the place (RCA of 1 or more, say).

    Notes
    -----
    With D the diversity of places and U the ubiquity of products, the symmetric D^-1/2 M U^-1 M' D^-1/2 (or the like
    of products, whichever is smaller) has the eigenvalues of the reflections' matrix.  Where the eigenvalue 1 repeats,
    the network of places and products falls into blocks that say nothing of each other: the largest (by places, then
    products, then order) gets values.

    Source: Hidalgo & Hausmann (2009), doi 10.1073/pnas.0900943106; as an eigenvector in Hausmann, Hidalgo et al.
    (2014), The atlas of economic complexity, technical box 2.1; Mealy, Farmer & Teytelboym (2019), doi
    10.1126/sciadv.aau1705 (the spectrum).
    """
    places, products = largest_block(presence=presence)
    if places.sum() < 2:
        return _unknown(places, products, np.nan, np.nan, "single_place")
    block = presence[np.ix_(places, products)].astype(np.float64)
    diversity, ubiquity = block.sum(axis=1), block.sum(axis=0)
    vector, second, third = _second_vector(block, diversity, ubiquity)
    mean = (block @ vector) / diversity
    sign = _sign(mean, diversity)
    if second - third < INDISTINCT or sign == 0:
        return _unknown(places, products, second, third, "ambiguous")
    return Complexity(
        places=spread(values=sign * mean, where=places),
        products=spread(values=sign * vector, where=products),
        connected_places=places,
        connected_products=products,
        second=second,
        third=third,
        reason=None,
    )


def largest_block(*, presence: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Places and products of the largest block that common products hold together.

    Parameters
    ----------
    presence : bool array of shape (places, products)

    Returns
    -------
    bool arrays of shapes (places,) and (products,)
        All false where nothing is present anywhere.
    """
    count, width = presence.shape
    if not presence.any():
        return np.zeros(count, dtype=bool), np.zeros(width, dtype=bool)
    if _joined_by_one(presence):
        return np.any(presence, axis=1), np.any(presence, axis=0)
    corner = sparse.csr_array(presence)
    graph = sparse.block_array([[None, corner], [corner.T, None]], format="csr")
    _, block = sparse.csgraph.connected_components(graph, directed=False)
    blocks = block.max() + 1
    sizes = np.lexsort((-np.bincount(block[count:], minlength=blocks), -np.bincount(block[:count], minlength=blocks)))
    largest = block == sizes[0]
    return largest[:count], largest[count:]


def _joined_by_one(presence: BoolArray) -> bool:
    """Whether every active place shares a product with the most diverse one: a cheap proof that there is one block."""
    widest = presence[np.argmax(presence.sum(axis=1))]
    shared = presence[:, widest].any(axis=1)
    return bool((shared == presence.any(axis=1)).all())


def _second_vector(block: FloatArray, diversity: FloatArray, ubiquity: FloatArray) -> tuple[FloatArray, float, float]:
    """Products' eigenvector of the second eigenvalue, that eigenvalue and the third (0 where there is none)."""
    scaled = block / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)
    by_place = block.shape[0] <= block.shape[1]
    values, vectors = np.linalg.eigh(scaled @ scaled.T if by_place else scaled.T @ scaled)
    if values.size < 2:
        return np.zeros(block.shape[1]), 0.0, 0.0
    third = float(values[-3]) if values.size > 2 else 0.0
    vector = vectors[:, -2]
    products = (block.T @ (vector / np.sqrt(diversity))) / ubiquity if by_place else vector / np.sqrt(ubiquity)
    length = np.linalg.norm(products)
    return (products / length if length > 0 else products), max(float(values[-2]), 0.0), max(third, 0.0)


def _sign(mean: FloatArray, diversity: FloatArray) -> float:
    """Sign that makes complexity rise with diversity; 0 where they are not correlated."""
    mean, diversity = mean - mean.mean(), diversity - diversity.mean()
    length = float(np.linalg.norm(mean) * np.linalg.norm(diversity))
    correlation = float(mean @ diversity) / length if length > 0 else 0.0
    return 0.0 if abs(correlation) < INDISTINCT else float(np.sign(correlation))


def _unknown(places: BoolArray, products: BoolArray, second: float, third: float, reason: str) -> Complexity:
    return Complexity(
        places=np.full(places.size, np.nan),
        products=np.full(products.size, np.nan),
        connected_places=places,
        connected_products=products,
        second=second,
        third=third,
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class Reflections:
    """Places and products after a number of reflections, as counts and means, not scaled.

    Attributes
    ----------
    places, products : arrays of shape (places,) and (products,)
        k_c,N and k_p,N; NaN where nothing is present.
    """

    places: FloatArray
    products: FloatArray


def reflections(*, presence: BoolArray, steps: int) -> Reflections:
    """Method of reflections: k_c,N is the mean of k_p,N-1 over the products present in the place, and so for products.

    Parameters
    ----------
    presence : bool array of shape (places, products)
    steps : int, >= 0
        N.  Even for places tells of diversity; the values of all places draw together as it grows, and with them goes
        the precision: the eigenvector is their limit.

    Notes
    -----
    Source: Hidalgo & Hausmann (2009), doi 10.1073/pnas.0900943106, equations 1 and 2.
    """
    if steps < 0:
        raise ValueError("steps: zero or more")
    matrix = presence.astype(np.float64)
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    places, products = diversity, ubiquity
    for _ in range(steps):
        places, products = (
            ratio(part=matrix @ np.nan_to_num(products), whole=diversity),
            ratio(part=matrix.T @ np.nan_to_num(places), whole=ubiquity),
        )
    return Reflections(
        places=np.where(diversity > 0, places, np.nan), products=np.where(ubiquity > 0, products, np.nan)
    )
