"""The short answer of a study, for the terminal."""

from collections.abc import Sequence

import polars as pl

from ayni.study.published import Published
from ayni.study.report.voice import Voice, sentence, voice
from ayni.words import number, percent, say

SHOWN = 4


def summary_lines(published: Published, language: str) -> list[str]:
    """Lines that answer the question of a study: per macro-region, the candidates that stand best."""
    candidates = published.tables["candidates"]
    lines = ["", published.study.title[language], ""]
    speaking = voice(published, language)
    if candidates.is_empty():
        return [*lines, say("summary.none", language), ""]
    for region in candidates["macroregion"].unique(maintain_order=True).to_list():
        lines += _region_lines(speaking, region, candidates.filter(pl.col("macroregion").eq_missing(region)), language)
    whole = int((candidates["met"] == 4).sum())
    return [*lines, say("summary.all_four", language, n=whole) if whole else say("summary.none_has_four", language), ""]


def _region_lines(speaking: Voice, region: str | None, candidates: pl.DataFrame, language: str) -> Sequence[str]:
    horizons = {name: int((candidates["horizon"] == name).sum()) for name in ("short", "medium", "none")}
    counts = {name: number(count, language) for name, count in horizons.items()}
    head = say("summary.region", language, region=region or "–", **counts)
    shown = candidates.filter(pl.col("horizon") != "none").head(SHOWN)
    return [head, *(_candidate_line(speaking, row, language) for row in shown.iter_rows(named=True)), ""]


def _candidate_line(speaking: Voice, row: dict[str, object], language: str) -> str:
    quotient = row["quotient"]
    facts = {
        "product": sentence(speaking.product(str(row["product"]))),
        "places": speaking.names(speaking.place(code) for code in str(row["places"]).split(",")),
        "share": percent(float(str(row["share_of_nation"])), language, 0),
        "horizon": say(f"summary.horizon_{row['horizon']}", language),
    }
    key = "summary.candidate" if quotient is not None else "summary.candidate_no_quotient"
    return "  " + say(
        key, language, quotient="" if quotient is None else number(float(str(quotient)), language, 1), **facts
    )
