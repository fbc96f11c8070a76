"""Two packages of a study held against each other: what entered, by which rules, and what became of the candidates."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ayni.words import number, percent, say, sentence_keys
from ayni_web.common.language import said
from ayni_web.studies import queries
from ayni_web.studies.models import Run

REQUIREMENTS = 4
HASH_SHOWN = 12
# Rules of a study that are told in a line of their own.
NAMED_PARAMETERS = ("year", "thresholds", "language")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was: what, before, after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A candidate of which something changed, or that came or went; its page is in the run that has it."""

    candidate: str
    title: str
    run: Run
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs.

    Attributes
    ----------
    inputs, rules : tuple of Difference
        Files by their hash; base year, thresholds, other rules, versions.
    came, went : tuple of Changed
        Candidates that one of the two has.
    changed : tuple of Changed
        Those whose verdicts or term changed, with their figures.
    moved : tuple of Changed
        Those of which figures alone changed.
    same : int
        Candidates that are as they were.
    """

    inputs: tuple[Difference, ...]
    rules: tuple[Difference, ...]
    came: tuple[Changed, ...]
    went: tuple[Changed, ...]
    changed: tuple[Changed, ...]
    moved: tuple[Changed, ...]
    same: int

    @property
    def nothing(self) -> bool:
        """Whether everything is as it was."""
        return not (self.inputs or self.rules or self.came or self.went or self.changed or self.moved)


def compared(before: Run, after: Run) -> Comparison:
    """What changed from one run to another."""
    old, new = queries.rows_by_key(before, "candidates"), queries.rows_by_key(after, "candidates")
    kept = [key[0] for key in new if key in old]
    verdicts = {name: tuple(_verdicts(before, after, name)) for name in kept}
    figures = {name: tuple(_figures(old[(name,)], new[(name,)])) for name in kept}
    changed = [name for name in kept if verdicts[name]]
    moved = [name for name in kept if figures[name] and not verdicts[name]]
    return Comparison(
        inputs=tuple(_inputs(before, after)),
        rules=tuple(_rules(before, after)),
        came=tuple(_one(after, key[0], _amounts(new[key])) for key in new if key not in old),
        went=tuple(_one(before, key[0], _amounts(old[key])) for key in old if key not in new),
        changed=tuple(_one(after, name, (*verdicts[name], *figures[name])) for name in changed),
        moved=tuple(_one(after, name, figures[name]) for name in moved),
        same=len(kept) - len(changed) - len(moved),
    )


def _one(run: Run, candidate: str, differences: tuple[Difference, ...]) -> Changed:
    return Changed(candidate, queries.told(run).proofs["-".join(candidate.split())].title, run, differences)


def _inputs(before: Run, after: Run) -> Iterator[Difference]:
    """Files that came, went, or hold something else."""
    old, new = _hashes(before), _hashes(after)
    for file in dict.fromkeys([*old, *new]):
        if old.get(file) != new.get(file):
            yield Difference(
                file, old.get(file, said("comparison.absent")), new.get(file, said("comparison.gone"))
            )  # fmt: skip


def _hashes(run: Run) -> dict[str, str]:
    return {each["file"]: each["sha256"][:HASH_SHOWN] for each in queries.package(run).manifest["inputs"]}


def _rules(before: Run, after: Run) -> Iterator[Difference]:
    """Base year, thresholds, other rules, the version of Ayni, and those of the libraries."""
    old, new = (_told_rules(queries.package(run).manifest) for run in (before, after))
    for what in dict.fromkeys([*old, *new]):
        if old.get(what) != new.get(what):
            yield Difference(
                what, old.get(what, said("comparison.absent")), new.get(what, said("comparison.gone"))
            )  # fmt: skip


def _told_rules(manifest: Mapping[str, Any]) -> dict[str, str]:
    parameters, language = manifest["parameters"], queries.spoken()
    rules = {
        said("comparison.base_year"): str(parameters["year"]), said("comparison.version"): str(manifest["ayni"])
    }  # fmt: skip
    for name, value in parameters["thresholds"].items():
        key = f"clusters.threshold_{name}"
        rules[say(key, language) if key in sentence_keys() else name] = _plain(value)
    for name, value in parameters.items():
        if name not in NAMED_PARAMETERS:
            rules[said("comparison.parameter", name=name)] = _short(value)
    return rules | {name: str(value) for name, value in manifest["versions"].items()}


def _verdicts(before: Run, after: Run, candidate: str) -> Iterator[Difference]:
    """Terms and verdicts that changed."""
    anchor, language = "-".join(candidate.split()), queries.spoken()
    old, new = (queries.told(run).candidates[anchor] for run in (before, after))
    if old.horizon != new.horizon:
        words = [say(f"report.horizon_{each.horizon}", language) for each in (old, new)]
        yield Difference(said("comparison.horizon"), *words)
    for one, other in zip(old.verdicts, new.verdicts, strict=False):
        if (one.state, one.reason) != (other.state, other.reason):
            yield Difference(say(f"report.requirement_{one.number}", language), one.word, other.word)


def _figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Figures that are others than they were."""
    for column, write in FIGURES.items():
        if old[column] != new[column]:
            yield Difference(_named(column), write(old[column]), write(new[column]))


def _amounts(row: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Figures of a candidate that one run alone has."""
    horizon = say(f"report.horizon_{row['horizon']}", queries.spoken())
    told = [(_named(column), write(row[column])) for column, write in FIGURES.items() if row[column] is not None]
    return tuple(Difference(what, value, "") for what, value in ((said("comparison.horizon"), horizon), *told))


def _named(column: str) -> str:
    from ayni_web.studies.figures import column_label

    return column_label("candidates", column)


def _plain(value: float) -> str:
    decimals = next((count for count in range(4) if abs(value - round(value, count)) < 1e-9), 4)
    return number(value, queries.spoken(), decimals)


def _short(value: object) -> str:
    text = str(value) if value not in (None, [], {}, "") else "–"
    return text if len(text) <= 80 else f"{text[:77]}..."


def _times(value: float | None) -> str:
    return "–" if value is None else number(value, queries.spoken(), 2)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, queries.spoken())


def _points(value: float | None) -> str:
    return "–" if value is None else number(100 * value, queries.spoken(), 2, sign=True)


FIGURES: Mapping[str, Callable[[Any], str]] = {"quotient": _times, "share_of_nation": _share, "slope": _points}
