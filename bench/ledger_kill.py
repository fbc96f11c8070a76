"""Whether the ledger survives kill -9: ``./ayni bench bench/ledger_kill.py``.

Eight people post 10,000 drafts over HTTP while, twenty times, the web process (gunicorn with its workers), the worker
(which seals and goes over the books) or the database server is killed with SIGKILL and started anew.  Whoever got no
answer sends the same form again.  Then: every answer that was given is in the books, nothing is there twice, the trial
balance is zero, the chain verifies.  On SQLite (WAL, ``synchronous=FULL``; it has no server to kill) and on a
PostgreSQL of its own that writes through to the disk.  A kill takes a process, not the machine: what the disk was told
and did not write yet is not put to the test.
"""

import argparse
import http.client
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
WRITERS, POSTINGS, KILLS = 8, 10_000, 20
FUND, SOURCE, CALL = "FONDO", "GORE", "CONV"
SECRET = "k" * 32
PATIENCE = 180


def prepared(postings):
    """Books with drafts that wait, and for each writer a session: address of a draft, cookie."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.accounts.queries import SEEN
    from ayni_web.common.sessions import SessionStore
    from ayni_web.ledger.actions.posting import post
    from ayni_web.ledger.models import Draft, DraftPaper
    from ledger import opened, waiting

    director, officer, paper = opened()
    first = list(waiting(officer, paper, 1))
    for draft in first[:2]:
        post(by=director, draft=draft)
    told = first[2]
    copies = [
        Draft(purpose=told.purpose, occurred_on=told.occurred_on, text=f"Factura {n}", counterpart="Taller",
              lines=told.lines, facts=told.facts, state="sent", maker=officer)
        for n in range(postings)
    ]  # fmt: skip
    Draft.objects.bulk_create(copies, batch_size=500)
    DraftPaper.objects.bulk_create([DraftPaper(draft=each, version=paper) for each in copies], batch_size=500)
    cookies = []
    for n in range(WRITERS):
        person = Person.objects.create_user(f"checker{n}", name=f"Checker {n}")
        Appointment.objects.create(person=person, role="officer", since=timezone.now())
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "ayni_web.accounts.backends.NameBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session[SEEN] = True
        session.create()
        cookies.append(f"sessionid={session.session_key}; csrftoken={SECRET}")
    return [each.pk for each in copies], cookies


class Writer(threading.Thread):
    """One person who posts drafts, each until an answer comes."""

    def __init__(self, port, cookie, drafts, counted):
        super().__init__(daemon=True)
        self.port, self.cookie, self.drafts, self.counted = port, cookie, drafts, counted
        self.answered, self.again, self.wrong = {}, {}, []
        self.line = None

    def run(self):
        for draft in self.drafts:
            sent, ends = str(uuid4()), time.monotonic() + PATIENCE
            while not self.wrong:
                began = time.time()
                status, where = self.asked(draft, sent)
                if status == 302 and "/entries/" in where:
                    self.answered[draft] = int(where.rstrip("/").rpartition("/")[2])
                    self.counted()
                    break
                if status in (200, 302, 403, 404, 409) or time.monotonic() > ends:
                    self.wrong.append(f"draft {draft}: {status} {where}")
                    break
                self.again[draft] = began
                time.sleep(0.05)

    def asked(self, draft, sent):
        """Status of a posting and where it leads; no status where the connection broke."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": SECRET}
        try:
            self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self.line.request("POST", f"/money/books/drafts/{draft}/post/", f"sent={sent}", headers)
            answer = self.line.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException) as error:
            if self.line:
                self.line.close()
            self.line = None
            return None, repr(error)


class Program:
    """A program that is killed with all that it started, and started anew."""

    def __init__(self, *command):
        self.command = command
        self.running = None

    def start(self):
        quiet = subprocess.DEVNULL if "--loud" not in sys.argv else None
        self.running = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True, stdout=quiet, stderr=quiet)

    def kill(self):
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def restart(self):
        self.kill()
        self.start()


