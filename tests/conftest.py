"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("AYNI_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the development data; its absence fails in CI and skips elsewhere."""
    if not DATA.is_dir():
        reason = f"the development data is not at {DATA}: set AYNI_DATA"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return DATA


@pytest.fixture(scope="session")
def examples() -> Path:
    """Folder of the shipped examples."""
    return ROOT / "examples"
