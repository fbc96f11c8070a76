"""What is backed up comes back, on both databases and from one to the other; nothing half done is ever left."""

import json
import os
import signal
import subprocess
import sys
import tarfile
import time

import pyrage
import pytest

from ayni_web.common.acting import Mistake
from ayni_web.operation.archive import checked, identities_in
from tests.web.operation.homes import ROOT

# What concerns the file alone is tried on one database.
ON_ONE = pytest.mark.parametrize("vendor", ["sqlite"], indirect=True, scope="session")

ALL = """
import hashlib, json
from django.conf import settings
from ayni_web.operation.rows import parts, snapshot, tables
digest = hashlib.sha256()
with snapshot() as alias:
    for model in tables():
        for _, part in parts(model, alias):
            digest.update(model._meta.label.encode() + part)
for folder in ("uploads", "packages", "studies", "seals"):
    for path in sorted((settings.HOME / folder).rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(settings.HOME)).encode() + path.read_bytes())
print(digest.hexdigest())
"""


def succeeded(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(done, says):
    assert done.returncode == 1, done.stdout + done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def untouched(home):
    """Nothing stands in a home but what starting there makes."""
    return {path.name.removesuffix("-wal").removesuffix("-shm") for path in home.path.iterdir()} <= {
        "secret.key",
        "ayni.sqlite3",
    }


def test_a_backup_comes_back_row_by_row_and_file_by_file(filled_template, backups, bare):
    assert "30 entries" in backups.told["clear"]
    assert "not encrypted" in backups.told["clear"]
    assert "adds up: 30 entries" in succeeded(bare.run("restore", backups.clear))
    assert filled_template.python(ALL) == bare.python(ALL)
    assert succeeded(bare.run("verify"))


@pytest.mark.postgresql
def test_a_backup_of_one_database_is_restored_into_the_other(filled_template, backups, elsewhere):
    succeeded(elsewhere.run("restore", backups.clear))
    assert filled_template.python(ALL) == elsewhere.python(ALL)


def test_guards_lie_again_after_a_restore_and_counters_go_on(backups, another):
    succeeded(another.run("restore", backups.clear))
    told = another.python(
        "from django.db import IntegrityError, transaction\n"
        "from ayni_web.common.models import Entry\n"
        "from ayni_web.members.models import Cluster, ClusterPlace\n"
        "ClusterPlace.objects.create(cluster=Cluster.objects.first(), place='2101')\n"
        "try:\n"
        "    with transaction.atomic(): Entry.objects.filter(number=1).update(kind='x')\n"
        "except IntegrityError: print('kept')\n"
    )
    assert told == "kept"


def test_an_encrypted_backup_opens_with_its_key_alone_and_carries_the_secret_key(
    filled_template, backups, another, tmp_path
):
    assert backups.sealed.read_bytes().startswith(b"age-encryption.org/v1")
    refused(another.run("restore", backups.sealed), "--identity")
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    refused(another.run("restore", backups.sealed, "--identity", stranger), "Nothing was written")
    assert untouched(another)
    succeeded(another.run("restore", backups.sealed, "--identity", backups.key))
    assert (another.path / "secret.key").read_text() == (filled_template.path / "secret.key").read_text()
    assert (another.path / "secret.key").stat().st_mode & 0o077 == 0


@ON_ONE
def test_a_backup_in_the_clear_leaves_the_secret_key_out(vendor, backups):
    assert backups.clear.stat().st_mode & 0o077 == 0
    with tarfile.open(backups.clear) as opened:
        names = opened.getnames()
    assert "secret.key" not in names
    assert names[-1] == "manifest.json"


@ON_ONE
@pytest.mark.parametrize("place", ["cut", "changed", "other", "longer"])
@pytest.mark.parametrize("kind", ["clear", "sealed"])
def test_a_broken_backup_is_refused(vendor, place, kind, backups, tmp_path):
    whole = getattr(backups, kind).read_bytes()
    middle = len(whole) // 2
    broken = {
        "cut": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "other": b"PK\x03\x04" + whole[4:],
        "longer": whole + b"and more",
    }
    (tmp_path / "broken").write_bytes(broken[place])
    assert checked(getattr(backups, kind), identities_in(backups.key))["chains"]["decisions"]["count"] == 30
    with pytest.raises(Mistake) as caught:
        checked(tmp_path / "broken", identities_in(backups.key))
    assert caught.value.key == "operation.broken_backup"


def test_nothing_is_written_of_a_broken_backup(backups, another, tmp_path):
    (tmp_path / "broken").write_bytes(backups.clear.read_bytes()[:-600])
    refused(another.run("restore", tmp_path / "broken"), "Nothing was written")
    assert untouched(another)


def test_a_backup_whose_rows_were_changed_and_hashed_again_breaks_the_chain(backups, another, tmp_path):
    another.python(
        "import json, tarfile\n"
        "from pathlib import Path\n"
        "from ayni_web.operation.archive import Writer\n"
        f"folder = Path({str(tmp_path)!r})\n"
        f"with (folder / 'forged').open('wb') as file, tarfile.open({str(backups.clear)!r}) as old:\n"
        "    new = Writer(file)\n"
        "    for member in old:\n"
        "        content = old.extractfile(member).read()\n"
        "        if member.name == 'manifest.json':\n"
        "            new.finish({k: v for k, v in json.loads(content).items() if k != 'files'})\n"
        "        elif 'common.Entry' in member.name:\n"
        "            new.add(member.name, content.replace(b'\\\\\"number\\\\\":7', b'\\\\\"number\\\\\":8', 1))\n"
        "        else:\n"
        "            new.add(member.name, content)\n"
    )
    refused(another.run("restore", tmp_path / "forged"), "does not add up")
    assert untouched(another)
    assert another.rows("SELECT count(*) FROM members_organisation") == [(0,)]


@ON_ONE
def test_a_backup_that_would_write_outside_the_home_is_refused(vendor, another, tmp_path):
    another.python(
        "from pathlib import Path\n"
        "from ayni_web.operation.archive import Writer\n"
        f"with (Path({str(tmp_path)!r}) / 'forged').open('wb') as file:\n"
        "    new = Writer(file)\n"
        "    new.add('uploads/../../gone.txt', b'x')\n"
        "    new.finish({})\n"
    )
    refused(another.run("restore", tmp_path / "forged"), "Nothing was written")
    assert not (another.path.parent / "gone.txt").exists()


def test_a_restore_replaces_nothing(filled_template, backups, another):
    refused(filled_template.run("restore", backups.clear), "database holds data already")
    (another.path / "uploads").mkdir()
    (another.path / "uploads" / "mine.txt").write_text("mine")
    refused(another.run("restore", backups.clear), "holds files already")
    assert (another.path / "uploads" / "mine.txt").read_text() == "mine"


def test_a_backup_of_another_version_says_which(backups, another):
    another.python(
        "from django.db.migrations.recorder import MigrationRecorder as Recorder\n"
        "Recorder.Migration.objects.create(app='members', name='9999_later')"
    )
    refused(another.run("restore", backups.clear), "another version of Ayni (0.1.0)")
    assert another.rows("SELECT count(*) FROM members_organisation") == [(0,)]


def test_who_was_erased_after_the_backup_is_erased_again(filled_template, backups, another, tmp_path):
    table = "accounts_person"
    ((member,),) = filled_template.rows(f"SELECT id FROM {table} WHERE username = 'member.uno'")
    later = tmp_path / "erasures.jsonl"
    later.write_text(json.dumps({"person": str(member), "done_at": "2026-11-20T10:00:00+00:00"}) + "\n")
    refused(another.run("restore", backups.clear, "--erasures", tmp_path / "nowhere"), "not there")
    assert "erased again" in succeeded(another.run("restore", backups.clear, "--erasures", later))
    names = {name for (name,) in another.rows(f"SELECT username FROM {table}")}
    assert "member.uno" not in names
    assert "manager.uno" in names


def test_people_go_on_writing_while_a_backup_is_made_and_it_is_of_one_moment(filled, another, tmp_path):
    writing = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup()\n"
         "from ayni_web.common import chain\n"
         "from ayni_web.members.models import Organisation\n"
         "from django.db import transaction\n"
         "print('begun', flush=True)\n"
         "for number in range(100000):\n"
         "    with transaction.atomic():\n"
         "        made = Organisation.objects.create(name=f'Pair {number}', kind='firm')\n"
         "        chain.append('test.pair', by=None, organisation=str(made.pk))\n"],
        env={**filled.environment, "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writing.stdout.readline() == "begun\n"
        time.sleep(0.3)
        succeeded(filled.run("backup", tmp_path / "all"))
        assert writing.poll() is None
    finally:
        writing.kill()
        writing.communicate()
    succeeded(another.run("restore", tmp_path / "all"))
    pairs = another.rows("SELECT count(*) FROM members_organisation WHERE name LIKE 'Pair %'")
    assert pairs == another.rows("SELECT count(*) FROM common_entry WHERE kind = 'test.pair'")
    assert pairs[0][0] > 0


@ON_ONE
def test_a_killed_backup_leaves_no_file(vendor, filled, tmp_path):
    (filled.path / "uploads" / "large").write_bytes(os.urandom(60 << 20))
    out = tmp_path / "out"
    out.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "ayni_web", "backup", str(out / "all")], env=filled.environment, cwd=ROOT
    )
    time.sleep(1.5)
    assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert list(out.iterdir()) == []


