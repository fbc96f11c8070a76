"""Bank and books: what came counts once, the same is matched, and what differs on a day is named to the last cent."""

import pytest
from django.db import IntegrityError, connection, transaction

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import Entry as Noted
from ayni_web.ledger.actions import drafts, matching, posting
from ayni_web.ledger.actions.statements import take_out
from ayni_web.ledger.models import Account, BankStatement, Line, Match, MatchedLine, MatchedMovement, Movement
from ayni_web.ledger.queries.matching import banked, candidates, proposals
from ayni_web.ledger.queries.reconciling import standing
from tests.web.ledger.banking import BCP_HEAD, bcp, day, taken
from tests.web.ledger.made import BANK, CALL, CASH, MEMBERS, facts, opened, paper, posted
from tests.web.ledger.test_bank_files import SGML
from tests.web.ledger.test_reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PEN = "PEN"


def bank():
    return Account.objects.get(pk=BANK)


def refused(key, act, *told, **more):
    with pytest.raises(Mistake) as mistake:
        act(*told, **more)
    assert mistake.value.key == f"bank.{key}"
    return mistake.value


def lines(*numbers):
    return [row.pk for row in Line.objects.filter(account=BANK, entry__in=numbers).order_by("entry_id")]


def moved(*texts):
    return [Movement.objects.get(text=text).pk for text in texts]


def matched(world, texts, numbers, by=None):
    return matching.match(
        by=by or world.officer, account=bank(), currency=PEN, movements=moved(*texts), lines=lines(*numbers)
    )  # fmt: skip


def paid(world, minor, back, text="Prueba"):
    return posted(
        world, "pay_supplier", facts(minor, heading=CALL, account="5300", bank=BANK), day=day(back), text=text
    )


def books(world):
    """1 000.00 came in ten days ago and is for the call; nothing was paid yet."""
    opened(world, since=day(10))
    posted(world, "receive_grant", facts(100_000, bank=BANK), day=day(10), text="Convenio 004")
    posted(world, "assign", facts(100_000, to_heading=CALL), day=day(10))


def test_the_same_file_counts_once_and_an_overlapping_one_brings_what_is_new(world):
    opened(world)
    first = taken(world, bcp((5, "UNO", 30_000), (4, "DOS", -500), (4, "DOS", -500), opening=100_000))
    assert (first.came, first.fresh, first.opening, first.closing) == (3, 3, 100_000, 129_000)
    refused("same_file", taken, world, bcp((5, "UNO", 30_000), (4, "DOS", -500), (4, "DOS", -500), opening=100_000))
    second = taken(world, bcp((4, "DOS", -500), (4, "DOS", -500), (2, "TRES", 700), opening=130_000, first=1))
    assert (second.came, second.fresh) == (3, 1)
    assert sum(Movement.objects.values_list("minor", flat=True)) == 129_700


def test_what_was_there_before_is_a_movement_of_its_own_that_moves_with_an_earlier_file(world):
    opened(world)
    taken(world, bcp((3, "DOS", 200), opening=1_000))
    taken(world, bcp((8, "UNO", 300), opening=700))
    rows = list(Movement.objects.values_list("minor", "opening"))
    assert rows == [(700, True), (300, False), (200, False)]
    assert standing(bank(), PEN, day()).difference == 0


def test_a_file_of_another_account_currency_or_form_is_refused(world):
    opened(world)
    taken(world, bcp((5, "UNO", 100)))
    other = BCP_HEAD.replace("193-1234567-0-12", "193-7654321-0-99")
    assert refused("other_account", taken, world, bcp((1, "DOS", 100), head=other)).facts["came"] == "193-7654321-0-99"
    dollars = BCP_HEAD.replace("Soles", "Dólares")
    refused("other_currency", taken, world, bcp((1, "DOS", 100), head=dollars))
    ofx = SGML.replace("<ACCTID>1931234567012", "").replace("20261001", f"{day(9):%Y%m%d}")
    refused("other_form", taken, world, ofx.replace("20261031", f"{day():%Y%m%d}").encode())
    refused("no_bank_account", taken, world, bcp((1, "DOS", 100)), account=CASH)
    with pytest.raises(Mistake, match="oficial"):
        taken(world, bcp((1, "DOS", 100)), by=world.auditor)
    assert BankStatement.objects.count() == 1


def test_days_that_came_with_other_movements_are_refused_whole(world):
    opened(world)
    taken(world, bcp((5, "UNO", 100), (4, "DOS", 50), opening=1_000))
    # The bank now says that one of those days moved 70 instead of 50: the file is another story of the same days.
    facts_told = refused("overlap_differs", taken, world, bcp((5, "UNO", 100), (4, "OTRO", 70), opening=1_000)).facts
    assert facts_told["came"].endswith("1.70") and facts_told["there"].endswith("2.20")
    assert Movement.objects.count() == 3


