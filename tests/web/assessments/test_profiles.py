"""Profiles: what comes of the answers, told to those it is for, and to nobody while it would show who said what."""

import math
from datetime import timedelta

import pytest
from django.utils import timezone

from ayni.library.questionnaires import questionnaire_from
from ayni_web.assessments import actions, analysis
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.models import Assessment
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.rounds import Table, earlier, months_after
from ayni_web.spreadsheets.exports import LISTS
from tests.web.assessments.made import answered_round, asked, closed, content_of, copied, growers, opened, sent

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TEXT = {"es": "Uno", "en": "One", "pt": "Um"}
SMALL = {
    "serves": [19], "source": "Test", "title": TEXT, "about": TEXT, "answered_by": "members", "of": ["cluster"],
    "named": True,
    "scale": [{"value": value, "text": {**TEXT, "es": f"Vale {value}"}} for value in (1, 2, 3, 4, 5)],
    "group": [{"code": "a", "title": {**TEXT, "es": "Primero"}, "weight": 2},
              {"code": "b", "title": {**TEXT, "es": "Segundo"}}],
    "item": [{"code": "one", "group": "a", "text": TEXT}, {"code": "two", "group": "a", "text": TEXT, "weight": 3},
             {"code": "back", "group": "b", "text": TEXT, "reverse": True}],
}  # fmt: skip
N = math.nan


def profile(rows, own=None, **facts):
    import numpy as np

    values = np.array(rows, dtype=float)
    none = np.zeros(values.shape, dtype=bool)
    found = questionnaire_from("small", {**SMALL, **facts})
    return analysis.profile_of(found, Table(values, np.isnan(values), none, ()), own or [False] * len(rows))


def test_a_case_by_hand():
    # Means of the items 3, 5, 2; from 0 to 1: 1/2, 1, and turned 3/4.  First: (1/2 + 3 * 1) / 4 = 0.875; the second
    # 0.75; the whole (2 * 0.875 + 0.75) / 3 = 0.8333.  First moves between (1.5 / 2 + 1.5) / 3 and (0.25 + 4.5) / 5.
    found = profile([[2, 5, 1], [4, 5, 3]])
    first, second = found.groups
    assert (first.score, second.score) == (87.5, 75)
    assert found.whole.score == pytest.approx(250 / 3)
    assert (first.low, first.high) == pytest.approx((75, 95))
    assert (first.weight, second.weight) == pytest.approx((2 / 3, 1 / 3))
    assert found.reversals == ()
    assert found.items[0].shares[1] == ("Vale 2", 1)


def test_groups_that_change_places_are_listed():
    # First at (1/4 + 3 * 7/8) / 4 = 0.719, up to (0.5 / 4 + 4.5 * 7/8) / 5 = 0.8125 with other weights; second at 0.75.
    assert profile([[2, 5, 2], [2, 4, 2]]).reversals == (("Segundo", "Primero"),)


def test_what_nobody_knows_is_no_zero_and_is_told():
    found = profile([[N, N, 1], [N, N, 2]])
    assert found.groups[0].score is None
    assert found.groups[0].known == 0
    # Of the items of the first, the one of weight 1 was answered by half, the one of weight 3 by all: 3.5 / 4.
    assert profile([[N, 4, 1], [2, 4, 2]]).groups[0].known == 0.875
    assert found.whole.score == found.groups[1].score
    assert found.missing == 4
    assert found.items[0].consensus is None


def test_those_who_answer_weigh_the_groups():
    weighing = [{"code": f"how_{code}", "weighs": code, "text": TEXT} for code in ("a", "b")]
    found = profile([[5, 5, 5, 5, 1], [5, 5, 5, 5, 1]], item=[*SMALL["item"], *weighing])
    # Weights 1 and 0.1; the first has everything, the second nothing.
    assert found.weighed
    assert found.whole.score == pytest.approx(100 / 1.1)


def test_what_an_organisation_says_of_itself_stands_beside_what_others_say():
    found = profile([[5, 5, 1], [1, 1, 5], [1, 1, 5]], own=[True, False, False])
    assert found.sheets == 2
    assert (found.whole.score, found.whole.own) == (0, 100)
    alone = profile([[5, 5, 1]], own=[True])
    assert (alone.whole.score, alone.whole.own) == (100, None)


def test_agreement_is_said_in_words():
    same = profile([[1, 5, 3], [1, 5, 3], [1, 5, 3]])
    assert (same.alpha, same.agreement) == (1, "agree")
    assert profile([[1, 5, 3], [5, 1, 3]]).agreement == "differ"
    assert profile([[3, 3, 3]]).agreement == "unknown"


def test_a_whole_that_stands_alike_has_no_imbalance_and_one_of_extremes_has_all():
    assert profile([[3, 3, 3]]).imbalance == pytest.approx(0)
    assert profile([[5, 5, 5]]).imbalance == pytest.approx(1)


@pytest.mark.parametrize(("count", "enough"), [(4, False), (5, True)])
def test_below_five_answers_nobody_is_told_a_profile_without_names(world, signed_in, count, enough):
    made = answered_round(world, count)
    for person in (world.director, world.manager):
        page = signed_in(person).get(f"/assessments/{made.pk}/").content.decode()
        assert ("Hay menos de 5 respuestas" in page) is not enough
        assert ("Alfa de Krippendorff" in page or "75 de 100" in page) is enough
    rows = list(LISTS["scores"].rows(world.director, {}))
    assert len(rows) == (4 if enough else 0)


def test_an_item_that_few_answered_is_not_told(world):
    made = opened(world.manager, world.cluster)
    for number, sheet in enumerate(asked(world.manager, made, *growers(world, 6))):
        sent(sheet, 4, lend=Given("unknown") if number < 3 else Given("value", 1, f"Nota {number}"))
    found, _ = profile_with_change(closed(world.manager, made))
    assert found.sheets == 6
    assert [each.told for each in found.items].count(False) == 1
    assert found.items[0].answered == 3


