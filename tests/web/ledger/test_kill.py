"""What was acknowledged is there once after kill -9 of whatever serves it: the bench at a small size."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_acknowledged_entry_outlives_a_kill(database):
    asked = ["--only", database, "--postings", "240", "--kills", "3"]
    done = subprocess.run([sys.executable, "bench/ledger_kill.py", *asked], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
