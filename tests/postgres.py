"""A throw-away PostgreSQL: ``python tests/postgres.py COMMAND...`` runs a command with ``DATABASE_URL`` set to it.

Where there is no PostgreSQL the command runs without, and that is said.  The cluster listens on a free port of
127.0.0.1 and is gone at the end.  With ``--durable`` before the command it writes through to the disk.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def programs() -> Path | None:
    """Folder of PostgreSQL's programs: of the newest version that Debian installed, or of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def as_postgres() -> list[str]:
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


def main(command: list[str]) -> int:
    # Whoever ends this process ends the cluster, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    durable = command[:1] == ["--durable"]
    command = command[1:] if durable else command
    where = programs()
    if where is None:
        print("there is no PostgreSQL here: apt-get install postgresql", file=sys.stderr)
        return subprocess.call(command)
    folder = Path(tempfile.mkdtemp(prefix="ayni-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port, prefix, quiet = free_port(), as_postgres(), subprocess.DEVNULL
    data = folder / "data"
    settings = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 "
        f"-c fsync={'on' if durable else 'off'} -c max_connections=60 -c jit=off"
    )
    try:
        made = ["initdb", "-D", data, "-U", "ayni", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run([*prefix, where / made[0], *made[1:]], check=True, stdout=quiet, cwd="/")
        subprocess.run([*prefix, where / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"],
                       check=True, stdout=quiet, cwd="/")  # fmt: skip
        url = f"postgres://ayni@127.0.0.1:{port}/postgres"
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    finally:
        subprocess.call(
            [*prefix, where / "pg_ctl", "-D", data, "-m", "immediate", "stop"], stdout=quiet, stderr=quiet, cwd="/"
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