def test_few_answers_are_counted_for_the_entity_alone(world, signed_in):
    made = opened(world.manager, world.cluster)
    for sheet in asked(world.manager, made, *growers(world, 3)):
        sent(sheet)
    assert "menos de 5" in signed_in(world.manager).get("/assessments/").content.decode()
    assert "menos de 5" in signed_in(world.manager).get(f"/assessments/{made.pk}/").content.decode()
    assert "3 de 3" in signed_in(world.officer).get("/assessments/").content.decode()
    assert [row[-1] for row in LISTS["assessments"].rows(world.manager, {})] == ["menos de 5"]
    assert [row[-1] for row in LISTS["assessments"].rows(world.officer, {})] == [3]


def test_the_profile_waits_for_the_closing_and_then_those_asked_see_it(world, signed_in):
    made = opened(world.manager, world.cluster)
    people = growers(world, 5)
    for sheet in asked(world.manager, made, *people):
        sent(sheet)
    page = signed_in(people[0]).get(f"/assessments/{made.pk}/").content.decode()
    assert "Usted ya envió sus respuestas" in page
    assert "75 de 100" not in page
    closed(world.manager, made)
    page = signed_in(people[0]).get(f"/assessments/{made.pk}/").content.decode()
    assert "75 de 100" in page
    assert "<svg" in page
    assert all(each.name not in page for each in people[1:])


def test_the_change_since_the_earlier_round_is_told(world, signed_in):
    template = copied(world.manager, world.cluster)
    people = growers(world, 5)
    first = answered_round(world, 5, 3, template=template, people=people)
    content = content_of(template)
    content["group"][0]["weight"] = 2
    actions.edit_template(by=world.manager, template=template, content=content)
    second = answered_round(world, 5, 4, template=template, people=people)
    assert second.version.number == 2
    assert earlier(second) == first
    assert earlier(first) is None
    found, before = profile_with_change(second)
    assert before == first
    # Of the ten items two are turned: what rises by a quarter there falls by a quarter.
    assert {each.code: each.change for each in found.groups}["entity"] == pytest.approx(25)
    page = signed_in(world.manager).get(f"/assessments/{second.pk}/").content.decode()
    assert "+25" in page
    assert "Ver la ronda anterior" in page


def test_a_round_of_another_subject_is_no_earlier_one(world):
    template = copied(world.officer)
    answered_round(world, 5, template=template, people=growers(world, 5))
    other = opened(world.officer, world.other_cluster, template=template)
    assert earlier(other) is None


def test_single_answers_are_seen_where_the_questionnaire_says_so(world, signed_in):
    made = answered_round(world, 1, people=[world.member], code="diamond")
    page = signed_in(world.manager).get(f"/assessments/{made.pk}/answers/").content.decode()
    assert world.member.name in page
    assert "Ver quién respondió qué" in signed_in(world.manager).get(f"/assessments/{made.pk}/").content.decode()
    assert "Ver quién respondió qué" not in signed_in(world.member).get(f"/assessments/{made.pk}/").content.decode()


@pytest.mark.parametrize(
    ("day", "months", "expected"), [("2026-01-31", 1, "2026-02-28"), ("2026-11-15", 12, "2027-11-15")]
)
def test_months_later(day, months, expected):
    from datetime import date

    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_reminders_tell_each_what_is_theirs(world):
    from ayni_web.assessments.queries.reminders import reminders

    made = opened(world.manager, world.cluster)
    assert [each.key for each in reminders(world.manager)] == ["ask_round"]
    sheet = asked(world.manager, made, world.member)[0]
    assert [(each.key, each.due) for each in reminders(world.member)] == [("answer_round", made.closes_on)]
    assert reminders(world.stranger) == []
    Assessment.objects.filter(pk=made.pk).update(closes_on=made.closes_on - timedelta(days=60))
    assert [each.key for each in reminders(world.manager)] == ["close_round"]
    sent(sheet)
    assert reminders(world.member) == []
    closed(world.manager, made)
    assert reminders(world.manager) == []


def test_a_short_review_is_reminded_of(world):
    from ayni_web.assessments.queries.reminders import AHEAD, reminders

    template = copied(world.manager, world.cluster)
    actions.edit_template(by=world.manager, template=template, content={**content_of(template), "review": 1})
    closed(world.manager, opened(world.manager, world.cluster, template=template))
    due = months_after(timezone.localdate(), 1)
    told = [(each.key, each.due) for each in reminders(world.manager)]
    # A month is up to 31 days, and it is told 30 days ahead.
    assert told == ([("ask_again", due)] if due <= timezone.localdate() + AHEAD else [])
    opened(world.manager, world.cluster, template=template)
    assert [each.key for each in reminders(world.manager)] == ["ask_round"]


@pytest.mark.parametrize("rows", [1, 12])
def test_a_list_costs_the_same_whatever_its_length(world, signed_in, rows, django_assert_max_num_queries):
    for _ in range(rows):
        asked(world.manager, opened(world.manager, world.cluster), world.member)
    for person in (world.manager, world.member):
        client = signed_in(person)
        client.get("/assessments/")
        with django_assert_max_num_queries(12):
            client.get("/assessments/")


@pytest.mark.parametrize("count", [5, 25])
def test_a_profile_costs_the_same_however_many_answered(world, signed_in, count, django_assert_max_num_queries):
    made = answered_round(world, count)
    client = signed_in(world.manager)
    client.get(f"/assessments/{made.pk}/")
    with django_assert_max_num_queries(16):
        client.get(f"/assessments/{made.pk}/")
