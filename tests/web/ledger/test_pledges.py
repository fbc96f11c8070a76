"""What members promise, put in and owe: worked by hand, by whom it may be written, and what counts for what."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ayni_web.accounts.models import Person
from ayni_web.common.acting import Mistake
from ayni_web.home.reminders import reminders_of
from ayni_web.ledger.access import sees_pledges
from ayni_web.ledger.actions import books, drafts, pledges, posting
from ayni_web.ledger.models import Fulfilment, Fund, Heading, Pledge
from ayni_web.ledger.queries.pledges import arrears, dues, family, uncounted, with_something_to_count
from ayni_web.ledger.reminders import reminders
from ayni_web.ledger.rules.ageing import ALL, aged, band
from ayni_web.ledger.rules.pledging import Held, Part, counted, monthly
from ayni_web.members.actions.duplicates import merge_organisations
from tests.web.ledger.made import ACTIVITY, AWARD, BANK, FUND, MEMBERS, VALUED, drawn, facts, opened, paper, posted
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def pledged(world, *parts, by=None, member=None, heading=None, agreed=True, currency="PEN"):
    """A pledge of the cooperative, agreed to by who acts for it."""
    member = member or world.cooperative
    row = pledges.pledge(
        by=by or world.manager, member=member, fund=Fund.objects.get(pk=FUND), currency=currency, parts=parts,
        heading=Heading.objects.get(pk=heading) if heading else None, text="Acta 12",
    )  # fmt: skip
    whose = world.member if member == world.cooperative else world.officer
    return pledges.agree(by=whose, pledge=row) if agreed else row


def paid(world, minor, member=None, **more):
    told = {"source": MEMBERS, "bank": BANK, "member": str((member or world.cooperative).pk), **more}
    return posted(world, "receive_contribution", facts(minor, **told))


def delivered(world, minor, heading=ACTIVITY):
    return posted(world, "receive_in_kind", facts(minor, source=MEMBERS, member=str(world.cooperative.pk),
                                                  heading=heading, account="1500"))  # fmt: skip


@pytest.fixture
def books_open(world):
    opened(world)
    return world


def of_all(world, as_at=None):
    return arrears(dues(Pledge.objects.all(), as_at or timezone.localdate()))


@pytest.mark.parametrize(
    ("days", "code"),
    [(-5, "not_due"), (0, "not_due"), (1, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60"), (61, "to_90"),
     (90, "to_90"), (91, "over_90"), (4_000, "over_90")],
)  # fmt: skip
def test_the_bands_of_lateness_begin_and_end_on_their_days(days, code):
    assert band(date(2026, 3, 31), date(2026, 3, 31) + timedelta(days=days)) == code


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 10**9))), st.dates())
def test_what_is_missing_stands_in_one_band_and_in_no_other(parts, as_at):
    assert sum(aged(parts, as_at).values()) == sum(left for _, left in parts)


def test_arrears_are_as_by_hand(books_open):
    """Six parts of 100.00, of which 250.00 came: the two oldest are whole, the third lacks 50.00."""
    pledged(books_open, *(Part(ago(days), 10_000) for days in (100, 70, 40, 10, 0, -10)))
    paid(books_open, 25_000)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    (row,), (total,) = of_all(books_open)
    # 100 and 70 days ago: paid. 40 days ago: 50.00 left. 10 days ago: 100.00. Today and in ten days: 200.00.
    assert row.bands == {"not_due": 20_000, "to_30": 10_000, "to_60": 5_000, "to_90": 0, "over_90": 0}
    assert (row.promised, row.put_in, row.late) == (60_000, 25_000, 15_000)
    assert (total.member, total.currency, total.bands) == (None, "PEN", row.bands)
    # As at 20 days ago the money had not come: nothing counts, and what was due since is not due yet.
    (then,), _ = of_all(books_open, ago(20))
    assert then.bands == {"not_due": 30_000, "to_30": 10_000, "to_60": 10_000, "to_90": 10_000, "over_90": 0}


def test_who_wrote_a_pledge_does_not_agree_to_it_and_until_then_nothing_is_due(books_open):
    row = pledged(books_open, Part(ago(5), 100), agreed=False)
    assert of_all(books_open) == ([], [])
    for other in (books_open.manager, books_open.officer, books_open.stranger, books_open.auditor):
        with pytest.raises(Mistake) as refused:
            pledges.agree(by=other, pledge=row)
        assert refused.value.key == "pledges.another_agrees"
    assert pledges.agree(by=books_open.member, pledge=row).typed_for is False
    assert of_all(books_open)[1][0].late == 100


def test_another_of_the_entity_agrees_for_a_member_that_nobody_acts_for(books_open):
    row = pledged(books_open, Part(ago(5), 100), member=books_open.exporter, by=books_open.officer, agreed=False)
    with pytest.raises(Mistake):
        pledges.agree(by=books_open.officer, pledge=row)
    assert pledges.agree(by=books_open.director, pledge=row).typed_for is True


def test_a_member_says_no_and_the_entity_ends_what_was_agreed(books_open):
    row = pledged(books_open, Part(ago(5), 100), agreed=False)
    assert pledges.end(by=books_open.member, pledge=row, reason="No fue lo acordado").why_ended
    other = pledged(books_open, Part(ago(5), 300))
    with pytest.raises(Mistake) as refused:
        pledges.end(by=books_open.member, pledge=other, reason="Ya no")
    assert refused.value.key == "pledges.not_ended_by_you"
    pledges.end(by=books_open.officer, pledge=other, reason="La asamblea lo condonó")
    assert of_all(books_open) == ([], [])


def test_what_makes_no_pledge_is_refused(books_open):
    for parts, key in (
        ((), "no_parts"), ((Part(ago(0), 0),), "part_above_zero"), ((Part(ago(0), 10**14),), "part_above_zero"),
        ((Part(ago(0), 5, in_kind=True),), "say_what"), ([Part(ago(0), 5)] * 121, "too_many_parts"),
    ):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            pledged(books_open, *parts)
        assert refused.value.key == f"pledges.{key}"
    for by, member in ((books_open.manager, books_open.outsider), (books_open.member, books_open.cooperative)):
        with pytest.raises(Mistake) as refused:
            pledged(books_open, Part(ago(0), 5), by=by, member=member)
        assert refused.value.key == "pledges.not_yours"
    with pytest.raises(Mistake):
        pledged(books_open, Part(ago(0), 5), currency="XXQ")


def test_a_part_repeats_on_the_last_day_of_a_shorter_month():
    days = [part.due_on for part in monthly(Part(date(2027, 12, 31), 5), 3)]
    assert days == [date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29)]


def test_kind_pays_kind_and_what_is_for_another_heading_counts_for_nothing(books_open):
    pledged(books_open, Part(ago(9), 500), Part(ago(8), 700, True, "40 jornales"), heading=AWARD)
    paid(books_open, 500)
    with pytest.raises(Mistake) as nothing:
        pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert nothing.value.key == "pledges.nothing_to_count"
    # What stands on an activity of the award is for the award.
    delivered(books_open, 900)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert [(each.put_in, each.left) for each in dues(Pledge.objects.all())] == [(0, 500), (700, 0)]
    assert sorted(row.free for row in uncounted(books_open.cooperative)) == [200, 500]


def test_one_contribution_is_split_and_taken_off_and_never_counts_for_more_than_it_is(books_open):
    row = pledged(books_open, Part(ago(9), 300), Part(ago(1), 300))
    first, second = row.instalments.order_by("due_on")
    line = paid(books_open, 400).lines.get(account__purpose="contributions")
    made = pledges.count_for(by=books_open.officer, instalment=second, line=line, minor=250)
    with pytest.raises(Mistake) as more:
        pledges.count_for(by=books_open.officer, instalment=first, line=line, minor=151)
    assert more.value.key == "pledges.counts_for_more"
    assert pledges.count_for(by=books_open.officer, instalment=first, line=line).minor == 150
    with pytest.raises(Mistake) as used:
        pledges.count_for(by=books_open.officer, instalment=first, line=line)
    assert used.value.key == "pledges.does_not_fit"
    pledges.uncount(by=books_open.officer, fulfilment=made)
    with pytest.raises(Mistake):
        pledges.uncount(by=books_open.officer, fulfilment=made)
    assert [each.put_in for each in dues(Pledge.objects.all())] == [150, 0]
    with pytest.raises(Mistake) as member:
        pledges.count_for(by=books_open.member, instalment=second, line=line)
    assert member.value.key == "money.not_yours"


def test_what_was_reversed_counts_no_longer_and_the_next_one_takes_its_place(books_open):
    pledged(books_open, Part(ago(9), 300))
    wrong = paid(books_open, 300)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    back = drafts.draw_reversal(by=books_open.officer, entry=wrong, occurred_on=ago(0), text="Cheque sin fondos")
    posting.post(by=books_open.director, draft=drafts.send(by=books_open.officer, draft=back))
    assert of_all(books_open)[1][0].late == 300
    paid(books_open, 300)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert of_all(books_open)[1][0].late == 0
    assert Fulfilment.objects.count() == 2


def test_what_two_names_of_one_member_put_in_is_of_the_one_that_was_kept(books_open):
    twin = organisation("Cooperativa Taypi Ltda.", "cooperative")
    membership(books_open.cluster, twin, "production")
    pledged(books_open, Part(ago(9), 300), member=twin, by=books_open.director)
    paid(books_open, 200, member=twin)
    merge_organisations(by=books_open.officer, kept=books_open.cooperative, gone=twin)
    paid(books_open, 100)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    (row,), _ = of_all(books_open)
    assert (row.member, row.put_in, row.late) == (books_open.cooperative, 300, 0)
    assert set(family(books_open.cooperative)) == {str(books_open.cooperative.pk), str(twin.pk)}
    assert Pledge.objects.filter(sees_pledges(books_open.member)).count() == 1


def test_what_comes_in_kind_says_what_its_value_stands_on(books_open):
    told = facts(500, source=MEMBERS, member=str(books_open.cooperative.pk), heading=ACTIVITY, account="1500")
    for more, key in (({}, "no_basis"), ({"basis": "market"}, "basis_of_whom")):
        with pytest.raises(Mistake) as refused:
            drafts.draw(by=books_open.officer, purpose="receive_in_kind", facts=told, occurred_on=ago(0), text="X",
                        papers=[paper(books_open)], **more)  # fmt: skip
        assert refused.value.key == f"money.{key}"
    entry = drawn(books_open, "receive_in_kind", told)
    assert (entry.basis, entry.counterpart) == tuple(VALUED.values())
    # Lines typed freely bring nothing in kind without it either, and whoever takes it back needs none.
    lines = delivered(books_open, 500)
    back = drafts.draw_reversal(by=books_open.officer, entry=lines, occurred_on=ago(0), text="Se anotó dos veces")
    assert posting.post(by=books_open.director, draft=drafts.send(by=books_open.officer, draft=back)).number


MINOR = st.integers(1, 1_000)
KINDS = st.tuples(st.just("F"), st.sampled_from(["PEN", "USD"]), st.booleans())
HELD = st.lists(st.tuples(MINOR, KINDS, st.frozensets(st.sampled_from("ab"))), max_size=8)


@given(HELD, HELD)
def test_nothing_counts_for_more_than_it_is_and_nothing_that_fits_is_left(contributions, parts):
    lines = [Held(n, *each) for n, each in enumerate(contributions)]
    owed = [Held(n, *each) for n, each in enumerate(parts)]
    found = list(counted(lines, owed))
    used, got = dict.fromkeys(range(len(lines)), 0), dict.fromkeys(range(len(owed)), 0)
    for line, part, minor in found:
        used[line], got[part] = used[line] + minor, got[part] + minor
        assert minor > 0 and lines[line].fits == owed[part].fits and owed[part].headings <= lines[line].headings
    assert all(used[line.pk] <= line.minor for line in lines) and all(got[part.pk] <= part.minor for part in owed)
    for line in lines:
        for part in owed:
            fits = line.fits == part.fits and part.headings <= line.headings
            assert not (fits and used[line.pk] < line.minor and got[part.pk] < part.minor)


def test_each_is_reminded_of_what_is_theirs(books_open):
    row = pledged(books_open, Part(ago(3), 300), Part(ago(-60), 300), agreed=False)
    mine = {each.key for each in reminders_of(books_open.member)}
    assert "agree_pledge" in mine and "put_in" not in mine
    assert "agree_pledge" not in {each.key for each in reminders_of(books_open.officer)}
    pledges.agree(by=books_open.member, pledge=row)
    (due,) = [each for each in reminders_of(books_open.member) if each.key == "put_in"]
    assert due.late and due.due == ago(3) and "300" not in due.title and "3" in due.title
    assert not [each for each in reminders_of(books_open.stranger) if each.key in ("put_in", "agree_pledge")]
    paid(books_open, 300)
    assert [each.key for each in reminders_of(books_open.officer)].count("count_put_in") == 1
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert with_something_to_count() == []
    assert "put_in" not in {each.key for each in reminders_of(books_open.member)}


def test_what_was_put_in_beyond_every_promise_reminds_nobody(books_open):
    pledged(books_open, Part(ago(3), 300))
    paid(books_open, 900)
    pledges.count_put_in(by=books_open.officer, member=books_open.cooperative)
    assert with_something_to_count() == []


def test_reminders_cost_as_many_queries_with_more_members(books_open):
    def cost():
        person = Person.objects.get(pk=books_open.officer.pk)
        with CaptureQueriesContext(connection) as found:
            reminders(person)
        return len(found)

    pledged(books_open, Part(ago(3), 300))
    pledged(books_open, Part(ago(3), 300), agreed=False)
    paid(books_open, 100)
    before = cost()
    for n in range(3):
        more = organisation(f"Asociación {n}", "producers_association")
        membership(books_open.cluster, more, "production")
        pledged(books_open, Part(ago(3), 300), member=more, by=books_open.director)
        pledged(books_open, Part(ago(3), 300), member=more, by=books_open.director, agreed=False)
        paid(books_open, 100, member=more)
    assert cost() == before
    assert len(with_something_to_count()) == 4


def test_a_manager_sees_nothing_of_what_is_for_another_cluster(books_open):
    other = books.add_fund(by=books_open.director, code="OTRO", title="Fondo alpaca", cluster=books_open.other_cluster)
    pledges.pledge(by=books_open.officer, member=books_open.cooperative, fund=other, currency="PEN",
                   parts=[Part(ago(1), 5)])  # fmt: skip
    assert not Pledge.objects.filter(sees_pledges(books_open.manager)).exists()
    assert Pledge.objects.filter(sees_pledges(books_open.member)).count() == 1
    assert not Pledge.objects.filter(sees_pledges(books_open.stranger)).exists()


def test_the_sheet_of_bands_is_whole():
    assert ALL == ("not_due", "to_30", "to_60", "to_90", "over_90")
