"""How quick the stones are: ``./ayni bench bench/stones.py``.

500 organisations in a cluster with their parts, 1,000 relations, 1,000 deliveries, 5,000 commitments, 200,000 readings
of 20 measures, on SQLite: each page against an empty page with the same middleware, signed-in person and base template,
as ratio of medians taken in turn in one run; and its queries.  A list is at most 2.5 times the empty page; pages that
roll members up are told as they are.  ``first``: what the first reader after a write waits, before sums are kept
(``common/kept.py``).
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta

ORGANISATIONS, COMMITMENTS, MEASURES, PERIODS = 500, 5_000, 20, 20
TIES = 1_000
RUNS, WARM, FIRSTS = 20, 3, 5
MOST_RATIO = 2.5
LISTS = ("/commitments/", "/measures/", "/cases/", "/assessments/")


def filled():
    """A director, a cluster with its members, what they promised and what they told."""
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.members.models import Cluster, Entity, Membership, Organisation
    from ayni_web.series.models import Measure, Reading

    director = Person.objects.create_user("director", name="Rosa Mamani")
    Appointment.objects.create(person=director, role="director", since=timezone.now())
    Entity.objects.create(organisation=Organisation.objects.create(name="Entidad", kind="coordinating_entity"))
    cluster = Cluster.objects.create(name="Quinua", field="quinua", started_on=date(2000, 1, 1), opened_by=director)
    members = [Organisation(name=f"Cooperativa {n:04}", kind="cooperative" if n % 4 else "government", place="210801")
               for n in range(ORGANISATIONS)]  # fmt: skip
    Organisation.objects.bulk_create(members, 1000)
    Membership.objects.bulk_create(
        [Membership(cluster=cluster, organisation=each, kind=each.kind, state="member", since=date(2000, 1, 1))
         for each in members], 1000
    )  # fmt: skip
    tied(director, cluster, members)
    # The last period that ended is told, as in a cluster that goes on.
    first = timezone.localdate().year - PERIODS
    promised(director, cluster, members)
    for number in range(MEASURES):
        text = {"es": f"Medida {number}", "en": f"Measure {number}", "pt": f"Medida {number}"}
        measure = Measure.objects.create(cluster=cluster, code=f"own_{number}", of="organisation", unit="hours",
                                         better="more", period="year", roll_up="sum", texts={"title": text},
                                         added_by=director)  # fmt: skip
        Reading.objects.bulk_create(
            [Reading(measure=measure, organisation=each, starts_on=date(first + back, 1, 1),
                     value=(n * 7 + back) % 100, source="Cuaderno", added_by=director)
             for n, each in enumerate(members) for back in range(PERIODS)], 2000
        )  # fmt: skip
    return director, cluster, measure


def tied(director, cluster, members):
    """Parts of the members in the chain, relations between them, and what they delivered to one another."""
    from django.utils import timezone

    from ayni_web.events.models import Event, Participation
    from ayni_web.members.models import Link, Part, Relation

    links = Link.objects.bulk_create(
        [Link(cluster=cluster, code=code, position=at) for at, code in enumerate(("production", "marketing"))]
    )
    Part.objects.bulk_create(
        [Part(membership=each, link=links[n % 2], share=10_000) for n, each in enumerate(cluster.memberships.all())]
    )
    pairs = [(members[n % ORGANISATIONS], members[(n * 3 + n // ORGANISATIONS + 1) % ORGANISATIONS])
             for n in range(TIES)]  # fmt: skip
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    Relation.objects.bulk_create(
        [Relation(source=one, target=other, kind="supplies", share_of_value=n % 10 / 10, added_by=director)
         for n, (one, other) in enumerate(pairs)]
    )  # fmt: skip
    events = Event.objects.bulk_create(
        [Event(kind="delivery", title=f"Lote {n}", cluster=cluster, starts_at=timezone.now() - timedelta(days=n % 360),
               quantity=n % 90 + 1, unit="kg", added_by=director) for n in range(len(pairs))]
    )  # fmt: skip
    parties = [(event, party, role) for event, pair in zip(events, pairs, strict=True)
               for party, role in zip(pair, ("delivers", "receives"), strict=True)]  # fmt: skip
    Participation.objects.bulk_create(
        [Participation(event=event, organisation=party, role=role) for event, party, role in parties]
    )


def promised(director, cluster, members):
    """Commitments of every state, and a private one for every other public one."""
    from django.utils import timezone

    from ayni_web.accounts.models import Person
    from ayni_web.commitments.models import Commitment, Match, State, Turn

    made = [
        Commitment(kind="deliver", maker=members[n % ORGANISATIONS], receiver=members[(n * 7 + 1) % ORGANISATIONS],
                   cluster=cluster, content=f"Lote {n}", due_on=timezone.localdate() + timedelta(days=n % 300),
                   proposed_side="maker", added_by=director, inside=True, quantity=1 + n % 90, unit="t")
        for n in range(COMMITMENTS) if n % ORGANISATIONS != (n * 7 + 1) % ORGANISATIONS
    ]  # fmt: skip
    Commitment.objects.bulk_create(made, 1000)
    said = {"proposed": "maker", "agreed": "receiver", "kept": "receiver"}
    other = Person.objects.create_user("receiver", name="Julia Quispe")
    for what, side in said.items():
        rows = made if what == "proposed" else [each for n, each in enumerate(made) if n % 10]
        rows = rows[: len(rows) // 2] if what == "kept" else rows
        by = director if side == "maker" else other
        Turn.objects.bulk_create([Turn(commitment=each, what=what, side=side, by=by) for each in rows], 1000)
        if what != "proposed":
            done = timezone.localdate() if what == "kept" else None
            Commitment.objects.filter(turns__what=what).update(state=State(what), done_on=done)
    public = [each for each in made if each.maker.kind == "government"][::2]
    private = [each for each in made if each.maker.kind != "government"]
    Match.objects.bulk_create(
        [Match(public=one, private=another, made_by=director)
         for one, another in zip(public, private, strict=False)], 1000
    )  # fmt: skip


def queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(seen)


def medians(client, pages, runs=RUNS, before=lambda: None):
    """Median seconds of each page, taken in turn so that whatever else runs slows them alike."""
    taken = {address: [] for address in pages}
    for run in range(WARM + runs):
        for address, times in taken.items():
            before()
            start = time.perf_counter()
            client.get(address)
            if run >= WARM:
                times.append(time.perf_counter() - start)
    return {address: statistics.median(times) for address, times in taken.items()}


def main():
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"AYNI_HOME": home, "AYNI_DEMONSTRATION": "yes", "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.test import Client
        from django.urls import path

        from ayni_web import urls
        from ayni_web.common.audience import ENTITY
        from ayni_web.common.kept import forget
        from ayni_web.common.views import shown

        urls.urlpatterns.append(path("empty/", lambda request: shown(request, "base.html", ENTITY)))
        call_command("tables")
        call_command("look")
        director, cluster, measure = filled()
        client = Client()
        client.force_login(director, backend="ayni_web.accounts.backends.NameBackend")
        others = [f"/commitments/{page}/{cluster.pk}/" for page in ("board", "keeping")]
        others += [f"/measures/{measure.pk}/", f"/clusters/{cluster.pk}/diagnosis/", f"/clusters/{cluster.pk}/"]
        taken = medians(client, (*LISTS, *others, "/empty/"))
        first = medians(client, (*LISTS, *others, "/empty/"), FIRSTS, forget)
        readings = MEASURES * PERIODS * ORGANISATIONS
        print(f"{ORGANISATIONS:,} organisations, {COMMITMENTS:,} commitments, {readings:,} readings")
        for address, seconds in taken.items():
            print(f"{address[:40]:<42}{1000 * seconds:8.1f} ms{seconds / taken['/empty/']:8.2f} x   first "
                  f"{first[address] / first['/empty/']:8.2f} x   {queries(client, address)} queries")  # fmt: skip
        return 0 if all(taken[each] <= MOST_RATIO * taken["/empty/"] for each in LISTS) else 1


if __name__ == "__main__":
    sys.exit(main())
