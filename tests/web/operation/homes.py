"""Sites of their own for the tests: a home and a database, on SQLite or PostgreSQL, and the commands run in them."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("AYNI_SITE", "AYNI_DEMONSTRATION", "AYNI_BACKUP_RECIPIENT", "AYNI_SECRET_KEY", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Home:
    path: Path
    database: str = ""  # of PostgreSQL; SQLite is a file of the home

    @property
    def environment(self):
        inherited = {name: value for name, value in os.environ.items() if name not in {*KEPT, "DATABASE_URL"}}
        url = {"DATABASE_URL": self.database} if self.database else {}
        return {**inherited, **url, "AYNI_HOME": str(self.path), "AYNI_LANGUAGE": "en", "PYTHONPATH": str(ROOT / "src")}

    def run(self, *words, **environment):
        return subprocess.run(
            [sys.executable, "-m", "ayni_web", *map(str, words)],
            env={**self.environment, **environment}, capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip

    def python(self, program):
        told = f"import django; django.setup()\n{program}"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}
        environment["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
        done = subprocess.run(
            [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def rows(self, query):
        """Rows by raw SQL."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as opened:
                return opened.execute(query).fetchall()
        with closing(sqlite3.connect(self.path / "ayni.sqlite3")) as opened:
            return opened.execute(query).fetchall()


def server_url(database):
    own = connection.settings_dict
    return f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{database}"


@contextmanager
def made_home(folder, vendor, template=None):
    """Home with an empty database, or with a copy of a template's."""
    path = folder / secrets.token_hex(4)
    path.mkdir(mode=0o700)
    if template:
        shutil.copytree(template.path, path, dirs_exist_ok=True)
    if vendor == "sqlite":
        yield Home(path)
        return
    import psycopg
    from psycopg import sql

    name = f"ayni_{path.name}"
    with psycopg.connect(server_url("postgres"), autocommit=True) as server:
        copied = sql.Identifier(template.database.rpartition("/")[2] if template else "template0")
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), copied))
        try:
            yield Home(path, server_url(name))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
