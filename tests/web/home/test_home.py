"""The first page, the words, who sees what: from the database alone, light, and with nothing for strangers."""

import gzip
from datetime import date
from importlib.resources import files

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ayni_web.common import chain
from ayni_web.common.models import Seal
from ayni_web.events.models import Event
from ayni_web.home.country import country, middles
from ayni_web.home.glossary import found_words
from ayni_web.home.queries import figures
from ayni_web.members.models import Cluster, Right
from tests.web.world import cluster, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FIRST_VIEW = 60_000


def test_figures_are_counted_and_what_is_not_there_is_said(world, client):
    page = client.get("/").content.decode()
    assert (figures().clusters, figures().organisations, figures().happened) == (2, 3, 0)
    assert "Ningún hecho anotado aún" in page
    assert "Este sitio todavía no lleva planes" in page
    Event.objects.create(kind="meeting", title="x", starts_at=timezone.now(), added_by=world.officer)
    assert "1 hecho anotado" in client.get("/").content.decode()


def test_an_empty_site_says_that_it_is_empty(db, client):
    page = client.get("/").content.decode()
    assert "Todavía no hay clústeres" in page
    assert "Todavía no se publicó ningún estudio" in page


def test_a_visitor_sees_clusters_and_no_organisation_or_person(world, client):
    page = client.get("/").content.decode()
    assert world.cluster.name in page
    for hidden in (world.cooperative.name, world.exporter.name, world.member.name, world.manager.name):
        assert hidden not in page


def test_a_cluster_that_ended_is_not_shown(world, client):
    Cluster.objects.filter(pk=world.cluster.pk).update(state="ended", ended_on=date(2026, 11, 1))
    page = client.get("/").content.decode()
    assert world.cluster.name not in page
    assert figures().organisations == 1


def test_the_first_view_weighs_at_most_60_kb(world, client):
    look, site = files("ayni.charts"), files("ayni_web.common")
    page = gzip.compress(client.get("/").content)
    styles = [look.joinpath("ayni.css").read_bytes(), site.joinpath("static/site.css").read_bytes()]
    weight = len(page) + sum(len(gzip.compress(style)) for style in styles)
    weight += len(look.joinpath("archivo.woff2").read_bytes())
    assert weight <= FIRST_VIEW, weight


def test_the_first_page_costs_as_many_queries_with_more_clusters(world, client):
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for n in range(15):
        cluster(f"Otro {n}", world.officer)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/").content.decode()
    assert len(many) == len(few)
    assert "Ver los otros 5" in page


def test_a_map_numbers_clusters_where_they_stand():
    drawn = country([("Uno", ["21", "080101"]), ("Dos", ["2101"]), ("Nada", ["99"])])
    assert drawn.map.count('class="pin"') == 2
    assert dict(drawn.rows) == {"Cusco": "Uno", "Puno": "Uno, Dos"}
    assert "<b>" not in country([("<b>x", ["21"])]).map


def test_each_department_has_a_middle_within_the_map():
    assert len(middles()) == 25
    assert all(0 < x < 304 and 0 < y < 444 for x, y in middles().values())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("conglomerado", "cluster"), ("CADENA PRODUCTIVA", "chain"), ("fornecedor", None), ("socia", "member"),
        ("hub", "cluster"), ("arranjo produtivo local", "cluster"), ("evidencia", "evidence"),
        ("EVIDÊNCIA", "evidence"),
        ("blockchain", "chain_of_decisions"),
        ("código de lugar", "ubigeo"), ("codigo de lugar", "ubigeo"),
        ("tax number", "ruc"), ("  Clúster  ", "cluster"), ("' OR 1=1", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_word_is_found_by_any_word_that_people_say_for_it(said, found, language):
    codes = [word.code for word in found_words(said, language)]
    assert (codes[0] if codes else None) == found


def test_words_are_searched_without_a_script(client, db):
    page = client.get("/words/", {"q": "Conglomerado"}).content.decode()
    assert 'id="cluster"' in page
    assert "<script" not in page
    assert "No está" in client.get("/words/", {"q": "xyzzy<script>"}).content.decode()


def test_every_word_has_other_words_in_every_language(db):
    for language in ("es", "en", "pt"):
        with translation.override(language):
            assert all(word.used_for and word.text for word in found_words("", language))


def test_who_sees_a_cluster_is_told_by_name_and_reason(world, signed_in):
    page = signed_in(world.manager).get(f"/who-sees-what/cluster/{world.cluster.pk}/").content.decode()
    for seen in ("Director Uno", "Officer Uno", "Auditor Uno", "Manager Uno", "Member Uno", "Cooperativa Taypi"):
        assert seen in page
    assert "Stranger Uno" not in page


def test_who_was_given_a_right_is_told_until_it_ends(world, signed_in):
    right = Right.objects.create(
        giver=world.cooperative, receiver=world.outsider, what="contacts", since=timezone.now(), given_by=world.member
    )
    address = f"/who-sees-what/organisation/{world.cooperative.pk}/"
    assert "Stranger Uno" in signed_in(world.member).get(address).content.decode()
    right.until = timezone.now()
    right.save()
    assert "Stranger Uno" not in signed_in(world.member).get(address).content.decode()


def test_the_first_reader_of_a_day_has_the_chain_sealed(world, client, settings, tmp_path):
    settings.SEALS = tmp_path
    chain.append("test.done", by=world.officer, organisation=str(world.cooperative.pk))
    head, count = chain.head_and_count()
    page = client.get("/chain/").content.decode()
    assert Seal.objects.get().head == head
    assert page.count(head) >= 3
    assert (tmp_path / "seals.jsonl").read_text().count("\n") == 1
    client.get("/chain/")
    assert Seal.objects.count() == count == 1
    assert world.officer.name not in page
    assert str(world.cooperative.pk) not in page


def test_the_page_of_the_chain_tells_kinds_to_the_entity_and_public_ones_to_everybody(world, client, signed_in):
    chain.append("cluster.constituted", by=world.officer, cluster=str(world.cluster.pk))
    chain.append("membership.admitted", by=world.manager, cluster=str(world.cluster.pk))
    public, admitted = "Se constituyó un clúster", "Se admitió a una organización"
    for page in (client.get("/chain/"), signed_in(world.manager).get("/chain/")):
        told = page.content.decode()
        assert (public in told, admitted in told, told.count("La lee la entidad")) == (True, False, 1)
    told = signed_in(world.auditor).get("/chain/").content.decode()
    assert (public in told, admitted in told, told.count("La lee la entidad")) == (True, True, 0)


def test_a_search_for_who_sees_tells_nobody_that_a_row_exists(world, signed_in):
    stranger = signed_in(world.stranger)
    there = stranger.get(f"/who-sees-what/organisation/{world.cooperative.pk}/")
    absent = stranger.get(f"/who-sees-what/organisation/{world.member.pk}/")
    assert there.status_code == absent.status_code == 404
    assert there.content.replace(str(world.cooperative.pk).encode(), b"") == absent.content.replace(
        str(world.member.pk).encode(), b""
    )
    assert organisation("Otra", "firm")


def test_the_first_page_tells_few_members_to_the_clusters_own_alone(world, client, signed_in):
    few, told = "Menos de 5 organizaciones", "quinua · 2 organizaciones"
    page = client.get("/").content.decode()
    assert page.count(few) == 2
    assert told not in page
    page = signed_in(world.member).get("/").content.decode()
    assert page.count(few) == 1
    assert told in page
