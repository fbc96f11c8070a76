"""One's own page: what one is called, how one is reached, what one may do and why."""

import pytest
from django.conf import settings
from django.utils import timezone

from ayni_web.accounts.models import Notice, Person
from tests.web.accounts.counted import queries_of
from tests.web.accounts.test_entering import PASSWORD, enter

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_my_page_says_what_i_may_do_and_who_let_me(world, client, signed_in):
    world.cluster.managements.update(given_by=world.officer)
    page = signed_in(world.manager).get("/me/").content.decode()
    assert world.cluster.name in page
    assert world.officer.name in page
    assert "/tokens/" in page
    assert "/tokens/" not in signed_in(world.member).get("/me/").content.decode()


def test_the_language_i_choose_is_spoken_at_once_and_on_the_next_device(world, signed_in, client):
    client = signed_in(world.member)
    answer = client.post("/me/name/", {"name": "Ana María Uno", "language": "pt"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "pt"
    world.member.refresh_from_db()
    assert (world.member.name, world.member.language) == ("Ana María Uno", "pt")
    assert 'lang="pt"' in client.get("/me/").content.decode()
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    assert client.get("/me/")["Content-Language"] == "pt"
    page = client.post("/me/name/", {"name": "X", "language": "tlh"})
    assert page.status_code == 200


def test_how_i_am_reached_changes_with_my_password_alone(world, client):
    enter(client, "member.uno")
    wrong = client.post("/me/contact/", {"email": "uno@ejemplo.pe", "phone": "", "password": "x"})
    assert "Esa no es su contraseña" in wrong.content.decode()
    right = {"email": "Uno@Ejemplo.pe", "phone": "987 654 321", "password": PASSWORD}
    assert client.post("/me/contact/", right).status_code == 302
    world.member.refresh_from_db()
    assert (world.member.email, world.member.phone) == ("uno@ejemplo.pe", "+51987654321")
    client.post("/me/contact/", {"email": "", "phone": "", "password": PASSWORD})
    world.member.refresh_from_db()
    assert (world.member.email, world.member.phone) == (None, None)


def test_whose_mail_it_is_cannot_be_found_out_by_trying(world, client):
    Person.objects.filter(pk=world.director.pk).update(email="directora@ejemplo.pe")
    enter(client, "member.uno")
    facts = {"phone": "", "password": PASSWORD}
    first = client.post("/me/contact/", {"email": "directora@ejemplo.pe", **facts}).content.decode()
    assert world.director.name not in first
    for at in range(9):
        client.post("/me/contact/", {"email": f"a{at}@ejemplo.pe", **facts})
    assert client.post("/me/contact/", {"email": "b@ejemplo.pe", **facts}).status_code == 429


def test_notices_are_read_by_their_person_alone(world, signed_in):
    theirs = Notice.objects.create(person=world.director, key="notices.role_given", facts={"role": "x", "name": "y"})
    assert signed_in(world.member).post(f"/me/notices/{theirs.pk}/read/").status_code == 404
    mine = Notice.objects.create(person=world.member, key="notices.role_given", facts={"role": "officer", "name": "Z"})
    client = signed_in(world.member)
    assert "Z le dio este cargo: Oficial" in client.get("/me/").content.decode()
    client.post(f"/me/notices/{mine.pk}/read/")
    mine.refresh_from_db()
    assert mine.read_at


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_notice_with_a_moment_is_told_in_every_language(language, world, signed_in):
    facts = {"asked": "A", "approved": "B", "moment": timezone.now().isoformat()}
    Notice.objects.create(person=world.member, key="notices.access_given_back", facts=facts)
    client = signed_in(world.member)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/me/").content.decode()
    assert timezone.localtime().strftime("%Y") in page
    assert facts["moment"] not in page


def test_many_notices_do_not_fill_the_first_page(world, client):
    for at in range(6):
        Notice.objects.create(
            person=world.member, key="notices.role_given", facts={"role": "officer", "name": f"N{at}"}
        )
    enter(client, "member.uno")
    page = client.get("/").content.decode()
    assert page.count("le dio este cargo") == 3
    assert "Hay 3 avisos más" in page


def test_my_page_costs_as_many_queries_with_more_notices(world, signed_in):
    client = signed_in(world.manager)
    before = queries_of(client, "/me/")
    for _ in range(15):
        Notice.objects.create(person=world.manager, key="notices.role_given", facts={"role": "officer", "name": "N"})
    assert queries_of(client, "/me/") == before
