"""A territory as people write it: a place on each line, by its name or code."""

import re

from ayni_web.common.acting import Mistake
from ayni_web.members.forms.places import described
from ayni_web.members.places import Place, matches, meant

OFFERED = 6


def codes_of(text: str, field: str = "territory") -> list[str]:
    """Codes of the places of a territory; a name that may mean several is refused with how each is written."""
    lines = [line.strip() for line in re.split(r"[\n;]", text[:4000]) if line.strip()]
    return [_one(line, field).code for line in lines]


def written(codes: list[str]) -> str:
    """Territory as it is written in a form: a line for each place, each with one meaning."""
    return "\n".join(described(place) for code in codes for place in matches(code)[:1])


def _one(line: str, field: str) -> Place:
    found = [each for each in matches(line.partition("(")[0]) if described(each) == line] or meant(line)
    if not found:
        raise Mistake("places.unknown", field=field, came=line[:60])
    if len(found) > 1:
        offered = " · ".join(described(each) for each in found[:OFFERED])
        raise Mistake("cluster.place_several", field=field, came=line[:60], offered=offered)
    return found[0]
