"""Commitments come in by a spreadsheet: every fault first, then all of them proposed, each as on its page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ayni.errors import Fault
from ayni_web.commitments import actions
from ayni_web.commitments.models import Commitment
from ayni_web.common.acting import Mistake
from ayni_web.members.models import Management
from ayni_web.spreadsheets.actions import import_rows
from tests.web.commitments.made import agreed, buyer, ministry, promise
from tests.web.spreadsheets.made import taken, told, written
from tests.web.spreadsheets.test_round_trip import all_the_same, come_back
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEAD = ["Tipo", "Promete", "Recibe", "Lo prometido", "Cantidad", "Unidad", "Hasta", "Clúster", "Quién propone"]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def day(ahead=30):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def row(maker, receiver, kind="Entregar un lote", content="Quinua blanca", quantity=20, unit="t", due=None, **facts):
    names = (getattr(maker, "name", maker), getattr(receiver, "name", receiver))
    return [kind, *names, content, quantity, unit, due or day(), facts.get("cluster"), facts.get("side")]


def test_a_sheet_proposes_and_the_other_side_countersigns(world):
    held = taken(world.manager, "commitments", HEAD, row(world.cooperative, world.exporter))
    assert (held.new, held.faults, Commitment.objects.count()) == (1, 0, 0)
    assert held.found["drafts"][0]["note"] == "waits_for_receiver"
    import_rows(by=world.manager, held=held, decisions={})
    made = Commitment.objects.get()
    assert (made.state, made.proposed_side, made.quantity, made.unit) == ("proposed", "maker", Decimal(20), "t")
    assert (made.cluster, made.maker, made.receiver) == (world.cluster, world.cooperative, world.exporter)
    (turn,) = made.turns.all()
    assert (turn.what, turn.side, turn.by, turn.typed_for) == ("proposed", "maker", world.manager, True)
    with pytest.raises(Mistake):
        actions.countersign(by=world.manager, commitment=made)
    assert actions.countersign(by=buyer(world), commitment=made).state == "agreed"


def test_whoever_receives_proposes_where_the_sheet_says_so(world):
    written(world.manager, "commitments", HEAD, row(world.cooperative, world.exporter, side="Quien recibe"))
    made = Commitment.objects.get()
    assert (made.proposed_side, made.maker) == ("receiver", world.cooperative)
    with pytest.raises(Mistake):
        actions.countersign(by=buyer(world), commitment=made)
    assert actions.countersign(by=world.member, commitment=made).state == "agreed"


def test_the_same_sheet_twice_promises_once(world):
    rows = [row(world.cooperative, world.exporter), row(world.cooperative, world.exporter, due=day(60))]
    written(world.manager, "commitments", HEAD, *rows)
    again = written(world.manager, "commitments", HEAD, *rows)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert Commitment.objects.count() == 2


def test_no_day_lies_in_the_past(world):
    held = taken(
        world.manager, "commitments", HEAD, row(world.cooperative, world.exporter, due=day(-1)),
        row(world.cooperative, world.exporter, content="Lejos", due=day(366 * 31)),
        row(world.cooperative, world.exporter, kind="Resultado rápido", quantity=None, unit=None, due=day(400)),
    )  # fmt: skip
    assert told(held) == [(2, "Hasta", "day_has_passed"), (3, "Hasta", "too_far"), (4, "Hasta", "within_months")]


def test_the_ugliest_sheet_is_told_cell_by_cell(world):
    """Title rows, a foot, words of other languages, faults of every kind; a row that is right is not written alone."""
    ministry(world)
    both = organisation("Asociación Quri", "cooperative")
    for cluster in (world.cluster, world.other_cluster):
        membership(cluster, both, "production")
    Management.objects.create(person=world.manager, cluster=world.other_cluster, since=timezone.now())
    good, bad = world.cooperative, "Nadie S. A."
    held = taken(
        world.manager, "commitments", ["Compromisos de la campaña 2027"], [None], HEAD,
        row("  cooperativa   TAYPI ", "EXPORTADORA WARA", kind="deliver a lot", unit="T"),  # 4: right
        row(good, bad), row(good, good, content="A sí misma"),  # 5, 6
        row(good, world.exporter, kind="Regalar"), row(good, world.exporter, quantity=0, content="Nada"),  # 7, 8
        row(good, world.exporter, quantity=1.23456), row(good, world.exporter, quantity=None, content="Sin"),  # 9, 10
        row(good, world.exporter, unit="soles", content="Soles"),  # 11
        row(good, world.exporter, kind="Resultado rápido", content="Una muestra"),  # 12
        row(ministry(world), good, content="Del gobierno"),  # 13
        row(good, world.exporter, due="pronto", content="Algún día"),  # 14
        row("Cooperativa Taypi", world.exporter, content="x" * 601),  # 15
        row(good, both, content="¿De cuál?", cluster="Café de nadie"),  # 16
        row(both, world.outsider, content="De Alpaca", cluster="Quinua de prueba"),  # 17
        row(good, world.exporter), row(good, world.exporter, content=None),  # 18, 19
        row(good, world.outsider, content="Sin clúster común", side="Quien firma"),  # 20
        [None, None, None, "Fuente: elaboración propia"],
    )  # fmt: skip
    faults = told(held)
    assert held.state == "faulty"
    assert {each for each in faults if each[0] < 21} == {
        (5, "Recibe", "unknown_organisation"), (6, "Recibe", "to_itself"), (7, "Tipo", "unknown_word"),
        (8, "Cantidad", "sheet_quantity"), (9, "Cantidad", "sheet_quantity"),
        (10, "Cantidad", "sheet_quantity_with_unit"), (11, "Unidad", "sheet_unit"),
        (12, "Cantidad", "sheet_not_counted"), (13, "Promete", "not_of_its_kind"), (14, "Hasta", "wrong_day"),
        (15, "Lo prometido", "too_long"), (16, "Clúster", "unknown_cluster"), (17, "Clúster", "not_of_the_cluster"),
        (18, "Lo prometido", "row_twice"), (19, "Lo prometido", "empty_cell"),
        (20, "Quién propone", "unknown_word"), (20, "Clúster", "which_cluster"),
    }  # fmt: skip
    for language in ("es", "en", "pt"):
        for each in held.found["faults"]:
            said = Fault(**each).text(language)
            assert "{" not in said
            assert len(said) > 15
    assert not Commitment.objects.exists()


def test_who_shares_no_cluster_agrees_nothing_and_which_of_two_is_asked(world):
    Management.objects.create(person=world.manager, cluster=world.other_cluster, since=timezone.now())
    both = [organisation(name, "cooperative") for name in ("Asociación Quri", "Asociación Illa")]
    for cluster in (world.cluster, world.other_cluster):
        for each in both:
            membership(cluster, each, "production")
    held = taken(world.manager, "commitments", HEAD, row(*both), row(*both, cluster="Alpaca de prueba", due=day(40)))
    assert told(held) == [(2, "Clúster", "which_cluster")]
    written(world.manager, "commitments", HEAD, row(*both, cluster="Alpaca de prueba"))
    assert Commitment.objects.get().cluster == world.other_cluster


def test_a_sheet_lets_nobody_write_for_an_organisation_that_is_not_theirs(world):
    for who in (world.member, world.auditor, world.stranger):
        with pytest.raises(Mistake):
            taken(who, "commitments", HEAD, row(world.cooperative, world.exporter))
    strange = taken(world.manager, "commitments", HEAD, row(world.outsider, world.cooperative))
    assert told(strange) == [(2, "Promete", "unknown_organisation")]
    asked = row(
        world.entity, world.cooperative, side="Quien promete", kind="Resultado rápido", quantity=None, unit=None
    )
    assert told(taken(world.manager, "commitments", HEAD, asked)) == [(2, "Quién propone", "sheet_neither")]
    written(world.manager, "commitments", HEAD, [*asked[:-1], None])
    made = Commitment.objects.get()
    assert (made.maker, made.proposed_side) == (world.entity, "receiver")


def test_terms_are_never_rewritten(world):
    kept = agreed(world)
    head = ["Identificador en Ayni", *HEAD]
    same = row(world.cooperative, world.exporter, content=kept.content, unit="quintal de 46 kg",
               due=kept.due_on.isoformat())  # fmt: skip
    held = taken(world.manager, "commitments", head, [str(kept.pk), *same])
    assert (told(held), held.same) == ([], 1)
    other = row(
        world.cooperative, world.exporter, content=kept.content, quantity=5, unit="quintal de 46 kg", due=day(90)
    )
    assert told(taken(world.manager, "commitments", head, [str(kept.pk), *other])) == [
        (2, "Cantidad", "sheet_never_rewritten"), (2, "Hasta", "sheet_never_rewritten"),
    ]  # fmt: skip
    strange = promise(world.officer, world.outsider, world.entity)
    assert told(taken(world.manager, "commitments", head, [str(strange.pk), *same])) == [
        (2, "Identificador en Ayni", "unknown_id")
    ]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_taken_away_comes_back_equal(world, language, ending):
    agreed(world)
    promise(world.manager, world.cooperative, world.entity, kind="quick_win", content="Una muestra; a «Lima»")
    assert all_the_same(come_back(world.manager, "commitments", ending, language, "es"), 2)


def test_queries_do_not_grow_with_the_rows_of_a_sheet(world, django_assert_max_num_queries):
    rows = [row(world.cooperative, world.exporter, content=f"Lote {number}") for number in range(40)]
    with django_assert_max_num_queries(40):
        held = taken(world.manager, "commitments", HEAD, *rows)
    assert held.new == 40
