# ruff: noqa: A005 (a program, run by its path)
"""How quick the site is: ``./ayni bench bench/site.py``.

A list page of 10,000 organisations, 50 rows shown, against an empty page with the same middleware, signed-in user and
base template: ratio of medians in one run, and queries at 1,000 and 10,000 rows.  Then requests a second against
gunicorn at 1, 8 and 32 clients.  On SQLite, and on PostgreSQL where there is one.
"""

import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROWS, FEW = 10_000, 1_000
RUNS, WARM = 60, 8
CLIENTS = (1, 8, 32)
SECONDS, MOST = 5.0, 5_000
MOST_RATIO = 2.5
PAGES = ("/organisations/", "/organisations/?q=taller", "/empty/")


def filled(rows):
    """A director, and organisations of every kind up to a number."""
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.members.models import Entity, Kind, Organisation

    if not Entity.objects.exists():
        director = Person.objects.create_user("director", name="Rosa Mamani")
        Appointment.objects.create(person=director, role="director", since=timezone.now())
        Entity.objects.create(organisation=Organisation.objects.create(name="Entidad", kind=Kind.COORDINATING_ENTITY))
    start = Organisation.objects.count()
    kinds, places = Kind.values, ("210101", "211101", "040101", "150101")
    Organisation.objects.bulk_create(
        (
            Organisation(name=f"{('Taller', 'Cooperativa', 'Exportadora')[n % 3]} número {n * 7919 % 100_003}",
                         kind=kinds[n % len(kinds)], place=places[n % 4], size_band=("micro", "small", "")[n % 3])
            for n in range(start, rows)
        ),
        batch_size=1000,
    )  # fmt: skip


def signed_in():
    from django.test import Client

    from ayni_web.accounts.models import Person

    client = Client()
    client.force_login(Person.objects.get(), backend="ayni_web.accounts.backends.NameBackend")
    return client


def queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(seen)


def medians(client):
    """Median seconds of each page, taken in turn so that whatever else runs slows them alike."""
    taken = {address: [] for address in PAGES}
    for run in range(WARM + RUNS):
        for address, times in taken.items():
            start = time.perf_counter()
            client.get(address)
            if run >= WARM:
                times.append(time.perf_counter() - start)
    return {address: statistics.median(times) for address, times in taken.items()}


@contextmanager
def served(environment):
    """Gunicorn on a free port of this machine."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    program = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
               "--log-level", "error", "ayni_web.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(program, env=environment, cwd=ROOT)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def asked(port, cookie, address, ends, times, failed):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.perf_counter() < ends and len(times) < MOST:
        start = time.perf_counter()
        try:
            connection.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            failed.append(0)
            connection.close()
            continue
        times.append(time.perf_counter() - start)
        if answer.status != 200:
            failed.append(answer.status)
    connection.close()


def load(port, cookie, address, clients):
    times, failed = [], []
    start = time.perf_counter()
    threads = [threading.Thread(target=asked, args=(port, cookie, address, start + SECONDS, times, failed))
               for _ in range(clients)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - start
    times.sort()
    return len(times) / whole, times[len(times) // 2], times[int(len(times) * 0.95)], len(failed)


def measured():
    """Everything on the database that the settings name; whether what must hold holds."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from ayni_web import urls
    from ayni_web.common.audience import ENTITY
    from ayni_web.common.views import shown

    def empty(request: HttpRequest) -> HttpResponse:
        return shown(request, "base.html", ENTITY)

    urls.urlpatterns.append(path("empty/", empty))
    call_command("tables")
    call_command("look")
    filled(FEW)
    client = signed_in()
    few = queries(client, PAGES[0])
    filled(ROWS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    many = queries(client, PAGES[0])
    taken = medians(client)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    print(f"== {connection.vendor}")
    print(f"queries of the list: {few} at {FEW:,} rows, {many} at {ROWS:,}")
    for address, seconds in taken.items():
        print(f"{address:<28}{1000 * seconds:8.1f} ms{seconds / taken['/empty/']:8.2f} x the empty page")
    connection.close()
    with served(os.environ) as port:
        load(port, cookie, PAGES[0], 2)
        for clients in CLIENTS:
            rate, middle, late, failed = load(port, cookie, PAGES[0], clients)
            print(f"{clients:>3} clients{rate:9.1f} requests/s   median {1000 * middle:6.0f} ms"
                  f"   95 of 100 within {1000 * late:6.0f} ms   failed {failed}")  # fmt: skip
    return few == many and taken[PAGES[0]] / taken["/empty/"] <= MOST_RATIO


def main():
    if "--here" in sys.argv:
        return 0 if measured() else 1
    results = []
    own = [sys.executable, str(Path(__file__).resolve()), "--here"]
    for before in ([], [sys.executable, str(ROOT / "tests" / "postgres.py")]):
        home = tempfile.mkdtemp(prefix="ayni-bench-")
        environment = {**os.environ, "AYNI_HOME": home, "AYNI_DEMONSTRATION": "yes",
                       "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}  # fmt: skip
        environment.pop("DATABASE_URL", None)
        try:
            results.append(subprocess.call([*before, *own], env=environment))
        finally:
            shutil.rmtree(home, ignore_errors=True)
    print(
        "as promised"
        if not any(results)
        else f"NOT as promised: constant queries, at most {MOST_RATIO} x the empty page"
    )
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
