"""A spreadsheet comes in: looked over row by row, written whole or not at all, once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from ayni.errors import Fault
from ayni_web.common.acting import Mistake
from ayni_web.common.models import Entry
from ayni_web.events.models import Event, Participation
from ayni_web.members.models import (
    Contact,
    Duplicate,
    Identifier,
    Membership,
    Organisation,
    Relation,
    Representation,
    SeatLimit,
)
from ayni_web.spreadsheets import actions
from ayni_web.spreadsheets.imports import organisations as room
from ayni_web.spreadsheets.models import Import
from tests.web.spreadsheets.made import taken, text, told, written
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NAMES = ["Nombre", "Tipo", "Lugar", "RUC", "Teléfono", "Nota"]
ILLA = ["Comunidad Illa", "Cooperativa", "Ayaviri, Melgar, Puno", "20512333797", "951 234 567; 051 331122", "=1+1"]


def test_a_new_organisation_comes_in_with_all_that_is_told(world):
    done = written(world.officer, "organisations", NAMES, ILLA)
    row = Organisation.objects.get(name="Comunidad Illa")
    assert (row.kind, row.place, row.country, row.note, row.added_by) == ("cooperative", "210801", "PE", "=1+1",
                                                                           world.officer)  # fmt: skip
    assert list(row.identifiers.values_list("value", flat=True)) == ["20512333797"]
    assert {each.value for each in row.contacts.all()} == {"951 234 567", "051 331122"}
    assert (done.state, done.new, done.changed, done.same) == ("done", 1, 0, 0)
    assert row.name_folded == "comunidad illa"
    assert [(each.history_user, each.history_change_reason) for each in row.history.all()] == [
        (world.officer, "imported")
    ]


def test_nothing_is_written_before_the_yes(world):
    before = Organisation.objects.count()
    held = taken(world.officer, "organisations", NAMES, ILLA)
    assert (held.state, held.new, Organisation.objects.count()) == ("checked", 1, before)


def test_what_changes_is_told_cell_by_cell_and_written_with_history(world):
    rows = [
        ["Identificador en Ayni", "Nombre", "Tipo", "Tamaño"],
        [str(world.exporter.pk), "Exportadora Wara", "Empresa", "De 2 a 10 personas"],
    ]
    rows[1][3] = word_of("sizes", "micro")
    held = taken(world.officer, "organisations", *rows)
    (draft,) = held.found["drafts"]
    assert [(each["column"], each["before"], each["after"]) for each in draft["changes"]] == [
        ("kind", "Exportadora", "Empresa"), ("size_band", "", word_of("sizes", "micro")),
    ]  # fmt: skip
    actions.import_rows(by=world.officer, held=held, decisions={})
    world.exporter.refresh_from_db()
    assert (world.exporter.kind, world.exporter.size_band) == ("firm", "micro")
    assert world.exporter.history.first().history_user == world.officer


def word_of(topic, code):
    from ayni.words import say

    return say(f"{topic}.{code}", "es")


def test_an_empty_cell_and_a_missing_column_change_nothing(world):
    Organisation.objects.filter(pk=world.exporter.pk).update(note="Exporta desde 2011")
    held = taken(world.officer, "organisations", ["Nombre", "Tipo", "Nota", "Identificador en Ayni"],
                 ["Exportadora Wara", "exporter", None, str(world.exporter.pk)])  # fmt: skip
    assert (held.new, held.changed, held.same) == (0, 0, 1)


def test_200_faulty_rows_give_200_messages(world):
    rows = [[f"Comunidad {number}", "Nave", "Ayaviri, Melgar, Puno"] for number in range(200)]
    held = taken(world.officer, "organisations", ["Nombre", "Tipo", "Lugar"], *rows)
    assert (held.state, held.faults) == ("faulty", 200)
    assert told(held) == [(number + 2, "Tipo", "unknown_word") for number in range(200)]
    for language in ("es", "en", "pt"):
        said = {Fault(**each).text(language) for each in held.found["faults"]}
        assert len(said) == 1
        assert "Nave" in said.pop()


def test_faults_of_the_file_and_of_the_rows_are_told_together(world):
    held = taken(
        world.officer, "relations", ["Quién", "Qué hace", "A quién", "Parte del valor (%)", "Desde", "Hasta"],
        ["Cooperativa Taypi", "abastece a", "Nadie", "mucho", "ayer", ""],
        ["Cooperativa Taypi", "", "Exportadora Wara", 120, "2026-05-01", "2026-04-01"],
        ["Cooperativa Taypi", "abastece a", "cooperativa taypi", None, "2036-05-01", ""],
    )  # fmt: skip
    assert set(told(held)) == {
        (2, "Parte del valor (%)", "not_a_number"), (2, "A quién", "unknown_organisation"), (2, "Desde", "wrong_day"),
        (3, "Qué hace", "empty_cell"), (3, "Parte del valor (%)", "out_of_bounds"), (3, "Hasta", "ends_after"),
        (4, "A quién", "joins_two"), (4, "Desde", "not_yet"),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_fault_says_what_came_and_what_is_expected_in_each_language(world, language):
    held = taken(
        world.officer, "organisations",
        ["Identificador en Ayni", "Nombre", "Tipo", "Lugar", "País", "RUC", "Otros números", "Teléfono", "Correo"],
        ["no", "A", "Nave", "Atlántida", "Ruritania", "123", "CNPJ: 12", "1", "sin arroba"],
        [None, "B", "Cooperativa", "San Juan", None, "20512333797", "Pasaporte: 12", None, None],
        [None, "C", "Cooperativa", "40101", None, "20512333797", None, None, None],
        ["11111111-1111-1111-1111-111111111111", "D" * 201, "Cooperativa", None, None, None, None, None, None],
    )  # fmt: skip
    keys = {key for _, _, key in told(held)}
    assert keys >= {"wrong_id", "unknown_word", "unknown_place", "unknown_country", "wrong_ruc", "wrong_cnpj",
                    "wrong_phone", "wrong_email", "several_places", "place_lost_zero", "number_twice", "unknown_id",
                    "name_length"}  # fmt: skip
    for each in held.found["faults"]:
        fault = Fault(**each)
        said = fault.text(language)
        assert "{" not in said
        assert len(said) > 15
        assert fault.row
        assert fault.column


def test_with_one_fault_nothing_of_the_file_is_written(world):
    rows = [ILLA, ["Comunidad Qori", "Nave", "", "", "", ""]]
    held = taken(world.officer, "organisations", NAMES, *rows)
    with pytest.raises(Mistake):
        actions.import_rows(by=world.officer, held=held, decisions={})
    assert not Organisation.objects.filter(name__startswith="Comunidad").exists()


def test_an_import_killed_in_the_middle_leaves_nothing(world, monkeypatch):
    held = taken(world.officer, "organisations", NAMES, ILLA)
    entries = Entry.objects.count()

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "queue_likely", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.import_rows(by=world.officer, held=held, decisions={})
    held.refresh_from_db()
    assert not Organisation.objects.filter(name="Comunidad Illa").exists()
    assert not Organisation.history.filter(name="Comunidad Illa").exists()
    assert (held.state, Entry.objects.count(), Contact.objects.count()) == ("checked", entries, 0)


def test_a_yes_that_is_sent_twice_counts_once(world):
    held = taken(world.officer, "organisations", NAMES, ILLA)
    for _ in range(2):
        actions.import_rows(by=world.officer, held=held, decisions={}, sent=held.pk)
    actions.import_rows(by=world.officer, held=held, decisions={})
    assert Organisation.objects.filter(name="Comunidad Illa").count() == 1
    assert Entry.objects.filter(kind="spreadsheets.imported").count() == 1


def test_the_same_file_sent_again_is_all_the_same(world):
    rows = [ILLA, ["Asociación Qori", "Asociación de productores", "Juliaca, San Román, Puno", None, None, None]]
    written(world.officer, "organisations", NAMES, *rows)
    held = taken(world.officer, "organisations", NAMES, *rows)
    assert (held.new, held.changed, held.same) == (0, 0, 2)


def test_an_import_whose_days_are_over_is_not_written_and_its_file_goes(world, django_capture_on_commit_callbacks):
    held = taken(world.officer, "organisations", NAMES, ILLA)
    name = held.file.name
    assert held.file.storage.exists(name)
    Import.objects.filter(pk=held.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Mistake):
        actions.import_rows(by=world.officer, held=held, decisions={})
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_expired() == 1
    held.refresh_from_db()
    assert (held.state, held.found, held.file.name, held.new) == ("dropped", {}, "", 1)
    assert not held.file.storage.exists(name)


def test_the_file_goes_once_it_is_written(world, django_capture_on_commit_callbacks):
    held = taken(world.officer, "organisations", NAMES, ILLA)
    name, storage = held.file.name, held.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        actions.import_rows(by=world.officer, held=held, decisions={})
    assert not storage.exists(name)
    assert Import.objects.get(pk=held.pk).found == {}


def test_what_was_written_is_noted_in_the_chain_without_a_name(world):
    written(world.officer, "organisations", NAMES, ILLA)
    (entry,) = Entry.objects.filter(kind="spreadsheets.imported")
    assert '"added":1' in entry.body
    assert "Illa" not in entry.body


def test_what_changed_since_the_check_is_found_before_anything_is_written(world):
    rows = [["Quién", "Qué hace", "A quién"], ["Cooperativa Taypi", "abastece a", "Exportadora Wara"]]
    held = taken(world.officer, "relations", *rows)
    Organisation.objects.filter(pk=world.exporter.pk).update(name="Wara SAC", name_folded="wara sac")
    with pytest.raises(Mistake) as refused:
        actions.import_rows(by=world.officer, held=held, decisions={})
    assert refused.value.key == "spreadsheets.changed_meanwhile"
    assert not Relation.objects.exists()
    again = actions.check_again(by=world.officer, held=held)
    assert (again.state, told(again)) == ("faulty", [(2, "A quién", "unknown_organisation")])


# Likely the same


def test_over_80_it_is_taken_for_the_same_and_a_person_may_say_no(world):
    rows = [["Nombre", "Tipo", "Lugar", "Nota"], ["COOPERATIVA TAYPI LTDA", "cooperative", "210101", "Vende bien"]]
    held = taken(world.officer, "organisations", *rows)
    (draft,) = held.found["drafts"]
    assert (draft["state"], draft["pk"], draft["likely"][0]["score"] > 80) == (
        "changed",
        str(world.cooperative.pk),
        True,
    )
    actions.import_rows(by=world.officer, held=held, decisions={2: "new"})
    made = Organisation.objects.get(note="Vende bien")
    assert made.pk != world.cooperative.pk
    assert Duplicate.objects.filter(state="open", score__gt=80).count() == 1


def test_from_50_to_80_a_person_decides_and_what_is_left_new_stays_in_the_queue(world):
    rows = [["Nombre", "Tipo", "Lugar"], ["Cooperativa Taypi Norte", "cooperative", "210201"]]
    held = taken(world.officer, "organisations", *rows)
    (draft,) = held.found["drafts"]
    assert draft["state"] == "new"
    assert 50 <= draft["likely"][0]["score"] <= 80
    actions.import_rows(by=world.officer, held=held, decisions={})
    assert Duplicate.objects.filter(state="open").count() == 1


def test_a_person_says_that_it_is_the_same(world):
    rows = [["Nombre", "Tipo", "Lugar"], ["Cooperativa Taypi Norte", "cooperative", "210201"]]
    held = taken(world.officer, "organisations", *rows)
    actions.import_rows(by=world.officer, held=held, decisions={2: str(world.cooperative.pk)})
    world.cooperative.refresh_from_db()
    assert (world.cooperative.name, world.cooperative.place) == ("Cooperativa Taypi Norte", "210201")
    assert Organisation.objects.count() == 4


def test_an_answer_that_was_not_offered_is_none(world):
    held = taken(world.officer, "organisations", ["Nombre", "Tipo"], ["Comunidad Illa", "cooperative"])
    actions.import_rows(by=world.officer, held=held, decisions={2: str(world.exporter.pk)})
    world.exporter.refresh_from_db()
    assert world.exporter.name == "Exportadora Wara"
    assert Organisation.objects.filter(name="Comunidad Illa").exists()


def test_two_rows_that_are_alike_are_told_and_queued(world):
    rows = [["Nombre", "Tipo", "Lugar"], ["Comunidad Illapa", "firm", "210801"], ["Comunidad Illapa", "firm", "210801"]]
    held = taken(world.officer, "organisations", *rows)
    assert (held.new, held.found["drafts"][1]["likely"][0]["row"]) == (2, 2)
    actions.import_rows(by=world.officer, held=held, decisions={})
    assert Duplicate.objects.count() == 1


def test_one_number_is_of_one_row_and_of_one_organisation(world):
    Identifier.objects.create(organisation=world.cooperative, scheme="ruc", value="20512333797")
    held = taken(
        world.officer, "organisations", ["Nombre", "Tipo", "RUC"], ["Otro nombre", "cooperative", "20512333797"]
    )
    (draft,) = held.found["drafts"]
    assert (draft["state"], draft["pk"]) == ("changed", str(world.cooperative.pk))


# Managers and strangers


def test_a_manager_changes_nothing_of_another_cluster_and_is_told_nothing(world):
    outsider = world.outsider
    rows = [["Identificador en Ayni", "Nombre", "Tipo"], [str(outsider.pk), "Taller robado", "firm"],
            ["11111111-1111-1111-1111-111111111111", "Nadie", "firm"]]  # fmt: skip
    held = taken(world.manager, "organisations", *rows)
    assert told(held) == [(2, "Identificador en Ayni", "unknown_id"), (3, "Identificador en Ayni", "unknown_id")]
    one, other = (Fault(**each).text("es") for each in held.found["faults"])
    assert one == other


def test_a_file_that_is_refused_tells_nothing_that_is_noted_of_a_fellow_member(world, signed_in):
    fellow, own = organisation("Criadores de Paratía", "firm", note="Debe dos campañas"), world.outsider
    membership(world.other_cluster, fellow, "production")
    Representation.objects.create(person=world.manager, organisation=own, since=timezone.now())
    held = taken(world.manager, "organisations", ["Identificador en Ayni", "Nombre", "Tipo", "Nota"],
                 [str(fellow.pk), fellow.name, "firm", "x"])  # fmt: skip
    assert told(held) == [(2, None, "not_yours")]
    for address in (f"/imports/{held.pk}/", "/privacy/mine/data.json", "/privacy/mine/data/"):
        assert "Debe dos" not in signed_in(world.manager).get(address).content.decode(), address


def test_a_manager_learns_of_no_likeness_to_what_they_do_not_see(world):
    held = taken(world.manager, "organisations", ["Nombre", "Tipo", "Lugar"], ["Taller Suri", "firm", "040101"])
    assert (held.new, held.found["drafts"][0]["likely"]) == (1, [])
    actions.import_rows(by=world.manager, held=held, decisions={})
    assert Duplicate.objects.filter(score__gt=80).count() == 1


def test_a_number_that_someone_unseen_has_is_taken_in_and_disputed(world):
    Identifier.objects.create(organisation=world.outsider, scheme="ruc", value="20512333797")
    written(world.manager, "organisations", ["Nombre", "Tipo", "RUC"], ["Comunidad Illa", "firm", "20512333797"])
    assert Identifier.objects.get(organisation__name="Comunidad Illa").disputed


@pytest.mark.parametrize("cluster", ["Alpaca de prueba", "No hay tal"])
def test_a_manager_puts_nobody_into_another_cluster(world, cluster):
    rows = [["Clúster", "Organización"], [cluster, "Cooperativa Taypi"]]
    held = taken(world.manager, "memberships", *rows)
    assert told(held) == [(2, "Clúster", "unknown_cluster")]
    assert Fault(**held.found["faults"][0]).text("es").endswith(": «Quinua de prueba»")
    held = taken(world.manager, "events", ["Qué fue", "Título", "Clúster", "Empezó"],
                 ["Reunión", "Robo", cluster, "2026-01-01"])  # fmt: skip
    assert told(held) == [(2, "Clúster", "unknown_cluster")]


def test_a_manager_names_nobody_they_do_not_see(world):
    rows = [
        ["Clúster", "Organización"],
        ["Quinua de prueba", "Taller Suri"],
        ["Quinua de prueba", str(world.outsider.pk)],
    ]
    held = taken(world.manager, "memberships", *rows)
    assert told(held) == [(2, "Organización", "unknown_organisation"), (3, "Organización", "unknown_organisation")]
    held = taken(world.manager, "relations", ["Quién", "Qué hace", "A quién"],
                 ["Taller Suri", "buys", "Cooperativa Taypi"])  # fmt: skip
    assert told(held) == [(2, "Quién", "unknown_organisation")]


def test_a_manager_writes_no_relation_between_two_others(world):
    stray = Organisation.objects.create(name="Suelta Uno", kind="firm", added_by=world.manager)
    Organisation.objects.create(name="Suelta Dos", kind="firm", added_by=world.manager)
    rows = [
        ["Quién", "Qué hace", "A quién"],
        ["Suelta Uno", "buys", "Suelta Dos"],
        ["Suelta Uno", "buys", "Exportadora Wara"],
    ]
    held = taken(world.manager, "relations", *rows)
    assert told(held) == [(2, None, "not_your_relation")]
    assert stray.pk


def test_who_does_not_write_sends_nothing(world):
    for person in (world.auditor, world.member, world.stranger):
        with pytest.raises(Mistake):
            taken(person, "organisations", NAMES, ILLA)
    assert not Import.objects.exists()


def test_a_manager_who_lost_the_cluster_meanwhile_writes_nothing(world):
    held = taken(world.manager, "organisations", NAMES, ILLA)
    world.manager.managements.update(until=timezone.now())
    del world.manager._managed
    with pytest.raises(Mistake):
        actions.import_rows(by=world.manager, held=held, decisions={})
    assert not Organisation.objects.filter(name="Comunidad Illa").exists()


# The other rooms


def test_relations_come_in_with_their_share_and_days(world):
    rows = [
        ["Quién", "Qué hace", "A quién", "Parte del valor (%)", "Desde", "Nota"],
        ["Cooperativa Taypi", "supplies to", "Exportadora Wara", 35.5, date(2026, 1, 15), "Todo el año"],
    ]
    rows[1][1] = "abastece a"
    written(world.manager, "relations", *rows)
    row = Relation.objects.get()
    assert (row.kind, row.share_of_value, row.since, row.note) == ("supplies", Decimal("0.355"), date(2026, 1, 15),
                                                                   "Todo el año")  # fmt: skip
    assert row.history.get().history_user == world.manager
    rows[1][3] = 40
    done = written(world.manager, "relations", *rows)
    row.refresh_from_db()
    assert (done.changed, row.share_of_value) == (1, Decimal("0.4"))


def test_memberships_come_in_with_their_parts_and_wait_where_no_seat_is_free(world):
    SeatLimit.objects.create(cluster=world.cluster, kind="firm", most=1)
    for name in ("Illa", "Qori"):
        Organisation.objects.create(name=name, kind="firm", added_by=world.manager)
    rows = [["Clúster", "Organización", "Desde", "Eslabones (suman 100)"],
            ["Quinua de prueba", "Illa", "2026-02-01", "Producción 60; Comercialización (Exportación) 40"],
            ["Quinua de prueba", "Qori", "", ""]]  # fmt: skip
    written(world.manager, "memberships", *rows)
    illa, qori = (Membership.objects.get(organisation__name=name) for name in ("Illa", "Qori"))
    assert (illa.state, illa.since, qori.state) == ("member", date(2026, 2, 1), "waiting")
    assert [(part.link.code, part.role, part.share) for part in illa.parts.all()] == [
        ("production", "", 6000), ("marketing", "export", 4000),
    ]  # fmt: skip
    assert Entry.objects.filter(kind__startswith="membership.").count() == 2


@pytest.mark.parametrize(("parts", "key"), [
    ("Producción 60; Comercialización 30", "sum"), ("Minería 100", "unknown_link"), ("Producción", "unknown_link"),
    ("Producción 50; Producción 50", "same_part_twice"), ("Producción (brujería) 100", "unknown_word"),
])  # fmt: skip
def test_parts_that_are_not_clear_are_told(world, parts, key):
    held = taken(world.manager, "memberships", ["Clúster", "Organización", "Eslabones (suman 100)"],
                 ["Quinua de prueba", "Cooperativa Taypi", parts])  # fmt: skip
    assert told(held) == [(2, "Eslabones (suman 100)", key)]


def test_what_was_decided_of_a_membership_is_not_changed_by_a_file(world):
    rows = [["Clúster", "Organización", "Estado", "Tipo", "Desde"],
            ["Quinua de prueba", "Cooperativa Taypi", "Se retiró", "Empresa", "2020-01-01"]]  # fmt: skip
    held = taken(world.manager, "memberships", *rows)
    assert {key for _, _, key in told(held)} == {"decided_on_its_page"}
    assert len(told(held)) == 3


def test_an_organisation_of_someone_else_is_not_put_into_a_cluster(world):
    stray = Organisation.objects.create(name="Suelta", kind="firm", added_by=world.manager)
    Membership.objects.create(cluster=world.other_cluster, organisation=stray, kind="firm", state="applied")
    held = taken(world.manager, "memberships", ["Clúster", "Organización"], ["Quinua de prueba", "Suelta"])
    assert told(held) == [(2, "Organización", "not_yours_to_add")]


def test_events_come_in_with_who_took_part_and_confirm_nobody(world):
    rows = [["Qué fue", "Título", "Clúster", "Empezó", "Cantidad", "Unidad", "Lote", "Quiénes participaron"],
            ["Entrega de un lote", "Entrega", "Quinua de prueba", "18/11/2026 14:30", 920.5, "kilos", "L-1",
             "Entrega: Cooperativa Taypi; Recibe: Exportadora Wara"]]  # fmt: skip
    written(world.manager, "events", *rows)
    event = Event.objects.get()
    assert timezone.localtime(event.starts_at).strftime("%Y-%m-%d %H:%M") == "2026-11-18 14:30"
    assert (event.quantity, event.unit, event.lot, event.typed_for) == (Decimal("920.5"), "kg", "L-1", True)
    assert set(event.participations.values_list("role", "organisation__name", "confirmed_at")) == {
        ("delivers", "Cooperativa Taypi", None), ("receives", "Exportadora Wara", None),
    }  # fmt: skip
    assert taken(world.manager, "events", *rows).same == 1


def test_what_an_event_of_a_kind_does_not_have_is_told(world):
    rows = [["Qué fue", "Título", "Clúster", "Empezó", "Terminó", "Cantidad", "Unidad", "Lote", "Quiénes participaron"],
            ["Reunión", "a", None, "2026-01-01", None, None, None, "L-1", None],
            ["Reunión", "b", None, "2026-01-02", "2026-01-01", None, None, None, None],
            ["Entrega de un lote", "c", None, "2026-01-02", None, 3, "personas", None, None],
            ["Entrega de un lote", "d", None, "2026-01-02", None, None, "kilos", None, None],
            ["Reunión", "e", "Quinua de prueba", "mañana", None, None, None, None, "Asiste Cooperativa Taypi"],
            ["Reunión", "f", "Quinua de prueba", "2026-01-02", None, 1.2345, None, None, "Manda: Cooperativa Taypi"],
        ]  # fmt: skip
    held = taken(world.officer, "events", *rows)
    assert set(told(held)) == {
        (2, "Lote", "no_lot"), (3, "Terminó", "ends_before"), (4, "Unidad", "quantity_needs_a_unit"),
        (5, "Unidad", "unit_of_nothing"), (6, "Empezó", "wrong_moment"), (6, "Quiénes participaron", "took_part_form"),
        (7, "Cantidad", "three_decimals"), (7, "Quiénes participaron", "unknown_role"),
    }  # fmt: skip


def test_an_event_that_another_confirmed_is_not_changed_by_a_file(world):
    event = Event.objects.create(kind="meeting", title="Reunión", starts_at=timezone.now(), cluster=world.cluster,
                                 added_by=world.manager)  # fmt: skip
    Participation.objects.create(event=event, organisation=world.cooperative, role="attends", confirmed_by=world.member,
                                 confirmed_at=timezone.now())  # fmt: skip
    held = taken(world.manager, "events", ["Identificador en Ayni", "Qué fue", "Título", "Empezó"],
                 [str(event.pk), "Reunión", "Otra cosa", "2026-01-01"])  # fmt: skip
    assert told(held) == [(2, None, "no_longer_changed")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sign_that_no_database_keeps_is_told_and_breaks_nothing(world, encoding):
    rows = ["Nombre", "Tipo", "Tamaño", "Nota\0"], ["Casa\0Illa", "Nave\0", "Gran\0de", "Una\0nota"]
    with pytest.raises(Mistake, match=r"hoja\.csv"):
        actions.take_in(by=world.officer, contract="organisations", file=text(*rows, encoding=encoding))


@pytest.mark.parametrize(("column", "text", "code"), [
    ("Tipo", "Asociación", "producers_association"), ("Tipo", "productor", "producer"), ("Tamaño", "51-250", "medium"),
    ("Tamaño", "51 a 250", "medium"), ("Tamaño", "De 2 a 10", "micro"),
])  # fmt: skip
def test_a_word_that_only_one_begins_with_is_understood(world, column, text, code):
    row = {"Nombre": "Comunidad Illa", "Tipo": "Empresa", "Tamaño": "", column: text}
    held = taken(world.officer, "organisations", list(row), list(row.values()))
    assert told(held) == []
    actions.import_rows(by=world.officer, held=held, decisions={})
    made = Organisation.objects.get(name="Comunidad Illa")
    assert code in (made.kind, made.size_band)


@pytest.mark.parametrize(("written", "code"), [
    ("Puno", "21"), ("PUNO,PUNO", "2101"), ("Puno, Puno, Puno", "210101"), ("Melgar", "2108"),
    ("Ayaviri, Puno", "210801"), ("210801", "210801"),
])  # fmt: skip
def test_a_place_is_as_exact_as_it_was_written(world, written, code):
    held = taken(world.officer, "organisations", ["Nombre", "Tipo", "Lugar"], ["Comunidad Illa", "firm", written])
    assert told(held) == []
    actions.import_rows(by=world.officer, held=held, decisions={})
    assert Organisation.objects.get(name="Comunidad Illa").place == code


# What the database keeps


@pytest.mark.parametrize(("columns", "name"), [
    ("state = 'done'", "import_done_at_a_moment"), ("state = 'faulty'", "faulty_import_has_faults"),
    ("faults = 3", "import_with_faults_is_not_written"), ("contract = 'people'", "import_contract_is_known"),
    ("state = 'lost', file = ''", "import_state_is_known"), ("state = 'dropped'", "import_over_keeps_no_file"),
])  # fmt: skip
def test_the_database_refuses_an_import_that_cannot_be(world, columns, name):
    taken(world.officer, "organisations", NAMES, ILLA)
    with pytest.raises(IntegrityError, match=name), connection.cursor() as cursor:
        cursor.execute(f"UPDATE spreadsheets_import SET {columns}")


def test_what_a_person_sent_goes_with_their_account(world):
    from ayni_web.spreadsheets.privacy import erase

    held = taken(world.officer, "organisations", NAMES, ILLA)
    erase(world.officer)
    assert not Import.objects.exists()
    assert not held.file.storage.exists(held.file.name)


def test_a_place_may_stand_in_columns_of_its_levels(world):
    names = ["Nombre", "Tipo", "Departamento", "Provincia", "Distrito"]
    written(world.officer, "organisations", names, ["Illa", "Cooperativa", "Puno", "San Román", "Cabana"],
            ["Wara", "Cooperativa", "Puno", "", ""], ["Taki", "Cooperativa", "Puno", "Melgar", "210801"])  # fmt: skip
    found = dict(Organisation.objects.filter(name__in=("Illa", "Wara", "Taki")).values_list("name", "place"))
    assert found == {"Illa": "211102", "Wara": "21", "Taki": "210801"}


def test_levels_that_make_no_place_are_told_together(world):
    held = taken(world.officer, "organisations", ["Nombre", "Tipo", "Provincia"], ["Illa", "Cooperativa", "Nada"])
    assert told(held) == [(2, "Provincia", "unknown_place")]


@pytest.mark.parametrize("word", ["Productor", "productora", "Grower"])
def test_half_of_a_word_for_two_is_understood(world, word):
    written(world.officer, "organisations", ["Nombre", "Tipo"], ["Illa", word])
    assert Organisation.objects.get(name="Illa").kind == "producer"


def test_once_written_the_list_is_one_step_away(world, signed_in):
    done = written(world.officer, "organisations", NAMES, ILLA)
    page = signed_in(world.officer).get(f"/imports/{done.pk}/").content.decode()
    assert 'href="/organisations/"' in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("address", ["/organisations/", "/events/", "/clusters/{}/members/", "/clusters/{}/relations/"])
def test_who_writes_finds_the_spreadsheets_beside_each_list(world, signed_in, address):
    page = signed_in(world.officer).get(address.format(world.cluster.pk)).content.decode()
    assert "/imports/?contract=" in page


def test_who_does_not_write_is_not_sent_to_the_spreadsheets(world, signed_in):
    assert "/imports/" not in signed_in(world.member).get("/organisations/").content.decode()


def test_a_list_is_taken_away_with_the_filters_of_its_page(world, signed_in):
    page = signed_in(world.officer).get("/organisations/?q=a").content.decode()
    assert "/lists/organisations.xlsx?q=a" in page
