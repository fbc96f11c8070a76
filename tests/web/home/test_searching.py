"""The whole site searched: everything that one sees, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni_web.home import queries
from ayni_web.home.searching import SHOWN, found_everywhere
from ayni_web.members.models import Cluster
from tests.web.commitments.made import promise
from tests.web.processes.made import opened
from tests.web.series.made import measure
from tests.web.world import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def titles(person, words):
    return {each.name: [title for _, title in each.rows] for each in found_everywhere(person, words)}


def test_names_are_found_without_accents_and_in_any_order(world):
    organisation("Cooperativa Ñusta de Cabaña", "cooperative")
    assert titles(world.officer, "cabana cooperativa") == {"organisations": ["Cooperativa Ñusta de Cabaña"]}
    assert world.cluster.name in titles(world.officer, "quinua")["clusters"]


def test_what_a_person_does_not_see_is_in_no_answer(world):
    organisation("Cooperativa Escondida", "cooperative")
    assert titles(world.officer, "escondida")
    assert not titles(world.member, "escondida")


def test_what_is_promised_counted_carried_and_planned_is_found_by_those_who_see_it(world):
    sales = measure(world, "sales")
    case = opened(world, title="Permiso de la quinua negra")
    found = titles(world.manager, "quinua negra")
    assert found["cases"] == [case.title]
    assert titles(world.manager, "VENTAS exportacion")["measures"] == [str(sales)]
    commitment = promise(world.member, world.cooperative, world.exporter, content="Quinua negra en Juliaca")
    assert titles(world.member, "negra juliaca")["commitments"] == [commitment.content]
    assert not titles(world.stranger, "negra")
    assert "measures" not in titles(world.stranger, "ventas")


def test_the_library_is_found_in_any_language_by_anybody(world):
    from django.contrib.auth.models import AnonymousUser

    assert titles(AnonymousUser(), "confianza")["library"]
    assert titles(world.member, "porter diamond")["library"]


def test_words_of_nothing_find_nothing(world):
    assert found_everywhere(world.officer, " ...") == found_everywhere(world.officer, "") == []


def test_a_long_list_leads_to_its_page_with_the_same_words(world, signed_in):
    for number in range(SHOWN + 1):
        organisation(f"Asociación Sumaq {number}", "cooperative")
    page = signed_in(world.officer).get("/search/?q=sumaq").content.decode()
    assert page.count("Asociación Sumaq") == SHOWN
    assert 'href="/organisations/?q=sumaq"' in page


def test_a_search_costs_as_many_queries_for_many_as_for_few(world):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            found_everywhere(world.officer, "sumaq")
        return len(caught)

    few = cost()
    for number in range(30):
        organisation(f"Sumaq {number}", "cooperative")
    assert cost() <= few


def test_who_may_open_the_first_cluster_is_told_how_others_wait(world, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "clusters_shown", Cluster.objects.none)
    assert "/clusters/open/" in signed_in(world.officer).get("/").content.decode()
    assert "/clusters/open/" not in signed_in(world.auditor).get("/").content.decode()