class Postgres:
    """A cluster of its own, on a port that stays: killed with its children, started anew over what it left."""

    def __init__(self):
        from tests.postgres import as_postgres, free_port, programs

        self.folder = Path(tempfile.mkdtemp(prefix="ayni-kill-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.prefix, self.where, self.port = as_postgres(), programs(), free_port()
        self.data = self.folder / "data"
        self.url = f"postgres://ayni@127.0.0.1:{self.port}/postgres"
        self.carried("initdb", "-D", self.data, "-U", "ayni", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def carried(self, program, *arguments):
        done = subprocess.run([*self.prefix, self.where / program, *arguments], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, cwd="/", check=False)  # fmt: skip
        return done.returncode == 0

    def start(self):
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=on -c jit=off"
        ends = time.monotonic() + PATIENCE
        # Children of a killed server hold its memory for a moment: until they are gone it does not start.
        while not self.carried("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", settings, "start"):
            if time.monotonic() > ends:
                raise SystemExit("PostgreSQL does not start: " + (self.folder / "log").read_text()[-2000:])
            time.sleep(0.3)

    def restart(self):
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for one in (server, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.start()

    def end(self):
        self.carried("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def killed(drafts, cookies, kills, server):
    """Post them all while everything is killed in turn; the writers, how often each was killed, seconds."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    web = Program(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
                  "--log-level", "critical", "ayni_web.wsgi:application")  # fmt: skip
    worker = Program(sys.executable, __file__, "--worker")
    done, lock = itertools.count(1), threading.Lock()
    reached = [0]

    def counted():
        with lock:
            reached[0] = next(done)

    writers = [Writer(port, cookie, drafts[n::WRITERS], counted) for n, cookie in enumerate(cookies)]
    targets = {"web process": web, "worker": worker} | ({"database server": server} if server else {})
    tally = dict.fromkeys(targets, 0)
    web.start()
    worker.start()
    start = time.monotonic()
    try:
        for each in writers:
            each.start()
        for n, name in zip(range(1, kills + 1), itertools.cycle(targets), strict=False):
            while reached[0] < n * len(drafts) // (kills + 1) and any(each.is_alive() for each in writers):
                time.sleep(0.01)
            targets[name].restart()
            tally[name] += 1
        for each in writers:
            each.join()
        return writers, tally, time.monotonic() - start
    finally:
        web.kill()
        worker.kill()


def faults(writers, postings):
    """What is not as promised, in words; and how many answers were lost after the books had what they told."""
    from django.db.models import Count

    from ayni_web.common.chains import chains
    from ayni_web.ledger.models import Draft, Entry
    from ayni_web.ledger.queries.balances import totals, trial_balance
    from ayni_web.ledger.verifying import verified

    found = [fault for each in writers for fault in each.wrong]
    told = {draft: number for each in writers for draft, number in each.answered.items()}
    again = {draft: began for each in writers for draft, began in each.again.items()}
    rows = {draft: (number, at) for draft, number, at in Entry.objects.values_list("draft_id", "number", "posted_at")}
    missing = [draft for draft, number in told.items() if rows.get(draft, (0,))[0] != number]
    twice = Entry.objects.values("draft").annotate(n=Count("pk")).filter(n__gt=1).count()
    numbers = sorted(Entry.objects.values_list("number", flat=True))
    came = verified()
    sums = totals(trial_balance())
    checks = {
        f"{len(missing)} acknowledged entries are missing": missing,
        f"{twice} drafts have two entries": twice,
        f"{len(told)} of {postings} were acknowledged": len(told) != postings,
        f"{len(numbers)} entries for {postings + 2} postings": len(numbers) != postings + 2,
        "numbers have gaps": numbers != list(range(1, len(numbers) + 1)),
        "drafts still wait": Draft.objects.filter(state="sent", pk__in=list(told)[:500]).exists(),
        f"the trial balance is {sums}": any(debit != credit for debit, credit in sums.values()),
        f"the chain breaks at {came.broken}: {came.why}": not came.sound,
        "chains do not verify": any(each.read("", None).fault for each in chains()),
    }
    lost = sum(1 for draft, began in again.items() if draft in rows and rows[draft][1].timestamp() < began)
    return found + [fault for fault, wrong in checks.items() if wrong], len(again), lost


def measured(postings, kills, server=None):
    """Whether one database comes through; figures of it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("tables")
    print(f"== {connection.vendor}", flush=True)
    drafts, cookies = prepared(postings)
    connections.close_all()
    writers, tally, seconds = killed(drafts, cookies, kills, server)
    wrong, again, lost = faults(writers, postings)
    every = ", ".join(f"{name} {n}" for name, n in tally.items())
    print(f"{postings:,} postings by {len(cookies)} writers in {seconds:.0f} s ({postings / seconds:.0f} a second), "
          f"killed: {every}; {again} sent again, {lost} of which were in the books already")  # fmt: skip
    for fault in wrong:
        print(f"NOT as promised: {fault}")
    print("every acknowledged entry is there once, numbers without gaps, trial balance zero, chain sound"
          if not wrong else "FAILED", flush=True)  # fmt: skip
    return not wrong


def worker():
    """What runs beside the site: the seal of the day, and the books gone over, without end."""
    import django

    django.setup()
    from django.db import OperationalError, connections

    from ayni_web.common.chains import seal_all
    from ayni_web.ledger.verifying import verified

    while True:
        with suppress(OperationalError):
            seal_all()
            verified()
        connections.close_all()


@contextmanager
def home():
    folder = tempfile.mkdtemp(prefix="ayni-kill-home-")
    os.environ.update(AYNI_HOME=folder, DJANGO_SETTINGS_MODULE="ayni_web.settings", AYNI_SITE="http://127.0.0.1")
    os.environ.pop("DATABASE_URL", None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--postings", type=int, default=POSTINGS)
    asked.add_argument("--kills", type=int, default=KILLS)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--here", action="store_true")
    asked.add_argument("--worker", action="store_true")
    asked.add_argument("--loud", action="store_true")
    told = asked.parse_args()
    if told.worker:
        return worker()
    if told.here:
        return one(told)
    here = [sys.executable, __file__, "--here", "--postings", str(told.postings), "--kills", str(told.kills)]
    wanted = [told.only] if told.only else ["sqlite", "postgresql"]
    return max(subprocess.call([*here, "--only", name]) for name in wanted)


def one(told):
    from tests.postgres import programs

    if told.only == "postgresql" and programs() is None:
        print("== postgresql: there is none here (apt-get install postgresql)")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with home():
        server = Postgres() if told.only == "postgresql" else None
        try:
            if server:
                os.environ["DATABASE_URL"] = server.url
            return 0 if measured(told.postings, told.kills, server) else 1
        finally:
            if server:
                server.end()


if __name__ == "__main__":
    sys.exit(main())
