"""Forms of a cluster on the screen: sent twice, filled in part, and lists with nothing in them yet."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from ayni_web.common.models import Entry
from ayni_web.members.models import Link, Membership, Relation

pytestmark = pytest.mark.django_db


def test_a_merge_of_links_that_arrives_twice_leads_where_the_first_one_led(world, signed_in):
    links = {each.code: each for each in world.cluster.links.all()}
    client, address = signed_in(world.manager), f"/clusters/links/{links['processing'].pk}/merge/"
    sent = {"into": links["production"].pk, "why": "Una sola planta", "sent": uuid4()}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url == f"/clusters/{world.cluster.pk}/links/"
    assert Entry.objects.filter(kind="link.merged").count() == 1


def test_a_merge_that_another_sent_leads_nobody_else(world, signed_in):
    links = {each.code: each for each in world.cluster.links.all()}
    address = f"/clusters/links/{links['processing'].pk}/merge/"
    sent = {"into": links["production"].pk, "why": "Una sola planta", "sent": uuid4()}
    signed_in(world.manager).post(address, sent)
    assert signed_in(world.stranger).post(address, sent).status_code == 404
    assert signed_in(world.officer).post(address, sent).status_code == 404


def test_no_field_of_the_parts_says_that_it_may_stay_empty(world, signed_in):
    row = Membership.objects.get(cluster=world.cluster, organisation=world.cooperative)
    page = signed_in(world.manager).get(f"/clusters/members/{row.pk}/parts/").content.decode()
    assert "si quiere" not in page


def test_a_list_with_nothing_yet_asks_for_the_first_and_offers_no_filter(world, signed_in):
    Relation.objects.all().delete()
    client, address = signed_in(world.manager), f"/clusters/{world.cluster.pk}/relations/"
    page = client.get(address).content.decode()
    assert "Todavía no hay relaciones" in page
    assert not re.search(r'<form method="get"', page)
    assert '<form method="get"' in client.get(f"{address}?words=nada").content.decode()


def test_a_filter_says_that_it_takes_all(world, signed_in):
    page = signed_in(world.manager).get(f"/clusters/{world.cluster.pk}/members/").content.decode()
    assert page.count('<option value="" selected>Todos</option>') == 2
    assert "si quiere" not in page


def test_a_sponsor_begins_today_unless_one_says_otherwise(world, signed_in):
    page = signed_in(world.manager).get(f"/clusters/{world.cluster.pk}/sponsors/add/").content.decode()
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page


def test_the_link_called_support_is_not_marked_as_support_again(world, signed_in):
    Link.objects.create(cluster=world.cluster, code="support", name="Apoyo", position=9, support=True)
    client, address = signed_in(world.manager), f"/clusters/{world.cluster.pk}/links/"
    tag = '<span class="tag">Apoyo</span>'
    assert tag not in client.get(address).content.decode()
    world.cluster.links.filter(support=True).update(name="Servicios")
    assert tag in client.get(address).content.decode()


def test_a_chain_of_the_library_is_taken_with_those_in_its_links_and_once(world, signed_in):
    client, address = signed_in(world.manager), f"/clusters/{world.cluster.pk}/links/chains/"
    assert "Cadena textil de la alpaca" in client.get(address).content.decode()
    held = list(world.cluster.links.filter(parts__isnull=False).distinct())
    page = client.get(f"{address}alpaca_textile/").content.decode()
    assert all(f"Quienes están en «{link}» pasan a" in page for link in held)
    assert "Categorizado y clasificado por finura" in page
    sent = {"why": "Es alpaca", "sent": uuid4()}
    page = client.post(f"{address}alpaca_textile/", {**sent, "why": "Es lana"}).content.decode()
    assert page.count('aria-invalid="true"') == len(held)
    assert "Es lana" in page
    into = {f"into_{link.pk}": "marketing" for link in held}
    answers = [client.post(f"{address}alpaca_textile/", {**sent, **into}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(kind="link.chain_taken").count() == 1
    assert "Criadores" in client.get(f"/clusters/{world.cluster.pk}/diagnosis/").content.decode()
    assert client.get(f"{address}gold/").status_code == 404