def test_a_statement_that_came_by_mistake_goes_while_nothing_stands_on_it(world):
    books(world)
    first = taken(world, bcp((10, "CONVENIO", 100_000)))
    second = taken(world, bcp((2, "PAGO", -300), opening=100_000))
    assert (
        refused("later_statement_first", take_out, by=world.officer, statement=first).facts["name"] == "movimientos.csv"
    )
    take_out(by=world.officer, statement=second)
    matched(world, ["CONVENIO"], [1])
    refused("statement_in_use", take_out, by=world.officer, statement=first)
    assert list(Movement.objects.values_list("text", flat=True)) == ["CONVENIO"]


def test_one_movement_is_one_line_and_the_sure_ones_are_taken_at_once(world):
    books(world)
    paid(world, 5_000, 4, "Factura F001-2214")
    paid(world, 5_000, 3, "Factura F001-2299")
    paid(world, 700, 3)
    taken(world, bcp((10, "CONVENIO", 100_000), (3, "PAGO F001-2299", -5_000), (3, "PAGO F001-2214", -5_000),
                     (2, "SERVICIO", -700), (1, "ITF", -5)))  # fmt: skip
    found = proposals(bank(), PEN)
    told = {each.movements[0].text: [line.entry_id for line in each.lines] for each in found}
    # Alike in amount and near in days, each is told by the number of its invoice.
    assert told == {"CONVENIO": [1], "PAGO F001-2214": [3], "PAGO F001-2299": [4], "SERVICIO": [5]}
    assert all(each.sure for each in found)
    matching.match_sure(by=world.officer, account=bank(), currency=PEN)
    assert Match.objects.count() == 4
    assert refused("nothing_sure", matching.match_sure, by=world.officer, account=bank(), currency=PEN)
    assert list(Movement.objects.filter(matched=None).values_list("text", flat=True)) == ["ITF"]


def test_two_that_are_alike_leave_a_doubt(world):
    books(world)
    paid(world, 5_000, 4)
    paid(world, 5_000, 3)
    taken(world, bcp((10, "CONVENIO", 100_000), (3, "PAGO", -5_000)))
    assert [(each.movements[0].text, each.sure) for each in proposals(bank(), PEN)] == [
        ("CONVENIO", True), ("PAGO", False),
    ]  # fmt: skip


def test_one_movement_may_be_several_lines_and_several_one(world):
    books(world)
    for minor in (1_000, 2_500, 4_000):
        paid(world, minor, 3)
    paid(world, 9_000, 3)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "PLANILLA", -7_500), (2, "PARTE 1", -8_100), (1, "PARTE 2", -900)))
    several = {tuple(row.text for row in each.movements): len(each.lines) for each in proposals(bank(), PEN)}
    assert several == {("CONVENIO",): 1, ("PLANILLA",): 3, ("PARTE 1", "PARTE 2"): 1}
    matched(world, ["PLANILLA"], [3, 4, 5])
    matched(world, ["PARTE 1", "PARTE 2"], [6])
    assert standing(bank(), PEN, day()).missing.minor == 100_000


def test_what_does_not_come_to_the_same_is_not_matched_and_says_by_how_much(world):
    books(world)
    paid(world, 5_000, 3)
    taken(world, bcp((3, "PAGO", -5_100), opening=100_000))
    assert refused("sums_differ", matched, world, ["PAGO"], [3]).facts["left"].endswith("1.00")
    refused("choose_both", matched, world, ["PAGO"], [])
    with pytest.raises(Mistake, match="oficial"):
        matched(world, ["PAGO"], [3], by=world.auditor)


def test_nothing_is_matched_twice(world):
    books(world)
    taken(world, bcp((10, "UNO", 100_000), (9, "DOS", 100_000)))
    matched(world, ["UNO"], [1])
    refused("matched_already", matched, world, ["DOS"], [1])
    refused("matched_already", matching.draw_from, by=world.officer, movement=Movement.objects.get(text="UNO"))


def test_the_balance_of_before_is_every_line_of_before(world):
    books(world)
    paid(world, 30_000, 9)
    paid(world, 5_000, 2)
    taken(world, bcp((2, "PAGO", -5_000), opening=70_000))
    first = proposals(bank(), PEN)[0]
    assert first.movements[0].opening and [line.minor for line in first.lines] == [100_000, -30_000]
    assert [line.minor for line in candidates(first.movements[0])] == [100_000, -30_000]
    matching.match(by=world.officer, account=bank(), currency=PEN, movements=[first.movements[0].pk],
                   lines=[line.pk for line in first.lines])  # fmt: skip
    matched(world, ["PAGO"], [4])
    found = standing(bank(), PEN, day())
    assert (found.books, found.bank, found.pending.count, found.missing.count) == (65_000, 65_000, 0, 0)


