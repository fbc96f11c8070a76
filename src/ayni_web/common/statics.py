"""The look of the engine (style sheet, font, drawings), found as static files under ``look/``."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from ayni.charts.style import FILES


class _Look(FileSystemStorage):
    prefix = "look"


class LookFinder(BaseFinder):
    """Finder of the five files of the look, and of nothing else in that folder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = _Look(location=str(files("ayni.charts")))

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to complain of: the files ship with the engine."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Path of one of the files."""
        prefix, _, name = path.partition("/")
        found = [self.storage.path(name)] if prefix == "look" and name in FILES else []
        return found if find_all else (found or [None])[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, _Look]]:
        """The files, to be collected."""
        return ((name, self.storage) for name in FILES)