@ON_ONE
def test_a_full_disk_is_a_sentence_and_leaves_no_file(vendor, filled, backups, tmp_path):
    (filled.path / "uploads" / "large").write_bytes(os.urandom(1 << 20))
    for sealed in ([], ["--recipient", backups.recipient]):
        limited = subprocess.run(
            ["bash", "-c", 'ulimit -f 200; trap "" XFSZ; exec "$@"', "-", sys.executable, "-m", "ayni_web", "backup",
             str(tmp_path / "all"), *sealed],
            env=filled.environment, capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        refused(limited, "disk is full")
        assert not (tmp_path / "all").exists()


@ON_ONE
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["backup", "{there}"], "does not replace another"),
        (["backup", "/nowhere/all"], "is not there"),
        (["backup", "{new}", "--recipient", "age1no"], "is no public key"),
        (["restore", "/nowhere/all"], "is not there"),
        (["restore", "{there}"], "no whole backup"),
        (["restore", "{there}", "--identity", "/nowhere/key"], "no secret key"),
    ],
)
def test_a_mistake_is_a_sentence(vendor, words, says, another, empty_template, tmp_path):
    (tmp_path / "there").write_text("mine")
    typed = [word.format(there=tmp_path / "there", new=tmp_path / "new") for word in words]
    refused((empty_template if words[0] == "backup" else another).run(*typed), says)
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "new").exists()


def test_a_database_without_tables_is_not_backed_up(bare, tmp_path):
    refused(bare.run("backup", tmp_path / "all"), "does not have the tables")
    assert not (tmp_path / "all").exists()
