"""Organisations in a cell: told by their name, or by their identifier where the name is not theirs alone."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ayni_web.members.folding import LONGEST, folded
from ayni_web.members.identifiers import EXAMPLES
from ayni_web.members.models import Identifier, Organisation, Scheme
from ayni_web.members.queries import visible_organisations
from ayni_web.spreadsheets.reading import Wrong

_ID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_RUC = re.compile(r"\d{11}")


@dataclass(slots=True)
class Names:
    """Organisations that a person sees, by what a cell may hold: a few queries, however many there are.

    Attributes
    ----------
    known : dict
        Name by identifier.
    beyond : frozenset
        Those that are seen only beside another.
    """

    known: dict[UUID, str]
    beyond: frozenset[UUID] = frozenset()
    _by_name: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    _by_ruc: dict[str, UUID] = field(default_factory=dict)

    def meant(self, text: str) -> UUID:
        """Organisation that a cell names: by its identifier, RUC or name."""
        if _ID.fullmatch(text):
            pk = UUID(text)
            if pk in self.known:
                return pk
        elif _RUC.fullmatch(text) and text in self._by_ruc:
            return self._by_ruc[text]
        found = self._by_name.get(_key(text), ())
        exact = [pk for pk in found if self.known[pk] == text]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise Wrong("spreadsheets.unknown_organisation", example=EXAMPLES[Scheme.RUC])
        raise Wrong("spreadsheets.several_organisations", n=len(found))

    def told(self, pk: UUID, name: str = "") -> str:
        """What a cell holds for an organisation."""
        name = name or self.known.get(pk, "")
        if pk not in self.known:
            # Told where an event names it; whoever reads this writes nothing of it.
            return name
        found = self._by_name.get(_key(name), ())
        alone = found == [pk] and ";" not in name and not _ID.fullmatch(name) and not _RUC.fullmatch(name)
        return name if alone else str(pk)


def _key(name: str) -> str:
    return (folded(name) or name)[:LONGEST]


def names_for(person: Any, beyond: Iterable[QuerySet[Any]] = ()) -> Names:
    """Organisations that a person sees, to be named and found by name.

    ``beyond``: queries of the identifiers of others, which the person sees beside the own (the other side of a
    relation): what is kept of them is told, and nothing new is written of them.
    """
    columns = ("pk", "name", "name_folded")
    rows = list(visible_organisations(person).order_by().values_list(*columns))
    seen = {pk for pk, _, _ in rows}
    others = Organisation.objects.filter(reduce(or_, (Q(pk__in=each) for each in beyond), Q(pk=None))).order_by()
    more = [row for row in others.values_list(*columns) if row[0] not in seen] if beyond else []
    names = Names({pk: name for pk, name, _ in (*rows, *more)}, frozenset(row[0] for row in more))
    for pk, _, name in (*rows, *more):
        names._by_name[name].append(pk)
    numbers = Identifier.objects.filter(scheme=Scheme.RUC, personal=False, disputed=False).order_by()
    names._by_ruc = {value: pk for value, pk in numbers.values_list("value", "organisation_id") if pk in seen}
    return names
