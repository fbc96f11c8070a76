"""Kinds of promises of the library, in the reader's language; a code that is no more is told as it stands."""

from ayni.library.promises import Promise, promises
from ayni_web.common.language import spoken
from ayni_web.members.models import Kind

PUBLIC = frozenset({Kind.GOVERNMENT, Kind.DEVELOPMENT_AGENCY, Kind.COORDINATING_ENTITY})


def kind_called(code: str) -> Promise | None:
    """Kind with this code, if the library has it."""
    return promises().get(code)


def title_of(code: str) -> str:
    """What a kind is called."""
    kind = kind_called(code)
    return spoken(kind.title) if kind else code


def about(kind: Promise) -> str:
    """What a kind is for."""
    return spoken(kind.about)
