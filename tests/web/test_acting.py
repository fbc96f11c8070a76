"""A write is whole or not at all, and a form that arrives twice counts once."""

from uuid import uuid4

import pytest

from ayni_web.common.acting import Mistake, action
from ayni_web.common.models import Sent
from ayni_web.members.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@action
def add(*, by, name):
    return Organisation.objects.create(name=name, kind="firm", added_by=by)


@action
def add_and_fail(*, by, name):
    Organisation.objects.create(name=name, kind="firm", added_by=by)
    raise Mistake("forms.required")


def named(name):
    return Organisation.objects.filter(name=name).count()


def test_a_form_sent_twice_counts_once(world):
    key = uuid4()
    first, second = (add(by=world.officer, name="Una", sent=key) for _ in range(2))
    assert first == second
    assert named("Una") == 1


def test_without_a_key_each_call_counts(world):
    add(by=world.officer, name="Dos")
    add(by=world.officer, name="Dos")
    assert named("Dos") == 2


def test_a_key_is_of_one_person(world):
    key = uuid4()
    add(by=world.officer, name="Tres", sent=key)
    with pytest.raises(Mistake):
        add(by=world.manager, name="Tres", sent=key)
    assert named("Tres") == 1


def test_what_was_refused_leaves_nothing_and_its_key_may_come_again(world):
    key = uuid4()
    with pytest.raises(Mistake):
        add_and_fail(by=world.officer, name="Cuatro", sent=key)
    assert named("Cuatro") == 0
    assert not Sent.objects.filter(key=key).exists()


def test_what_was_made_and_is_gone_is_said(world):
    key = uuid4()
    add(by=world.officer, name="Cinco", sent=key).delete()
    with pytest.raises(Mistake):
        add(by=world.officer, name="Cinco", sent=key)
