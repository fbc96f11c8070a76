"""Organisations in a cell: told by their name, or by their identifier where the name is not theirs alone."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ayni_web.members.folding import LONGEST, folded
from ayni_web.members.identifiers import EXAMPLES
from ayni_web.members.models import Identifier, Scheme
from ayni_web.members.queries import visible_organisations
from ayni_web.spreadsheets.reading import Wrong

_ID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_RUC = re.compile(r"\d{11}")


@dataclass(slots=True)
class Names:
    """Organisations that a person sees, by what a cell may hold: three queries, however many there are.

    Attributes
    ----------
    known : dict
        Name by identifier.
    """

    known: dict[UUID, str]
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


def names_for(person: Any) -> Names:
    """Organisations that a person sees, to be named and found by name."""
    seen = visible_organisations(person)
    rows = list(seen.order_by().values_list("pk", "name", "name_folded"))
    names = Names({pk: name for pk, name, _ in rows})
    for pk, _, name in rows:
        names._by_name[name].append(pk)
    numbers = Identifier.objects.filter(scheme=Scheme.RUC, personal=False, disputed=False).order_by()
    names._by_ruc = {value: pk for value, pk in numbers.values_list("value", "organisation_id") if pk in names.known}
    return names
