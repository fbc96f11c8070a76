"""Words that hold personal data are blanked, the chain stays whole, and what a member was called before is followed."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from ayni_web.accounts.models import Person
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry as Noted
from ayni_web.ledger import privacy
from ayni_web.ledger.actions import drafts, pledges
from ayni_web.ledger.actions.blanking import BLANK, blank_memo
from ayni_web.ledger.models import Draft, Instalment, Movement, Pledge
from ayni_web.ledger.queries import public
from ayni_web.ledger.queries.journal import memo_of
from ayni_web.ledger.rules.pledging import Part
from ayni_web.ledger.verifying import verified
from ayni_web.members.actions.duplicates import merge_organisations
from tests.web.ledger.banking import bcp, taken
from tests.web.ledger.made import ACTIVITY, BANK, MEMBERS, assigned, drawn, facts, granted, opened, posted
from tests.web.ledger.test_pledges import ago, paid, pledged
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NAME = "Saturnina Quispe Zevallos"


@pytest.fixture
def grower(world):
    opened(world)
    return Person.objects.create_user("saturnina", "correct horse battery", name=NAME, phone="+51987654321")


def test_a_blanked_memo_breaks_no_link_and_is_counted(world, grower):
    first, second = granted(world, 500), granted(world, 700)
    before = verified()
    blank_memo(by=world.director, entry=first)
    first.memo.refresh_from_db()
    assert memo_of(first.memo) == {"text": "", "counterpart": ""}
    after = verified()
    assert after.sound and (after.head, after.blanked) == (before.head, 1) == (second.hash, 1)
    assert Draft.objects.get(pk=first.draft_id).text == BLANK
    assert Noted.objects.filter(kind="ledger.memo_blanked").count() == 1
    with pytest.raises(Mistake) as again:
        blank_memo(by=world.director, entry=first)
    assert again.value.key == "money.blanked_already"


def test_nobody_blanks_what_they_wrote_and_officers_blank_nothing(world, grower):
    entry = granted(world, 500)
    for person in (world.officer, world.auditor, world.manager, world.member):
        with pytest.raises(Mistake) as refused:
            blank_memo(by=person, entry=entry)
        assert refused.value.key == "money.another_blanks"
    assert not verified().blanked


def test_an_erasure_blanks_every_word_that_names_the_person_and_no_other(world, grower):
    kept = posted(world, "receive_grant", facts(900, bank=BANK), text="Pago de Saturnina Quispe a otra Zevallos")
    gone = posted(world, "receive_grant", facts(500, bank=BANK), text=f"Recibo de {NAME.upper()}, vocal")
    waiting = drawn(world, "receive_grant", facts(300, bank=BANK), text=f"Llamar a {NAME}")
    back = drafts.send_back(by=world.director, draft=drawn(world, "receive_grant", facts(200, bank=BANK)),
                            reason="Pregunte al 987654321")  # fmt: skip
    row = pledged(world, Part(ago(1), 500, True, f"Jornales de {NAME}"), Part(ago(1), 500))
    Pledge.objects.filter(pk=row.pk).update(text=f"Lo lleva {NAME}")
    pledges.end(by=world.officer, pledge=row, reason=f"{NAME} se fue")
    privacy.erase(grower)
    texts = [memo_of(each.memo)["text"] for each in (kept, gone) if not each.memo.refresh_from_db()]
    assert texts == ["Pago de Saturnina Quispe a otra Zevallos", ""]
    for draft, text in ((waiting, BLANK), (back, BLANK), (gone.draft, BLANK)):
        draft.refresh_from_db()
        assert (draft.text, draft.counterpart, draft.returned) == (text, "", "")
    row.refresh_from_db()
    assert (row.text, row.why_ended) == ("", BLANK)
    assert sorted(Instalment.objects.values_list("text", flat=True)) == ["", BLANK]
    assert verified().sound and verified().blanked == 1
    noted = Noted.objects.get(kind="ledger.memo_blanked")
    assert str(gone.number) in noted.body and "quispe" not in noted.body.casefold()


def test_what_a_bank_says_of_an_erased_person_is_blanked_and_comes_in_no_second_time(world, grower):
    file = bcp((3, f"TRANSF DE {NAME.upper()}", 5_000), (2, "ITF", -5))
    taken(world, file)
    privacy.erase(grower)
    assert sorted(Movement.objects.values_list("text", flat=True)) == ["", "ITF"]
    for text in ("otra cosa", NAME):
        with pytest.raises(IntegrityError, match="ledger_movement_only_blanked"), transaction.atomic():
            Movement.objects.filter(text="").update(text=text)
    again = taken(world, file + b"\r\n")
    assert again.fresh == 0 and not Movement.objects.filter(text__contains="QUISPE").exists()


def test_a_name_of_one_word_blanks_nothing(world, grower):
    """Whoever calls themselves «Prueba» does not have the books blanked by an erasure."""
    entry = granted(world, 500)
    Person.objects.filter(pk=grower.pk).update(name="Prueba", phone=None)
    grower.refresh_from_db()
    privacy.erase(grower)
    entry.memo.refresh_from_db()
    assert entry.memo.blanked_at is None


def test_whoever_takes_a_name_reads_no_entry_of_others(world, grower):
    posted(world, "receive_grant", facts(500, bank=BANK), text=f"Recibo de {NAME}")
    own = posted(world, "receive_contribution", facts(500, source=MEMBERS, bank=BANK, member=str(world.cooperative.pk)),
                 text="Cuota que trajo Member Uno")  # fmt: skip
    assert privacy.held(grower) == {"ledger_memo": []}
    (told,) = privacy.held(world.member)["ledger_memo"]
    assert told["number"] == own.number


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_draft SET text = 'otra cosa'", "UPDATE ledger_draft SET text = '–'",
     "UPDATE ledger_draft SET counterpart = 'otro'", "UPDATE ledger_draft SET lines = '[]'",
     "UPDATE ledger_draft SET basis = 'market'", "UPDATE ledger_memo SET body = 'otra cosa'",
     "UPDATE ledger_instalment SET text = 'otra cosa'"],
)  # fmt: skip
def test_blanking_lets_nothing_else_be_written(world, grower, statement):
    granted(world, 500)
    pledged(world, Part(ago(1), 500, True, "Adobes"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_page_of_a_blanked_entry_says_so(world, grower, signed_in):
    entry = granted(world, 500)
    client = signed_in(world.director)
    address = f"/money/books/entries/{entry.number}/"
    assert f"{address}blank/" in client.get(address).content.decode()
    assert client.post(f"{address}blank/", {"sent": str(uuid4())}).url == address
    text = client.get(address).content.decode()
    assert f"{address}blank/" not in text and "Prueba" not in text
    assert client.get(f"{address}blank/").status_code == 404
    assert client.get(f"/money/books/drafts/{entry.draft_id}/").status_code == 200


def test_an_advance_of_an_organisation_that_was_merged_is_accounted_for_by_the_one_that_was_kept(world, grower):
    twin = organisation("Cooperativa Taypi Ltda.", "cooperative")
    membership(world.cluster, twin, "production")
    granted(world, 100_000)
    assigned(world, 60_000)
    posted(world, "pass_on", facts(10_000, heading=ACTIVITY, member=str(twin.pk), bank=BANK))
    with pytest.raises(Mistake):
        posted(world, "account_for", facts(1, heading=ACTIVITY, member=str(world.cooperative.pk), account="5300"))
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    posted(world, "account_for", facts(9_000, heading=ACTIVITY, member=str(world.cooperative.pk), account="5300"))
    # 10.00 are left under whichever name: 10.01 are refused.
    for member in (world.cooperative, twin):
        with pytest.raises(Mistake) as more:
            posted(world, "give_back", facts(1_001, heading=ACTIVITY, member=str(member.pk), bank=BANK))
        assert more.value.key == "money.more_than_there_is"
    posted(world, "give_back", facts(1_000, heading=ACTIVITY, member=str(world.cooperative.pk), bank=BANK))
    assert verified().sound


def test_two_names_of_one_member_are_not_counted_as_two(world, grower, monkeypatch):
    monkeypatch.setattr(public, "FEW", 1)
    twin = organisation("Cooperativa Taypi Ltda.", "cooperative")
    membership(world.cluster, twin, "production")
    paid(world, 500)
    paid(world, 500, member=twin)
    assert public.contributors() == 2
    merge_organisations(by=world.officer, kept=world.cooperative, gone=twin)
    assert public.contributors() == 1