def test_a_draft_is_written_of_a_movement_once_and_then_leaves_no_doubt(world):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "PAGO", -5_000), (2, "PAGO DOS", -5_000)))
    movement = Movement.objects.get(text="PAGO")
    told = {
        "by": world.officer, "purpose": "pay_supplier", "occurred_on": movement.day, "text": "Factura",
        "facts": facts(5_000, heading=CALL, account="5300", bank=BANK), "papers": [paper(world)],
    }  # fmt: skip
    draft = matching.draw_from(movement=movement, **told)
    refused("drawn_already", matching.draw_from, movement=movement, **told)
    drafts.drop(by=world.officer, draft=draft)
    again = drafts.send(by=world.officer, draft=matching.draw_from(movement=movement, **told))
    posting.post(by=world.director, draft=again)
    pairs = {each.movements[0].text: each.sure for each in proposals(bank(), PEN)}
    assert pairs == {"CONVENIO": True, "PAGO": True}


def test_books_and_bank_stand_as_by_hand_on_each_day(world):
    # Day 10: 1 000.00 in both. Day 4: a cheque of 50.00 is written; the bank pays it on day 2. Day 1: a fee of 0.05.
    books(world)
    paid(world, 5_000, 4)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "CHEQUE", -5_000), (1, "COMISION", -5)))
    matched(world, ["CONVENIO"], [1])
    matched(world, ["CHEQUE"], [3])
    told = {back: standing(bank(), PEN, day(back)) for back in (10, 3, 1)}
    by_day = {
        back: (each.books, each.bank, each.pending.minor, each.missing.minor, each.difference)
        for back, each in told.items()
    }
    assert by_day == {
        10: (100_000, 100_000, 0, 0, 0), 3: (95_000, 100_000, -5_000, 0, 0), 1: (95_000, 94_995, 0, -5, 0),
    }  # fmt: skip
    assert banked([bank()], [(bank(), PEN, 95_000)])[0].waiting == 1


def test_days_of_which_no_statement_came_leave_a_difference_that_is_said_and_not_signed(world):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000)))
    taken(world, bcp((1, "PAGO", -100), opening=90_000))
    found = standing(bank(), PEN, day(1))
    assert (found.bank, found.unexplained, found.difference) == (89_900, -10_000, 10_000)
    wrong = refused("difference_left", matching.reconcile, by=world.officer, account=bank(), currency=PEN, day=day(1))
    assert wrong.facts["difference"].endswith("100.00")
    # The file of the days between explains it.
    taken(world, bcp((5, "OTRO PAGO", -10_000), opening=100_000))
    assert standing(bank(), PEN, day(1)).difference == 0


def test_what_was_signed_stays(world):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "PAGO", -300)))
    row = matched(world, ["CONVENIO"], [1])
    refused("not_told_yet", matching.reconcile, by=world.officer, account=bank(), currency=PEN, day=day(1))
    signed = matching.reconcile(by=world.officer, account=bank(), currency=PEN, day=day(2))
    assert (signed.books, signed.bank, signed.missing, signed.missing_count) == (100_000, 99_700, -300, 1)
    assert Noted.objects.order_by("-number")[0].kind == "ledger.reconciled"
    refused("reconciled_later", matching.reconcile, by=world.officer, account=bank(), currency=PEN, day=day(2))
    refused("match_reconciled", matching.take_apart, by=world.officer, match=row)
    late = refused("day_reconciled", taken, world, bcp((3, "TARDE", 50), (2, "PAGO", -300), opening=100_000))
    assert late.facts["day"] == day(2).isoformat()
    # What comes to be written of a day that was signed is matched all the same.
    assigned_of = paid(world, 300, 2)
    again = matched(world, ["PAGO"], [assigned_of.number])
    matching.take_apart(by=world.director, match=again)
    assert Match.objects.get() == row


def cheated(guard, statement, *values):
    with pytest.raises(IntegrityError, match=guard), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        connection.check_constraints()


def test_the_database_keeps_what_the_bank_said(world):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "PAGO", -300)))
    row = matched(world, ["CONVENIO"], [1])
    matching.reconcile(by=world.officer, account=bank(), currency=PEN, day=day(2))
    cheated("ledger_movement_statement_id_unchanged", "UPDATE ledger_movement SET minor = 1 WHERE text = 'PAGO'")
    cheated("ledger_movement_reconciled_stays", "DELETE FROM ledger_movement WHERE text = 'PAGO'")
    cheated("ledger_statement_unchanged", "UPDATE ledger_statement SET closing = 1")
    cheated("ledger_match_unchanged", "UPDATE ledger_match SET currency = 'USD'")
    cheated("ledger_match_reconciled_stays", "DELETE FROM ledger_match")
    cheated("ledger_match_line_reconciled_stays", "DELETE FROM ledger_match_line")
    cheated("ledger_reconciliation_unchanged", "UPDATE ledger_reconciliation SET books = 1, bank = 1")
    cheated("ledger_reconciliation_kept", "DELETE FROM ledger_reconciliation")
    assert Match.objects.get() == row


