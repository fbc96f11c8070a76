"""A small world that every test of the web may ask for: an entity, two clusters, and people of every role."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from ayni_web.accounts.models import Appointment, Person
from ayni_web.members.models import (
    Cluster,
    ClusterPlace,
    Entity,
    Link,
    Management,
    Membership,
    Organisation,
    Part,
    Representation,
)

# Those by whom every view is tried; nobody is not signed in.
TRIERS = ("director", "officer", "auditor", "manager", "member", "stranger", "nobody")


@dataclass(frozen=True)
class World:
    entity: Organisation
    cluster: Cluster
    other_cluster: Cluster
    cooperative: Organisation  # a member of the cluster, for which `member` acts
    exporter: Organisation  # a member of the cluster, for which nobody acts
    outsider: Organisation  # a member of the other cluster, for which `stranger` acts
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def person(username: str, **facts: Any) -> Person:
    return Person.objects.create_user(
        username, "correct horse battery", name=facts.pop("name", username.title()), **facts
    )


def with_second_factor(somebody: Person) -> Person:
    Authenticator.objects.create(user=somebody, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return somebody


def organisation(name: str, kind: str, **facts: Any) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, **{"place": "210101", **facts})


def membership(cluster: Cluster, joined: Organisation, link: str, **facts: Any) -> Membership:
    made = Membership.objects.create(
        cluster=cluster, organisation=joined, kind=joined.kind, state="member", since=date(2026, 1, 15), **facts
    )
    Part.objects.create(membership=made, link=cluster.links.get(code=link), share=10_000)
    return made


def cluster(name: str, opened_by: Person) -> Cluster:
    made = Cluster.objects.create(name=name, field="quinua", started_on=date(2026, 1, 10), opened_by=opened_by)
    ClusterPlace.objects.create(cluster=made, place="21")
    for position, code in enumerate(("production", "processing", "marketing")):
        Link.objects.create(cluster=made, code=code, position=position)
    return made


def made_world() -> World:
    now = timezone.now()
    people = {name: person(f"{name}.uno", name=f"{name.title()} Uno") for name in TRIERS if name != "nobody"}
    for role in ("director", "officer", "auditor"):
        Appointment.objects.create(person=with_second_factor(people[role]), role=role, since=now)
    entity = organisation("Entidad de prueba", "coordinating_entity")
    Entity.objects.create(organisation=entity)
    quinua, other = cluster("Quinua de prueba", people["officer"]), cluster("Alpaca de prueba", people["officer"])
    Management.objects.create(person=with_second_factor(people["manager"]), cluster=quinua, since=now)
    cooperative = organisation("Cooperativa Taypi", "cooperative")
    exporter = organisation("Exportadora Wara", "exporter", place="150101")
    outsider = organisation("Taller Suri", "firm", place="040101")
    membership(quinua, cooperative, "production")
    membership(quinua, exporter, "marketing")
    membership(other, outsider, "processing")
    Representation.objects.create(person=people["member"], organisation=cooperative, since=now)
    Representation.objects.create(person=people["stranger"], organisation=outsider, since=now)
    return World(entity, quinua, other, cooperative, exporter, outsider, people)
