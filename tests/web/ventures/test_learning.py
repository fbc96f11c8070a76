"""Experience, buyers and savings on the site: typed, told beside the figures, and refused in words."""

import pytest

from ayni_web.ventures.contents import faults_of
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite


def learning():
    document = made.small()
    document["curve"] = [{"code": "wash", "title": "Lavado", "ratio": 0.8, "ratio_low": 0.7, "ratio_high": 0.9,
                          "before": 200, **made.SAID}]  # fmt: skip
    document["flow"].append({"title": "Lavado", "kind": "cost", "who": "group", "per": "grower", "activity": "sell",
                             "quantity": 100, "unit": "kg", "price": 0.4, "curve": "wash", **made.SAID})  # fmt: skip
    document["flow"][1] |= {"quantity": 400, "unit": "kg", "price": 0.5}
    document["saving"] = [{"code": "dry", "title": "Secado", "who": "group", "planned": 30, **made.SAID}]
    return document


def test_savings_are_told_planned_and_realised_apart(world, signed_in):
    version = made.computed(world, learning())
    page = signed_in(world.manager).get(f"/plans/versions/{version.pk}/").content.decode()
    assert "Realizado: lo medido" in page and "S/\u00a060" in page and "S/\u00a00" in page and "Lavado" in page
    version = made.fresh(version)
    document = version.document
    document["measured"] = [{"saving": "dry", "year": 1, "value": 20, "source": "Recibos"}]
    made.written(world, version, document)
    # What was measured is in the figures: they are computed again.
    assert made.fresh(version).state == "draft"


def test_what_was_measured_is_typed_and_shown_again(world, signed_in):
    version = made.planned(world, learning())
    client = signed_in(world.manager)
    address = f"/plans/versions/{version.pk}/steps/learning/measured/"
    typed = {"saving": "dry", "year": "2", "value": "18.5", "source": "Recibos", "of": version.sha256}
    assert client.post(address, typed).status_code == 302
    document = made.fresh(version).document
    assert document["measured"] == [{"saving": "dry", "year": 2, "value": 18.5, "source": "Recibos"}]
    page = client.get(f"/plans/versions/{version.pk}/steps/learning/").content.decode()
    assert "Año 2: 18.50 · Recibos" in page
    assert client.get(f"{address}0/").context["form"].initial["value"] == "18.5"


def test_a_price_below_the_path_of_its_cost_is_refused_beside_its_row_until_it_has_a_reason(world, signed_in):
    document = learning()
    document["flow"][1]["price"] = 0.35
    version = made.planned(world, document)
    assert [(each.step, each.row) for each in faults_of(document)] == [("together", 1)]
    client = signed_in(world.manager)
    assert (
        "se vende a 0.35 y cuesta 0.4" in client.get(f"/plans/versions/{version.pk}/steps/together/").content.decode()
    )
    document["flow"][1]["below_cost"] = "Entrar al mercado"
    version = made.computed(world, document)
    assert "Entrar al mercado" in client.get(f"/plans/versions/{version.pk}/").content.decode()
    assert "Entrar al mercado" in client.get(f"/plans/versions/{version.pk}/paper/").content.decode()
