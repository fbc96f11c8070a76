"""Plans entered step by step, computed by a job, signed by another, and read by each member."""

import pytest
from django.db import IntegrityError, transaction

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import Entry
from ayni_web.ventures import analysis, jobs, queries
from ayni_web.ventures.actions import plans, signing
from ayni_web.ventures.contents import STEPS, content_of, faults_of, fresh_code, toml_of
from ayni_web.ventures.editing import entries_of
from ayni_web.ventures.models import Assumption, Computation, Forecast, MemberRow, Plan, Version, YearRow
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite
GAIN = (200 * (1 + 1 / 1.1) - 50) / 3


def test_a_file_becomes_a_plan_that_says_the_same(world, signed_in):
    client = signed_in(world.manager)
    sent = {"way": "file", "file": made.toml_file(), "cluster": str(world.cluster.pk)}
    assert client.post("/plans/add/", sent).status_code == 302
    version = Version.objects.get()
    assert version.plan.title == "Lavar y exportar juntos la quinua"
    assert version.document == analysis.document_read(toml_of(version.document).encode(), "plan.toml")
    assert faults_of(version.document) == []
    assert Assumption.objects.get().expires_on.isoformat() == "2027-06-30"
    assert content_of(made.example_document()).sha256 == version.sha256


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[plan", "no es un archivo TOML"),
        ("a = 1", ""),
        ("[plan]\ntax = nan", "nan o inf"),
        ("x" * 600_000, "pesa más"),
    ],
)
def test_a_file_that_is_none_is_refused_and_one_with_faults_is_kept_as_a_draft(world, signed_in, text, told):
    client = signed_in(world.manager)
    page = client.post("/plans/add/", {"way": "file", "file": made.toml_file(text), "cluster": str(world.cluster.pk)})
    if told:
        assert told in page.content.decode()
        assert not Plan.objects.exists()
    else:
        steps = client.get(page.url).content.decode()
        assert "cosas por corregir" in steps


def test_a_day_of_toml_and_a_nul_in_a_text_are_kept_as_text(world):
    text = '[plan]\ntitle = "Uno\\u0000dos"\n[[assumption]]\ntext = "a"\nillustrative = true\nexpires = 2027-06-30\n'
    version = plans.add_file(by=world.manager, cluster=world.cluster, file=made.toml_file(text))
    assert version.plan.title == "Unodos"
    assert version.document["assumption"][0]["expires"] == "2027-06-30"


def test_thirty_growers_a_processor_and_an_exporter_are_computed_signed_and_read_on_a_phone(world, signed_in):
    client = signed_in(world.manager)
    client.post("/plans/add/", {"way": "example", "example": "quinoa", "cluster": str(world.cluster.pk)})
    version = Version.objects.get()
    client.post(f"/plans/versions/{version.pk}/compute/")
    version = made.fresh(version)
    assert version.state == "computed"
    row = MemberRow.objects.get(type="grower")
    assert (row.count, round(row.gain), round(row.alone)) == (30, 11765, 28275)
    assert YearRow.objects.filter(who="group").count() == 10
    page = client.get(f"/plans/versions/{version.pk}/").content.decode()
    assert "Productor de quinua" in page and "Adverso" in page and "nan" not in page.lower().split()
    made.taking_part(world, version)
    plans.Participant.objects.filter(organisation=world.exporter).update(type="exporter")
    assert signed_in(world.officer).post(
        f"/plans/versions/{version.pk}/sign/", {"of": version.sha256}
    ).status_code == 302  # fmt: skip
    mine = f"/plans/{version.plan_id}/members/{world.cooperative.pk}/"
    member = signed_in(world.member)
    assert mine in member.get("/plans/").content.decode()
    page = member.get(mine).content.decode()
    assert "Juntos, ganaría" in page and "motivo de queja" in page
    # Of the exporter's own figures nothing stands there: 154,014 today is 25,809 a year.
    exporter = MemberRow.objects.get(type="exporter")
    assert f"{round(exporter.alone_a_year):,}" not in page and f"{round(exporter.together_a_year):,}" not in page
    assert member.get(f"/plans/{version.plan_id}/members/{world.exporter.pk}/").status_code == 404
    assert member.get(f"/plans/versions/{version.pk}/").status_code == 404


