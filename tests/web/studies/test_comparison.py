"""Two runs compared: files by their hash, rules, candidates that came, went or changed; or that nothing did."""

import json

import pytest
from django.utils import translation

from ayni_web.studies import actions
from ayni_web.studies.comparison import compared
from tests.web.studies import made


def run_of(study, by):
    run = actions.start_run(by=by, study=study)
    assert run.state == "done", run.mistake
    return run


@pytest.fixture
def study(world):
    return made.small_study(world.officer)


@pytest.fixture
def before(world, study):
    return run_of(study, world.officer)


def with_files(world, study, **files):
    actions.replace_files(by=world.officer, study=study, file=made.zipped(
        {"sur/study.toml": made.STUDY, "sur/production.csv": made.table(), **files}))  # fmt: skip
    return run_of(study, world.officer)


def test_the_same_files_and_rules_change_nothing(world, study, before, signed_in):
    after = run_of(study, world.officer)
    found = compared(before, after)
    assert found.nothing and found.same > 0
    page = signed_in(world.officer).get(f"/studies/runs/{after.pk}/compared/").content.decode()
    assert "Nada cambió" in page


def test_another_file_is_told_by_its_hash_and_a_figure_before_and_after(world, study, before):
    after = with_files(world, study, **{"sur/production.csv": made.table(1800)})
    found = compared(before, after)
    assert [each.what for each in found.inputs] == ["production.csv"]
    assert found.inputs[0].before != found.inputs[0].after
    assert not found.rules
    moved = {each.candidate: each for each in (*found.moved, *found.changed)}
    differences = {each.what: (each.before, each.after) for each in moved[next(iter(moved))].differences}
    assert differences["Parte del país"] == ("91.8 %".replace(" ", "\u00a0"), "95.7 %".replace(" ", "\u00a0"))


def test_another_threshold_is_told_by_its_name_and_turns_verdicts(world, study, before):
    after = with_files(world, study, **{"sur/study.toml": made.STUDY + "\n[thresholds]\nquotient_min = 50.0\n"})
    found = compared(before, after)
    assert [(each.what, each.before, each.after) for each in found.rules] == [
        ("Cociente mínimo del requisito 1", "2", "50"),
    ]  # fmt: skip
    turned = found.changed[0].differences
    assert ("1. Territorio y concentración", "Cumple", "No cumple") in [(e.what, e.before, e.after) for e in turned]
    assert not found.inputs
    with translation.override("en"):
        assert compared(before, after).rules[0].what == "Least quotient for requirement 1"
    with translation.override("pt-br"):
        assert compared(before, after).rules[0].what == "Quociente mínimo do requisito 1"


def test_candidates_that_came_and_went_lead_to_the_run_that_has_them(world, study, before, signed_in):
    after = with_files(world, study, **{"sur/production.csv": made.table().replace("quinua", "kiwicha")})
    found = compared(before, after)
    assert {each.run for each in found.came} == {after} and {each.run for each in found.went} == {before}
    assert any("kiwicha" in each.candidate for each in found.came)
    assert any("quinua" in each.candidate for each in found.went)
    page = signed_in(world.officer).get(f"/studies/runs/{after.pk}/compared/").content.decode()
    for each in (*found.came, *found.went):
        assert f"/studies/runs/{each.run.pk}/candidates/" in page


def test_another_version_of_ayni_is_told(world, study, before):
    after = run_of(study, world.officer)
    path = after.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "ayni": "9.9.9"}))
    other = made.package(after.folder, public=False)
    found = compared(before, other)
    assert [(each.what, each.after) for each in found.rules] == [("Versión de Ayni", "9.9.9")]


def test_a_run_is_compared_with_the_one_before_or_with_one_that_is_chosen(world, study, before, signed_in):
    second = with_files(world, study, **{"sur/production.csv": made.table(1800)})
    third = run_of(study, world.officer)
    client = signed_in(world.officer)
    address = f"/studies/runs/{third.pk}/compared/"
    assert str(second.pk) in client.get(address).content.decode()
    assert "Nada cambió" in client.get(address).content.decode()
    chosen = client.get(address, {"against": before.pk}).content.decode()
    assert "Nada cambió" not in chosen and "production.csv" in chosen
    assert client.get(address, {"against": "nonsense"}).status_code == 200
    assert "No hay un resultado anterior" in client.get(f"/studies/runs/{before.pk}/compared/").content.decode()


def test_a_run_of_another_study_is_none_to_compare_with(world, study, before, peruvian, signed_in):
    after = run_of(study, world.officer)
    page = signed_in(world.officer).get(f"/studies/runs/{after.pk}/compared/", {"against": peruvian.pk})
    assert page.status_code == 200 and peruvian.package not in page.content.decode()
