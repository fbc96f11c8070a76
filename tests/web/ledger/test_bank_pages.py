"""A statement goes in by the browser, is matched there, and what is missing is written from where it is seen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ayni_web.ledger.models import BankStatement, Draft, Line, Match, Movement, Reconciliation
from tests.web.ledger.banking import bcp, day, taken
from tests.web.ledger.made import BANK, CALL, FUND, GOVERNMENT
from tests.web.ledger.test_bank import books, paid

pytestmark = pytest.mark.django_db
AT = {"code": BANK, "currency": "PEN"}


def page(client, name, **at):
    return client.get(reverse(f"ledger:{name}", kwargs=at)).content.decode()


def sent(client, name, told, **at):
    return client.post(reverse(f"ledger:{name}", kwargs=at), told, follow=True).content.decode()


def uploaded(client, content, name="movimientos.csv"):
    return sent(client, "add_statement", {"file": SimpleUploadedFile(name, content)}, **AT)


def test_a_file_is_read_and_its_twin_is_refused_beside_the_field(world, signed_in):
    books(world)
    client = signed_in(world.officer)
    content = bcp((10, "CONVENIO", 100_000), (2, "ITF", -5))
    assert "2 movimientos nuevos de 2" in uploaded(client, content)
    again = uploaded(client, content)
    assert "ya se agregó" in again and 'role="alert"' in again
    assert BankStatement.objects.get().fresh == 2
    assert "193-1234567-0-12" in page(client, "statement", pk=BankStatement.objects.get().pk)


def test_what_is_no_statement_says_what_came_and_what_was_expected(world, signed_in):
    books(world)
    answer = uploaded(signed_in(world.officer), b"Nombre;Tipo;Lugar\nUno;Dos;Tres\n", "socios.csv")
    assert "Llegó: «Nombre, Tipo, Lugar»" in answer and "BCP (Telecrédito), Interbank y OFX" in answer
    assert not Movement.objects.exists()


def test_the_sure_ones_are_matched_by_a_button_and_taken_apart_by_another(world, signed_in):
    books(world)
    client = signed_in(world.officer)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "ITF", -5)))
    assert "Emparejar el que no deja duda" in page(client, "bank", **AT)
    answer = sent(client, "match_sure", {}, **AT)
    assert "Nada se parece ahora" in answer and "ITF" in answer and "CONVENIO" not in answer
    assert "CONVENIO" in page(client, "matched", **AT)
    movement = Movement.objects.get(text="CONVENIO")
    assert "Está en el libro" in page(client, "movement", pk=movement.pk)
    assert "¿Qué es en el libro?" in sent(client, "take_apart", {}, pk=Match.objects.get().pk)
    assert "Ahora no hay ninguno" not in sent(client, "match_sure", {}, **AT)
    assert "Ahora no hay ninguno" in sent(client, "match_sure", {}, **AT)


def test_a_movement_is_matched_by_hand_and_a_sum_that_differs_is_told(world, signed_in):
    books(world)
    first, second = paid(world, 3_000, 3), paid(world, 1_000, 3)
    client = signed_in(world.officer)
    taken(world, bcp((2, "PLANILLA", -4_000), opening=100_000))
    movement = Movement.objects.get(text="PLANILLA")
    lines = {row.entry_id: row.pk for row in Line.objects.filter(account=BANK)}
    wrong = sent(client, "movement", {"lines": [lines[first.number]]}, pk=movement.pk)
    assert "sobran S/\u00a0−10.00" in wrong
    sent(client, "movement", {"lines": [lines[first.number], lines[second.number]]}, pk=movement.pk)
    assert Match.objects.get().lines.count() == 2


def test_what_the_books_lack_is_written_from_the_movement(world, signed_in):
    books(world)
    client = signed_in(world.officer)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "PAGO TALLER", -5_050)))
    movement = Movement.objects.get(text="PAGO TALLER")
    address = f"{reverse('ledger:write', args=['pay_supplier'])}?movement={movement.pk}"
    form = client.get(address).content.decode()
    assert 'value="50.50"' in form and 'value="PAGO TALLER"' in form and f'value="{day(2):%Y-%m-%d}"' in form
    told = {"minor": "50.50", "currency": "PEN", "source": GOVERNMENT, "heading": CALL, "account": "5300",
            "bank": BANK, "fund": FUND, "occurred_on": day(2).isoformat(), "text": "Taller"}  # fmt: skip
    client.post(address, told)
    draft = Draft.objects.get(text="Taller")
    assert (draft.facts["minor"], list(draft.movements.all())) == (5_050, [movement])
    assert "Ya hay un borrador" in page(client, "bank", **AT)
    assert "¿Todavía no está en el libro?" not in page(client, "movement", pk=movement.pk)
    lines = client.get(f"{reverse('ledger:write_lines')}?movement={movement.pk}").content.decode()
    assert 'value="50.50"' in lines and 'value="PAGO TALLER"' in lines


def test_a_day_is_held_against_the_bank_and_signed(world, signed_in):
    books(world)
    paid(world, 5_000, 3)
    client = signed_in(world.officer)
    taken(world, bcp((10, "CONVENIO", 100_000), (2, "ITF", -5)))
    sent(client, "match_sure", {}, **AT)
    told = page(client, "reconciliation", **AT)
    # 999.95 at the bank, less 50.00 that it did not pay yet, plus 0.05 that the books lack: 950.00.
    for amount in ("999.95", "−50.00", "0.05", "950.00"):
        assert f"S/\u00a0{amount}" in told, amount
    assert "Cuadra" in told
    sent(client, "reconciliation", {"day": day(2).isoformat()}, **AT)
    row = Reconciliation.objects.get()
    assert (row.books, row.bank, row.pending_count, row.missing_count) == (95_000, 99_995, 1, 1)
    assert "No cuadra" not in page(client, "reconciliation", **AT)


def test_a_missing_statement_is_said_where_it_shows(world, signed_in):
    books(world)
    taken(world, bcp((10, "CONVENIO", 100_000)))
    taken(world, bcp((1, "PAGO", -100), opening=90_000))
    told = page(signed_in(world.auditor), "reconciliation", **AT)
    assert "No cuadra" in told and "falta el estado de cuenta de algunos días" in told
    assert "Conciliado al" not in told


def test_the_page_of_a_bank_costs_the_same_however_much_waits(world, signed_in, django_assert_max_num_queries):
    books(world)
    client = signed_in(world.officer)
    taken(world, bcp((10, "CONVENIO", 100_000), *((3, f"PAGO {n}", -n) for n in range(1, 30))))
    for n in range(1, 8):
        paid(world, n, 3)
    with django_assert_max_num_queries(22):
        page(client, "bank", **AT)
