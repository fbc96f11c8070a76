"""What the engine knows by heart is what the site has; every process of the library can be used."""

import pytest

from ayni.library.chains import KINDS
from ayni.library.processes import DOCUMENTS, processes
from ayni_web.documents.models import KINDS as DOCUMENT_KINDS
from ayni_web.members.models import Kind
from ayni_web.processes.actions import rules
from ayni_web.processes.models import Rules


def test_kinds_of_organisations_and_of_documents_are_those_of_the_site():
    assert set(KINDS) == set(Kind.values)
    assert DOCUMENTS == DOCUMENT_KINDS


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize("code", [each.code for each in processes()])
def test_every_process_of_the_library_can_be_put_in_force(world, code):
    made = rules.use_entry(by=world.officer, entry=code)
    told = next(each for each in processes() if each.code == code)
    assert made.state == Rules.State.IN_FORCE
    assert [step.code for step in made.steps.all()] == [step.code for step in told.steps]
    ways = {(way.origin.code, way.target.code) for step in made.steps.all() for way in step.ways.all()}
    assert ways == {(step.code, move.to) for step in told.steps for move in step.moves}
