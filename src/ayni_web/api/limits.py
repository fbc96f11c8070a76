"""How often a key, a person or an address may ask."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ayni_web.api.access import Caller
from ayni_web.api.errors import Refused

# Requests a minute.  An address is that of whoever shows no credentials, or wrong ones.
RATES = {"key": 600, "person": 300, "address": 120, "upload": 20}
MINUTE = 60


def count_caller(request: HttpRequest, caller: Caller | None) -> None:
    """Count a request; refused past the rate."""
    if caller is not None and caller.token is not None:
        _count("key", caller.token.pk)
    elif caller is not None and caller.person.is_authenticated:
        _count("person", caller.person.pk)
    else:
        _count("address", _address(request))


def _address(request: HttpRequest) -> str:
    """Address of who asks; those of whom none is known are counted together."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def count_upload(person: Any) -> None:
    """Count a file that is sent to be checked, which costs more than a read."""
    _count("upload", person.pk)


def _count(what: str, whose: Any) -> None:
    minute, second = divmod(int(time.time()), MINUTE)
    name = f"api:{what}:{whose}:{minute}"
    if cache.add(name, 1, 2 * MINUTE):
        return
    try:
        count = cache.incr(name)
    except ValueError:
        # Swept away between the two: it is counted anew.
        return
    if count > RATES[what]:
        raise Refused(429, "api.too_often", retry=MINUTE - second, n=MINUTE - second)
