"""The demonstration, loaded once and whole, and never beside anything real."""

from typing import Any

from django.db import transaction

from ayni_web.accounts.actions.roles import appoint
from ayni_web.accounts.models import Appointment, Person, Role
from ayni_web.common import chain
from ayni_web.common.acting import Mistake
from ayni_web.demonstration import clusters, happened, money, organisations, plans, stones, strategies
from ayni_web.demonstration.stage import CHAINS, Stage, told
from ayni_web.members.models import Entity, Organisation


def refuse_what_is_real() -> None:
    """Refuse a home where real people work."""
    entity = Entity.objects.first()
    if (entity and not entity.demonstration) or (not entity and Person.objects.exists()):
        raise Mistake("demonstration.real")


@transaction.atomic
def loaded() -> bool:
    """Load the demonstration; False when it was there already."""
    refuse_what_is_real()
    if Entity.objects.exists():
        return False
    stage = Stage()
    _found(stage, told("entity"))
    for name in CHAINS:
        stage.clusters[name] = _cluster(stage, told(name))
    money.add_money(stage, told("money"))
    happened.add_what_is_due(stage)
    return True


def _found(stage: Stage, facts: dict[str, Any]) -> None:
    for row in facts["person"]:
        stage.person(row["username"], row["name"])
    director = stage.people["director"]
    entity = Organisation.objects.create(
        name=facts["entity"]["name"], kind="coordinating_entity", place=facts["entity"]["place"],
        mission=facts["entity"]["mission"], size_band="micro", formal=True, added_by=director,
    )  # fmt: skip
    stage.entity = entity
    Entity.objects.create(organisation=entity, demonstration=True)
    chain.append("entity.founded", by=None, organisation=str(entity.pk), director=chain.digest_of(director))
    Appointment.objects.create(person=director, role=Role.DIRECTOR, since=stage.now)
    chain.append("role.given", by=None, person=chain.digest_of(director), role=Role.DIRECTOR)
    for row in facts["person"]:
        if row["role"] != Role.DIRECTOR:
            appoint(by=director, person=stage.people[row["username"]], role=row["role"])


def _cluster(stage: Stage, facts: dict[str, Any]) -> Any:
    cluster = clusters.add_cluster(stage, facts)
    manager = clusters.add_people(stage, cluster, facts["person"])
    organisations.add_organisations(stage, facts["organisation"], manager)
    clusters.add_representatives(stage, facts["person"])
    clusters.add_memberships(stage, cluster, facts["organisation"], manager)
    clusters.constitute(stage, cluster, facts["cluster"])
    clusters.add_scopes(stage, cluster, facts["scope"], manager)
    clusters.add_sponsors(stage, cluster, facts.get("sponsor", []), manager)
    organisations.add_relations(stage, facts["relations"]["rows"], manager)
    happened.add_events(stage, cluster, facts["event"], manager)
    happened.add_documents(stage, cluster, facts["document"], manager)
    stones.add_measures(stage, cluster, facts.get("measure", []), manager)
    stones.add_commitments(stage, cluster, facts.get("commitment", []))
    stones.add_cases(stage, cluster, facts.get("case", []), manager)
    stones.add_rounds(stage, cluster, facts.get("round", []), manager)
    plans.add_plans(stage, cluster, facts.get("plan", []), manager)
    strategies.add_strategies(stage, cluster, facts.get("strategy", []), manager)
    return cluster
