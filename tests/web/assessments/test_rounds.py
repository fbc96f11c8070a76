"""Rounds: opened by those who may, answered once, closed for good; single answers stay with who gave them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ayni_web.assessments import actions
from ayni_web.assessments.actions.answering import Given
from ayni_web.assessments.models import Answer, Assessment, Sheet, Version
from ayni_web.assessments.queries.asking import may_be_asked
from ayni_web.assessments.queries.profiles import profile_with_change
from ayni_web.assessments.queries.templates import last_version, read
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from tests.web.assessments.made import asked, closed, content_of, copied, growers, opened, sent

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def execute(statement, *facts):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, facts)


def refused(key):
    return _Refused(key)


class _Refused:
    def __init__(self, key):
        self.key = key

    def __enter__(self):
        return self

    def __exit__(self, kind, mistake, _):
        assert kind is Mistake, f"nothing was refused; {self.key} was expected"
        assert mistake.key == f"assessments.{self.key}"
        return True


def test_a_copy_of_the_library_is_edited_in_place_until_a_round_asks_with_it(world):
    template = copied(world.officer)
    content = content_of(template)
    content["group"][0]["weight"] = 3
    first = actions.edit_template(by=world.officer, template=template, content=content)
    assert (first.number, Version.objects.count()) == (1, 1)
    opened(world.officer, world.cluster, template=template)
    assert actions.edit_template(by=world.officer, template=template, content=content).number == 1
    again = content_of(template)
    again["item"][0]["weight"] = 2
    assert actions.edit_template(by=world.officer, template=template, content=again).number == 2
    assert Version.objects.get(number=1).content["item"][0].get("weight", 1) == 1


def test_the_database_keeps_what_a_round_asked_with(world):
    template = copied(world.officer)
    execute("UPDATE assessments_version SET content = '{}'")
    template = copied(world.officer)
    made = opened(world.officer, world.cluster, template=template)
    with pytest.raises(IntegrityError):
        execute("UPDATE assessments_version SET content = '{}' WHERE id = %s", _key(made.version))
    with pytest.raises(IntegrityError):
        execute("UPDATE assessments_version SET number = 7 WHERE id = %s", _key(made.version))


def _key(row):
    return row.pk.hex if connection.vendor == "sqlite" else str(row.pk)


def test_what_the_reader_of_the_library_refuses_is_refused_here_and_told(world):
    template = copied(world.officer)
    content = content_of(template)
    content["scale"] = content["scale"][:1]
    with pytest.raises(Mistake) as wrong:
        actions.edit_template(by=world.officer, template=template, content=content)
    assert wrong.value.key == "bad_questionnaire.scale"


def test_a_questionnaire_of_a_cluster_is_its_own(world):
    with refused("not_yours"):
        copied(world.manager)
    template = copied(world.manager, world.cluster)
    with refused("not_yours"):
        actions.copy_entry(by=world.member, code="trust", cluster=world.cluster)
    with refused("questionnaire_of_another"):
        opened(world.officer, world.other_cluster, template=template)
    again = actions.copy_version(by=world.officer, version=last_version(template))
    assert last_version(again).content == last_version(template).content
    with refused("no_such_questionnaire"):
        copied(world.officer, code="nonsense")


def test_a_round_is_opened_by_those_who_coordinate_or_manage(world):
    template = copied(world.officer)
    for name in ("member", "stranger", "auditor"):
        with refused("not_yours"):
            opened(world.people[name], world.cluster, template=template)
    with refused("not_yours"):
        opened(world.manager, world.other_cluster, template=template)
    assert opened(world.manager, world.cluster, template=template).subject == "cluster"
    with refused("open_already"):
        opened(world.officer, world.cluster, template=template)
    assert Entry.objects.filter(kind="assessment.opened").count() == 1


@pytest.mark.parametrize(("days", "key"), [(-1, "past_day"), (400, "far_day")])
def test_a_round_ends_within_a_year(world, days, key):
    with refused(key):
        opened(world.officer, world.cluster, closes_on=timezone.localdate() + timedelta(days=days))


def test_a_questionnaire_is_asked_of_what_it_is_of(world):
    with refused("only_of_cluster"):
        opened(world.officer)
    with refused("only_of_organisation"):
        opened(world.officer, world.cluster, code="entrepreneurial")
    with refused("not_yours"):
        opened(world.manager, world.cluster, world.outsider, code="entrepreneurial")
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    assert made.subject == "organisation"


def test_managers_ask_the_people_around_their_cluster_and_coordinators_anyone(world):
    made = opened(world.manager, world.cluster)
    with pytest.raises(Sheet.DoesNotExist):
        asked(world.manager, made, world.stranger)
    assert [each.person for each in asked(world.officer, made, world.stranger)] == [world.stranger]
    sheet = asked(world.manager, made, world.member)[0]
    assert sheet.organisation == world.cooperative
    actions.ask_people(by=world.manager, assessment=made, people=[world.member])
    assert made.sheets.count() == 2


def test_who_acts_for_what_is_judged_is_marked_and_where_that_is_a_conflict_refused(world):
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    assert asked(world.manager, made, world.member)[0].own
    assert not asked(world.manager, made, world.officer)[0].own
    template = copied(world.manager, world.cluster, "entrepreneurial")
    actions.edit_template(by=world.manager, template=template, content={**content_of(template), "own": False})
    other = opened(world.manager, world.cluster, world.cooperative, template=template)
    with refused("not_their_own"):
        asked(world.manager, other, world.member)


def test_a_draft_is_kept_as_often_as_wanted_and_sent_once(world):
    sheet = asked(world.manager, opened(world.manager, world.cluster), world.member)[0]
    kept = actions.answer_sheet(by=world.member, sheet=sheet, given={"lend": Given("", None, "luego")}, send=False)
    assert (kept.state, kept.answers.get().note) == ("draft", "luego")
    with refused("left_open"):
        actions.answer_sheet(by=world.member, sheet=sheet, given={"lend": Given("value", 3)}, send=True)
    assert kept.answers.get().kind == ""
    done = sent(sheet)
    assert done.sent_at is not None
    with refused("not_answered_now"):
        sent(sheet, 1)
    assert set(Answer.objects.values_list("value", flat=True)) == {4}


def test_a_form_that_arrives_twice_counts_once(world):
    sheet, key = asked(world.manager, opened(world.manager, world.cluster), world.member)[0], uuid4()
    for _ in range(2):
        given = {"lend": Given("value", 3)}
        actions.answer_sheet(by=world.member, sheet=sheet, given=given, send=False, sent=key)
    assert Answer.objects.count() == 1


def test_nobody_answers_for_another_nor_beyond_the_scale(world):
    sheet = asked(world.manager, opened(world.manager, world.cluster), world.member)[0]
    for name in ("director", "manager", "stranger"):
        with refused("not_answered_now"):
            actions.answer_sheet(by=world.people[name], sheet=sheet, given={}, send=False)
    for given in ({"lend": Given("value", 9)}, {"nonsense": Given("unknown")}):
        with refused("not_on_the_scale"):
            actions.answer_sheet(by=world.member, sheet=sheet, given=given, send=False)


def test_a_round_is_extended_never_shortened_and_closed_for_good(world):
    made = opened(world.manager, world.cluster)
    with refused("not_later"):
        actions.extend_assessment(by=world.manager, assessment=made, closes_on=made.closes_on)
    later = made.closes_on + timedelta(days=7)
    assert actions.extend_assessment(by=world.manager, assessment=made, closes_on=later).closes_on == later
    sheet = asked(world.manager, made, world.member)[0]
    with refused("not_yours"):
        closed(world.member, made)
    assert closed(world.manager, made).closed_at is not None
    with refused("is_closed"):
        closed(world.manager, made)
    with refused("not_answered_now"):
        sent(sheet)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"assessment.extended", "assessment.closed"} <= kinds


def test_who_has_not_begun_is_asked_no_more(world):
    made = opened(world.manager, world.cluster)
    first, second = asked(world.manager, made, world.member, world.officer)
    actions.withdraw_sheet(by=world.manager, sheet=first)
    actions.answer_sheet(by=world.officer, sheet=second, given={}, send=False)
    with refused("begun"):
        actions.withdraw_sheet(by=world.manager, sheet=second)
    assert [each.person for each in made.sheets.all()] == [world.officer]


def test_an_organisation_replies_once_to_what_is_said_of_it(world):
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    with refused("not_yours"):
        actions.reply_to_assessment(by=world.member, assessment=made, reply="Aún no")
    closed(world.manager, made)
    for name in ("manager", "stranger"):
        with refused("not_yours"):
            actions.reply_to_assessment(by=world.people[name], assessment=made, reply="No")
    with refused("empty_reply"):
        actions.reply_to_assessment(by=world.member, assessment=made, reply=" ")
    assert actions.reply_to_assessment(by=world.member, assessment=made, reply="Ya corregimos").replied_at
    with refused("not_yours"):
        actions.reply_to_assessment(by=world.member, assessment=made, reply="Otra vez")


@pytest.mark.parametrize("statement", [
    "UPDATE assessments_answer SET value = 5",
    "UPDATE assessments_answer SET kind = 'unknown', value = NULL",
    "UPDATE assessments_answer SET note = 'otra'",
    "UPDATE assessments_answer SET item = 'otro' WHERE item = 'lend'",
    "DELETE FROM assessments_answer",
    "UPDATE assessments_sheet SET state = 'draft', sent_at = NULL",
    "UPDATE assessments_sheet SET sent_at = '2020-01-01 00:00:00'",
    "UPDATE assessments_sheet SET own = NOT own",
    "DELETE FROM assessments_sheet",
    "UPDATE assessments_assessment SET state = 'closed'",
    "UPDATE assessments_assessment SET cluster_id = NULL",
    "UPDATE assessments_assessment SET opened_at = '2020-01-01 00:00:00'",
    "UPDATE assessments_assessment SET state = 'closed', closed_by_id = opened_by_id, closed_at = '2020-01-01 08:00'",
    "UPDATE assessments_assessment SET reply = 'x'",
])  # fmt: skip
def test_the_database_keeps_what_was_sent_and_asked(world, statement):
    sheet = asked(world.manager, opened(world.manager, world.cluster), world.member)[0]
    sent(sheet, lend=Given("value", 2, "una nota"))
    with pytest.raises(IntegrityError):
        execute(statement)


def test_the_database_sends_nothing_after_closing_and_opens_nothing_again(world):
    made = opened(world.manager, world.cluster)
    asked(world.manager, made, world.member)
    closed(world.manager, made)
    for statement in (
        "UPDATE assessments_sheet SET state = 'sent', sent_at = CURRENT_TIMESTAMP",
        "UPDATE assessments_assessment SET state = 'open', closed_by_id = NULL, closed_at = NULL",
        "UPDATE assessments_assessment SET closes_on = '2030-01-01'",
    ):
        with pytest.raises(IntegrityError):
            execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(assessment=made, person=world.officer, asked_by=world.manager)


@pytest.mark.parametrize("facts", [
    {"kind": "value"}, {"kind": "unknown", "value": 3.0}, {"kind": "perhaps"},
    {"kind": "value", "value": 1.0, "item": "lend"},
])  # fmt: skip
def test_the_database_refuses_an_answer_that_makes_no_sense(world, facts):
    sheet = asked(world.manager, opened(world.manager, world.cluster), world.member)[0]
    Answer.objects.create(sheet=sheet, item="lend", kind="unknown")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(sheet=sheet, **{"item": "help", **facts})


def test_one_is_asked_once_in_a_round(world):
    made = opened(world.manager, world.cluster)
    asked(world.manager, made, world.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(assessment=made, person=world.member, asked_by=world.manager)


def test_a_note_goes_where_a_person_is_erased_and_what_was_said_stays(world):
    from ayni_web.assessments.privacy import erase, held

    made = opened(world.manager, world.cluster)
    first, second = asked(world.manager, made, world.member, world.officer)
    sent(first, lend=Given("value", 2, "Le presté a Saturnina"))
    actions.answer_sheet(by=world.officer, sheet=second, given={"lend": Given("value", 1, "borrador")}, send=False)
    assert any(row["note"] for row in held(world.member)["assessments_answer"])
    erase(world.member)
    erase(world.officer)
    assert set(Answer.objects.values_list("note", flat=True)) == {""}
    assert Answer.objects.get(item="lend").value == 2
    assert Assessment.objects.count() == 1


def test_the_people_of_a_cluster_are_asked_by_organisation(world):
    made = opened(world.manager, world.cluster)
    sheets = asked(world.manager, made, *growers(world, 6))
    assert {each.organisation for each in sheets} == {world.exporter}


def on_paper(world, made, number, value=4, **facts):
    given = {item.code: Given("value", value) for item in read(made.version).items}
    return actions.put_in_paper(by=facts.pop("by", world.manager), assessment=made, paper=str(number), given=given,
                                **facts)  # fmt: skip


def test_a_paper_is_copied_once_whole_and_no_name_is_kept(world):
    made = opened(world.manager, world.cluster)
    sheet = on_paper(world, made, 1, organisation=world.exporter)
    assert (sheet.state, sheet.person, sheet.typed_by, sheet.organisation) == (
        "sent", None, world.manager, world.exporter)  # fmt: skip
    with refused("paper_twice"):
        on_paper(world, made, 1)
    with refused("left_open"):
        actions.put_in_paper(by=world.manager, assessment=made, paper="2", given={})
    assert made.sheets.count() == 1
    with refused("not_yours"):
        on_paper(world, made, 3, by=world.member)
    # Whoever may be asked is still found beside sheets of nobody.
    assert world.member in may_be_asked(world.manager, made)
    closed(world.manager, made)
    with refused("is_closed"):
        on_paper(world, made, 4)


def test_a_paper_of_the_organisation_that_is_judged_is_told_apart_or_refused(world):
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    if read(made.version).own:
        assert on_paper(world, made, 1, organisation=world.cooperative).own
    else:
        with refused("paper_of_their_own"):
            on_paper(world, made, 1, organisation=world.cooperative)


def test_papers_do_not_tell_what_few_people_answered(world):
    """Whoever copied four sheets knows what they say: with a fifth answer the rest would be that person's."""
    made = opened(world.manager, world.cluster)
    people = growers(world, 6)
    for number in range(4):
        on_paper(world, made, number, value=1)
    sent(asked(world.manager, made, people[0])[0], 5)
    assert not profile_with_change(closed(world.manager, made))[0].enough
    again = opened(world.manager, world.cluster, template=made.version.template)
    for number in range(4):
        on_paper(world, again, number, value=1)
    for sheet in asked(world.manager, again, *people[:5]):
        sent(sheet, 5)
    profile, _ = profile_with_change(closed(world.manager, again))
    assert (profile.enough, profile.sheets, profile.typed) == (True, 9, 4)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_sheet SET typed_by_id = NULL",
        "UPDATE assessments_sheet SET paper = '9'",
        "UPDATE assessments_sheet SET person_id = (SELECT id FROM accounts_person LIMIT 1)",
        "DELETE FROM assessments_sheet",
    ],
)
def test_what_was_copied_stays(world, statement):
    on_paper(world, opened(world.manager, world.cluster), 1)
    with pytest.raises(IntegrityError):
        execute(statement)


def test_a_paper_is_copied_in_the_browser(world, signed_in):
    made, client = opened(world.manager, world.cluster), signed_in(world.manager)
    page = f"/assessments/{made.pk}/put-in/"
    assert page in client.get(f"/assessments/{made.pk}/").content.decode()
    answers = {f"a_{item.code}": "v4" for item in read(made.version).items}
    first, *_ = answers
    left = client.post(page, {"paper": "7", **{name: value for name, value in answers.items() if name != first}})
    assert first in left.context["form"].errors
    assert client.post(page, {"paper": "7", "organisation": world.exporter.pk, **answers}).status_code == 302
    told = client.get(page).content.decode()
    assert "La hoja 7 quedó enviada" in told
    assert "1 hoja copiada" in told
    assert "Hoja 7" in client.get(f"/assessments/{made.pk}/").content.decode()
    twice = client.post(page, {"paper": "7", **answers})
    assert "ya se copió" in str(twice.context["form"].errors["paper"])
