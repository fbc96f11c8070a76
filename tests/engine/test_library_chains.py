"""Chains, phases, playbooks and rules: those of the library are sound, and what is wrong with one is refused."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.library import BadEntry
from ayni.library.chains import chain_from, chains
from ayni.library.counting import COUNTS, Count, Limit
from ayni.library.phases import diagnosis, phases, phases_from
from ayni.library.playbooks import playbook_from, playbooks
from ayni.library.rules import held_against, rule_sets, rules_from

TEXT = {"es": "Uno", "en": "One", "pt": "Um"}
HEAD = {"serves": [70], "source": "Made up", "title": TEXT, "about": TEXT}
ROLE = {"code": "growers", "title": TEXT, "kinds": ["producer"], "expected": True}
LINK = {"code": "production", "title": TEXT, "role": [ROLE]}
FIGURES = {"es": "{least} o más", "en": "{least} or more", "pt": "{least} ou mais"}
SIGN = {"code": "meets", "text": FIGURES, "evidence": "event", "counts": "meetings", "least": 4}
PHASE = {"code": "first", "title": TEXT, "about": TEXT, "sign": [SIGN]}
ACTION = {"text": TEXT, "who": "manager", "days": 30}
RULE = {"code": "members", "text": FIGURES, "counts": "members", "least": 15}
READERS = {"link": chain_from, "phase": phases_from, "action": playbook_from, "rule": rules_from}


def refused(key, name, rows, **facts):
    with pytest.raises(BadEntry) as found:
        READERS[name]("made-up", {**HEAD, "phase": "first", name: rows, **facts})
    assert found.value.key == key
    for language in ("es", "en", "pt"):
        assert "made-up" in found.value.text(language)


@pytest.mark.parametrize(("key", "name", "rows"), [
    ("library.missing", "link", []), ("library.missing", "link", "x"),
    ("library.missing", "link", [{**LINK, "role": []}]),
    ("library.missing", "link", [{**LINK, "title": None}]), ("bad_entry.code", "link", [{**LINK, "code": "Ñ 1"}]),
    ("bad_entry.not_one", "link", [{**LINK, "role": [{**ROLE, "kinds": ["king"]}]}]),
    ("library.missing", "link", [{**LINK, "role": [{**ROLE, "kinds": []}]}]),
    ("bad_entry.twice", "link", [LINK, {**LINK, "role": [{**ROLE, "code": "other"}]}]),
    ("bad_entry.twice", "link", [LINK, {**LINK, "code": "other"}]),
    ("bad_entry.no_link", "link", [{**LINK, "support": True}]),
    ("library.missing", "phase", []), ("bad_entry.twice", "phase", [PHASE, PHASE]),
    ("bad_entry.not_one", "phase", [{**PHASE, "sign": [{**SIGN, "evidence": "rumour"}]}]),
    ("bad_entry.too_many_needed", "phase", [{**PHASE, "needed": 2}]),
    ("bad_entry.too_many_needed", "phase", [{**PHASE, "needed": 0}]),
    ("library.missing", "action", []), ("bad_entry.days", "action", [{**ACTION, "days": 0}]),
    ("bad_entry.days", "action", [{**ACTION, "days": None}]),
    ("bad_entry.not_one", "action", [{**ACTION, "who": "king"}]),
    ("library.missing", "rule", []), ("bad_entry.not_one", "rule", [{**RULE, "counts": "stars"}]),
    ("bad_entry.no_limit", "rule", [{**RULE, "least": None}]),
    ("bad_entry.no_limit", "rule", [{**RULE, "least": "many"}]),
    ("bad_entry.no_limit", "rule", [{**RULE, "least": 5, "most": 4}]), ("bad_entry.twice", "rule", [RULE, RULE]),
    ("bad_entry.no_limit", "rule", [{**RULE, "within": 0}]), ("bad_entry.no_limit", "rule", [{**RULE, "among": "x"}]),
    # A figure stands in the limit alone: a text that lacks it, or takes another, is refused.
    ("bad_entry.figures", "rule", [{**RULE, "text": TEXT}]),
    ("bad_entry.figures", "rule", [{**RULE, "text": {**FIGURES, "pt": "{most} ou mais"}}]),
    ("bad_entry.figures", "phase", [{**PHASE, "sign": [{**SIGN, "within": 12}]}]),
    ("bad_entry.no_limit", "phase", [{**PHASE, "sign": [{**SIGN, "least": None}]}]),
])  # fmt: skip
def test_what_is_wrong_is_refused(key, name, rows):
    refused(key, name, rows)


def test_a_playbook_is_of_a_phase():
    with pytest.raises(BadEntry):
        playbook_from("made-up", {**HEAD, "action": [ACTION]})


def test_the_chain_of_seafood_has_the_five_that_the_article_names():
    seafood = next(each for each in chains() if each.code == "seafood")
    roles = {role.code for link in seafood.links for role in link.roles}
    assert {"nets", "fishers", "cold_transport", "cold", "traders"} <= roles & seafood.expected


def test_an_expected_role_that_nobody_holds_is_missing():
    chain = chain_from("made-up", {**HEAD, "link": [{**LINK, "role": [
        ROLE, {**ROLE, "code": "inputs"}, {**ROLE, "code": "trade", "expected": False}]}]})  # fmt: skip
    assert [role.code for role in chain.missing(frozenset({"growers"}))] == ["inputs"]
    assert chain.missing(chain.expected) == ()


def test_every_chain_tells_what_supports_it():
    assert {each.code for each in chains()} >= {"typical", "quinoa", "alpaca_textile", "seafood", "anchor_firm"}
    for chain in chains():
        assert sum(link.support for link in chain.links) == 1, chain.code


LADDER = phases()[0]
NEEDED = {phase.code: phase.needed for phase in LADDER}


def signs(**shown):
    """So many signs shown of each phase, the rest not shown."""
    return {sign.code: at < shown.get(phase.code, 0) for phase in LADDER for at, sign in enumerate(phase.signs)}


@pytest.mark.parametrize(("shown", "told"), [
    ({}, ["incipient"]),  # where nothing is shown it is the first
    ({"incipient": 2}, ["incipient"]),
    ({"incipient": 2, "interrelation": 1}, ["incipient"]),  # 1 of 3 is less than a half
    ({"incipient": 2, "interrelation": 2}, ["incipient", "interrelation"]),  # a boundary: 2 of 3
    ({"incipient": 3, "interrelation": 3}, ["interrelation"]),
    ({"incipient": 3, "interrelation": 3, "articulation": 2}, ["interrelation", "articulation"]),
    ({"incipient": 3, "interrelation": 4, "articulation": 4, "maturity": 4}, ["maturity"]),
    ({"incipient": 3, "articulation": 3}, ["incipient", "articulation"]),  # a later one, and one before it lacks
])  # fmt: skip
def test_signs_tell_a_phase_and_at_a_boundary_both(shown, told):
    assert [phase.code for phase in diagnosis(LADDER, signs(**shown)).phases] == told


def test_what_is_not_known_may_still_carry_the_next_phase():
    known = signs(incipient=3, interrelation=1)
    asked = [sign.code for sign in LADDER[1].signs[1:]]
    for code in asked[:2]:
        del known[code]
    found = diagnosis(LADDER, known)
    assert [phase.code for phase in found.phases] == ["incipient", "interrelation"]
    assert found.unknown["interrelation"] == 2


@given(st.dictionaries(st.sampled_from([sign.code for phase in LADDER for sign in phase.signs]), st.booleans()))
def test_more_evidence_never_puts_a_cluster_back(known):
    order = [phase.code for phase in LADDER]
    before = diagnosis(LADDER, known)
    after = diagnosis(LADDER, {**known, **dict.fromkeys(list(known)[:1], True)})
    assert order.index(after.phases[0].code) >= order.index(before.phases[0].code)
    assert 1 <= len(before.phases) <= len(order)
    assert [order.index(each.code) for each in before.phases] == sorted(
        {order.index(each.code) for each in before.phases}
    )


def test_the_first_two_phases_are_those_that_the_article_names():
    assert [phase.code for phase in LADDER][:2] == ["incipient", "interrelation"]
    assert len(LADDER) == 4
    assert all(sign.evidence for phase in LADDER for sign in phase.signs)


@pytest.mark.parametrize("phase", [phase.code for phase in LADDER])
def test_each_phase_has_its_playbook_with_cooperation_and_some_competition(phase):
    (found,) = playbooks(phase)
    assert any(each.together for each in found.actions)
    assert any(not each.together for each in found.actions)
    assert {each.phase for each in playbooks()} <= set(NEEDED)


def counter(known):
    """What is known, as what counts a limit."""
    return lambda limit: Count.of(known[limit.counts]) if limit.counts in known else None


@pytest.mark.parametrize(("code", "known", "met"), [
    # By hand: half a person, 15 members of 2 kinds, one meeting.
    ("eccp_entry", {"staff": 0.5, "members": 15, "member_kinds": 2, "activities": 1}, [True] * 4),
    ("eccp_entry", {"staff": 0.4, "members": 14, "member_kinds": 2}, [False, False, True, None]),
    ("proinnovate_pac", {"small_firms": 5, "years_of_youngest": 2, "sales_of_smallest_uit": 20,
                         "support_soles": 2_000_001, "months": 48, "distance_km": 90},
     [True, True, True, True, False, True]),
    ("catalonia_report", {"revenue_answered": 0.249, "final_producers": 5}, [False, True]),
])  # fmt: skip
def test_rules_are_held_against_what_is_known(code, known, met):
    rules = next(each for each in rule_sets() if each.code == code)
    assert [each.met for each in held_against(rules, counter(known))] == met


@given(st.dictionaries(st.sampled_from(list(COUNTS)), st.floats(0, 1e7)))
def test_a_rule_is_unknown_only_where_nothing_is_known(known):
    for rules in rule_sets():
        for each in held_against(rules, counter(known)):
            assert (each.met is None) == (each.rule.limit.counts not in known)


@pytest.mark.parametrize(("low", "high", "least", "most", "holds"), [
    (4, 4, 4, None, True), (3, 3, 4, None, False), (3, 5, 4, None, None), (4, 9, 4, None, True),
    (5, 9, None, 4, False), (3, 9, None, 4, None), (0, 4, None, 4, True),
    (0, 10, 2, 4, None),  # both ends are outside, and what is between may be inside
])  # fmt: skip
def test_a_count_of_which_only_bounds_are_known_tells_only_what_both_tell(low, high, least, most, holds):
    assert Limit("members", least, most).holds(Count(low, high)) is holds


def test_a_text_takes_its_figures_from_the_limit_as_each_language_writes_them():
    rules = rules_from("made-up", {**HEAD, "rule": [
        RULE, {**RULE, "code": "share", "counts": "deals_within", "least": 0.255}]})  # fmt: skip
    assert rules.rules[0].text["es"] == "15 o más"
    assert rules.rules[1].text == {"es": "25.5\u00a0% o más", "en": "25.5% or more", "pt": "25,5\u00a0% ou mais"}


def test_an_entry_is_not_changed_by_reading_it():
    document = {**HEAD, "link": [copy.deepcopy(LINK)]}
    before = copy.deepcopy(document)
    chain_from("made-up", document)
    assert document == before
