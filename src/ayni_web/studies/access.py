"""Who may see or do what with studies: what is public is everybody's, the rest the entity's; coordinators write."""

from typing import Any

from ayni_web.accounts.access import is_staff, sees_entity
from ayni_web.common.audience import ANYONE, ENTITY, Audience
from ayni_web.studies.models import Run, Study


def may_write(person: Any) -> bool:
    """Directors and officers: those who add studies, run them, publish them and form clusters from them."""
    return is_staff(person)


def may_see(person: Any, study: Study) -> bool:
    """Everybody where it is public; those of the entity otherwise."""
    return study.public or sees_entity(person)


def may_see_run(person: Any, run: Run) -> bool:
    """Whoever sees the study, once it is done; what waits or failed is the entity's."""
    return sees_entity(person) or (run.study.public and run.state == Run.State.DONE)


def study_audience(study: Study) -> Audience:
    """Who sees a study and its packages."""
    return ANYONE if study.public else ENTITY
