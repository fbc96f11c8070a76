"""How quick the ledger is: ``./ayni bench bench/ledger.py``.

Posting a draft that waits against the same rows inserted bare (plain cursor, one commit each, same pragmas, no guards),
one writer, in turns of one run; then, over a million lines, the trial balance against the bare sum, and how long and in
how much memory the whole ledger is verified and handed over.  On SQLite, and on a PostgreSQL that writes through to the
disk.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POSTINGS, WARM, MOST_RATIO = 400, 40, 3.0
LINES, PER_ENTRY, BATCH = 1_000_000, 4, 5_000
RUNS = 5
FUND, SOURCE, CALL = "FONDO", "GORE", "CONV"
INSERTED = (
    ("ledger_line", "entry_id position account_id fund_id source_id heading_id member_id currency minor passed_on"),
    ("ledger_paper", "entry_id version_id sha256"),
    ("ledger_memo", "entry_id body blanked_at"),
    ("ledger_entry", "number draft_id purpose occurred_on posted_at reverses_id maker_id checker_id maker_digest "
                     "checker_digest memo_digest basis previous hash"),
)  # fmt: skip


def opened():
    """A director, an officer and open books; a paper for every draft."""
    import hashlib

    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.documents.models import Document, Version
    from ayni_web.ledger.actions import books
    from ayni_web.members.models import Entity, Organisation

    director, officer = (Person.objects.create_user(name, name=name) for name in ("director", "officer"))
    for person in (director, officer):
        Appointment.objects.create(person=person, role=person.username, since=timezone.now())
    entity = Organisation.objects.create(name="Entidad", kind="coordinating_entity")
    Entity.objects.create(organisation=entity)
    books.open_books(by=director, plan="short", year=timezone.localdate().year)
    books.add_fund(by=director, code=FUND, title="Fondo")
    books.add_source(by=officer, code=SOURCE, kind="government", title="Gobierno regional")
    books.add_heading(by=officer, code=CALL, kind="call", title="Convocatoria")
    document = Document.objects.create(
        kind="agreement", title="Convenio", organisation=entity, audience="entity", added_by=officer
    )
    text = "Convenio"
    paper = Version.objects.create(document=document, number=1, text=text, size=len(text), made_by=officer,
                                   sha256=hashlib.sha256(text.encode()).hexdigest())  # fmt: skip
    return director, officer, paper


def waiting(officer, paper, number):
    """Drafts that wait to be posted, the first a grant, the others paid out of what it was assigned to."""
    from django.utils import timezone

    from ayni_web.ledger.actions import drafts
    from ayni_web.ledger.purposes import Facts

    def sent(purpose, minor, **more):
        told = Facts(fund=FUND, currency="PEN", minor=minor, source=SOURCE, **more)
        made = drafts.draw(by=officer, purpose=purpose, facts=told, occurred_on=timezone.localdate(),
                           text="Factura", counterpart="Taller", papers=[paper])  # fmt: skip
        return drafts.send(by=officer, draft=made)

    yield sent("receive_grant", 10**9, bank="1100")
    yield sent("assign", 10**9, to_heading=CALL)
    for n in range(number):
        yield sent("pay_supplier", 100 + n, heading=CALL, account="5300", bank="1100")


def posting():
    """Whether posting stays within its ratio of bare inserts; profile of its queries with ``--queries``."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ayni_web.ledger.actions.posting import post

    director, officer, paper = opened()
    drafts = list(waiting(officer, paper, POSTINGS + WARM))
    for each in drafts[:2]:
        post(by=director, draft=each)
    laid_bare()
    posted, bare = [], []
    for at, draft in enumerate(drafts[2:]):
        start = time.perf_counter()
        entry = post(by=director, draft=draft)
        middle = time.perf_counter()
        taken = inserted(entry)
        if at >= WARM:
            posted.append(middle - start)
            bare.append(taken)
    ratio = quickest(posted) / quickest(bare)
    with CaptureQueriesContext(connection) as seen:
        post(by=director, draft=next(waiting(officer, paper, 1)))
    print(
        f"posting           {1000 * quickest(posted):8.2f} ms   bare inserts {1000 * quickest(bare):8.2f} ms   "
        f"{ratio:.2f} x   (medians {1000 * statistics.median(posted):.2f} and {1000 * statistics.median(bare):.2f})"
    )
    if "--queries" in sys.argv:
        for each in seen.captured_queries:
            print("   ", each["time"], each["sql"][:230])
    return ratio <= MOST_RATIO


