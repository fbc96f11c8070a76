"""Organisations: added, changed, confirmed, found; and what each may see of them."""

import re
import threading
from datetime import timedelta
from unicodedata import normalize
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.events.models import Event, Participation
from ayni_web.members.actions.organisations import (
    add_contact,
    add_identifier,
    add_organisation,
    change_organisation,
    confirm_organisation,
    drop_identifier,
)
from ayni_web.members.models import Contact, Duplicate, Identifier, Membership, Organisation, Representation
from ayni_web.members.queries.organisations import found_organisations
from tests.web.world import made_world, membership, organisation, person

pytestmark = pytest.mark.django_db

RUC, OTHER_RUC, DNI = "20512333797", "20100047218", "10117410"


def page(client, row):
    return client.get(reverse("members:organisation", kwargs={"pk": row.pk}))


def listed(client, **asked):
    return client.get(reverse("members:organisations"), asked).content.decode()


# What is added


@pytest.mark.sqlite
def test_a_name_and_a_kind_are_enough(world):
    made = add_organisation(by=world.manager, name="  La Chola   Quinuera ", kind="producer")
    assert (made.name, made.name_folded, made.country) == ("La Chola Quinuera", "la chola quinuera", "PE")
    assert made.added_by == world.manager
    assert made.formal is None


def test_a_form_sent_twice_adds_one(world):
    key = uuid4()
    for _ in range(2):
        add_organisation(by=world.officer, name="Una", kind="firm", contacts=[("phone", "951234567")], sent=key)
    assert Organisation.objects.filter(name="Una").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b\u202e"}, "name"),
        ({"name": "a" * 201}, "name"),
        ({"kind": "wizard"}, "kind"),
        ({"place": "999999"}, "place"),
        ({"country": "ZX"}, "country"),
        ({"size_band": "huge"}, "size_band"),
    ],
)
def test_what_is_not_known_is_refused_beside_its_field(world, facts, field):
    with pytest.raises(Mistake) as refused:
        add_organisation(by=world.officer, **{"name": "Una", "kind": "firm", **facts})
    assert refused.value.field == field


def test_a_name_of_200_letters_is_whole_on_its_page_and_in_the_list(world, signed_in):
    name = ("Ñandú " * 40)[:199] + "x"
    made = add_organisation(by=world.officer, name=name, kind="firm")
    client = signed_in(world.officer)
    assert tidy_of(name) in page(client, made).content.decode()
    assert tidy_of(name) in listed(client, q="nandu")


def tidy_of(name):
    return " ".join(name.split())


def test_names_typed_on_another_device_are_the_same_letters(world):
    made = add_organisation(by=world.officer, name=normalize("NFD", "Ñuñoa Café"), kind="firm")
    assert made.name == normalize("NFC", "Ñuñoa Café")
    assert made.name_folded == "nunoa cafe"


@pytest.mark.sqlite
def test_names_that_are_written_many_at_once_are_folded_too(world):
    Organisation.objects.bulk_create([Organisation(name="Ch'uñu S.A.C.", kind="firm")])
    assert Organisation.objects.get(name="Ch'uñu S.A.C.").name_folded == "chunu sac"


def test_html_in_a_name_is_shown_and_never_run(world, signed_in):
    made = add_organisation(by=world.officer, name="<script>alert(1)</script>", kind="firm", mission="<b>x</b>")
    client = signed_in(world.officer)
    for shown in (page(client, made).content.decode(), listed(client)):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


# Numbers


@pytest.mark.parametrize("number", [RUC, " 2051 2333 797 "])
def test_a_company_is_named_by_its_ruc(world, number):
    made = add_organisation(by=world.officer, name="Una", kind="firm", identifiers=[("ruc", number)])
    assert made.identifiers.get().value == RUC


@pytest.mark.parametrize(
    ("scheme", "number"),
    [("ruc", "20512333798"), ("ruc", "30512333797"), ("dni", "123"), ("ce", "x"), ("cnpj", "16.727.230/0001-99"),
     ("cpf", "39053344704"), ("other", "=1+1"), ("passport", "1")],
)  # fmt: skip
def test_a_wrong_number_is_told_with_what_came_and_an_example(world, scheme, number):
    with pytest.raises(Mistake) as refused:
        add_organisation(by=world.officer, name="Una", kind="firm", identifiers=[(scheme, number)])
    assert refused.value.field == "number"
    assert number if scheme != "passport" else scheme in refused.value.text("es")
    assert not Organisation.objects.filter(name="Una").exists()


