"""What was answered about a cluster: the last closed round of each questionnaire."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from ayni_web.assessments.models import Assessment
from ayni_web.assessments.profile import Profile
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.rounds import visible_rounds
from ayni_web.assessments.texts import told
from ayni_web.diagnosis.drawing import diamond_drawn
from ayni_web.members.models import Cluster

# Questionnaires that stand first where they were answered.
FIRST = ("diamond", "requirements", "trust")
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A closed round with its profile."""

    round: Assessment
    profile: Profile

    @property
    def title(self) -> str:
        """Title of the questionnaire, in the language being spoken."""
        return told(self.round.version.content["title"])

    @property
    def drawing(self) -> SafeString | None:
        """Diamond, where it is one."""
        return diamond_drawn(self.profile)


def judged_of(person: Any, cluster: Cluster) -> list[Judged]:
    """The last closed round of each questionnaire that the person sees, a few of them."""
    closed = visible_rounds(person).filter(cluster=cluster, organisation__isnull=True, closed_at__isnull=False)
    last: dict[Any, Assessment] = {}
    for row in closed.order_by("closed_at", "pk"):
        last[row.version.template_id] = row
    ordered = sorted(last.values(), key=_place)[:SHOWN]
    return [Judged(row, profile_with_change(row)[0]) for row in ordered]


def _place(row: Assessment) -> tuple[int, float]:
    entry = row.version.template.entry
    first = FIRST.index(entry) if entry in FIRST else len(FIRST)
    return first, -row.closed_at.timestamp() if row.closed_at else 0.0
