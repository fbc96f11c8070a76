"""Papers that a step asks for, and those that were brought: the evidence of the case."""

from ayni_web.processes.models import Case, Way
from ayni_web.series.models import Evidence

GIVEN_UP = ("refused", "withdrawn")


def missing_papers(case: Case, way: Way) -> list[str]:
    """Kinds of documents without which a case does not go this way; none where it goes back, or is given up."""
    onward = way.target.position > case.step.position and way.target.ending not in GIVEN_UP
    return asked_papers(case) if onward else []


def asked_papers(case: Case) -> list[str]:
    """Kinds of documents that the step asks for and that nobody attached since the case first came to it."""
    if not case.step.documents:
        return []
    first = case.moves.filter(step_id=case.step_id).order_by("number").first()
    shown = Evidence.objects.filter(
        subject="case", subject_id=str(case.pk), withdrawn_at__isnull=True, version__isnull=False,
        added_at__gte=first.made_at if first else case.opened_at,
    )  # fmt: skip
    brought = set(shown.values_list("version__document__kind", flat=True))
    return [each for each in case.step.documents if each not in brought]