@pytest.mark.parametrize(("scheme", "number"), [("dni", DNI), ("ce", "001234567"), ("cpf", "390.533.447-05"),
                                                ("ruc", "10101174102")])  # fmt: skip
def test_the_number_of_a_person_is_nowhere_in_the_database_and_on_no_page(world, signed_in, scheme, number):
    made = add_organisation(by=world.officer, name="Rosa", kind="producer", identifiers=[(scheme, number)])
    kept = made.identifiers.get()
    bare = re.sub(r"\D", "", number)
    assert kept.personal
    assert kept.value.startswith("#")
    assert bare not in kept.value
    shown = page(signed_in(world.officer), made).content.decode()
    assert bare not in shown
    assert kept.value not in shown
    assert f"•••{bare[-2:]}" in shown


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("scheme", "value", "personal"),
    [("dni", DNI, False), ("dni", DNI, True), ("ruc", "10101174102", False), ("ruc", "#aa", False)],
)
def test_the_database_refuses_the_number_of_a_person_that_is_no_digest(world, scheme, value, personal):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_identifier (organisation_id, scheme, value, personal, ending, disputed) "
            "VALUES (%s, %s, %s, %s, '', %s)",
            [world.cooperative.pk.hex if connection.vendor == "sqlite" else world.cooperative.pk,
             scheme, value, personal, False],
        )  # fmt: skip


def test_a_ruc_with_a_dni_in_it_has_the_digest_of_that_dni(world):
    one = add_organisation(by=world.officer, name="Una", kind="producer", identifiers=[("ruc", "10101174102")])
    other = add_organisation(by=world.officer, name="Otra", kind="producer", identifiers=[("dni", DNI)])
    assert one.identifiers.get().value == other.identifiers.get().value


def test_a_number_of_another_that_one_sees_is_refused_by_its_name(world):
    add_identifier(by=world.officer, organisation=world.exporter, scheme="ruc", number=RUC)
    with pytest.raises(Mistake) as refused:
        add_identifier(by=world.manager, organisation=world.cooperative, scheme="ruc", number=RUC)
    assert world.exporter.name in refused.value.text("es")


@pytest.mark.sqlite
def test_a_number_of_another_that_one_does_not_see_is_taken_in_and_tells_nothing(world, signed_in):
    add_identifier(by=world.officer, organisation=world.outsider, scheme="ruc", number=RUC)
    client = signed_in(world.member)
    address = reverse("members:number_add", kwargs={"pk": world.cooperative.pk})
    answers = [client.post(address, {"scheme": "ruc", "number": number}, follow=True) for number in (RUC, OTHER_RUC)]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    shown = [re.sub(r"csrfmiddlewaretoken\W+value=\W\w+", "", answer.content.decode()) for answer in answers]
    assert all(world.outsider.name not in each for each in shown)
    assert RUC in shown[0]
    assert world.cooperative.identifiers.get(value=RUC).disputed
    pair = Duplicate.objects.get()
    assert {pair.first_id, pair.second_id} == {world.cooperative.pk, world.outsider.pk}


def test_a_disputed_number_is_the_others_once_the_first_gave_it_up(world):
    add_identifier(by=world.officer, organisation=world.outsider, scheme="ruc", number=RUC)
    add_identifier(by=world.member, organisation=world.cooperative, scheme="ruc", number=RUC)
    drop_identifier(by=world.officer, organisation=world.outsider, identifier=world.outsider.identifiers.get().pk)
    assert not world.cooperative.identifiers.get().disputed


