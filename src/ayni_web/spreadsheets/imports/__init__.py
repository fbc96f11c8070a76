"""How the rows of each contract are prepared and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ayni_web.spreadsheets.drafts import Draft, Prepared
from ayni_web.spreadsheets.imports import events, memberships, organisations, relations
from ayni_web.spreadsheets.incoming import INCOMING
from ayni_web.spreadsheets.reading import Came


@dataclass(frozen=True, slots=True)
class Room:
    """How rows are prepared for a person, and written once there is nothing wrong with them."""

    prepared: Callable[[Any, Came, Mapping[int, str]], Prepared]
    write: Callable[[Any, list[Draft]], None]


ROOMS: Mapping[str, Room] = {
    "organisations": Room(organisations.prepared, organisations.write),
    "relations": Room(relations.prepared, relations.write),
    "memberships": Room(memberships.prepared, memberships.write),
    "events": Room(events.prepared, events.write),
    **{each.name: Room(each.prepared, each.write) for each in INCOMING.values()},
}
