"""Ten years in layers: a plan without them is refused, and the sheet that hands them over says how each stands."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.test_venture_plan import EXAMPLE, small

from ayni.cli import main
from ayni.venture.fields import BadVenture
from ayni.venture.handover import handover_lines
from ayni.venture.layers import LAYERS, day_of_period, due_next, handed_over, in_layers, layer_of, missing_layers
from ayni.venture.reading import plan_of, read_plan
from ayni.venture.tables import told
from ayni.words import LANGUAGES


def objective(due, **more):
    return {"title": f"Para {due}", "who": "Todos", "measure": "Ventas", "target": 10, "unit": "t", "due": due,
            "rests_on": "Acta", **more}  # fmt: skip


def layered(*days, **head):
    return {
        **small(**head),
        "objective": [objective(each) for each in days or ("2027-12-31", "2030-12-31", "2031-01-01")],
    }


def test_the_layer_follows_from_the_day_it_is_due():
    # The plan begins in January 2027: one year ends with December 2027, four with December 2030.
    plan = plan_of(layered())
    assert [layer_of(plan, each.due) for each in plan.objectives] == list(LAYERS)
    # By months from May 2027: one year ends with April 2028, four with April 2031.
    plan = plan_of(layered("2028-04-30", "2028-05-01", "2031-05-01", starts="2027-05", step="month", periods=24))
    assert [layer_of(plan, each.due) for each in plan.objectives] == list(LAYERS)
    assert day_of_period(plan, 1) == "2027-05-01" and day_of_period(plan, 9) == "2028-01-01"


@given(st.dates(date(2027, 1, 1), date(2060, 1, 1)))
def test_every_day_from_the_start_lies_in_one_layer_and_later_days_in_no_earlier_one(day):
    plan = plan_of(layered())
    assert LAYERS.index(layer_of(plan, day.isoformat())) == (day.year >= 2028) + (day.year >= 2031)


def test_a_plan_without_a_layer_is_refused_with_the_layers_that_are_missing(tmp_path, capsys):
    plan = plan_of(layered("2027-12-31"))
    assert missing_layers(plan) == ("1-4", "4-10")
    with pytest.raises(BadVenture) as refused:
        in_layers(plan)
    for language in LANGUAGES:
        assert "1–4, 4–10" in refused.value.text(language)
    text = EXAMPLE.read_text(encoding="utf-8").split("[[objective]]")[0]
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    assert main(["plan", str(tmp_path / "plan.toml"), "--out", str(tmp_path / "out"), "--language", "en"]) != 0
    assert "0–1, 1–4, 4–10" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


WRONG = [
    ("missing", {"who": ""}),
    ("missing", {"measure": ""}),
    ("missing", {"rests_on": ""}),
    ("number", {"target": "mucho"}),
    ("day", {"due": "2027-02-30"}),
    ("day", {"due": "pronto"}),
    ("day", {"starts": "2027"}),
    ("due_before", {"due": "2026-12-31"}),
    ("due_before", {"starts": "2028-01-01"}),
    ("reached_source", {"reached": 4}),
    ("unknown", {"layer": "0-1"}),
]


@pytest.mark.parametrize(("key", "spoil"), WRONG)
def test_an_objective_that_cannot_be_is_refused_with_its_place(key, spoil):
    model = layered("2027-12-31", "2030-12-31", "2031-01-01")
    model["objective"][0].update(spoil)
    with pytest.raises(BadVenture) as refused:
        plan_of(model)
    assert refused.value.key == f"bad_venture.{key}"
    for language in LANGUAGES:
        assert refused.value.text(language)


def test_how_each_stands_on_a_day():
    model = layered("2027-12-31", "2028-06-30", "2030-12-31", "2036-12-31")
    model["objective"][1].update(reached=4, reached_source="Acta 9")
    model["objective"][3].update(starts="2031-01-01")
    plan = plan_of(model)
    handed = handed_over(plan, date(2029, 1, 1))
    assert [[state for state, _ in each.objectives] for each in handed] == [
        ["late"], ["reached", "under_way"], ["to_come"]
    ]  # fmt: skip
    assert due_next(plan, date(2029, 1, 1)).due == "2030-12-31"
    assert due_next(plan, date(2040, 1, 1)) is None


def test_money_promised_stands_in_the_layer_in_which_it_comes():
    model = layered(periods=10)
    model["financing"] = [
        {"kind": "grant", "who": "group", "amount": 5, "title": "Cofinanciamiento", "source": "Convenio 12"},
        {"kind": "own", "who": "group", "amount": 7.5, "at": 5},
    ]
    first, _, last = handed_over(plan_of(model), date(2027, 1, 1))
    assert [(day, each.title, each.source) for day, each in first.money] == [
        ("2027-01-01", "Cofinanciamiento", "Convenio 12")
    ]  # fmt: skip
    assert [(day, each.amount) for day, each in last.money] == [("2031-01-01", 7.5)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_says_what_stands_how_and_whom_to_call(language, tmp_path):
    said = "\n".join(handover_lines(read_plan(EXAMPLE), date(2027, 9, 1), language))
    assert "2027-12-31" in said and "Presidencia del clúster" in said and "80" in said and "32 miembros" in said
    assert main(["plan", str(EXAMPLE), "--out", str(tmp_path), "--draws", "20", "--language", language]) == 0
    assert (tmp_path / "handover.txt").read_text(encoding="utf-8").count("\n") > 20


def test_the_table_of_layers_says_what_the_file_says():
    rows = told(read_plan(EXAMPLE), draws=5).layers
    expected = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["objective"]
    assert rows["title"].to_list() == [each["title"] for each in expected]
    assert rows["layer"].to_list() == ["0-1", "0-1", "1-4", "4-10"]
    assert rows["reached"].null_count() == 4
    assert told(plan_of(small()), draws=5).layers.height == 0
