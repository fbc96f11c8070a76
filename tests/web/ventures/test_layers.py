"""Layers of years on the site: drafts may lack them, nobody signs without, and the sheet hands them over."""

import pytest

from ayni_web.common.acting import Mistake
from ayni_web.ventures.actions import signing
from ayni_web.ventures.contents import content_of
from tests.web.commitments.made import agreed
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite


def without_layers():
    return {**made.small(), "objective": made.small()["objective"][:1]}


def test_a_plan_without_its_layers_is_computed_and_not_signed(world, signed_in):
    version = made.computed(world, without_layers())
    assert version.state == "computed"
    with pytest.raises(Mistake) as refused:
        signing.sign(by=world.officer, version=version, of=version.sha256)
    assert refused.value.key == "plans.no_layers"
    page = signed_in(world.officer).get(f"/plans/versions/{version.pk}/sign/").content.decode()
    assert "1–4, 4–10" in page and "/steps/layers/" in page
    steps = signed_in(world.manager).get(f"/plans/versions/{version.pk}/steps/layers/").content.decode()
    assert "1–4, 4–10" in steps
    made.written(world, version, made.small())
    version = made.fresh(version)
    # Objectives change no figure: what was computed stands.
    assert version.state == "computed"
    assert signing.sign(by=world.officer, version=version, of=version.sha256).is_signed


def test_objectives_change_what_is_signed_and_not_the_figures():
    one, two = content_of(made.small()), content_of(without_layers())
    assert one.sha256 != two.sha256 and one.figures_sha256 == two.figures_sha256


@pytest.mark.parametrize(
    ("language", "told"), [("es", "A quién llamar"), ("en", "Whom to call"), ("pt", "A quem ligar")]
)
def test_the_sheet_says_in_three_languages_what_stands_how(world, signed_in, language, told):
    version = made.planned(world, {**made.small(), "financing": [
        {"kind": "grant", "who": "group", "amount": 80000, "title": "Convocatoria", "source": "Convenio 12"}
    ]})  # fmt: skip
    client = signed_in(world.manager)
    client.get(f"/language/{language}/")
    page = client.get(f"/plans/versions/{version.pk}/handover/").content.decode()
    assert (
        told in page
        and "Convenio 12" in page
        and "Presidencia" in page
        and "80,000" in page.replace("80.000", "80,000")
    )


def test_a_plan_with_faults_has_no_sheet_yet(world, signed_in):
    document = made.small()
    document["objective"][0]["due"] = "ayer"
    version = made.planned(world, document)
    client = signed_in(world.manager)
    assert client.get(f"/plans/versions/{version.pk}/handover/").status_code == 404
    assert "es un día como" in client.get(f"/plans/versions/{version.pk}/steps/layers/objective/0/").content.decode()


def test_plans_stand_on_the_page_of_their_cluster_for_whom_they_are_for(world, signed_in):
    page = f"/clusters/{world.cluster.pk}/"
    assert "Todavía no hay un plan" in signed_in(world.manager).get(page).content.decode()
    version = made.signed(world)
    made.taking_part(world, version)
    assert f"/plans/versions/{version.pk}/" in signed_in(world.manager).get(page).content.decode()
    member = signed_in(world.member).get(page).content.decode()
    assert f"/plans/{version.plan_id}/members/{world.cooperative.pk}/" in member
    assert f"/plans/versions/{version.pk}/" not in member
    assert "h-plans" not in signed_in(world.stranger).get(page).content.decode()


def test_what_members_promised_one_another_stands_on_the_sheet(world, signed_in):
    version = made.planned(world)
    promise = agreed(world)
    page = signed_in(world.manager).get(f"/plans/versions/{version.pk}/handover/").content.decode()
    assert f"/commitments/{promise.pk}/" in page and "Compromisos vigentes" in page
