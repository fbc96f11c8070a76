"""What the disk refuses, told in a sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError

from ayni_web.common.acting import Mistake

NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def told_of_the_disk(path: Path) -> Iterator[None]:
    """Turn what the system refuses for a file into a mistake that says what to do."""
    try:
        yield
    except OSError as error:
        name = str(error.filename or path)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Mistake("operation.no_room", file=str(path)) from None
        if error.errno in NO_RIGHT:
            raise Mistake("operation.no_right", file=name) from None
        if error.errno == errno.ENOENT:
            raise Mistake("operation.not_there", file=name) from None
        raise
    except OperationalError as error:
        if "full" in str(error).lower():
            raise Mistake("operation.no_room", file=str(path)) from None
        raise
