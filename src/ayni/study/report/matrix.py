"""The matrix: candidates against the four requirements, each with its line over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

from ayni.charts.sparks import spark
from ayni.study.report.candidates import Candidate, Verdict
from ayni.study.report.material import Material


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One candidate of the matrix."""

    id: str
    name: str
    where: str
    amount: str
    exports: str
    verdicts: tuple[Verdict, ...]
    quotient: str
    share: str
    spark: str
    horizon: str
    span: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of a macro-region: those with a horizon, and the rest, which are folded."""

    caption: str
    years: str
    rows: tuple[MatrixRow, ...]
    rest: tuple[MatrixRow, ...]
    rest_title: str


def matrix(candidates: Sequence[Candidate], caption: str, material: Material) -> Matrix:
    """Matrix of some candidates; when none has a horizon the first of them stand open."""
    years = [year for candidate in candidates for year, _ in candidate.series]
    first, last = (min(years), max(years)) if years else (material.year, material.year)
    near, far = opened(candidates)
    return Matrix(
        caption=caption,
        years=material.voice.span(first, last),
        rows=tuple(_row(candidate, first, last, material) for candidate in near),
        rest=tuple(_row(candidate, first, last, material) for candidate in far),
        rest_title=material.voice.say("rest_candidates", n=len(far)),
    )


SHOWN_WITHOUT_HORIZON = 3


def opened(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates shown at once and those folded away: the ones with a horizon first."""
    near = [candidate for candidate in candidates if candidate.has_horizon]
    far = [candidate for candidate in candidates if not candidate.has_horizon]
    if not near or len(far) == 1:
        near, far = [*near, *far[:SHOWN_WITHOUT_HORIZON]], far[SHOWN_WITHOUT_HORIZON:]
    return near, far


def _row(candidate: Candidate, first: int, last: int, material: Material) -> MatrixRow:
    voice = material.voice
    return MatrixRow(
        id=candidate.id,
        name=candidate.name,
        where=candidate.where,
        amount=candidate.amount,
        exports=candidate.exports,
        verdicts=candidate.verdicts,
        quotient=voice.number(candidate.quotient, 1),
        share=voice.share(candidate.share),
        spark=spark(candidate.series, label=_spark_label(candidate, material), first=first, last=last),
        horizon=voice.say(f"horizon_{candidate.horizon}"),
        span=voice.say(f"span_{candidate.horizon}") if candidate.has_horizon else "",
    )


def _spark_label(candidate: Candidate, material: Material) -> str:
    voice = material.voice
    known = candidate.known()
    if not known:
        return voice.say("no_series")
    (first, from_share), (last, to_share) = known[0], known[-1]
    label = voice.say(
        "share_over_time",
        first=first,
        last=last,
        from_share=voice.share(from_share),
        to_share=voice.share(to_share),
    )
    gaps = [str(year) for year, share in candidate.series if share is None]
    return f"{label}; {voice.say('charts.gap_years', years=voice.names(gaps), n=len(gaps))}" if gaps else label