def test_what_a_version_comes_to_by_hand(world):
    version = made.computed(world)
    rows = {row.type: row for row in MemberRow.objects.all()}
    annuity = 1 + 1 / 1.1
    assert rows["grower"].gain == pytest.approx(GAIN)
    assert rows["grower"].alone_a_year == pytest.approx(100)
    assert rows["grower"].gain_a_year == pytest.approx(GAIN / annuity)
    assert rows["buyer"].alone == 0
    computation = queries.standing_computation(version)
    assert computation.group["gain"] == pytest.approx(3 * GAIN / annuity)
    # A grower and the buyer alone would have 200 a year less 50; by the split they have 100 and two gains.
    margin = 100 + 2 * GAIN / annuity - (200 - 50 / annuity)
    assert computation.group["core"] and computation.group["margin"] == pytest.approx(margin)


def test_what_is_wrong_is_told_beside_its_step_and_its_row(world, signed_in):
    document = made.small()
    document["type"][1]["count"] = 0
    del document["flow"][0]["illustrative"]
    version = made.planned(world, document)
    client = signed_in(world.manager)
    base = f"/plans/versions/{version.pk}/steps/"
    assert "número entero" in client.get(f"{base}members/").content.decode()
    assert "de dónde sale la cifra" in client.get(f"{base}alone/flow/0/").content.decode()
    assert "de dónde sale la cifra" not in client.get(f"{base}together/").content.decode()
    with pytest.raises(Mistake) as refused:
        signing.compute(by=world.manager, version=version)
    assert refused.value.key == "plans.has_faults"


ROWS = [
    ("members", "type", {"title": "Acopiadora", "count": "1"},
     {"code": "acopiadora", "title": "Acopiadora", "count": 1}),
    ("alone", "flow", {"title": "Papa", "kind": "income", "who": "grower", "price": "1,200.50", "every": "year",
                       "months": ["5", "4"], "illustrative": "on", "growth": "2"},
     {"title": "Papa", "kind": "income", "who": "grower", "price": 1200.5, "every": "year", "months": [4, 5],
      "illustrative": True, "growth": 0.02, "alone": True}),
    ("together", "flow", {"title": "Flete", "kind": "cost", "who": "group", "per": "grower", "activity": "sell",
                          "quantity": "2600", "unit": "kg", "price": "0", "every": "month", "source": "Cotización"},
     {"title": "Flete", "kind": "cost", "who": "group", "per": "grower", "activity": "sell", "quantity": 2600,
      "unit": "kg", "price": 0, "every": "month", "source": "Cotización"}),
    ("activities", "activity", {"title": "Lavar", "needs_grower": "2"},
     {"code": "lavar", "title": "Lavar", "needs": {"grower": 2}}),
    ("money", "financing", {"kind": "credit", "who": "group", "amount": "60000", "rate": "0", "periods": "2",
                            "schedule": "straight"},
     {"kind": "credit", "who": "group", "amount": 60000, "rate": 0.0, "periods": 2, "schedule": "straight"}),
    ("learning", "curve", {"title": "Lavado", "ratio": "85", "ratio_low": "80", "ratio_high": "92", "before": "40000",
                           "illustrative": "on"},
     {"code": "lavado", "title": "Lavado", "ratio": 0.85, "ratio_low": 0.8, "ratio_high": 0.92, "before": 40000,
      "illustrative": True}),
    ("learning", "adoption", {"title": "Tiendas", "sales": "50; 90; 130; 150; 130; 90", "again": "on",
                              "source": "Registro de ventas"},
     {"code": "tiendas", "title": "Tiendas", "sales": [50, 90, 130, 150, 130, 90], "again": True,
      "source": "Registro de ventas"}),
    ("learning", "saving", {"title": "Secado", "who": "group", "planned": "4000", "illustrative": "on"},
     {"code": "secado", "title": "Secado", "who": "group", "planned": 4000, "illustrative": True}),
    ("size", "coordination", {"who": "grower", "each": "300", "pair": "100.5", "most": "90", "source": "Asamblea"},
     {"who": "grower", "each": 300, "pair": 100.5, "most": 90, "source": "Asamblea"}),
    ("size", "skill", {"title": "Vender afuera", "level_buyer": "90", "level_grower": "0", "illustrative": "on"},
     {"code": "vender_afuera", "title": "Vender afuera", "levels": {"grower": 0.0, "buyer": 0.9},
      "illustrative": True}),
    ("risks", "factor", {"title": "Precio ñ", "deviation": "18"}, {"code": "precio_n", "title": "Precio ñ",
                                                                   "deviation": 0.18}),
    ("layers", "objective", {"title": "Lavar", "who": "Planta", "measure": "Quinua", "target": "78.5", "unit": "t",
                             "starts": "2027-02-01", "due": "2028-12-31", "rests_on": "Crédito", "contact": "Ana"},
     {"title": "Lavar", "who": "Planta", "measure": "Quinua", "target": 78.5, "unit": "t", "starts": "2027-02-01",
      "due": "2028-12-31", "rests_on": "Crédito", "contact": "Ana"}),
    ("assumptions", "assumption", {"text": "Llueve", "illustrative": "on", "expires": "2027-12-31"},
     {"text": "Llueve", "illustrative": True, "expires": "2027-12-31"}),
]  # fmt: skip


