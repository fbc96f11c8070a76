"""Processes: those of the library are sound, and what is wrong with one is refused and told where."""

import copy
import tomllib
from collections.abc import Mapping
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.library import BadEntry, entries
from ayni.library.processes import ENDS, ROLES, process_from, processes
from ayni.words import LANGUAGES

TEXT = {"es": "Paso", "en": "Step", "pt": "Passo"}


# Each of these numbers of the inventory is a process.
SERVED = {4, 11, 14, 46, 56, 102, 104, 105, 106, 109, 110, 111, 116, 118, 119, 126, 135, 136, 137, 141, 142, 144, 155,
          163, 164, 167, 174, 177, 178, 187}  # fmt: skip


def test_each_number_that_is_a_process_has_one():
    assert {number for each in entries("processes") for number in each.serves} >= SERVED


def move(to, **facts):
    return {"to": to, "title": TEXT, **facts}


def whole(**facts):
    """A request that an officer answers: asked, studied, decided by another."""
    return {
        "serves": [164], "source": "Made up", "title": TEXT, "about": TEXT, "opened_by": ["anyone"], "of": ["request"],
        "step": [
            {"code": "asked", "title": TEXT, "owner": "officer", "days": 5, "documents": ["report"],
             "moves": [move("decided"), move("refused", reason=True)]},
            {"code": "decided", "title": TEXT, "owner": "director", "check": True,
             "moves": [move("done"), move("asked")]},
            {"code": "done", "title": TEXT, "end": "done"},
            {"code": "refused", "title": TEXT, "end": "refused"},
        ], **facts,
    }  # fmt: skip


def refused(document, key):
    with pytest.raises(BadEntry) as found:
        process_from("made-up", document)
    assert found.value.key == key
    assert "processes/made-up" in found.value.text("en")


def with_step(at, **facts):
    document = copy.deepcopy(whole())
    document["step"][at].update(facts)
    return document


def test_a_process_is_read_with_all_it_has():
    found = process_from("made-up", whole(days_are="working"))
    asked, decided = found.steps[:2]
    assert (found.opened_by, found.subjects, found.blocks) == (("anyone",), ("request",), False)
    assert (asked.owner, asked.days, asked.counting, asked.documents) == ("officer", 5, "working", ("report",))
    assert [(each.to, each.by, each.reason) for each in asked.moves] == [
        ("decided", ("officer",), False), ("refused", ("officer",), True)]  # fmt: skip
    assert (decided.check, decided.days, found.step("done").end) == (True, None, "done")


@pytest.mark.parametrize(("document", "key"), [
    (whole(step=[]), "bad_process.no_steps"),
    (whole(step=whole()["step"][:2]), "bad_process.no_end"),
    (whole(step=whole()["step"][2:]), "bad_process.no_end"),
    (whole(step=[*whole()["step"], {"code": "done", "title": TEXT, "end": "done"}]), "bad_entry.twice"),
    (whole(step=[*whole()["step"], {"code": "lost", "title": TEXT, "end": "done"}]), "bad_process.unreached"),
    (whole(opened_by=["queen"]), "bad_entry.not_one"), (whole(of=[]), "library.missing"),
    (whole(days_are="lunar"), "bad_entry.not_one"),
    (with_step(0, moves=[move("decided"), move("nowhere")]), "bad_process.nowhere"),
    (with_step(0, moves=[move("decided"), move("asked"), move("refused")]), "bad_process.same_way"),
    (with_step(0, moves=[move("decided"), move("decided"), move("refused")]), "bad_process.same_way"),
    (with_step(1, moves=[]), "bad_process.dead_end"),
    (with_step(2, moves=[move("asked")]), "bad_process.goes_on"),
    (with_step(0, owner="queen"), "bad_entry.not_one"), (with_step(0, owner=None), "bad_entry.not_one"),
    (with_step(0, days=0), "bad_process.days"), (with_step(0, days="ten"), "bad_process.days"),
    (with_step(0, days=True), "bad_process.days"),
    (with_step(0, documents=["recipe"]), "bad_entry.not_one"), (with_step(2, end="won"), "bad_entry.not_one"),
    (with_step(0, moves=[move("decided", by=["queen"]), move("refused")]), "bad_entry.not_one"),
    (with_step(0, owner="manager"), "bad_process.nobody"),
    (with_step(0, code="Pedido 1"), "bad_entry.code"), (with_step(0, title={}), "library.missing"),
    (with_step(0, title={"es": "Solo"}), "library.untold"),
])  # fmt: skip
def test_what_is_wrong_is_refused(document, key):
    refused(document, key)


def test_steps_that_go_round_without_an_end_are_refused():
    steps = [
        {"code": "a", "title": TEXT, "owner": "officer", "moves": [move("b"), move("done")]},
        {"code": "b", "title": TEXT, "owner": "officer", "moves": [move("c")]},
        {"code": "c", "title": TEXT, "owner": "officer", "moves": [move("b")]},
        {"code": "done", "title": TEXT, "end": "done"},
    ]
    refused(whole(step=steps), "bad_process.endless")


@given(st.data())
def test_a_process_that_is_taken_leads_from_every_step_to_an_end(data):
    """An independent walk: what the reader takes has a way out of every step, and a way into it."""
    codes = [f"s{at}" for at in range(data.draw(st.integers(1, 5)))]
    ends = ["x", "y"]
    steps = []
    for code in codes:
        ways = data.draw(st.lists(st.sampled_from([*codes, *ends, "gone"]), max_size=3, unique=True))
        steps.append({"code": code, "title": TEXT, "owner": "officer", "moves": [move(to) for to in ways]})
    steps += [{"code": code, "title": TEXT, "end": "done"} for code in ends]
    try:
        found = process_from("made-up", whole(step=steps))
    except BadEntry as wrong:
        assert wrong.key.startswith(("bad_process.", "bad_entry."))
        return
    ways = {step.code: {each.to for each in step.moves} for step in found.steps}
    for code in ways:
        seen = {code}
        for _ in ways:
            seen |= {to for origin in seen for to in ways[origin]}
        assert seen & set(ends)
    seen = {found.steps[0].code}
    for _ in ways:
        seen |= {to for origin in seen for to in ways[origin]}
    assert seen == set(ways)


def texts(value):
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("process", processes(), ids=lambda each: each.code)
def test_a_process_of_the_library_is_sound(process):
    """Whoever starts may give up or be told; what is decided is told with a reason; days are set where work is done."""
    ends = {step.end for step in process.steps if step.end}
    assert "done" in ends <= set(ENDS)
    for step in process.steps:
        assert step.end or step.days, step.code
        assert step.end or step.asks, step.code
        assert all(role in ROLES for each in step.moves for role in each.by)
        for each in step.moves:
            if process.step(each.to).end in {"refused", "withdrawn"}:
                assert each.reason, f"{step.code} > {each.to} is made without a reason"


@pytest.mark.parametrize("process", processes(), ids=lambda each: each.code)
def test_the_languages_do_not_repeat_one_another(process):
    document = tomllib.loads(files("ayni.library").joinpath(f"processes/{process.code}.toml").read_text("utf-8"))
    long_ones = [each for each in texts(document) if len(each["es"]) > 30]
    assert long_ones
    assert not [each["es"] for each in long_ones if each["es"] == each["en"]]
