"""Pages about personal data: one's own are one's own, requests are for the entity, breaches for directors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ayni_web.accounts.models import Breach
from ayni_web.accounts.privacy import actions
from ayni_web.accounts.privacy.purposes import version
from tests.web.tried import SIGNED_IN, Try


def request_of_member(world):
    # One world may be asked more than once: a page that is looked at again asks for nothing again.
    row = world.member.privacy_requests.filter(kind="access", state="open").first()
    return {"pk": (row or actions.ask(by=world.member, kind="access")).pk}


def breach(world):
    found_at = timezone.now() - timedelta(hours=3)
    made = Breach.objects.create(found_at=found_at, what="x", people=1, done="y", recorded_by=world.director)
    return {"pk": made.pk, "whom": "authority"}


def reminders(world):
    return {"purpose": "reminders"}


TRIES = [
    Try("accounts:privacy"),
    Try("accounts:privacy_mine", seen_by=SIGNED_IN),
    Try("accounts:privacy_data", seen_by=SIGNED_IN),
    Try("accounts:privacy_download", seen_by=SIGNED_IN),
    Try("accounts:privacy_ask", seen_by=SIGNED_IN),
    Try("accounts:privacy_ask", seen_by=SIGNED_IN, post=lambda world: {"kind": "access"}),
    Try("accounts:privacy_give", reminders, SIGNED_IN, lambda world: {"version": version()}, (302, 409)),
    Try("accounts:privacy_withdraw", reminders, SIGNED_IN, lambda world: {}),
    Try("accounts:privacy_queue", seen_by="director officer auditor"),
    Try("accounts:privacy_answer", request_of_member, "director officer"),
    Try("accounts:privacy_answer", request_of_member, "director officer", lambda world: {"decision": "done"}),
    Try("accounts:privacy_breaches", seen_by="director auditor"),
    Try("accounts:privacy_breach_add", seen_by="director"),
    Try("accounts:privacy_breach_tell", breach, "director"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)


def test_what_is_kept_about_oneself_is_never_that_of_another(world, signed_in):
    member = signed_in(world.member)
    for address in ("/privacy/mine/data.json", "/privacy/mine/data/", "/privacy/mine/"):
        page = member.get(address)
        assert world.stranger.name not in page.content.decode()
        assert world.stranger.username not in page.content.decode()


def test_an_officer_does_not_answer_the_own_request(world, signed_in):
    own = actions.ask(by=world.officer, kind="erasure")
    signed_in(world.officer).post(f"/privacy/requests/{own.pk}/", {"decision": "done"})
    own.refresh_from_db()
    world.officer.refresh_from_db()
    assert own.state == "open"
    assert world.officer.erased_at is None
