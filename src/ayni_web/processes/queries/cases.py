"""Cases that a person sees, and the way each has gone."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ayni_web.accounts.access import sees_entity
from ayni_web.processes.access import owned, seers
from ayni_web.processes.clock import days_taken, moment_of
from ayni_web.processes.models import Case, Move, Pause, Step

FILTERS = ("mine", "late", "open", "ended")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stay of a case at a step, or a step that lies ahead.

    Attributes
    ----------
    step : Step
    move : Move or None
        Move that brought the case here; None for a step ahead.
    left : Move or None
        Move that took it on; None where it still is.
    days : int
        Days it took or takes, without those of a pause.
    over : int
        Days beyond those allowed; 0 within them, or where no day is set.
    pauses : list of Pause
        Pauses during the stay.
    """

    step: Step
    move: Move | None
    left: Move | None
    days: int
    over: int
    pauses: list[Pause]

    @property
    def mark(self) -> str:
        """Class of its line: ``met`` behind, ``now`` here, nothing ahead."""
        return "met" if self.left or (self.move and self.step.ending) else "now" if self.move else ""


def visible_cases(person: Any) -> QuerySet[Case]:
    """Cases that a person sees; none without an account."""
    if not person.is_authenticated:
        return Case.objects.none()
    if sees_entity(person):
        return Case.objects.all()
    seen = Case.objects.filter(seers(person)).values("pk")
    return Case.objects.filter(pk__in=seen)


def found_cases(
    person: Any, *, words: str = "", which: str = "", process: Any = None, cluster: Any = None
) -> QuerySet[Case]:
    """Cases by number or title, whose turn it is, whether late or ended, process and cluster; the first due first."""
    found = whole(visible_cases(person))
    if words:
        found = found.filter(called(words))
    if process:
        found = found.filter(rules__process=process)
    if cluster:
        found = found.filter(cluster=cluster)
    if which in ("open", "mine", "late"):
        found = found.filter(ended_at__isnull=True)
    if which == "mine":
        found = found.filter(pk__in=Case.objects.filter(owned(person)).values("pk"))
    if which == "late":
        found = found.filter(due_on__lt=timezone.localdate(), paused=False)
    if which == "ended":
        found = found.filter(ended_at__isnull=False)
    return found.order_by("ended_at", "due_on", "-opened_at", "pk")


def whole(found: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a list tells of each, and whether their clock stands still."""
    paused = Pause.objects.filter(case=OuterRef("pk"), until__isnull=True)
    return found.select_related("rules", "step", "cluster", "organisation").annotate(paused=Exists(paused))


def called(words: str) -> Q:
    """Condition of the cases with a number, whole or begun, or with some words in their title."""
    begun = words.replace("-", "").lower()
    number = Q(pk__istartswith=begun[:8]) if re.fullmatch("[0-9a-f]{4,8}", begun) else Q()
    return (number | Q(title__icontains=words)) if number else Q(title__icontains=words)


def is_late(case: Case) -> bool:
    """Whether the last day allowed has passed and the clock goes on."""
    paused = case.paused if hasattr(case, "paused") else case.pauses.filter(until__isnull=True).exists()
    return case.due_on is not None and not paused and case.due_on < timezone.localdate()


def stages(case: Case, now: datetime | None = None) -> list[Stage]:
    """Stays of a case at its steps, the first first; three queries."""
    now = now or timezone.now()
    moves = list(case.moves.select_related("step", "by", "way").order_by("number"))
    pauses = list(case.pauses.select_related("by", "ended_by"))
    found = []
    for move, left in zip(moves, [*moves[1:], None], strict=True):
        until = left.made_at if left else case.ended_at or now
        during = [each for each in pauses if move.made_at <= each.since <= until]
        days = days_taken(move.step.counting, _begun(case, move), until, during)
        over = max(days - move.step.days, 0) if move.step.days is not None else 0
        found.append(Stage(move.step, move, left, days, over, during))
    return found


def _begun(case: Case, move: Move) -> datetime:
    """When the clock of a step began: for what was taken in, the day it came."""
    return moment_of(case.intake.came_on) if move.number == 1 and hasattr(case, "intake") else move.made_at


def ahead(case: Case, behind: list[Stage]) -> list[Stage]:
    """Steps that lie ahead where everything goes well: those after this one that were not come to, up to the end."""
    if case.ended_at:
        return []
    seen = {each.step.pk for each in behind}
    rows = case.rules.steps.filter(position__gt=case.step.position).exclude(ending__in=("refused", "withdrawn"))
    return [Stage(step, None, None, 0, 0, []) for step in rows if step.pk not in seen]