@pytest.mark.parametrize(("step", "table", "typed", "expected"), ROWS, ids=[each[1] for each in ROWS])
def test_a_row_typed_in_a_step_stands_in_the_document_and_is_shown_again(
    world, signed_in, step, table, typed, expected
):
    version = made.planned(world)
    client = signed_in(world.manager)
    address = f"/plans/versions/{version.pk}/steps/{step}/{table}/"
    answer = client.post(address, {**typed, "of": version.sha256})
    assert answer.status_code == 302, answer.content.decode()
    version = made.fresh(version)
    rows = version.document[table]
    assert rows[-1] == expected
    # A type that was just added takes part in nothing yet, and that is said beside it.
    assert [each.row for each in faults_of(version.document)] == ([2] if table == "type" else [])
    # Shown and saved again as it is, it says the same.
    page = client.get(f"{address}{len(rows) - 1}/")
    form = page.context["form"]
    again = {name: value for name, value in form.initial.items() if name in form.fields and value not in (None, False)}
    answer = client.post(f"{address}{len(rows) - 1}/", {**again, "of": version.sha256})
    assert answer.status_code == 302, answer.content.decode()
    assert made.fresh(version).document == version.document


def test_two_that_move_together_and_a_future_by_year_are_typed(world, signed_in):
    document = made.small()
    document["factor"] = [{"code": "price", "title": "Precio", "deviation": 0.2},
                          {"code": "rain", "title": "Lluvia", "deviation": 0.1}]  # fmt: skip
    version = made.planned(world, document)
    client = signed_in(world.manager)
    base = f"/plans/versions/{version.pk}/steps/risks/"
    client.post(f"{base}correlation/", {"one": "price", "other": "rain", "value": "-0.3", "of": version.sha256})
    version = made.fresh(version)
    client.post(f"{base}scenario/", {"title": "Seco", "factor_rain": "1; 0.6", "factor_price": "1.1",
                                     "of": version.sha256})  # fmt: skip
    document = made.fresh(version).document
    assert document["correlation"] == [{"between": ["price", "rain"], "value": -0.3}]
    assert document["scenario"] == [{"code": "seco", "title": "Seco", "factors": {"price": 1.1, "rain": [1, 0.6]}}]
    page = client.get(f"{base}scenario/0/").context["form"]
    assert page.initial["factor_rain"] == "1; 0.6"


def test_the_plan_as_a_whole_and_its_rule_are_typed(world, signed_in):
    version = made.planned(world)
    client = signed_in(world.manager)
    head = {"title": "Otro nombre", "currency": "usd", "step": "year", "starts": "2027", "periods": "3",
            "discount_rate": "8.5", "tax": "0", "prices": "current"}  # fmt: skip
    client.post(f"/plans/versions/{version.pk}/steps/head/", {**head, "of": version.sha256})
    version = made.fresh(version)
    client.post(f"/plans/versions/{version.pk}/steps/sharing/", {"rule": "shapley", "of": version.sha256})
    version = made.fresh(version)
    told = version.document["plan"]
    assert (told["currency"], told["discount_rate"], told["rule"], version.plan.title) == (
        "USD", 0.085, "shapley", "Otro nombre"
    )  # fmt: skip
    assert faults_of(version.document) == []


