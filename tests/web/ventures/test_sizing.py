"""How many members are worth having, on the page of a plan: judged where it was told what coordinating costs."""

import pytest

from ayni_web.ventures.contents import faults_of
from tests.web.ventures import made


def coordinated(**more):
    return made.small() | {"coordination": [{"who": "grower", "each": 10, "pair": 5, "most": 40, **made.SAID, **more}]}


def words_of(client, version, page=""):
    return " ".join(client.get(f"/plans/versions/{version.pk}/{page}").content.decode().replace("\xa0", " ").split())


def test_the_best_number_is_told_with_its_drawing(world, signed_in):
    # By hand: 100 n - 26.19 less 10 n + 5 n (n - 1) / 2 is most with 18 (828.8 a year); today 2, which leave 148.8.
    version = made.computed(world, coordinated())
    client = signed_in(world.manager)
    for page in ("", "paper/"):
        said = words_of(client, version, page)
        assert "queda más con 18 (S/ 829 al año entre todos). De 16 a 21 casi da lo mismo" in said
        assert "Hoy son 2, 16 menos: entre todos dejan de ganar S/ 680 al año, S/ 42 por cada uno que falta." in said
        assert "Comprador: no se juzga cuántos convienen" in said
        assert "Comprador: uno más no agrega nada; repite lo que ya se hace." in said
        assert "18: queda más" in said


def test_where_nobody_told_what_coordinating_costs_no_number_is_judged(world, signed_in):
    version = made.computed(world)
    said = words_of(signed_in(world.manager), version)
    assert "Productor: no se juzga cuántos convienen, porque nadie dijo qué cuesta coordinar a uno más." in said
    assert f"/plans/versions/{version.pk}/steps/size/" in said
    assert "Nadie dijo qué sabe hacer cada uno" in said
    # Whoever only reads is offered no step to write in.
    assert f"/plans/versions/{version.pk}/steps/size/" not in words_of(signed_in(world.auditor), version)


def test_the_figures_of_members_stay_whatever_coordinating_is_said_to_cost(world):
    one, two = made.computed(world), made.computed(world, coordinated())
    gains = [list(version.computations.get().members.values_list("gain", flat=True)) for version in (one, two)]
    assert gains[0] == gains[1]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_it_is_told_in_each_language(world, signed_in, language):
    document = coordinated()
    document["skill"] = [{"code": "sell", "title": "Vender", "levels": {"buyer": 0.8}, **made.SAID}]
    version = made.computed(world, document)
    client = signed_in(world.manager)
    client.get(f"/language/{language}/")
    said = words_of(client, version)
    assert {"es": "Quién repite a quién", "en": "Who does what others do", "pt": "Quem repete quem"}[language] in said


@pytest.mark.parametrize(
    "typed",
    [
        {"who": "grower", "each": "-1"},
        {"who": "grower", "each": "10", "pair": "-5"},
        {"who": "miner", "each": "10"},
        {"who": "grower", "each": "many"},
        {"who": "grower", "each": "10", "most": "0"},
        {"who": "grower"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, signed_in, typed):
    version = made.planned(world)
    client = signed_in(world.manager)
    answer = client.post(
        f"/plans/versions/{version.pk}/steps/size/coordination/", {**typed, "of": version.sha256, "illustrative": "on"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert made.fresh(version).sha256 == version.sha256


def test_fewer_looked_at_than_there_are_is_told_in_its_step(world, signed_in):
    version = made.planned(world, coordinated(most=1))
    assert [(fault.step, fault.table, fault.row) for fault in faults_of(version.document)] == [
        ("size", "coordination", 0)
    ]
    page = signed_in(world.manager).get(f"/plans/versions/{version.pk}/steps/size/").content.decode()
    assert "«most»" in page


def test_costs_alone_are_shared_and_the_page_says_so(world, signed_in):
    document = made.small(rule="nucleolus")
    cost = {"kind": "cost", **made.SAID}
    document["flow"] = [
        {"title": "Camión propio", "who": "grower", "alone": True, "price": 100, **cost},
        {"title": "Camión propio", "who": "buyer", "alone": True, "price": 60, **cost},
        {"title": "Camión de todos", "who": "group", "activity": "sell", "price": 120, **cost},
    ]
    version = made.computed(world, document)
    # 260 alone, 120 together: the 140 saved go to all three alike, for nobody adds enough to ask for more.
    gains = version.computations.get().members.values_list("gain_a_year", flat=True)
    assert list(gains) == pytest.approx([140 / 3] * 2)
    assert "lo que se reparte es quién paga sus costos" in words_of(signed_in(world.manager), version)
    assert signed_in(world.manager).get(f"/plans/versions/{version.pk}/plan.xlsx").status_code == 200


def test_what_no_line_names_is_told_until_one_does(world, signed_in):
    document = made.small()
    document["factor"] = [{"code": "price", "title": "Precio de la quinua", "deviation": 0.2}]
    document["exchange"] = [{"currency": "USD", "worth": 3.75, "factor": "price", "source": "BCRP"}]
    version = made.planned(world, document)
    client = signed_in(world.manager)
    alone = " ".join(client.get(f"/plans/versions/{version.pk}/steps/alone/").content.decode().split())
    risks = " ".join(client.get(f"/plans/versions/{version.pk}/steps/risks/").content.decode().split())
    # The currency is of no line yet; the factor moves the currency.
    assert "Todavía no cambia nada: USD." in alone
    assert "Todavía no cambia nada" not in risks
    document["exchange"] = []
    document["scenario"] = [{"code": "dry", "title": "Sequía", "factors": {"price": 0.9}}]
    version = made.written(world, version, document)
    risks = " ".join(client.get(f"/plans/versions/{version.pk}/steps/risks/").content.decode().split())
    assert "Todavía no cambia nada: Precio de la quinua." in risks
    document["flow"][1]["price_factor"] = "price"
    version = made.written(world, version, document)
    risks = client.get(f"/plans/versions/{version.pk}/steps/risks/").content.decode()
    assert "Todavía no cambia nada" not in risks
