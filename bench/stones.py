"""How quick the stones are: ``./ayni bench bench/stones.py``.

500 organisations in a cluster, 5,000 commitments, 200,000 readings of 20 measures, on SQLite: each page against an
empty page with the same middleware, signed-in person and base template, as ratio of medians taken in turn in one run;
and its queries.  A list is at most 2.5 times the empty page; pages that roll members up are told as they are.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta

ORGANISATIONS, COMMITMENTS, MEASURES, PERIODS = 500, 5_000, 20, 20
RUNS, WARM = 20, 3
MOST_RATIO = 2.5
LISTS = ("/commitments/", "/measures/", "/cases/", "/assessments/")


def filled():
    """A director, a cluster with its members, what they promised and what they told."""
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.commitments.models import Commitment, Turn
    from ayni_web.members.models import Cluster, Entity, Membership, Organisation
    from ayni_web.series.models import Measure, Reading

    director = Person.objects.create_user("director", name="Rosa Mamani")
    Appointment.objects.create(person=director, role="director", since=timezone.now())
    Entity.objects.create(organisation=Organisation.objects.create(name="Entidad", kind="coordinating_entity"))
    cluster = Cluster.objects.create(name="Quinua", field="quinua", started_on=date(2000, 1, 1), opened_by=director)
    members = [Organisation(name=f"Cooperativa {n:04}", kind="cooperative", place="210801")
               for n in range(ORGANISATIONS)]  # fmt: skip
    Organisation.objects.bulk_create(members, 1000)
    Membership.objects.bulk_create(
        [Membership(cluster=cluster, organisation=each, kind=each.kind, state="member", since=date(2000, 1, 1))
         for each in members], 1000
    )  # fmt: skip
    made = [
        Commitment(kind="deliver", maker=members[n % ORGANISATIONS], receiver=members[(n * 7 + 1) % ORGANISATIONS],
                   cluster=cluster, content=f"Lote {n}", due_on=timezone.localdate() + timedelta(days=n % 300),
                   proposed_side="maker", added_by=director, inside=True)
        for n in range(COMMITMENTS) if n % ORGANISATIONS != (n * 7 + 1) % ORGANISATIONS
    ]  # fmt: skip
    Commitment.objects.bulk_create(made, 1000)
    Turn.objects.bulk_create([Turn(commitment=each, what="proposed", side="maker", by=director) for each in made], 1000)
    for number in range(MEASURES):
        text = {"es": f"Medida {number}", "en": f"Measure {number}", "pt": f"Medida {number}"}
        measure = Measure.objects.create(cluster=cluster, code=f"own_{number}", of="organisation", unit="hours",
                                         better="more", period="year", roll_up="sum", texts={"title": text},
                                         added_by=director)  # fmt: skip
        Reading.objects.bulk_create(
            [Reading(measure=measure, organisation=each, starts_on=date(2005 + back, 1, 1), value=(n * 7 + back) % 100,
                     source="Cuaderno", added_by=director)
             for n, each in enumerate(members) for back in range(PERIODS)], 2000
        )  # fmt: skip
    return director, cluster, measure


def queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(seen)


def medians(client, pages):
    """Median seconds of each page, taken in turn so that whatever else runs slows them alike."""
    taken = {address: [] for address in pages}
    for run in range(WARM + RUNS):
        for address, times in taken.items():
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
        from ayni_web.common.views import shown

        urls.urlpatterns.append(path("empty/", lambda request: shown(request, "base.html", ENTITY)))
        call_command("tables")
        call_command("look")
        director, cluster, measure = filled()
        client = Client()
        client.force_login(director, backend="ayni_web.accounts.backends.NameBackend")
        others = [f"/commitments/{page}/{cluster.pk}/" for page in ("board", "keeping")]
        others += [f"/measures/{measure.pk}/", f"/clusters/{cluster.pk}/diagnosis/"]
        taken = medians(client, (*LISTS, *others, "/empty/"))
        readings = MEASURES * PERIODS * ORGANISATIONS
        print(f"{ORGANISATIONS:,} organisations, {COMMITMENTS:,} commitments, {readings:,} readings")
        for address, seconds in taken.items():
            print(f"{address[:40]:<42}{1000 * seconds:8.1f} ms{seconds / taken['/empty/']:8.2f} x   "
                  f"{queries(client, address)} queries")  # fmt: skip
        return 0 if all(taken[each] <= MOST_RATIO * taken["/empty/"] for each in LISTS) else 1


if __name__ == "__main__":
    sys.exit(main())
