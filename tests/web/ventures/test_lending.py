"""The paper for a lender: a PDF of a signed plan, the same each time, in three languages."""

import pytest
from django.conf import settings

from ayni_web.ventures.models import Version
from tests.web.ventures.made import example_document, signed, small, taking_part

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
TYPED = {"borrower": "Cooperativa #1 $x$ *y*", "purpose": "Comprar un equipo", "guarantees": "Ninguna",
         "contact": "Gerencia"}  # fmt: skip


def asked(client, version, language="es", **typed):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.post(f"/plans/versions/{version.pk}/lender/", {**TYPED, **typed})


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_signed_plan_becomes_a_tagged_pdf(world, signed_in, language):
    version = signed(world, example_document())
    taking_part(world, version)
    answer = asked(signed_in(world.manager), version, language)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    content = answer.content
    assert content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in content
    assert f"/Lang({language})".encode() in content.replace(b"/Lang (", b"/Lang(")


def test_the_same_paper_is_the_same_bytes(world, signed_in):
    version, client = signed(world, example_document()), signed_in(world.manager)
    assert asked(client, version).content == asked(client, version).content


def test_a_plan_without_credit_still_has_its_paper(world, signed_in):
    assert asked(signed_in(world.manager), signed(world, small())).content.startswith(b"%PDF-")


def test_what_is_not_typed_is_asked_for_and_nothing_of_it_is_kept(world, signed_in):
    version = signed(world, small())
    before = Version.objects.get(pk=version.pk).content
    answer = asked(signed_in(world.manager), version, guarantees="")
    assert answer["Content-Type"].startswith("text/html")
    asked(signed_in(world.manager), version)
    assert Version.objects.get(pk=version.pk).content == before