def test_the_database_refuses_a_match_that_is_not_even(world):
    books(world)
    posted(world, "receive_contribution", facts(70, bank=CASH, source=MEMBERS, member=str(world.cooperative.pk)))
    taken(world, bcp((10, "UNO", 99_000), (2, "DOS", 70)))

    def cheat(guard, texts, line_rows, last):
        made = Match(account=bank(), currency=PEN, day=last, made_by=world.officer)
        with pytest.raises(IntegrityError, match=guard), transaction.atomic():
            for pk in moved(*texts):
                MatchedMovement.objects.create(match_id=made.pk, movement_id=pk)
            for pk in line_rows:
                MatchedLine.objects.create(match_id=made.pk, line_id=pk)
            made.save(force_insert=True)
            connection.check_constraints()

    cash = list(Line.objects.filter(account=CASH).values_list("pk", flat=True))
    cheat("ledger_match_is_even", ["UNO"], lines(1), day(10))
    cheat("ledger_match_is_even", [], lines(1), day(10))
    cheat("ledger_match_is_even", ["UNO"], [], day(10))
    cheat("ledger_match_of_one_account", ["DOS"], cash, day())
    assert not Match.objects.exists()


def test_a_match_stands_on_its_last_day(world):
    books(world)
    taken(world, bcp((9, "CONVENIO", 100_000)))
    made = Match(account=bank(), currency=PEN, day=day(10), made_by=world.officer)
    with pytest.raises(IntegrityError, match="ledger_match_on_its_last_day"), transaction.atomic():
        MatchedMovement.objects.create(match_id=made.pk, movement_id=moved("CONVENIO")[0])
        MatchedLine.objects.create(match_id=made.pk, line_id=lines(1)[0])
        made.save(force_insert=True)


def test_a_line_is_not_added_to_a_match_that_is_there(world):
    books(world)
    paid(world, 100, 3)
    taken(world, bcp((10, "CONVENIO", 100_000)))
    row = matched(world, ["CONVENIO"], [1])
    with pytest.raises(IntegrityError, match="ledger_match_line_before_its_match"), transaction.atomic():
        MatchedLine.objects.create(match_id=row.pk, line_id=lines(3)[0])


def test_proposals_cost_the_same_however_many_there_are(world, django_assert_num_queries):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000), *((3, f"PAGO {n}", -n) for n in range(1, 4))))
    account = bank()
    with django_assert_num_queries(3):
        assert len(proposals(account, PEN)) == 1
    for n in range(1, 4):
        paid(world, n, 3)
    with django_assert_num_queries(3):
        assert len(proposals(account, PEN)) == 4


def test_what_was_taken_back_waits_for_no_bank(world):
    books(world)
    wrong, right = paid(world, 5_000, 5), paid(world, 5_000, 4)
    back = drafts.draw_reversal(by=world.officer, entry=wrong, occurred_on=day(2), text="Dos veces")
    posting.post(by=world.director, draft=drafts.send(by=world.officer, draft=back))
    taken(world, bcp((10, "CONVENIO", 100_000), (5, "PAGO", -5_000), (1, "ITF", -5)))
    pairs = {each.movements[0].text: ([line.entry_id for line in each.lines], each.sure)
             for each in proposals(bank(), PEN)}  # fmt: skip
    assert pairs == {"CONVENIO": ([1], True), "PAGO": ([right.number], True)}
    matching.match_sure(by=world.officer, account=bank(), currency=PEN)
    told = {back: standing(bank(), PEN, day(back)).pending for back in (3, 1)}
    assert {back: (side.minor, side.count) for back, side in told.items()} == {3: (-5_000, 1), 1: (0, 0)}


def test_what_the_bank_told_goes_out_with_the_entry_that_it_is(world, signed_in):
    books(world)
    taken(world, bcp((10, "Convenio", 100_000), (3, "Comisión", -350)))
    matched(world, ["Convenio"], [1])
    client = signed_in(world.officer)
    assert (
        "/lists/movements.csv?account=1100&amp;currency=PEN"
        in client.get("/money/books/banks/1100/PEN/").content.decode()
    )
    rows = read(client, "movements", "account=1100&currency=PEN")
    assert [(row[4], row[6], row[7], row[8]) for row in rows[1:]] == [
        ("Convenio", "1000", "1000", "1"), ("Comisión", "-3.5", "996.5", ""),
    ]  # fmt: skip
    assert read(client, "movements", "account=1100&currency=USD")[1:] == []
