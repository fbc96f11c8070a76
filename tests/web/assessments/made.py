"""Rounds that tests ask for."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ayni_web.assessments import actions
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.models import Assessment, Sheet, Template
from ayni_web.assessments.queries.templates import last_version, read
from ayni_web.members.models import Representation
from tests.web.world import World, person


def copied(by: Any, cluster: Any = None, code: str = "trust") -> Template:
    return actions.copy_entry(by=by, code=code, cluster=cluster)


def opened(by: Any, cluster: Any = None, organisation: Any = None, *, code: str = "trust", **facts: Any) -> Assessment:
    template = facts.pop("template", None) or copied(by, cluster, code)
    closes_on = facts.pop("closes_on", timezone.localdate() + timedelta(days=14))
    return actions.open_assessment(
        by=by, template=template, cluster=cluster, organisation=organisation, closes_on=closes_on, **facts
    )


def asked(by: Any, assessment: Assessment, *people: Any) -> list[Sheet]:
    actions.ask_people(by=by, assessment=assessment, people=people)
    return [assessment.sheets.get(person=each) for each in people]


def growers(world: World, count: int) -> list[Any]:
    """People who act for a member of the cluster."""
    made = [person(f"grower.{number}", name=f"Persona {number}") for number in range(count)]
    for each in made:
        Representation.objects.create(person=each, organisation=world.exporter, since=timezone.now())
    return made


def sent(sheet: Sheet, value: float | None = 4, **others: Given) -> Sheet:
    """Sheet that was sent with the same answer everywhere, but for ``others``."""
    whole = read(sheet.assessment.version)
    given = {item.code: Given("value", value) if value is not None else Given("unknown") for item in whole.items}
    return actions.answer_sheet(by=sheet.person, sheet=sheet, given={**given, **others}, send=True)


def closed(by: Any, assessment: Assessment) -> Assessment:
    return actions.close_assessment(by=by, assessment=assessment)


def answered_round(world: World, count: int, value: float = 4, **facts: Any) -> Assessment:
    """Closed round of the cluster that so many answered."""
    people = facts.pop("people", None) or growers(world, count)
    made = opened(world.manager, world.cluster, **facts)
    for sheet in asked(world.manager, made, *people):
        sent(sheet, value)
    return closed(world.manager, made)


def content_of(template: Template) -> dict[str, Any]:
    return dict(last_version(template).content)