def quickest(times):
    """Median of the quickest fifth: whatever else runs on the machine slows what takes longer more often."""
    return statistics.median(sorted(times)[: len(times) // 5])


def laid_bare():
    """Tables as those of the ledger, with their keys, references and indexes, and without any guard."""
    from django.db import connection

    from ayni_web.ledger.models import Draft, Entry, Line, Memo, Paper

    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in (Draft, Line, Paper, Memo, Entry)):
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
                cursor.execute("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                               "WHERE contype = 'f' AND conrelid = %s::regclass", [table])  # fmt: skip
                for name, told in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE bare_{table} ADD CONSTRAINT "bare_{name}" {told}')
                continue
            cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') "
                           "AND sql IS NOT NULL ORDER BY type DESC", [table])  # fmt: skip
            for (sql,) in cursor.fetchall():
                named = sql.replace(f'"{table}', f'"bare_{table}')
                if named.startswith(("CREATE INDEX", "CREATE UNIQUE")):
                    head, rest = named.split(" ON ", 1)
                    words = head.split('"')
                    named = f'{words[0]}"bare_{words[1].removeprefix("bare_")}" ON {rest}'
                cursor.execute(named)
        cursor.execute("INSERT INTO bare_ledger_draft SELECT * FROM ledger_draft")


def inserted(entry):
    """Seconds that the same rows take with a plain cursor and one commit, values at hand before."""
    from django.db import connection

    told = []
    with connection.cursor() as cursor:
        for table, columns in INSERTED:
            key = "number" if table == "ledger_entry" else "entry_id"
            cursor.execute(f"SELECT {', '.join(columns.split())} FROM {table} WHERE {key} = %s", [entry.number])
            rows = cursor.fetchall()
            row = f"({', '.join(['%s'] * len(columns.split()))})"
            statement = (f"INSERT INTO bare_{table} ({', '.join(columns.split())}) VALUES "
                         f"{', '.join([row] * len(rows))}")  # fmt: skip
            told.append((statement, [value for each in rows for value in each]))
    raw = connection.connection
    mark = "?" if connection.vendor == "sqlite" else "%s"
    key = entry.draft_id.hex if connection.vendor == "sqlite" else entry.draft_id
    told.append(("UPDATE bare_ledger_draft SET state = 'posted' WHERE id = %s", [key]))
    told = [(statement.replace("%s", mark), [plain(each) for each in values]) for statement, values in told]
    start = time.perf_counter()
    cursor = raw.cursor()
    cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
    for statement, values in told:
        cursor.execute(statement, values)
    cursor.execute("COMMIT")
    return time.perf_counter() - start


def plain(value):
    """Value as the driver of SQLite takes it."""
    from datetime import date, datetime
    from uuid import UUID

    from django.db import connection

    if connection.vendor == "postgresql":
        return value
    return value.hex if isinstance(value, UUID) else str(value) if isinstance(value, (date, datetime)) else value


def million():
    """Whether a million lines are summed within the ratio and verified; figures of both."""
    from django.db import connection

    from ayni_web.ledger.queries.balances import totals, trial_balance

    filled()
    bare, summed = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SELECT account_id, currency, SUM(CASE WHEN minor > 0 THEN minor ELSE 0 END), "
                           "SUM(CASE WHEN minor < 0 THEN -minor ELSE 0 END) FROM ledger_line "
                           "GROUP BY account_id, currency")  # fmt: skip
            cursor.fetchall()
        middle = time.perf_counter()
        found = totals(trial_balance())
        bare.append(middle - start)
        summed.append(time.perf_counter() - middle)
    ratio = statistics.median(summed) / statistics.median(bare)
    print(f"trial balance     {statistics.median(summed):8.3f} s    bare sum     {statistics.median(bare):8.3f} s    "
          f"{ratio:.2f} x   of {LINES:,} lines")  # fmt: skip
    zero = all(debit == credit for debit, credit in found.values())
    # In a process of its own: the memory of this one is what it took to fill the ledger.
    alone = subprocess.call([sys.executable, str(Path(__file__).resolve()), "--here", "alone"])
    return ratio <= MOST_RATIO and zero and not alone


