"""The thresholds of the rules: each a parameter with a default, a unit and a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ayni.errors import BadStudy, UnknownName

Plays = Literal["always", "grown", "sizes", "never"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold of the rules.

    Attributes
    ----------
    name : str
        Name under ``[thresholds]`` of a study.
    default : float
        Value when the study says nothing.
    unit : str
        ``times``, ``share`` (fraction of 1), ``share_a_year``, ``years``, ``establishments``, ``sizes``, ``evenness``
        (0 to 1), ``organisations`` or ``relative`` (fraction of the threshold).
    low, high : float
        Bounds of what makes sense, both included.
    alternatives : tuple of float
        Other values that ``sensitivity`` tries.
    plays : str
        When it can move a candidate or a horizon: ``always``, in ``grown`` sets only, with ``sizes`` of establishments
        only, or ``never``.
    """

    name: str
    default: float
    unit: str
    low: float
    high: float
    alternatives: tuple[float, ...] = ()
    plays: Plays = "always"

    @property
    def label_key(self) -> str:
        """Sentence that names it."""
        return f"clusters.threshold_{self.name}"

    @property
    def reason_key(self) -> str:
        """Sentence that says why its default is what it is."""
        return f"clusters.why_{self.name}"


DECLARED = (
    Threshold("quotient_min", 2.0, "times", 0.0, 1e6, (1.5, 2.5, 3.0)),
    Threshold("candidate_share_min", 0.005, "share", 0.0, 1.0, (0.001, 0.01, 0.02)),
    Threshold("place_share_min", 0.0, "share", 0.0, 1.0, (0.005, 0.01, 0.05)),
    Threshold("join_quotient", 1.0, "times", 0.0, 1e6, (0.8, 1.25, 1.5), "grown"),
    Threshold("seed_share", 0.10, "share", 0.0, 1.0, (0.05, 0.15, 0.20), "grown"),
    Threshold("seed_quotient", 1.5, "times", 0.0, 1e6, (1.0, 1.25, 2.0), "grown"),
    Threshold("join_share", 0.04, "share", 0.0, 1.0, (0.02, 0.06, 0.08), "grown"),
    Threshold("slope_min", 0.001, "share_a_year", -1.0, 1.0, (0.0, 0.0005, 0.002, 0.005)),
    Threshold("years_min", 5, "years", 3, 1000, (3, 8)),
    Threshold("establishments_min", 15, "establishments", 1, 1e9, (5, 10, 30), "sizes"),
    Threshold("bands_min", 3, "sizes", 1, 4, (2, 4), "sizes"),
    Threshold("evenness_min", 0.10, "evenness", 0.0, 1.0, (0.05, 0.20, 0.30), "sizes"),
    Threshold("organisations_min", 15, "organisations", 1, 1e9, (), "never"),
    Threshold("near", 0.10, "relative", 0.0, 1.0, (), "never"),
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Value of each threshold in use; the names are those of ``DECLARED``, and ``docs/candidates.md`` says each."""

    quotient_min: float
    candidate_share_min: float
    place_share_min: float
    join_quotient: float
    seed_share: float
    seed_quotient: float
    join_share: float
    slope_min: float
    years_min: float
    establishments_min: float
    bands_min: float
    evenness_min: float
    organisations_min: float
    near: float


def chosen_thresholds(changed: Mapping[str, float] | None = None) -> Thresholds:
    """Thresholds in use: the defaults, and those a study changes by name.

    Raises
    ------
    UnknownName
        A name that is no threshold; the sentence lists those that are.
    BadStudy
        A value out of its bounds.
    """
    changed = changed or {}
    known = {each.name: each for each in DECLARED}
    for name, value in changed.items():
        if name not in known:
            raise UnknownName("clusters.unknown_threshold", came=name, known=", ".join(known))
        if not known[name].low <= value <= known[name].high:
            raise BadStudy(
                "clusters.threshold_out_of_bounds",
                name=name,
                came=f"{value:g}",
                low=f"{known[name].low:g}",
                high=f"{known[name].high:g}",
                example=f"{name} = {known[name].default:g}",
            )
    return Thresholds(**{name: float(changed.get(name, each.default)) for name, each in known.items()})
