"""Organisations of the demonstration, and how they are related."""

from typing import Any

from simple_history.utils import bulk_create_with_history

from ayni_web.demonstration.stage import Stage
from ayni_web.members.models import Contact, Duplicate, Identifier, Organisation, Relation

MEANS = ("phone", "email", "web", "radio")


def add_organisations(stage: Stage, rows: list[dict[str, Any]], by: str) -> None:
    """Add organisations with their contacts and numbers."""
    made = [_organisation(stage, row, by) for row in rows]
    bulk_create_with_history(made, Organisation, default_user=stage.people[by])
    stage.organisations |= {each.name: each for each in made}
    Contact.objects.bulk_create(
        Contact(organisation=each, means=means, value=row[means])
        for each, row in zip(made, rows, strict=True)
        for means in MEANS
        if means in row
    )
    Identifier.objects.bulk_create(
        Identifier(organisation=each, scheme="ruc", value=row["identifier"])
        for each, row in zip(made, rows, strict=True)
        if "identifier" in row
    )
    for row in rows:
        if "duplicate_of" in row:
            _may_be_one(stage, row)


def _organisation(stage: Stage, row: dict[str, Any], by: str) -> Organisation:
    return Organisation(
        name=row["name"], kind=row["kind"], place=row.get("place", ""), country=row.get("country", "PE"),
        size_band=row.get("size", ""), formal=row.get("formal"), mission=row.get("mission", ""),
        interests=row.get("interests", ""), typed_for=row.get("typed_for", False), added_by=stage.people[by],
    )  # fmt: skip


def _may_be_one(stage: Stage, row: dict[str, Any]) -> None:
    pair = sorted((stage.organisations[name] for name in (row["name"], row["duplicate_of"])), key=lambda each: each.pk)
    Duplicate.objects.create(first=pair[0], second=pair[1], score=row["score"], why={"name": row["score"]})


def add_relations(stage: Stage, rows: list[list[Any]], by: str) -> None:
    """Add relations: first, kind, second, share in a hundred (0: not known), since, last confirmed."""
    made = [
        Relation(
            source=stage.organisations[first], kind=kind, target=stage.organisations[second],
            share_of_value=share / 100 if share else None, since=stage.day(since),
            confirmed_on=stage.day(confirmed), added_by=stage.people[by],
        )
        for first, kind, second, share, since, confirmed in rows
    ]  # fmt: skip
    bulk_create_with_history(made, Relation, default_user=stage.people[by])
