"""What every test may ask for, and the rule that what was not run is named."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from ayni.study.making import made_study
from ayni.study.published import Published
from tests.browser.seeing import FLAGS

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("ayni", deadline=None)
settings.load_profile("ayni")

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("AYNI_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the development data."""
    if not DATA.is_dir():
        pytest.skip(f"the development data is not at {DATA}: set AYNI_DATA")
    return DATA


@pytest.fixture(scope="session")
def examples() -> Path:
    """Folder of the shipped examples."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def peru(tmp_path_factory: pytest.TempPathFactory) -> tuple[Published, Path]:
    """The Peruvian study, computed once, and the folder of its package."""
    folder = tmp_path_factory.mktemp("peru") / "package"
    return made_study(ROOT / "examples" / "peru" / "study.toml", folder), folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Chromium of the system."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    return found


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A browser for the tests of a module."""
    # Playwright's loop runs in this thread; Django would take it for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()
        # While that loop runs Django keeps a connection beside the one of the thread, which nobody else would close.
        connections.close_all()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A database in which tests commit; guards are lifted when it is emptied, and laid again."""
    from ayni_web.common.guards import lay_guards, lift_guards

    lay_guards()
    yield
    lift_guards()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named by their argument: a file that tells its minute would have another name in each process."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what this machine could not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("not run on this machine")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that did not run is a failure: green is never silence."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
