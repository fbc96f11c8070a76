"""Processes that a person sees, how long their steps take, and the trade their cases hold up."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.members.access import managed
from ayni_web.members.models import Cluster
from ayni_web.members.queries import standing_clusters
from ayni_web.processes.access import may_write, process_seers
from ayni_web.processes.analysis import Taken, library, taken
from ayni_web.processes.clock import days_taken, moment_of
from ayni_web.processes.models import Intake, Move, Pause, Process, Rules, Step
from ayni_web.processes.queries.cases import visible_cases

# Fewer than these are not told outside the entity.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step and how long it takes; ``taken`` is None where there is nothing to tell, ``few`` where too little."""

    step: Step
    taken: Taken | None
    few: bool


def visible_processes(person: Any) -> QuerySet[Process]:
    """Processes that a person sees."""
    return Process.objects.filter(process_seers(person)).select_related("cluster")


def rules_in_force(person: Any) -> QuerySet[Rules]:
    """Rules with which cases are opened now, of the processes that a person sees; with how many are open."""
    seen = Rules.objects.filter(process__in=visible_processes(person), state=Rules.State.IN_FORCE)
    return seen.select_related("process__cluster").order_by("process__added_at", "pk")


def open_counts(person: Any, processes: list[Any]) -> dict[Any, int]:
    """Open cases that a person sees, by process; one query."""
    rows = visible_cases(person).filter(ended_at__isnull=True, rules__process_id__in=processes)
    counted = rows.order_by().values("rules__process_id").annotate(n=Count("pk"))
    return {row["rules__process_id"]: row["n"] for row in counted}


def drafts(person: Any) -> QuerySet[Rules]:
    """Drafts that a person may go on with."""
    found = Rules.objects.filter(state=Rules.State.DRAFT, process__retired_at__isnull=True)
    if not is_staff(person):
        found = found.filter(process__cluster_id__in=managed(person))
    return found.select_related("process__cluster").order_by("-made_at", "pk") if may_write(person) else found.none()


def writable_clusters(person: Any) -> QuerySet[Cluster]:
    """Clusters for which a person writes processes."""
    return standing_clusters() if is_staff(person) else standing_clusters().filter(pk__in=managed(person))


def not_in_use(person: Any) -> dict[str, Any]:
    """Entries of the library that no process of the entity was copied from, by code."""
    used = set(Process.objects.filter(cluster=None, retired_at=None).values_list("entry", flat=True))
    return {code: told for code, told in library().items() if code not in used}


def rules_to_show(process: Process) -> Rules | None:
    """Rules in force, else the last that were."""
    past = process.versions.exclude(state=Rules.State.DRAFT)
    return past.filter(state=Rules.State.IN_FORCE).first() or past.first()


def step_times(person: Any, rules: Rules) -> list[StepTime]:
    """How long each step takes, over every version of the process; what still goes on counts for as long as it has."""
    visits = _visits(person, rules.process_id)
    told = []
    for step in rules.steps.filter(ending=""):
        here = visits.get(step.code, [])
        few = bool(here) and len(here) < FEWEST and not sees_entity(person)
        told.append(StepTime(step, taken(here) if here and not few else None, few))
    return told


def blocked(person: Any, process: Process) -> tuple[Decimal, int] | None:
    """Trade a year that the open cases of a process hold up, and how many tell it; None where too few do."""
    told = visible_cases(person).filter(rules__process=process, ended_at__isnull=True, blocked_usd__isnull=False)
    found = told.aggregate(total=Sum("blocked_usd"), n=Count("pk"))
    few = found["n"] < FEWEST and not sees_entity(person)
    return None if not found["n"] or few else (found["total"], found["n"])


def _visits(person: Any, process: Any) -> dict[str, list[tuple[int, bool]]]:
    """Days of each stay at a step, and whether it is over, by the code of the step; three queries."""
    cases = visible_cases(person).filter(rules__process_id=process).values("pk")
    rows = Move.objects.filter(case_id__in=cases).order_by("case_id", "number")
    came = dict(Intake.objects.filter(case_id__in=cases).values_list("case_id", "came_on"))
    facts = rows.values_list("case_id", "number", "made_at", "step__code", "step__counting", "step__ending")
    moves = [(case, moment_of(came[case]) if number == 1 and case in came else made, *rest)
             for case, number, made, *rest in facts]  # fmt: skip
    pauses = defaultdict(list)
    for pause in Pause.objects.filter(case_id__in=cases):
        pauses[pause.case_id].append(pause)
    now, found = timezone.now(), defaultdict(list)
    for (case, entered, code, counting, ending), after in zip(moves, [*moves[1:], None], strict=False):
        left = after[1] if after is not None and after[0] == case else None
        if not ending:
            found[code].append((days_taken(counting, entered, left or now, pauses[case]), left is not None))
    return found
