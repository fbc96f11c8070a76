"""Where studies and packages lie: each whole or not at all."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import normalize
from uuid import uuid4

from django.conf import settings

from ayni_web.common.acting import Mistake
from ayni_web.studies.models import Run, Study

STUDY_FILE = "study.toml"
EXAMPLES = settings.ROOT / "examples"


def examples() -> tuple[str, ...]:
    """Names of the studies that came with Ayni, where it stands in its repository."""
    return tuple(sorted(path.parent.name for path in EXAMPLES.glob(f"*/{STUDY_FILE}")))


def slug(name: str) -> str:
    """Name as part of a path: small letters, figures and hyphens."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "study"


@contextmanager
def new_shelf(study: Study, name: str) -> Iterator[Path]:
    """Folder for the files of a study, named for people within one of its own; gone when the block fails.

    Files that came before stay where they are: a run that reads them goes on.
    """
    shelf = study.folder / uuid4().hex[:12]
    try:
        folder = shelf / slug(name)
        folder.mkdir(parents=True, mode=0o700)
        yield folder
    except OSError as error:
        shutil.rmtree(shelf, ignore_errors=True)
        raise Mistake("studies.disk", field="file") from error
    except BaseException:
        shutil.rmtree(shelf, ignore_errors=True)
        raise


def copy_example(name: str, folder: Path) -> None:
    """Copy the files of an example into a folder."""
    if name not in examples():
        raise Mistake("studies.no_example", field="example")
    for path in (EXAMPLES / name).iterdir():
        if path.is_file() and path.suffix != ".py":
            shutil.copyfile(path, folder / path.name)


def place_package(source: Path, files: Iterable[str], run: Run) -> None:
    """Copy the files of a package to the place of a run, whole or not at all."""
    work = work_folder(run)
    try:
        shutil.rmtree(work, ignore_errors=True)
        for name in files:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, work / name)
        take_place(work, run)
    except OSError as error:
        raise Mistake("runs.disk") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def work_folder(run: Run) -> Path:
    """Folder in which an attempt of a run makes its package."""
    return settings.PACKAGES / f".{run.pk}-{run.attempt}"


def take_place(work: Path, run: Run) -> None:
    """Move a package that was made to the place of its run; what a lost attempt left there goes."""
    shutil.rmtree(run.folder, ignore_errors=True)
    work.replace(run.folder)


def sweep(run: Run) -> None:
    """Remove what attempts of a run that were given up left half made."""
    for left in settings.PACKAGES.glob(f".*{run.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)