def test_nobody_writes_over_what_another_changed_meanwhile(world, signed_in):
    version = made.planned(world)
    opened = version.sha256
    made.written(world, version, made.small(title="De otra persona"))
    answer = signed_in(world.officer).post(
        f"/plans/versions/{version.pk}/steps/sharing/", {"rule": "shapley", "of": opened}
    )  # fmt: skip
    assert "Otra persona cambió el plan" in answer.content.decode()
    assert made.fresh(version).document["plan"]["rule"] == "equal_gain"


def test_a_row_is_taken_out_once_however_often_the_button_is_pressed(world, signed_in):
    version = made.planned(world)
    client = signed_in(world.manager)
    address = f"/plans/versions/{version.pk}/steps/together/flow/2/drop/"
    for _ in range(2):
        client.post(address, {"of": version.sha256})
    assert [flow["title"] for flow in made.fresh(version).document["flow"]] == ["Chacra", "Venta"]


def test_a_change_of_figures_asks_for_another_computation_and_one_of_assumptions_does_not(world):
    version = made.computed(world)
    document = version.document
    document["assumption"][0]["source"] = "Contrato firmado"
    made.written(world, version, document)
    assert made.fresh(version).state == "computed"
    document["flow"][0]["price"] = 101
    made.written(world, made.fresh(version), document)
    version = made.fresh(version)
    assert version.state == "draft" and queries.standing_computation(version) is None
    signing.compute(by=world.manager, version=version)
    assert made.fresh(version).state == "computed"


def test_a_plan_that_cannot_be_followed_says_why_and_where_it_is_mended(world, signed_in):
    document = made.small()
    document["flow"][1] = {"title": "Ahorro", "kind": "income", "who": "grower", "activity": "sell", "price": 150,
                           **made.SAID}  # fmt: skip
    del document["flow"][2]
    version = made.computed(world, document)
    failed = Computation.objects.get()
    assert (version.state, failed.state, failed.step) == ("draft", "failed", "together")
    page = signed_in(world.manager).get(f"/plans/versions/{version.pk}/").content.decode()
    assert "por el grupo no pasa dinero" in page and "/steps/together/" in page


