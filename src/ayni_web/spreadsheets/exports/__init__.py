"""Every list as a file: one row a thing, in the reader's language, and of it only what that person may see.

Rooms above tell their lists in their own ``exports.py``, as ``LISTS``.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from ayni_web.spreadsheets.exports.lists import List
from ayni_web.spreadsheets.exports.members import MEMBERS
from ayni_web.spreadsheets.exports.people import PEOPLE
from ayni_web.spreadsheets.exports.written import WRITTEN


def _above() -> Iterator[List]:
    for application in apps.get_app_configs():
        module = f"{application.name}.exports"
        own = application.name == "ayni_web.spreadsheets"
        if application.name.startswith("ayni_web.") and not own and find_spec(module):
            yield from import_module(module).LISTS


LISTS: Mapping[str, List] = {each.name: each for each in (*MEMBERS, *WRITTEN, *PEOPLE, *_above())}
