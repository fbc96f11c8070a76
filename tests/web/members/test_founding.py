"""The entity is founded once on the server, and a director comes in by a code when nobody else can."""

import re

import pytest
from django.core.management import call_command

from ayni_web.accounts.access import roles_of
from ayni_web.accounts.actions import redeem
from ayni_web.accounts.models import Person
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.members.models import Entity

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FACTS = {"password": "una clave larga 9", "language": "es"}


def told(capsys, *typed):
    call_command("found", *typed)
    said = capsys.readouterr().out
    return said, re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", said)[0]


def test_an_entity_is_founded_and_its_first_director_comes_in(capsys):
    said, code = told(capsys, "--entity", "Entidad de Puno", "--director", "Rosa Mamani")
    assert "/join/" in said
    assert Entity.objects.get().organisation.name == "Entidad de Puno"
    person = redeem(code=code, username="rosa.m", **FACTS)
    assert person.name == "Rosa Mamani"
    assert roles_of(person) == {"director"}
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"entity.founded", "invitation.made", "invitation.used", "role.given"} <= kinds


def test_there_is_one_entity(world, capsys):
    with pytest.raises(Mistake) as refused:
        call_command("found", "--entity", "Otra", "--director", "Rosa")
    assert refused.value.key == "founding.there_is_one"
    assert Entity.objects.count() == 1


def test_a_director_without_an_entity_is_refused():
    with pytest.raises(Mistake) as refused:
        call_command("found", "--director", "Rosa")
    assert refused.value.key == "founding.there_is_none"


def test_a_director_is_invited_from_the_server_when_none_can_and_all_are_told(world, capsys):
    Person.objects.filter(pk=world.director.pk).update(is_active=False)
    _, code = told(capsys, "--director", "Luz Apaza")
    assert world.director.notices.get().facts == {"name": "Luz Apaza"}
    assert Entry.objects.filter(kind="invitation.emergency").count() == 1
    assert "Luz" not in "".join(Entry.objects.values_list("body", flat=True))
    assert roles_of(redeem(code=code, username="luz.a", **FACTS)) == {"director"}
