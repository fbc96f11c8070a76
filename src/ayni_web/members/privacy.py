"""What this room keeps about a person, and how it is erased (called by ``accounts/privacy``)."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from ayni.words import say
from ayni_web.accounts.models import Person
from ayni_web.members.folding import folded
from ayni_web.members.models import Contact, Identifier, Organisation, Representation


def held(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Contacts that name the person, and the organisation that is the person."""
    contacts = [
        {"organisation": contact.organisation.name, "name": contact.name, "means": contact.means,
         "value": contact.value, "consented_on": contact.consented_on and contact.consented_on.isoformat()}
        for contact in own_contacts_of(person)
    ]  # fmt: skip
    alone = [
        {"name": organisation.name, "kind": organisation.kind, "place": organisation.place,
         "identifiers": [_shown(each) for each in organisation.identifiers.all()]}
        for organisation in organisations_that_are(person)
    ]  # fmt: skip
    return {"members_contact": contacts, "members_own_organisation": alone}


def erase(person: Person) -> None:
    """End what the person acts for, take away the contacts that name them, and unname the organisation they are."""
    contacts_of(person).delete()
    for organisation in organisations_that_are(person):
        _unname(organisation)
    now = timezone.now()
    person.representations.filter(until__isnull=True).update(until=now)
    person.managements.filter(until__isnull=True).update(until=now)


def withdrawn(person: Person, purpose: str) -> None:
    """Follow the end of a consent: contacts that name the person are no longer shown, because they are gone."""
    if purpose == "contacts":
        own_contacts_of(person).delete()


def own_contacts_of(person: Person) -> QuerySet[Contact]:
    """Those of the organisations that the person acts for.

    A name, an address and a number are what each says of themselves: whoever took those of another would read, and
    take away, contacts of anybody.
    """
    acting = Representation.objects.filter(person=person, until__isnull=True)
    return contacts_of(person).filter(organisation_id__in=acting.values("organisation_id"))


def contacts_of(person: Person) -> QuerySet[Contact]:
    """Contacts with the person's name, e-mail or phone number, of any organisation: for an erasure that was granted."""
    phones = {person.phone, person.phone.removeprefix("+51")} if person.phone else set()
    named = Q(name__iexact=person.name) | Q(value__in=phones)
    if person.email:
        named |= Q(value__iexact=person.email)
    return Contact.objects.select_related("organisation").filter(named)


def organisations_that_are(person: Person) -> list[Organisation]:
    """Organisations that are one natural person: of this person alone, with their name or a number of a person."""
    mine = Representation.objects.filter(person=person, until__isnull=True).values("organisation_id")
    others = Representation.objects.exclude(person=person).filter(until__isnull=True).values("organisation_id")
    found = Organisation.objects.filter(pk__in=mine).exclude(pk__in=others)
    return list(found.filter(Q(identifiers__personal=True) | Q(name__iexact=person.name)).distinct())


def _shown(number: Identifier) -> str:
    return f"{number.scheme} …{number.ending}" if number.personal else f"{number.scheme} {number.value}"


def _unname(organisation: Organisation) -> None:
    """What names a person goes from the row, its history and what hangs on it; relations and memberships stay."""
    name = say("privacy.erased_organisation", settings.OFFERED_LANGUAGES[0])
    # Columns that are filled with the name are filled anew: an update by itself would leave them.
    filled = {field.attname: folded(name) for field in Organisation._meta.fields if getattr(field, "of", "") == "name"}
    empty = {"name": name, **filled, "mission": "", "interests": "", "note": ""}
    Organisation.objects.filter(pk=organisation.pk).update(**empty)
    known = {field.attname for field in Organisation.history.model._meta.fields}
    past = {column: value for column, value in empty.items() if column in known}
    Organisation.history.filter(id=organisation.pk).update(**past, history_change_reason="")
    Identifier.objects.filter(organisation=organisation).delete()
    Contact.objects.filter(organisation=organisation).delete()
