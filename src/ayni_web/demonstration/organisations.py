"""Organisations of the demonstration, and how they are related."""

from decimal import Decimal
from typing import Any

from ayni_web.demonstration.stage import Stage
from ayni_web.members.actions.organisations import add_organisation
from ayni_web.members.actions.relations import add_relation
from ayni_web.members.models import Duplicate, Relation

MEANS = ("phone", "email", "web", "radio")


def add_organisations(stage: Stage, rows: list[dict[str, Any]], by: str) -> None:
    """Add organisations with their contacts and numbers."""
    for row in rows:
        stage.organisations[row["name"]] = add_organisation(
            by=stage.people[by], name=row["name"], kind=row["kind"], place=row.get("place", ""),
            country=row.get("country", "PE"), size_band=row.get("size", ""), formal=row.get("formal"),
            mission=row.get("mission", ""), interests=row.get("interests", ""), typed_for=row.get("typed_for", False),
            identifiers=[("ruc", row["identifier"])] if "identifier" in row else [],
            contacts=[(means, row[means]) for means in MEANS if means in row],
        )  # fmt: skip
    for row in rows:
        if "duplicate_of" in row:
            _may_be_one(stage, row)


def _may_be_one(stage: Stage, row: dict[str, Any]) -> None:
    pair = sorted((stage.organisations[name] for name in (row["name"], row["duplicate_of"])), key=lambda each: each.pk)
    Duplicate.objects.create(first=pair[0], second=pair[1], score=row["score"], why={"name": row["score"]})


def add_relations(stage: Stage, rows: list[list[Any]], by: str) -> None:
    """Add relations: first, kind, second, share in a hundred (0: not known), since, last confirmed."""
    for first, kind, second, share, since, confirmed in rows:
        made = add_relation(
            by=stage.people[by], source=stage.organisations[first], target=stage.organisations[second], kind=kind,
            share_of_value=Decimal(share) / 100 if share else None, since=stage.day(since),
        )  # fmt: skip
        Relation.objects.filter(pk=made.pk).update(confirmed_on=stage.day(confirmed))