def test_a_job_that_breaks_says_so_and_can_be_asked_again(world, monkeypatch):
    version = made.planned(world)
    monkeypatch.setattr("django_tasks.base.Task.enqueue", lambda *args, **facts: None)
    signing.compute(by=world.manager, version=version)
    waiting = Computation.objects.get()
    with pytest.raises(Mistake):
        signing.compute(by=world.manager, version=version)
    monkeypatch.setattr(analysis, "computed", lambda document: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.carry_out(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == "failed" and "error nuestro" in waiting.mistake["es"]
    assert not jobs.carry_out(waiting.pk)
    monkeypatch.undo()
    assert signing.compute(by=world.manager, version=version).state == "done"


def test_what_is_edited_while_it_is_computed_stays_a_draft(world, monkeypatch):
    version = made.planned(world)
    monkeypatch.setattr("django_tasks.base.Task.enqueue", lambda *args, **facts: None)
    waiting = signing.compute(by=world.manager, version=version)
    whole = analysis.computed

    def edited(document):
        made.written(world, made.fresh(version), made.small(tax=0.1))
        return whole(document)

    monkeypatch.setattr(analysis, "computed", edited)
    assert jobs.carry_out(waiting.pk)
    assert made.fresh(version).state == "draft"


def test_codes_are_made_of_titles_and_never_twice():
    assert fresh_code("Productor de quinua ñusta", set()) == "productor_de_quinua_nusta"
    assert fresh_code("Precio", {"precio"}) == "precio_2"
    assert fresh_code("30 socios", set()) == "r_30_socios"
    assert fresh_code("«»", set()) == "r"
    assert fresh_code("Group", set()) == "group_2"


def test_rows_of_what_was_computed_do_not_change(world):
    made.computed(world)
    for act in (
        lambda: MemberRow.objects.update(gain=1),
        lambda: YearRow.objects.all().delete(),
        lambda: Computation.objects.update(group={}),
        lambda: MemberRow.objects.create(**{**MemberRow.objects.values().first(), "id": None, "type": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_member_that_is_none_of_the_cluster_takes_no_part(world):
    version = made.planned(world)
    with pytest.raises(Mistake) as refused:
        plans.take_part(by=world.manager, plan=version.plan, organisation=world.outsider, type="grower")
    assert refused.value.key == "plans.not_a_member"
    made.taking_part(world, version)
    with pytest.raises(Mistake):
        plans.take_part(by=world.manager, plan=version.plan, organisation=world.cooperative, type="grower")


def test_the_group_is_not_shown_where_it_would_tell_one_other_member():
    def rows(*counts):
        return [MemberRow(type=str(at), count=count) for at, count in enumerate(counts)]

    assert not queries.group_is_safe(rows(30, 1), "0")
    assert queries.group_is_safe(rows(30, 1), "1")
    assert queries.group_is_safe(rows(30, 1, 1), "0")
    assert not queries.group_is_safe(rows(1, 1), "0")
    assert queries.group_is_safe(rows(30), "0")


def test_lists_cost_the_same_however_many_plans(world, signed_in, django_assert_max_num_queries):
    for _ in range(6):
        made.taking_part(world, made.planned(world))
    client = signed_in(world.member)
    with django_assert_max_num_queries(14):
        client.get("/plans/")
    client = signed_in(world.manager)
    with django_assert_max_num_queries(14):
        client.get("/plans/")
    assert Forecast.objects.count() == Entry.objects.filter(kind="plan.signed").count() == 0


def _every(document, table, **facts):
    return [each.update(facts) for each in document[table]]


BAD = {
    "no prices": lambda m: [each.pop("price") for each in m["flow"]],
    "a member in no activity": lambda m: m["type"].append({"code": "bank", "title": "Caja", "count": 1}),
    "a credit that pays a credit": lambda m: m.update(financing=[
        {"kind": "credit", "who": who, "amount": 1e9, "rate": 9, "periods": 1, "at": at} for who in ("group", "grower")
        for at in (1, 2)]),
    "a negative duration": lambda m: m["activity"][0].update(starts=2, ends=1),
    "negative periods": lambda m: m["plan"].update(periods=-2),
    "weights that are nothing": lambda m: (m["plan"].update(rule="proportional"), _every(m, "type", weight=0)),
    "500 members": lambda m: m["type"][0].update(count=500),
    "500 types": lambda m: m.update(type=[{"code": f"t{at}", "count": 1} for at in range(300)]),
    "members without number": lambda m: m["type"][0].update(count=10**9),
    "no interest": lambda m: m.update(financing=[{"kind": "credit", "who": "group", "amount": 50, "rate": 0,
                                                  "periods": 2}]),
    "no discount": lambda m: m["plan"].update(discount_rate=0),
    "money that only goes out": lambda m: _every(m, "flow", kind="cost"),
    "no money at all": lambda m: _every(m, "flow", price=0),
    "a plan that is no plan": lambda m: m.update(plan=[1, 2], type={"a": 1}, flow="x", objective=3, curve=[None]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_bad_gets_a_sentence_or_a_right_answer_on_every_page(world, signed_in, name):
    document = made.small()
    BAD[name](document)
    version = made.planned(world, document)
    client = signed_in(world.manager)
    base = f"/plans/versions/{version.pk}/"
    client.post(f"{base}compute/")
    steps = [f"{base}steps/{step}/" for step in STEPS]
    for address in (base, f"{base}steps/", *steps, f"{base}plan.toml", f"{base}model.xlsx"):
        page = client.get(address)
        assert page.status_code == 200, address
        if address[-1] == "/":
            assert not {"nan", "inf", "None", "&nbsp;nan"} & set(page.content.decode().split())
    computed = made.fresh(version).state == "computed"
    assert computed or faults_of(document) or Computation.objects.get().mistake["es"]
    if computed:
        for address in ("paper/", "plan.xlsx", "handover/", "types/grower/"):
            assert client.get(f"{base}{address}").status_code == 200


def test_every_row_of_the_example_shown_and_saved_as_it_is_says_the_same(world, signed_in):
    version = made.planned(world, made.example_document())
    before = version.document
    client = signed_in(world.manager)
    # Portuguese parts decimals by a comma: the hardest of the three.
    client.get("/language/pt/")
    base = f"/plans/versions/{version.pk}/steps/"
    rows = [(step, table, entry.at) for step, tables in STEPS.items() for table in tables
            for entry in entries_of(before, step, table)]  # fmt: skip
    assert len(rows) > 30
    addresses = [f"{base}{step}/{table}/{at}/" for step, table, at in rows] + [f"{base}head/", f"{base}sharing/"]
    for address in addresses:
        form = client.get(address).context["form"]
        typed = {name: each for name, each in form.initial.items() if name in form.fields and each not in (None, False)}
        # A browser sends the first of the choices where none is chosen.
        offered = {name: each.choices[0][0] for name, each in form.fields.items() if hasattr(each, "choices")}
        first = {name: each for name, each in offered.items() if name not in typed and name != "months"}
        answer = client.post(address, {**first, **typed, "of": made.fresh(version).sha256})
        assert answer.status_code == 302, (address, answer.context["form"].errors)
    after = made.fresh(version)
    # From the file to the site and to the file again: titles and sources of money, units, and all the rest.
    assert analysis.document_read(toml_of(after.document).encode(), "plan.toml") == after.document
    assert analysis.plan_of(after.document) == analysis.plan_of(before)
    kept = {table: [set(row) for row in before[table]] for table in before if table != "plan"}
    assert {table: [set(row) & keys for row, keys in zip(after.document[table], kept[table], strict=True)]
            for table in kept} == kept  # fmt: skip


@pytest.mark.parametrize("head", [{"step": "month", "starts": "2027-03", "periods": 180}, {"periods": 15}], ids=str)
def test_fifteen_years_by_months_and_by_years_are_computed_shown_and_taken_away(world, signed_in, head):
    document = made.small(**head)
    version = made.computed(world, document)
    assert version.state == "computed"
    assert YearRow.objects.filter(who="group").count() == 15
    client = signed_in(world.manager)
    base = f"/plans/versions/{version.pk}/"
    for address in ("", "paper/", "types/grower/", "plan.xlsx", "model.xlsx", "handover/"):
        assert client.get(f"{base}{address}").status_code == 200
    page = client.get(base).content.decode()
    assert ("Año 15" if "step" in head else "2041") in page
    signing.sign(by=world.officer, version=version, of=version.sha256)
    last = Forecast.objects.filter(who="group").order_by("year").last()
    # Sixty days after the end of February 2042, or of December 2041.
    assert last.due_on.isoformat() == ("2042-04-29" if "step" in head else "2042-03-01")


def test_a_price_in_another_currency_is_typed_with_its_rate(world, signed_in):
    version = made.planned(world, made.small())
    client, steps = signed_in(world.manager), f"/plans/versions/{version.pk}/steps"
    assert "currency" not in client.get(f"{steps}/together/flow/1/").context["form"].fields
    typed = {"currency": "usd", "worth": "3.75", "source": "BCRP", "of": version.sha256}
    assert client.post(f"{steps}/alone/exchange/", typed).status_code == 302
    told = client.get(f"{steps}/alone/").content.decode()
    assert "1 USD vale 3.75 PEN; BCRP" in told
    version = made.fresh(version)
    assert version.document["exchange"] == [{"currency": "USD", "worth": 3.75, "source": "BCRP"}]
    at = next(n for n, row in enumerate(version.document["flow"]) if not row.get("alone"))
    form = client.get(f"{steps}/together/flow/{at}/").context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, "", [])}
    typed |= {"every": "year", "currency": "USD", "of": version.sha256}
    sent = client.post(f"{steps}/together/flow/{at}/", typed)
    assert sent.status_code == 302, sent.context["form"].errors
    flow = made.fresh(version).document["flow"][at]
    assert flow["currency"] == "USD"
    assert faults_of(made.fresh(version).document) == []


def test_the_interest_of_a_credit_may_move_with_what_the_plan_has(world, signed_in):
    document = made.small()
    document["factor"] = [{"code": "interest", "title": "Interés", "deviation": 0.2}]
    document["financing"] = [{"kind": "credit", "who": "group", "amount": 100, "rate": 0.16, "periods": 2}]
    version = made.planned(world, document)
    page = f"/plans/versions/{version.pk}/steps/money/financing/0/"
    client = signed_in(world.manager)
    form = client.get(page).context["form"]
    assert "currency" not in form.fields
    typed = {name: value for name, value in form.initial.items() if value not in (None, "", [])}
    typed |= {"schedule": "annuity", "rate_factor": "interest", "of": version.sha256}
    assert client.post(page, typed).status_code == 302
    assert made.fresh(version).document["financing"][0]["rate_factor"] == "interest"
    assert faults_of(made.fresh(version).document) == []
