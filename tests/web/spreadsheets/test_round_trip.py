"""A list that goes out and comes back changes nothing, in every language and in both kinds of file."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ayni_web.common.language import DJANGO
from ayni_web.common.sheets.cells import guarded, plain, unguarded
from ayni_web.events.kinds import kinds
from ayni_web.events.models import Event, Participation
from ayni_web.members.folding import tidy
from ayni_web.members.models import Contact, Identifier, Kind, Membership, Organisation, Part, Relation, SizeBand
from ayni_web.spreadsheets import actions
from ayni_web.spreadsheets.exporting import exported
from ayni_web.spreadsheets.exports import LISTS
from ayni_web.spreadsheets.reading import country_meant, country_told, place_told, placed
from tests.web.spreadsheets.made import told
from tests.web.world import made_world

pytestmark = [pytest.mark.django_db]
BOTH = ("csv", "xlsx")
LANGUAGES = ("es", "en", "pt")


def gone_out(person, name, ending, language="es", asked=None):
    with translation.override(DJANGO[language]):
        response = exported(person, LISTS[name], asked or {}, ending)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    return SimpleUploadedFile(f"{name}.{ending}", content)


def come_back(person, name, ending, language="es", back="es"):
    file = gone_out(person, name, ending, language)
    with translation.override(DJANGO[back]):
        return actions.take_in(by=person, contract=name, file=file)


def all_the_same(held, rows):
    assert told(held) == []
    assert (held.new, held.changed, held.same) == (0, 0, rows), held.found["drafts"][:3]
    return True


def full(world):
    """A world with something in every column of the lists that come back."""
    row = world.cooperative
    row.size_band, row.formal, row.mission = "micro", False, "Vender mejor.\nSin «intermediarios»; con precio"
    row.interests, row.note = "=SUMA(A1:A9)", "+51 no es una fórmula"
    row.save()
    Identifier.objects.create(organisation=row, scheme="ruc", value="20512333797")
    Identifier.objects.create(organisation=row, scheme="other", value="P-1204")
    Identifier.objects.create(organisation=row, scheme="dni", value="#" + "a" * 64, personal=True, ending="10")
    for means, value in (("phone", "+51 951 234 567"), ("phone", "051 331122"), ("email", "rosa@ejemplo.pe")):
        Contact.objects.create(organisation=row, means=means, value=value)
    Organisation.objects.create(name="Taller Suri", kind="firm", country="BO")
    facts = {"kind": "supplies", "share_of_value": Decimal("0.3333"), "since": date(2026, 1, 15), "note": "-"}
    Relation.objects.create(source=row, target=world.exporter, added_by=world.officer, **facts)
    Relation.objects.create(source=world.outsider, target=row, kind="buys", until=date(2026, 2, 1),
                            added_by=world.officer)  # fmt: skip
    membership = Membership.objects.get(cluster=world.cluster, organisation=row)
    membership.parts.update(share=6055)
    link = world.cluster.links.get(code="marketing")
    Part.objects.create(membership=membership, link=link, role="export", share=3945)
    event = Event.objects.create(
        kind="delivery", title="Entrega; de la mañana", cluster=world.cluster, place="210801", where="Local: comunal",
        starts_at=datetime(2026, 3, 1, 15, 30, 41, tzinfo=UTC), quantity=Decimal("1.234"), unit="t", lot="@7",
        added_by=world.officer,
    )  # fmt: skip
    for role, organisation in (("delivers", row), ("receives", world.exporter), ("carries", world.outsider)):
        Participation.objects.create(event=event, organisation=organisation, role=role)
    Event.objects.create(kind="meeting", title="Reunión", starts_at=datetime(2026, 3, 2, tzinfo=UTC),
                         ends_at=datetime(2026, 3, 2, 3, tzinfo=UTC), added_by=world.officer,
                         cancelled_at=datetime(2026, 3, 2, tzinfo=UTC), cancelled_by=world.officer,
                         cancel_reason="Llovió")  # fmt: skip
    return world


ROWS = {"organisations": 5, "relations": 2, "memberships": 3, "events": 2}


@pytest.mark.sqlite
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", BOTH)
@pytest.mark.parametrize("name", ROWS)
def test_a_list_that_goes_out_and_comes_back_is_all_the_same(world, name, ending, language):
    assert all_the_same(come_back(full(world).officer, name, ending, language), ROWS[name])


@pytest.mark.parametrize("name", ROWS)
def test_a_list_is_read_back_by_who_speaks_another_language(world, name):
    assert all_the_same(come_back(full(world).officer, name, "csv", "pt", back="en"), ROWS[name])


@pytest.mark.parametrize("name", ["organisations", "relations", "memberships", "events"])
def test_what_a_manager_takes_away_comes_back_the_same(world, name):
    held = come_back(full(world).manager, name, "xlsx")
    assert told(held) == []
    assert (held.new, held.changed) == (0, 0)
    assert held.same


# Without the sign that no database keeps, and the letter that tells of spoilt text, which is refused by its own test.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn"), exclude_characters="\0Ã")
    | st.sampled_from("=+-@\t\r\n';,\"#|"),
    max_size=40,
)
names = texts.map(lambda text: tidy(plain(text))).filter(bool)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2999, 1, 1))  # noqa: DTZ001
facts = st.fixed_dictionaries(
    {
        "name": names,
        "kind": st.sampled_from(Kind.values),
        "place": st.sampled_from(["", "21", "2108", "210801", "150101"]),
        "country": st.sampled_from(["PE", "BR", "NA", "CI"]),
        "size_band": st.sampled_from(["", *SizeBand.values]),
        "formal": st.sampled_from([None, True, False]),
        "mission": texts,
        "interests": texts,
        "note": texts,
    }
)


@pytest.mark.sqlite
class TestRoundTrip(TestCase):
    """Whatever stands in the columns."""

    @given(st.lists(facts, max_size=5), st.sampled_from(BOTH), st.sampled_from(LANGUAGES))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_whatever_organisations_are_called_they_come_back_the_same(self, rows, ending, language):
        world = made_world()
        for row in rows:
            Organisation.objects.create(**row)
        held = come_back(world.officer, "organisations", ending, language)
        all_the_same(held, 4 + len(rows))

    @given(texts, st.sampled_from(BOTH), st.decimals(0, 10**9, places=3), moments,
           st.sampled_from(sorted(each.code for each in kinds().values() if each.units)))  # fmt: skip
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    def test_whatever_an_event_is_called_it_comes_back_the_same(self, text, ending, quantity, moment, kind):
        world = made_world()
        Event.objects.create(kind=kind, title=plain(text) or "x", note=text, quantity=quantity,
                             unit=kinds()[kind].units[0], added_by=world.officer,
                             starts_at=moment.replace(tzinfo=UTC))  # fmt: skip
        all_the_same(come_back(world.officer, "events", ending), 1)


@given(texts)
def test_what_is_guarded_comes_back(text):
    assert unguarded(guarded(plain(text))) == plain(text)
    assert not guarded(plain(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_place_and_country_is_found_again_by_what_it_is_called():
    from ayni.codes import nomenclature

    for language in LANGUAGES:
        with translation.override(DJANGO[language]):
            for code in nomenclature("iso3166").names["es"]:
                assert country_meant(country_told(code)) == code
    for code in nomenclature("ubigeo-inei").names["es"]:
        assert placed(place_told(code)) == code


def rows_of(file):
    content = file.read().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_an_empty_list_is_a_file_with_its_first_row(db, name):
    from tests.web.world import person

    somebody = person("alguien")
    file = gone_out(somebody, name, "csv")
    assert len(rows_of(file)) == 1
    assert gone_out(somebody, name, "xlsx").read(2) == b"PK"


def test_a_name_that_is_a_formula_runs_nowhere(world):
    from zipfile import ZipFile

    Organisation.objects.create(name="=cmd|' /C calc'!A0", kind="firm")
    assert "'=cmd|' /C calc'!A0" in {row[1] for row in rows_of(gone_out(world.officer, "organisations", "csv"))}
    with ZipFile(gone_out(world.officer, "organisations", "xlsx")) as book:
        sheet, styles = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "=cmd|" in sheet
    assert 'quotePrefix="1"' in styles


def test_portuguese_parts_with_a_semicolon_and_writes_a_comma(world):
    content = gone_out(full(world).officer, "events", "csv", "pt").read().decode("utf-8")
    assert content.startswith("\ufeffIdentificador no Ayni;O que foi;")
    assert ";1,2340;toneladas;" in content


def test_the_file_has_the_day_in_its_name_and_is_kept_by_nobody(world, signed_in):
    response = signed_in(world.member).get("/lists/organisations.csv?page=3&kind=cooperative")
    assert 'attachment; filename="ayni-organizaciones-20' in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert [row[1] for row in csv.reader(io.StringIO(b"".join(response.streaming_content).decode()))] == [
        "Nombre", "Cooperativa Taypi",
    ]  # fmt: skip


def test_a_file_speaks_the_language_of_who_asked_until_its_last_piece(world, signed_in):
    client = signed_in(world.member)
    response = client.get("/lists/organisations.csv", headers={"accept-language": "en"})
    client.cookies["ayni_language"] = "pt"
    response = client.get("/lists/organisations.csv")
    assert "Exportadora Wara;Exportadora;" in b"".join(response.streaming_content).decode()


def test_nothing_of_a_persons_number_goes_out(world):
    content = gone_out(full(world).director, "organisations", "csv").read().decode()
    assert "20512333797" in content
    assert "aaaa" not in content
    assert "DNI" not in content


def test_a_member_takes_away_no_contacts_of_others_and_no_notes(world):
    full(world)
    Contact.objects.create(organisation=world.exporter, means="phone", value="999 888 777")
    world.exporter.note = "Debe dos cuotas"
    world.exporter.save()
    content = gone_out(world.member, "organisations", "csv").read().decode()
    assert "051 331122" in content
    assert "999 888 777" not in content
    assert "Debe dos cuotas" not in content
    assert "Taller Suri" not in content


def test_a_cluster_that_is_not_theirs_has_no_list(world, signed_in):
    client = signed_in(world.member)
    for name in ("relations", "memberships", "sponsors", "seats", "scopes"):
        assert client.get(f"/lists/{name}.csv?cluster={world.other_cluster.pk}").status_code == 404
        assert client.get(f"/lists/{name}.csv?cluster=nonsense").status_code == 404
        assert client.get(f"/lists/{name}.csv?cluster={world.cluster.pk}").status_code == 200


@pytest.mark.parametrize("name", sorted(LISTS))
def test_queries_do_not_grow_with_the_rows(world, name, django_assert_max_num_queries):
    full(world)
    for number in range(30):
        row = Organisation.objects.create(name=f"Comunidad {number}", kind="firm", added_by=world.officer)
        Contact.objects.create(organisation=row, means="phone", value=f"951 000 1{number:02d}")
        Relation.objects.create(source=row, target=world.exporter, kind="supplies", added_by=world.officer)
        joined = Membership.objects.create(cluster=world.cluster, organisation=row, kind="firm", state="member",
                                           since=date(2026, 2, 1))  # fmt: skip
        Part.objects.create(membership=joined, link=world.cluster.links.first(), share=10_000)
        event = Event.objects.create(kind="meeting", title=f"R {number}", starts_at=datetime(2026, 1, 1, tzinfo=UTC),
                                     cluster=world.cluster, added_by=world.officer)  # fmt: skip
        Participation.objects.create(event=event, organisation=row, role="attends")
    with django_assert_max_num_queries(14):
        assert gone_out(world.director, name, "csv").size > 20
