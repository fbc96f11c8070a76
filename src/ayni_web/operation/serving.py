"""The site on this machine: gunicorn and the worker as children that end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType, TracebackType

from ayni_web.common.acting import Mistake

HOST = "127.0.0.1"
PORTS_TRIED = 20
WORKERS, THREADS = 2, 4
START_SECONDS, END_SECONDS, PAUSE_SECONDS = 60, 20, 0.2
FAILURE = 500
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def free_port(asked: int) -> int:
    """Port asked for, or the next one that nobody listens on."""
    for port in range(asked, asked + PORTS_TRIED):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((HOST, port))
            except (OSError, OverflowError):
                continue
            return port
    raise Mistake("operation.no_port", port=asked, last=asked + PORTS_TRIED - 1)


class Site:
    """Gunicorn and the worker; both are ended when it is left, however that happens."""

    def __init__(self, port: int, *, demonstration: bool) -> None:
        self._port = port
        self._demonstration = demonstration
        self._children: list[subprocess.Popen[bytes]] = []
        self._asked_to_end = False

    def __enter__(self) -> "Site":
        for number in ENDING:
            signal.signal(number, self._end)
        environment = {**os.environ, "AYNI_SITE": os.environ.get("AYNI_SITE") or f"http://{HOST}:{self._port}"}
        if self._demonstration:
            environment["AYNI_DEMONSTRATION"] = "yes"
        for program in (self._gunicorn(), self._worker()):
            # In a session of their own: Ctrl-C reaches this process, which ends them in order.
            self._children.append(subprocess.Popen(program, env=environment, start_new_session=True))  # noqa: S603
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        ends = time.monotonic() + END_SECONDS
        for child in self._children:
            try:
                child.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def answers(self) -> bool:
        """Whether the site answers, waited for as long as its parts run."""
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends and not self._asked_to_end and self._all_run():
            try:
                with urllib.request.urlopen(f"http://{HOST}:{self._port}/health/", timeout=5):
                    return True
            except urllib.error.HTTPError as answer:
                # It answers, if only that it is reached by another name.
                if answer.code < FAILURE:
                    return True
            except OSError:
                pass
            time.sleep(PAUSE_SECONDS)
        return self._asked_to_end

    def runs_until_ended(self) -> bool:
        """True when someone ended it, False when a part of it ended by itself."""
        while not self._asked_to_end:
            if not self._all_run():
                return False
            time.sleep(PAUSE_SECONDS)
        return True

    def _all_run(self) -> bool:
        return all(child.poll() is None for child in self._children)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_end = True

    def _gunicorn(self) -> list[str]:
        options = {"bind": f"{HOST}:{self._port}", "workers": WORKERS, "threads": THREADS, "graceful-timeout": 15,
                   "timeout": 120, "log-level": "warning", "worker-tmp-dir": "/dev/shm"}  # noqa: S108 # fmt: skip
        if not os.path.isdir(str(options["worker-tmp-dir"])):
            del options["worker-tmp-dir"]
        told = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        return [sys.executable, "-m", "gunicorn", *told, "ayni_web.wsgi:application"]

    def _worker(self) -> list[str]:
        return [sys.executable, "-m", "ayni_web", "manage", "db_worker", "--verbosity", "0"]