def alone():
    """Whether the whole ledger is sound, and how long and in how much memory it is verified and handed over."""
    from django.utils import timezone

    from ayni_web.ledger.exporting.package import AUDITED, PUBLIC, packed
    from ayni_web.ledger.queries.books import currencies
    from ayni_web.ledger.verifying import verified

    before, start = held("VmRSS"), time.perf_counter()
    came = verified()
    print(f"verified          {time.perf_counter() - start:8.1f} s    {came.count:,} entries; "
          f"{held('VmHWM') - before:.0f} MB more than the {before:.0f} before")  # fmt: skip
    for name, files in (("public", PUBLIC), ("auditors'", AUDITED)):
        start, size = time.perf_counter(), 0
        for piece in packed(files, came.count, came.head, timezone.now()):
            size += len(piece)
        print(f"download {name:9}{time.perf_counter() - start:8.1f} s    {size / 2**20:.0f} MB of zip; "
              f"{held('VmHWM') - before:.0f} MB more than before")  # fmt: skip
    start = time.perf_counter()
    currencies()
    print(f"currencies        {1000 * (time.perf_counter() - start):8.2f} ms")
    return came.sound


def held(what):
    """Memory of this process in MB, now (``VmRSS``) or at most (``VmHWM``); 0 where the system does not tell."""
    told = Path("/proc/self/status")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if what in line), 0.0)


def filled():
    """Entries of four lines, chained as posting chains them, written in batches while the guards are lifted."""
    import secrets

    from django.db import connection, transaction
    from django.utils import timezone

    from ayni_web.common.chain import digest_of
    from ayni_web.common.guards import lay_guards, lift_guards
    from ayni_web.ledger import contents
    from ayni_web.ledger.actions import posting as room
    from ayni_web.ledger.lines import Drawn, told
    from ayni_web.ledger.models import Draft, Entry, Line, Memo, Paper
    from ayni_web.ledger.models.entries import State

    director, officer, paper = opened()
    digests, today = (digest_of(officer), digest_of(director)), timezone.localdate()
    lift_guards()
    previous = ""
    for first in range(1, LINES // PER_ENTRY + 1, BATCH):
        rows = {model: [] for model in (Draft, Line, Paper, Memo, Entry)}
        for number in range(first, first + BATCH):
            minor = 100 + number % 9_000
            lines = [Drawn("1100", FUND, "PEN", minor, SOURCE), Drawn("4000", FUND, "PEN", -minor, SOURCE),
                     Drawn("9000", FUND, "PEN", minor, SOURCE), Drawn("9900", FUND, "PEN", -minor, SOURCE)]  # fmt: skip
            draft = Draft(purpose="receive_grant", occurred_on=today, text=f"Parte {number}", lines=told(lines),
                          maker=officer, state=State.POSTED)  # fmt: skip
            memo = contents.memo(text=draft.text, counterpart="", members={}, salt=secrets.token_hex(16))
            entry = Entry(number=number, draft=draft, purpose=draft.purpose, occurred_on=today, previous=previous,
                          posted_at=timezone.now(), maker=officer, checker=director, maker_digest=digests[0],
                          checker_digest=digests[1], memo_digest=contents.sha256(memo))  # fmt: skip
            entry.hash = previous = contents.hash_of(room._content(entry, lines, [paper.sha256]))
            rows[Draft].append(draft)
            rows[Line].extend(Line(**room._line(number, at, line)) for at, line in enumerate(lines, 1))
            rows[Paper].append(Paper(entry_id=number, version=paper, sha256=paper.sha256))
            rows[Memo].append(Memo(entry_id=number, body=memo))
            rows[Entry].append(entry)
        with transaction.atomic():
            for model, made in rows.items():
                model.objects.bulk_create(made)
    lay_guards()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


PARTS = {"posting": posting, "million": million, "alone": alone}


def measured(part):
    """One part on the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if part != "alone":
        print(f"== {connection.vendor}", flush=True)
        call_command("tables")
    return PARTS[part]()


def main():
    if "--here" in sys.argv:
        return 0 if measured(sys.argv[sys.argv.index("--here") + 1]) else 1
    results = []
    wanted = [part for part in ("posting", "million") if part in sys.argv] or ["posting", "million"]
    more = [each for each in sys.argv[1:] if each.startswith("--")]
    for part in wanted:
        own = [sys.executable, str(Path(__file__).resolve()), "--here", part, *more]
        for before in ([], [sys.executable, str(ROOT / "tests" / "postgres.py"), "--durable"]):
            home = tempfile.mkdtemp(prefix="ayni-bench-")
            environment = {**os.environ, "AYNI_HOME": home, "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}
            environment.pop("DATABASE_URL", None)
            try:
                results.append(subprocess.call([*before, *own], env=environment))
            finally:
                shutil.rmtree(home, ignore_errors=True)
    print("as promised" if not any(results) else f"NOT as promised: at most {MOST_RATIO:g} x the bare statements")
    return max(results)


if __name__ == "__main__":
    sys.exit(main())
