"""Joining by a code: without e-mail, once, for what one was invited to and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ayni_web.accounts.access import forget
from ayni_web.accounts.actions import withdraw_invitation
from ayni_web.accounts.models import Appointment, Consent, Invitation, Person
from ayni_web.accounts.privacy.purposes import required, version
from ayni_web.common.acting import Mistake
from ayni_web.members.actions.joining import invite_manager, invite_representative, join
from ayni_web.members.models import Management, Representation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SECRET = "tres llamas cruzan el puente"


def account(code, **more):
    return {"code": code, "username": "rosa.quispe", "password": SECRET, "agree": "on", "version": version(),
            "sent": str(uuid4()), **more}  # fmt: skip


def come_in(code, **more):
    facts = {"by": None, "code": code, "username": "rosa.quispe", "password": SECRET, "purposes": required(),
             "version": version()}  # fmt: skip
    return join(**{**facts, **more})


@pytest.fixture
def invitation(world):
    return invite_representative(by=world.manager, organisation=world.exporter, name="Rosa Quispe")


def test_a_member_without_e_mail_joins_by_a_code(world, client, invitation):
    typed = f" {invitation.code[:4].lower()}-{invitation.code[4:].lower()} "
    page = client.post("/join/", {"code": typed}).content.decode()
    assert "Exportadora Wara" in page
    assert "Manager Uno" in page
    assert 'value="rosa.quispe"' in page
    answer = client.post("/join/", account(typed))
    assert answer.status_code == 302
    assert answer.url == "/organisations/mine/"
    person = Person.objects.get(username="rosa.quispe")
    assert (person.email, person.phone, person.name) == (None, None, "Rosa Quispe")
    assert Representation.objects.filter(person=person, organisation=world.exporter, given_by=world.manager).exists()
    assert set(Consent.objects.filter(person=person).values_list("purpose", flat=True)) == set(required())
    assert "Exportadora Wara" in client.get(answer.url).content.decode()


def test_the_address_of_the_printed_picture_brings_the_code(client, invitation):
    page = client.get(f"/unirse/?code={invitation.code}").content.decode()
    assert "Exportadora Wara" in page


def test_a_form_sent_twice_makes_one_person(client, invitation):
    sent = account(invitation.code)
    assert client.post("/join/", sent).status_code == 302
    client.logout()
    assert client.post("/join/", sent).status_code == 302
    assert Person.objects.filter(username="rosa.quispe").count() == 1


def test_a_form_that_is_sent_again_with_another_password_lets_nobody_in(client, invitation):
    sent = account(invitation.code)
    client.post("/join/", sent)
    client.logout()
    answer = client.post("/join/", {**sent, "password": "cuatro cuyes en la chacra"})
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 302
    assert "login" in answer.url


def test_without_consent_nobody_comes_in(client, invitation):
    page = client.post("/join/", {**account(invitation.code), "agree": ""})
    assert page.status_code == 200
    assert not Person.objects.filter(username="rosa.quispe").exists()
    assert come_in(invitation.code).username == "rosa.quispe"


def test_what_was_wrong_is_said_beside_its_field_and_the_code_stays_good(client, invitation):
    page = client.post("/join/", account(invitation.code, username="r!", password="1234")).content.decode()
    assert "Exportadora Wara" in page
    assert client.post("/join/", account(invitation.code)).status_code == 302


@pytest.mark.parametrize(
    ("happened", "said"), [("used", "ya se usó"), ("withdrawn", "ya no vale"), ("expired", "venció")]
)
def test_a_code_that_is_no_longer_good_says_why(happened, said, world, client, invitation):
    if happened == "used":
        come_in(invitation.code)
    elif happened == "withdrawn":
        withdraw_invitation(by=world.manager, invitation=Invitation.objects.get())
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert said in client.post("/join/", {"code": invitation.code}).content.decode()
    page = client.post("/join/", account(invitation.code, username="otra.persona")).content.decode()
    assert said in page
    assert not Person.objects.filter(username="otra.persona").exists()


def test_codes_are_not_guessed_without_end(client, invitation):
    answers = [client.post("/join/", {"code": f"AAAA-AA{n:02}"}).status_code for n in range(40)]
    assert 429 in answers
    assert client.post("/join/", {"code": invitation.code}).status_code == 429


def test_who_is_signed_in_takes_an_invitation_to_another_organisation(world, signed_in, invitation):
    client = signed_in(world.stranger)
    assert "Exportadora Wara" in client.post("/join/", {"code": invitation.code}).content.decode()
    assert client.post("/join/", {"code": invitation.code, "take": "1"}).status_code == 302
    held = Representation.objects.filter(person=world.stranger, until__isnull=True)
    assert set(held.values_list("organisation", flat=True)) == {world.exporter.pk, world.outsider.pk}
    second = invite_representative(by=world.officer, organisation=world.cooperative, name="Otra vez")
    join(by=world.stranger, code=second.code)
    assert held.count() == 3


def test_a_manager_is_invited_by_the_entity_and_led_to_the_cluster(world, client):
    made = invite_manager(by=world.officer, cluster=world.other_cluster, name="Nueva Gestora")
    answer = client.post("/join/", account(made.code))
    assert answer.url == f"/clusters/{world.other_cluster.pk}/"
    assert Management.objects.filter(cluster=world.other_cluster, given_by=world.officer).count() == 1


def test_nobody_makes_themselves_a_manager(world):
    with pytest.raises(Mistake):
        invite_manager(by=world.manager, cluster=world.cluster, name="Yo")
    made = invite_manager(by=world.officer, cluster=world.cluster, name="Yo")
    with pytest.raises(Mistake):
        join(by=world.officer, code=made.code)
    assert not Management.objects.filter(person=world.officer).exists()


def test_a_manager_does_not_slip_someone_into_an_organisation_that_has_its_own_people(world):
    with pytest.raises(Mistake):
        invite_representative(by=world.manager, organisation=world.cooperative, name="Cómplice")
    with pytest.raises(Mistake):
        invite_representative(by=world.manager, organisation=world.outsider, name="Cómplice")
    with pytest.raises(Mistake):
        invite_representative(by=world.stranger, organisation=world.cooperative, name="Cómplice")


def test_an_invitation_of_someone_who_no_longer_may_gives_nothing(world, invitation):
    Management.objects.update(until=timezone.now())
    forget(world.manager)
    with pytest.raises(Mistake):
        come_in(invitation.code)
    assert not Person.objects.filter(username="rosa.quispe").exists()
    second = invite_manager(by=world.officer, cluster=world.cluster, name="Rosa Quispe")
    Appointment.objects.update(until=timezone.now())
    with pytest.raises(Mistake):
        come_in(second.code)


def test_the_page_to_print_shows_the_code_and_what_it_is_for(world, signed_in):
    sent = {"name": "Rosa Quispe", "sent": str(uuid4())}
    client = signed_in(world.manager)
    page = client.post(f"/organisations/{world.exporter.pk}/invite/", sent).content.decode()
    again = client.post(f"/organisations/{world.exporter.pk}/invite/", sent).content.decode()
    assert Invitation.objects.count() == 1
    assert "Exportadora Wara" in page
    code = page.split('class="big-code"')[1].split(">")[1].split("<")[0]
    assert code in again
    listed = client.get(f"/clusters/{world.cluster.pk}/invitations/").content.decode()
    assert "Rosa Quispe" in listed
    assert code not in listed


def test_a_form_sent_again_brings_back_no_right_that_ended(world, client, signed_in, invitation):
    first, second = account(invitation.code), {"take": "1", "sent": str(uuid4())}
    client.post("/join/", first)
    second["code"] = invite_manager(by=world.officer, cluster=world.cluster, name="Rosa Quispe").code
    assert client.post("/join/", second).status_code == 302
    came = Person.objects.get(username="rosa.quispe")
    for kind in (Representation, Management):
        assert kind.objects.filter(person=came, until__isnull=True).update(until=timezone.now()) == 1
    signed_in(came).post("/join/", second)
    client.logout()
    client.post("/join/", first)
    for kind in (Representation, Management):
        assert not kind.objects.filter(person=came, until__isnull=True).exists()
