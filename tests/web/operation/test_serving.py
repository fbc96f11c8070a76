"""The site is opened by one command, ends whole, and says what it does in the language of who typed it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

from ayni.cli.parsing import speak
from ayni_web.__main__ import main
from ayni_web.common.language import DJANGO
from tests.web.operation.homes import ROOT, made_home


@pytest.fixture
def serving(tmp_path):
    """A site of its own, served: the process, and its lines until the address was told."""
    processes = []

    def serve(home, *words, **environment):
        process = subprocess.Popen(
            [sys.executable, "-m", "ayni_web", *words], env={**home.environment, **environment}, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        processes.append(process)
        told = ""
        ends = time.monotonic() + 90
        while "http://" not in told and time.monotonic() < ends and process.poll() is None:
            told += process.stdout.readline()
        return process, told

    yield serve
    for process in processes:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=40)


def children(process):
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True)
    return {line.split(None, 1)[1]: int(line.split()[0]) for line in listed.stdout.splitlines()}


def get(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read().decode("utf-8")


def test_the_site_opens_on_the_next_free_port_says_how_to_found_an_entity_and_ends_on_ctrl_c(tmp_path, serving):
    with made_home(tmp_path, "sqlite") as home, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process, told = serving(home, "serve", "--port", str(port), "--language", "pt")
        address = re.search(r"http://127\.0\.0\.1:\d+", told).group()
        assert f"A porta {port} está ocupada" in told
        assert not address.endswith(str(port))
        assert get(f"{address}/health/") == (200, "ok\n")
        assert get(f"{address}/")[0] == 200
        assert "./ayni found" in process.stdout.readline()
        pids = children(process)
        assert any("gunicorn" in name for name in pids)
        assert any("db_worker" in name for name in pids)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=40)
        assert process.returncode == 0, rest
        assert "Site fechado." in rest
        assert "Traceback" not in rest
        assert not any(os.path.exists(f"/proc/{pid}") for pid in pids.values())


def test_when_a_part_dies_all_of_it_ends(tmp_path, serving):
    with made_home(tmp_path, "sqlite") as home:
        process, told = serving(home, "serve", "--port", "18108")
        assert "http://" in told
        pids = children(process)
        os.kill(next(pid for name, pid in pids.items() if "db_worker" in name), signal.SIGKILL)
        rest, _ = process.communicate(timeout=40)
        assert process.returncode == 1
        assert "A part of the site stopped" in rest
        assert not any(os.path.exists(f"/proc/{pid}") for pid in pids.values())


@pytest.mark.parametrize(("language", "word"), [("es", "uso:"), ("en", "usage:"), ("pt", "uso:")])
def test_every_command_has_its_help_in_the_readers_language(language, word):
    applications = get_commands()
    ours = [name for name, application in applications.items() if application.startswith("ayni_web.")]
    assert {"backup", "restore", "serve", "demo", "grants"} <= set(ours)
    speak(language)
    with translation.override(DJANGO[language]):
        for name in ours:
            told = load_command_class(applications[name], name).create_parser("./ayni", name).format_help()
            assert word in told
            assert "--settings" not in told, name
            for option in re.findall(r"^  (--[\w-]+)", told, flags=re.MULTILINE):
                assert re.search(rf"{option}[^\n]*(\n {{4,}}\S|  \S)", told), f"{name} {option} has no help"


@pytest.mark.parametrize(
    ("language", "word"), [("es", "Guarda todo"), ("en", "Keep the whole"), ("pt", "Guarda o site")]
)
def test_help_lists_the_engine_and_the_site(language, word, capsys, monkeypatch):
    monkeypatch.setenv("AYNI_LANGUAGE", language)
    assert main(["--language", language, "help"]) == 0
    told = capsys.readouterr().out
    assert word in told
    for command in ("demo", "check", "study", "serve", "found", "backup", "restore", "verify", "remind", "manage"):
        assert re.search(rf"^ +{command}\b", told, flags=re.MULTILINE), command
