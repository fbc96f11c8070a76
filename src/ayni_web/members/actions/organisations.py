"""Writes of organisations: added, changed, confirmed; their numbers and contacts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni.codes import nomenclature
from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.members import contacts as ways
from ayni_web.members.folding import tidy
from ayni_web.members.identifiers import Numbered, numbered
from ayni_web.members.models import Contact, Duplicate, Identifier, Kind, Organisation, SizeBand
from ayni_web.members.places import known_place
from ayni_web.members.queries.visible import visible_organisations

FACTS = ("name", "kind", "place", "country", "size_band", "formal", "mission", "interests", "note")
Way = Sequence[str]


@action
def add_organisation(
    *, by: Any, name: str, kind: str, place: str = "", country: str = "PE", size_band: str = "",
    formal: bool | None = None, mission: str = "", interests: str = "", note: str = "",
    identifiers: Iterable[Sequence[str]] = (), contacts: Iterable[Way] = (), typed_for: bool = False,
) -> Organisation:  # fmt: skip
    """Organisation that was added.

    ``identifiers`` are pairs (scheme, number); ``contacts`` are (means, value) or (means, value, name of the person).
    ``typed_for``: someone else types for a member, who confirms it later.
    """
    facts = checked(name=name, kind=kind, place=place, country=country, size_band=size_band, formal=formal,
                    mission=mission, interests=interests, note=note)  # fmt: skip
    made = Organisation(**facts, typed_for=typed_for, added_by=by)
    made._history_user = by
    made.save()
    for scheme, number in identifiers:
        keep_number(made, numbered(scheme, number), by)
    for means, value, *named in contacts:
        keep_contact(made, means, value, *named)
    return made


@action
def change_organisation(*, by: Any, organisation: Organisation, **facts: Any) -> Organisation:
    """Organisation with other facts: any of ``FACTS``; what is not named stays."""
    row = _held(organisation)
    known = {**{name: getattr(row, name) for name in FACTS}, **facts}
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"an organisation has no {sorted(unknown)}")
    new = checked(**known)
    if all(getattr(row, name) == new[name] for name in FACTS):
        return row
    for name in FACTS:
        setattr(row, name, new[name])
    return _kept(row, by)


@action
def confirm_organisation(*, by: Any, organisation: Organisation, **facts: Any) -> Organisation:
    """Organisation that its representative says is so, corrected where it was not."""
    row = _held(organisation)
    if not row.representations.filter(person=by, until__isnull=True).exists():
        raise Mistake("organisations.confirmed_by_its_own")
    for name, value in checked(**{**{name: getattr(row, name) for name in FACTS}, **facts}).items():
        setattr(row, name, value)
    row.typed_for, row.confirmed_at, row.confirmed_by = False, timezone.now(), by
    _kept(row, by, "confirmed")
    chain.append("members.organisation_confirmed", by=by, organisation=str(row.pk))
    return row


@action
def add_identifier(*, by: Any, organisation: Organisation, scheme: str, number: str) -> Organisation:
    """Organisation with one more number."""
    row = _held(organisation)
    keep_number(row, numbered(scheme, number), by)
    return _kept(row, by, "identifiers")


@action
def drop_identifier(*, by: Any, organisation: Organisation, identifier: int) -> Organisation:
    """Organisation without a number of its own; another that disputed it has it then."""
    row = _held(organisation)
    gone = row.identifiers.filter(pk=identifier).first()
    if gone is not None:
        gone.delete()
        _give_on(gone)
        _kept(row, by, "identifiers")
    return row


def _give_on(gone: Identifier) -> None:
    same = Identifier.objects.filter(scheme=gone.scheme, value=gone.value).order_by("disputed", "pk")
    next_one = same.first()
    if next_one is not None and next_one.disputed:
        next_one.disputed = False
        next_one.save()


@action
def add_contact(*, by: Any, organisation: Organisation, means: str, value: str, name: str = "") -> Organisation:
    """Organisation with one more way to reach it."""
    row = _held(organisation)
    keep_contact(row, means, value, name)
    return _kept(row, by, "contacts")


@action
def drop_contact(*, by: Any, organisation: Organisation, contact: int) -> Organisation:
    """Organisation without a contact of its own."""
    row = _held(organisation)
    if row.contacts.filter(pk=contact).delete()[0]:
        _kept(row, by, "contacts")
    return row


def checked(
    *, name: str, kind: str, place: str, country: str, size_band: str, formal: bool | None,
    mission: str, interests: str, note: str,
) -> dict[str, Any]:  # fmt: skip
    """Facts of an organisation as they are kept; refused where a code is unknown."""
    name = tidy(name)
    if not 1 <= len(name) <= 200:
        raise Mistake("organisations.name_length", field="name", n=len(name))
    _known("kind", kind, Kind.values)
    _known("country", country, nomenclature("iso3166").names["es"])
    _known("size_band", size_band, ("", *SizeBand.values))
    if place and not known_place(place):
        raise Mistake("places.unknown", field="place", came=place)
    return {"name": name, "kind": kind, "place": place, "country": country, "size_band": size_band, "formal": formal,
            "mission": mission.strip(), "interests": interests.strip(), "note": note.strip()}  # fmt: skip


def keep_number(organisation: Organisation, number: Numbered, by: Any) -> None:
    """Write a number; one that another organisation has is refused, or disputed where that one is not to be seen."""
    same = Identifier.objects.filter(value=number.value, scheme=number.scheme)
    if same.filter(organisation=organisation).exists():
        return
    holder = same.filter(disputed=False).select_related("organisation").first()
    if holder is None:
        try:
            with transaction.atomic():
                Identifier.objects.create(organisation=organisation, **number.columns)
        except IntegrityError:
            # Another person wrote the same number in this very moment.
            holder = same.filter(disputed=False).select_related("organisation").first()
    if holder is not None:
        _clash(organisation, holder.organisation, number, by)


def _clash(organisation: Organisation, holder: Organisation, number: Numbered, by: Any) -> None:
    if visible_organisations(by).filter(pk=holder.pk).exists():
        raise Mistake("organisations.number_taken", field="number", organisation=holder.name)
    # A refusal would tell that someone in Ayni has this number: it is taken in, and a coordinator compares the two.
    Identifier.objects.create(organisation=organisation, disputed=True, **number.columns)
    first, second = sorted((organisation, holder), key=lambda each: each.pk)
    Duplicate.objects.get_or_create(first=first, second=second, defaults={"score": 100, "why": {"identifier": "same"}})


def keep_contact(organisation: Organisation, means: str, value: str, name: str = "") -> Contact:
    """Write a contact, once."""
    value = ways.written(means, value)
    made, new = Contact.objects.get_or_create(
        organisation=organisation, means=means, value=value, defaults={"name": tidy(name)[:120]}
    )
    if not new and name and made.name != tidy(name)[:120]:
        made.name = tidy(name)[:120]
        made.save()
    return made


def _held(organisation: Organisation) -> Organisation:
    """Row as it is now, held until the write is over; one that was merged is changed no more."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.merged_into_id:
        raise Mistake("organisations.merged_already")
    return row


def _kept(row: Organisation, by: Any, reason: str = "") -> Organisation:
    row._history_user = by
    row._change_reason = reason or None
    row.save()
    return row


def _known(field: str, code: str, codes: Iterable[str] | Mapping[str, str]) -> None:
    if code not in codes:
        raise Mistake("forms.invalid_choice", field=field, came=code[:60])
