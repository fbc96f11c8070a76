"""The demonstration is never loaded beside anything real, nor served where others come."""

import pytest

from ayni_web.accounts.models import Person
from ayni_web.common.acting import Mistake
from ayni_web.demonstration.loading import loaded
from ayni_web.members.models import Organisation
from tests.web.operation.homes import Home

pytestmark = pytest.mark.sqlite


def test_it_is_refused_where_a_real_entity_works(world):
    with pytest.raises(Mistake) as caught:
        loaded()
    assert caught.value.key == "demonstration.real"
    assert Organisation.objects.count() == 4


def test_it_is_refused_where_people_are_and_no_entity_yet(db):
    Person.objects.create_user("somebody", name="Somebody")
    with pytest.raises(Mistake):
        loaded()


def test_a_demonstration_is_never_served_where_others_come(tmp_path):
    done = Home(tmp_path).run("demo", "--no-serve", "--out", tmp_path / "out", AYNI_SITE="https://ayni.example.pe")
    assert done.returncode == 1
    assert "passwords that everybody knows" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()
