"""Every read of studies, runs, packages and origins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from ayni.words import LANGUAGES
from ayni_web.accounts.access import sees_entity
from ayni_web.common.language import current
from ayni_web.studies import analysis
from ayni_web.studies.models import Origin, Run, Study

NUMBERS = ("quotient", "share_of_nation", "share_of_place", "slope", "value", "quantity")


def visible_studies(person: Any) -> QuerySet[Study]:
    """Studies that a person may see, with their number of packages and the last run; one query."""
    seen = Study.objects.all() if sees_entity(person) else Study.objects.filter(public=True)
    runs = Run.objects.filter(study=OuterRef("pk")).order_by("-asked_at")
    last_done = runs.filter(state=Run.State.DONE)
    return seen.annotate(
        packages=Count("runs", filter=Q(runs__state=Run.State.DONE)),
        last_done=Subquery(last_done.values("pk")[:1]),
        last_ended=Subquery(last_done.values("ended_at")[:1]),
        last_state=Subquery(runs.values("state")[:1]),
    )


def visible_runs(person: Any, study: Study | None = None) -> QuerySet[Run]:
    """Runs that a person may see: for the entity all, for everybody those done of studies that are public."""
    rows = Run.objects.select_related("study", "asked_by")
    rows = rows if study is None else rows.filter(study=study)
    return rows if sees_entity(person) else rows.filter(study__public=True, state=Run.State.DONE)


def earlier_runs(run: Run) -> QuerySet[Run]:
    """Done runs of the same study that came before, the last first."""
    before = run.ended_at or timezone.now()
    done = Run.objects.filter(study=run.study_id, state=Run.State.DONE, ended_at__lte=before)
    return done.exclude(pk=run.pk).select_related("study").order_by("-ended_at")


def told(run: Run) -> analysis.Told:
    """Package of a run, told in the language being spoken, or in the complete one it falls back on."""
    return analysis.told(run.folder, run.manifest_sha256, spoken())


def package(run: Run) -> analysis.Package:
    """Package of a run, if it still is what it was."""
    return analysis.package_at(run.folder, run.manifest_sha256)


def files(run: Run) -> frozenset[str]:
    """Files that a package may be asked for: those that its manifest lists, if it still is that manifest."""
    return analysis.listed_files(run.folder, run.manifest_sha256)


def faults(run: Run) -> list[dict[str, Any]]:
    """Faults of a table for which a run failed, in the language being spoken."""
    return [{**fault, "said": fault["said"].get(spoken(), "")} for fault in run.faults]


def spoken() -> str:
    """Complete language nearest to the one being spoken: the engine tells its reports in those."""
    return current() if current() in LANGUAGES else "es"


def candidate_row(run: Run, candidate: str) -> dict[str, Any] | None:
    """Row of a candidate as the package has it; None where there is no such candidate."""
    return rows_by_key(run, "candidates").get((candidate,))


def rows_by_key(run: Run, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """Rows of a table by their key, as texts; empty for a table without key or that is not there."""
    found, key = package(run).table(table), analysis.key_of(table)
    if found is None or not key or not set(key) <= set(found.columns):
        return {}
    return {tuple(str(row[name]) for name in key): row for row in found.iter_rows(named=True)}


def evidence_of(run: Run, candidate: str) -> dict[str, Any] | None:
    """What a cluster carries over from a candidate: its figures and requirements as they stood, and where from."""
    row = candidate_row(run, candidate)
    if row is None:
        return None
    manifest = package(run).manifest
    requirements = [each for key, each in sorted(rows_by_key(run, "requirements").items()) if key[0] == candidate]
    return {
        "package": manifest["package"], "manifest_sha256": run.manifest_sha256, "computed": manifest["computed"],
        "ayni": manifest["ayni"], "year": manifest["parameters"]["year"],
        "candidate": {name: value for name, value in row.items() if name not in ("reason", "position")},
        "requirements": [_requirement(run, candidate, each) for each in requirements],
        "thresholds": manifest["parameters"]["thresholds"],
        "inputs": [{name: each[name] for name in ("file", "contract", "sha256")} for each in manifest["inputs"]],
        "told": _told_in_each_language(run, candidate),
    }  # fmt: skip


def _requirement(run: Run, candidate: str, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("requirement", "verdict", "reason", "near", "evidence_key", "source")}
    return {**kept, "facts": row["evidence_facts"], "figure": f"requirements/{candidate}/{row['requirement']}"}


def _told_in_each_language(run: Run, candidate: str) -> dict[str, Any]:
    """Title, verdict words and evidence of each requirement, as the package tells them in each language."""
    found = {}
    for language in LANGUAGES:
        proof = analysis.told(run.folder, run.manifest_sha256, language).proofs["-".join(candidate.split())]
        found[language] = {
            "title": proof.title, "summary": proof.summary, "exports": proof.exports,
            "requirements": [
                {"title": each.title, "state": each.verdict.state, "word": each.verdict.word, "evidence": each.evidence}
                for each in proof.requirements
            ],
        }  # fmt: skip
    return found


def formed_from(run: Run, candidate: str) -> list[Origin]:
    """Origins of clusters formed from the same candidate, in any run of the study, the last first."""
    found = Origin.objects.filter(run__study=run.study_id, candidate=candidate).select_related("cluster", "run")
    return list(found.order_by("-formed_at"))


def formed_clusters(run: Run) -> set[str]:
    """Candidates of the study from which a cluster was formed."""
    return set(Origin.objects.filter(run__study=run.study_id).values_list("candidate", flat=True))


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What a form to form a cluster begins with."""

    name: str
    field: str
    places: tuple[str, ...]


def prefilled(run: Run, candidate: str) -> Prefilled:
    """Name, field and departments of a candidate, in the language being spoken."""
    found = told(run).candidates["-".join(candidate.split())]
    return Prefilled(f"{found.name} · {found.where}"[:200], found.name[:200], found.places)