@pytest.mark.sqlite
def test_one_number_names_one_organisation_in_the_database(world):
    Identifier.objects.create(organisation=world.cooperative, scheme="ruc", value=RUC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(organisation=world.exporter, scheme="ruc", value=RUC)


# Contacts


@pytest.mark.parametrize(
    ("means", "value"),
    [("phone", "123"), ("phone", "no tengo"), ("email", "rosa"), ("web", "javascript:alert(1)"),
     ("web", "data:text/html,x"), ("address", ""), ("pigeon", "x")],
)  # fmt: skip
def test_a_contact_that_is_none_is_refused(world, means, value):
    with pytest.raises(Mistake):
        add_contact(by=world.officer, organisation=world.cooperative, means=means, value=value)


def test_a_contact_typed_twice_is_kept_once(world):
    for _ in range(2):
        add_contact(by=world.officer, organisation=world.cooperative, means="phone", value="951 234 567", name="Rosa")
    assert world.cooperative.contacts.count() == 1


# Changed and confirmed


def test_who_changed_what_is_told_on_the_page(world, signed_in):
    change_organisation(
        by=world.officer, organisation=world.cooperative, name="Cooperativa Taypi Nueva", place="210801"
    )
    shown = page(signed_in(world.member), world.cooperative).content.decode()
    assert world.officer.name in shown
    assert "<del>Cooperativa Taypi</del> → Cooperativa Taypi Nueva" in shown
    assert "Ayaviri, Melgar, Puno" in shown


def test_a_change_that_changes_nothing_leaves_no_trace(world):
    before = world.cooperative.history.count()
    change_organisation(by=world.officer, organisation=world.cooperative, name=world.cooperative.name)
    assert world.cooperative.history.count() == before


def test_what_was_typed_for_a_member_is_confirmed_by_the_member_alone(world, signed_in):
    made = add_organisation(by=world.manager, name="Asociación Suma", kind="producers_association", typed_for=True)
    for somebody in (world.manager, world.officer, world.member):
        with pytest.raises(Mistake):
            confirm_organisation(by=somebody, organisation=made)
    Representation.objects.create(person=world.member, organisation=made, since=timezone.now(), given_by=world.manager)
    client = signed_in(world.member)
    assert (
        reverse("members:organisation_confirm", kwargs={"pk": made.pk})
        in client.get("/organisations/mine/").content.decode()
    )
    sent = {"name": "Asociación Suma Ayllu", "kind": "producers_association", "country": "PE"}
    client.post(reverse("members:organisation_confirm", kwargs={"pk": made.pk}), sent)
    made.refresh_from_db()
    assert (made.name, made.typed_for, made.confirmed_by) == ("Asociación Suma Ayllu", False, world.member)


def test_confirming_keeps_what_the_form_does_not_show(world, signed_in):
    made = add_organisation(by=world.manager, name="Suma", kind="producer", note="vive lejos", typed_for=True)
    Representation.objects.create(person=world.member, organisation=made, since=timezone.now())
    sent = {"name": "Suma", "kind": "producer", "country": "PE"}
    signed_in(world.member).post(reverse("members:organisation_confirm", kwargs={"pk": made.pk}), sent)
    made.refresh_from_db()
    assert made.note == "vive lejos"


# Forms


def added(client, **facts):
    return client.post(reverse("members:organisation_add"), {"name": "Asociación Suma", "kind": "producer", **facts})


def test_a_place_that_may_be_several_is_asked_and_then_taken(world, signed_in):
    client = signed_in(world.manager)
    asked = added(client, place="Ayaviri").content.decode()
    assert 'value="210801"' in asked
    assert 'value="151004"' in asked
    assert not Organisation.objects.filter(name="Asociación Suma").exists()
    added(client, place="Ayaviri", place_choice="210801")
    assert Organisation.objects.get(name="Asociación Suma").place == "210801"


@pytest.mark.parametrize(("typed", "code"), [("210801", "210801"), ("ayaviri, melgar", "210801"), ("ÑUÑOA", "210806"),
                                             ("", "")])  # fmt: skip
def test_a_place_that_is_clear_is_taken_at_once(world, signed_in, typed, code):
    added(signed_in(world.manager), place=typed)
    assert Organisation.objects.get(name="Asociación Suma").place == code


def test_a_choice_that_was_not_offered_is_refused(world, signed_in):
    added(signed_in(world.manager), place="Ayaviri", place_choice="150101")
    assert not Organisation.objects.filter(name="Asociación Suma").exists()


def test_a_place_that_is_not_touched_stays(world, signed_in):
    change_organisation(by=world.officer, organisation=world.cooperative, place="2101")
    client = signed_in(world.officer)
    address = reverse("members:organisation_change", kwargs={"pk": world.cooperative.pk})
    assert 'value="Puno"' in client.get(address).content.decode()
    client.post(address, {"name": "Otra", "kind": "cooperative", "country": "PE", "place": "Puno"})
    world.cooperative.refresh_from_db()
    assert (world.cooperative.name, world.cooperative.place) == ("Otra", "2101")


def test_wrong_numbers_and_contacts_are_told_beside_their_field(world, signed_in):
    shown = added(signed_in(world.manager), scheme="ruc", number="123", phone="abc", email="x").content.decode()
    assert shown.count('aria-invalid="true"') == 3
    assert "Llegó «123»" in shown


def test_everything_at_hand_is_added_at_once(world, signed_in):
    added(signed_in(world.manager), scheme="dni", number=DNI, phone="951 234 567", contact="Rosa", typed_for="on",
          size_band="alone", note="apodo")  # fmt: skip
    made = Organisation.objects.get(name="Asociación Suma")
    assert made.typed_for
    assert made.size_band == "alone"
    assert made.contacts.get().name == "Rosa"
    assert made.identifiers.get().ending == "10"


# Found


@pytest.fixture
def some(world):
    for name, kind, place in (("Ñandú Andino", "firm", "210801"), ("NANDU del Sur", "exporter", "150101"),
                              ("Café Índigo", "firm", "210101")):  # fmt: skip
        organisation(name, kind, place=place)


@pytest.mark.sqlite
@pytest.mark.parametrize(("words", "count"), [("ñandu", 2), ("ÑANDÚ", 2), ("nandu sur", 1), ("cafe indigo", 1),
                                              ("zzz", 0), ("%", 0), ("_", 0)])  # fmt: skip
def test_accents_and_capitals_do_not_matter(world, some, words, count):
    assert found_organisations(world.officer, q=words).count() == count


@pytest.mark.sqlite
def test_names_come_in_order_whatever_their_accents(world, some):
    names = [row.name for row in found_organisations(world.officer) if "and" in row.name_folded]
    assert names == ["Ñandú Andino", "NANDU del Sur"]


def test_each_filter_narrows(world, some):
    by = world.officer
    assert found_organisations(by, kind="firm", department="21").count() == 2
    assert found_organisations(by, department="15").count() == 2
    assert found_organisations(by, cluster=world.cluster.pk).count() == 2
    assert found_organisations(by, size="large").count() == 0
    add_organisation(by=by, name="Escrita", kind="firm", typed_for=True)
    assert found_organisations(by, state="typed").count() == 1
    alone = set(found_organisations(by, state="alone").values_list("name", flat=True))
    assert world.exporter.name in alone
    assert world.cooperative.name not in alone


def test_a_company_is_found_by_its_ruc_by_the_entity_alone(world):
    add_identifier(by=world.officer, organisation=world.cooperative, scheme="ruc", number=RUC)
    assert found_organisations(world.officer, q=RUC).get() == world.cooperative
    assert not found_organisations(world.member, q=RUC).exists()


def test_a_filter_that_is_not_understood_is_none(world, signed_in):
    shown = listed(signed_in(world.officer), kind="wizard", department="Puno", cluster="x", page="-1", size="9" * 99)
    assert world.cooperative.name in shown


def test_the_list_costs_as_many_queries_for_two_rows_as_for_many(
    world, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(world.officer)
    listed(client)
    with django_assert_max_num_queries(8) as counted:
        listed(client)
    for number in range(60):
        organisation(f"Más {number:03}", "firm")
    with django_assert_num_queries(len(counted.captured_queries)):
        shown = listed(client)
    assert shown.count('<th scope="row">') == 50
    assert "Más 059" in listed(client, page="2")


def test_the_page_costs_as_many_queries_with_much_on_it(
    world, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(world.officer)
    page(client, world.cooperative)
    add_contact(by=world.officer, organisation=world.cooperative, means="phone", value="951234560")
    with django_assert_max_num_queries(40) as counted:
        page(client, world.cooperative)
    for number in range(1, 6):
        add_contact(by=world.officer, organisation=world.cooperative, means="phone", value=f"95123456{number}")
        somebody = person(f"p.{number}")
        Representation.objects.create(person=somebody, organisation=world.cooperative, since=timezone.now())
    with django_assert_num_queries(len(counted.captured_queries)):
        page(client, world.cooperative)


@pytest.mark.sqlite
def test_the_list_by_name_uses_an_index(world):
    plan = found_organisations(world.officer)[:50].explain()
    assert "TEMP B-TREE" not in plan
    if connection.vendor == "sqlite":
        assert "standing_organisation_by_name" in plan


# What a page shows to whom


def test_a_fellow_member_sees_who_it_is_and_neither_contacts_nor_history(world, signed_in):
    add_contact(by=world.officer, organisation=world.exporter, means="phone", value="951 234 567")
    add_identifier(by=world.officer, organisation=world.exporter, scheme="ruc", number=RUC)
    change_organisation(by=world.officer, organisation=world.exporter, note="debe dinero", mission="Vender quinua")
    shown = page(signed_in(world.member), world.exporter).content.decode()
    assert "Vender quinua" in shown
    for hidden in ("951 234 567", RUC, "debe dinero", world.officer.name):
        assert hidden not in shown


def test_a_member_sees_only_the_clusters_that_are_theirs(world, signed_in):
    membership(world.other_cluster, world.exporter, "processing")
    shown = page(signed_in(world.member), world.exporter).content.decode()
    assert world.cluster.name in shown
    assert world.other_cluster.name not in shown


def test_the_last_event_is_told_to_those_who_act_for_it(world, signed_in):
    event = Event.objects.create(
        kind="meeting", title="Reunión", starts_at=timezone.now() - timedelta(days=3), added_by=world.officer
    )
    Participation.objects.create(event=event, organisation=world.cooperative, role="attended")
    assert "Aún no participó" not in page(signed_in(world.member), world.cooperative).content.decode()
    assert "Aún no participó" in page(signed_in(world.officer), world.exporter).content.decode()


# A hostile member


@pytest.fixture
def hidden(world):
    """Organisation of another cluster, with everything a stranger could want."""
    add_identifier(by=world.officer, organisation=world.outsider, scheme="ruc", number=RUC)
    add_contact(by=world.officer, organisation=world.outsider, means="email", value="suri@ejemplo.pe")
    return world.outsider


def test_a_member_learns_nothing_by_address(world, hidden, signed_in):
    client = signed_in(world.member)
    unknown = uuid4()
    for name in ("organisation", "organisation_change", "organisation_confirm", "number_add", "contact_add", "rights",
                 "duplicate_choose"):  # fmt: skip
        answers = [client.get(reverse(f"members:{name}", kwargs={"pk": pk})) for pk in (hidden.pk, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404]
        contents = [
            answer.content.decode().replace(str(pk), "")
            for answer, pk in zip(answers, (hidden.pk, unknown), strict=True)
        ]
        assert contents[0] == contents[1]


def test_a_member_learns_nothing_by_search_and_filter(world, hidden, signed_in):
    client = signed_in(world.member)
    for asked in ({"q": "suri"}, {"q": RUC}, {"department": "04"}, {"cluster": world.other_cluster.pk},
                  {"state": "alone"}, {"state": "typed"}, {"page": "2"}):  # fmt: skip
        assert hidden.name not in listed(client, **asked)
    membership(world.other_cluster, world.exporter, "processing")
    assert world.exporter.name in listed(client, cluster=str(world.other_cluster.pk)), "the filter is ignored"
    assert world.cooperative.name in listed(client, cluster=str(world.other_cluster.pk))
    assert world.other_cluster.name not in listed(client)


def test_a_member_takes_nothing_from_another_by_its_number_in_an_address(world, hidden, signed_in):
    client = signed_in(world.member)
    number, contact = hidden.identifiers.get().pk, hidden.contacts.get().pk
    for pk in (hidden.pk, world.cooperative.pk):
        assert client.post(reverse("members:number_drop", kwargs={"pk": pk, "number": number})).status_code == 404
        assert client.post(reverse("members:contact_drop", kwargs={"pk": pk, "contact": contact})).status_code == 404
    assert Identifier.objects.filter(pk=number).exists()
    assert Contact.objects.filter(pk=contact).exists()


def test_a_manager_is_not_told_that_another_cluster_has_the_like(world, hidden, signed_in):
    shown = added(signed_in(world.manager), name=hidden.name, kind="firm", place="040101")
    assert shown.status_code == 302
    made = Organisation.objects.exclude(pk=hidden.pk).get(name=hidden.name)
    assert Duplicate.objects.filter(first__in=(made, hidden), second__in=(made, hidden)).exists()


def test_what_a_member_left_is_no_longer_theirs_to_see(world, signed_in):
    Membership.objects.filter(organisation=world.cooperative).update(state="left", until=timezone.localdate())
    assert page(signed_in(world.member), world.exporter).status_code == 404


# Two at once


@pytest.mark.postgresql
def test_two_officers_who_add_one_ruc_at_once_add_it_once(committed):
    world = made_world()
    outcomes = []
    ready = threading.Barrier(2)

    def add(row):
        ready.wait()
        try:
            add_identifier(by=world.officer, organisation=row, scheme="ruc", number=RUC)
            outcomes.append("added")
        except Mistake as mistake:
            outcomes.append(mistake.key)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(row,)) for row in (world.cooperative, world.exporter)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added", "organisations.number_taken"]
    assert Identifier.objects.filter(value=RUC).count() == 1


def test_a_contact_is_added_on_its_page(world, signed_in):
    sent = {"means": "phone", "value": "951 234 567", "contact": "Rosa Quispe"}
    answer = signed_in(world.member).post(f"/organisations/{world.cooperative.pk}/contacts/add/", sent)
    assert (answer.status_code, answer.url) == (302, f"/organisations/{world.cooperative.pk}/")
    assert world.cooperative.contacts.get().name == "Rosa Quispe"
