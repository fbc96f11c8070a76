"""Stories on the pages: a round opened from the library, answered on a phone, a questionnaire edited."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ayni_web.assessments.models import Answer, Assessment, Sheet, Template, Version
from ayni_web.assessments.queries.templates import last_version, read
from tests.web.assessments.made import asked, closed, copied, growers, opened, sent

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def soon():
    return (timezone.localdate() + timedelta(days=10)).isoformat()


def values_of(page):
    """Fields of a form as the page gives them back: what a browser would send."""
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind is None or kind[1] not in {"checkbox", "radio", "search"} or " checked" in tag):
            found[name[1]] = value[1] if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, body in re.findall(r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = body.strip()
    for name, body in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in {"csrfmiddlewaretoken", "sent"}}


def test_a_manager_opens_a_round_of_the_library_and_asks_everybody(world, signed_in):
    people = growers(world, 3)
    client = signed_in(world.manager)
    assert "Confianza" in client.get("/assessments/questionnaires/").content.decode()
    assert client.get("/assessments/questionnaires/trust/").status_code == 200
    address = "/assessments/questionnaires/trust/open/"
    made = client.post(address, {"cluster": world.cluster.pk, "closes_on": soon()})
    assessment = Assessment.objects.get()
    assert made.url == f"/assessments/{assessment.pk}/ask/"
    again = client.post(address, {"cluster": world.cluster.pk, "closes_on": soon()}).content.decode()
    assert "Ya hay una ronda abierta" in again
    assert Template.objects.count() == 1
    assert "Elija por lo menos a una persona" in client.post(made.url, {"sent": ""}).content.decode()
    assert client.post(made.url, {"everyone": "on"}).status_code == 302
    assert {each.pk for each in people} <= set(Sheet.objects.values_list("person_id", flat=True))
    assert client.post(f"/assessments/{assessment.pk}/close/").status_code == 302
    assert Assessment.objects.get().state == "closed"


def test_a_refused_round_leaves_no_copy_behind(world, signed_in):
    client = signed_in(world.manager)
    page = client.post(
        "/assessments/questionnaires/trust/open/", {"cluster": world.cluster.pk, "closes_on": "2020-01-01"}
    )
    assert "Ese día ya pasó" in page.content.decode()
    page = client.post("/assessments/questionnaires/trust/open/", {"closes_on": soon()}).content.decode()
    assert "Esto lo hace quien coordina" in page
    assert not Template.objects.exists()


def test_a_manager_cannot_send_another_cluster_or_person(world, signed_in):
    client = signed_in(world.manager)
    sent_ = {"cluster": world.other_cluster.pk, "closes_on": soon()}
    assert client.post("/assessments/questionnaires/trust/open/", sent_).status_code == 200
    made = opened(world.manager, world.cluster)
    assert client.post(f"/assessments/{made.pk}/ask/", {"people": [world.stranger.pk]}).status_code == 200
    assert not Sheet.objects.exists()


def test_a_sheet_is_kept_with_what_was_typed_and_sent_when_whole(world, signed_in):
    made = opened(world.manager, world.cluster)
    sheet = asked(world.manager, made, world.member)[0]
    client, address = signed_in(world.member), f"/assessments/{made.pk}/answer/"
    page = client.get(address).content.decode()
    assert page.index("Nunca") < page.index("Siempre") < page.index("No sé") < page.index("No aplica")
    assert "No escriba nombres" in page
    client.post(address, {"a_lend": "v4", "n_lend": "Solo el arado", "do": "keep"})
    page = client.get(address).content.decode()
    assert re.search(r'value="v4"[^>]*checked', page)
    assert "Solo el arado" in page
    items = [item.code for item in read(made.version).items]
    rest = {f"a_{code}": "unknown" for code in items[:-1]}
    refused = client.post(address, {**rest, "n_help": "Nos ayudamos", "do": "send"}).content.decode()
    assert "Elija una respuesta" in refused
    assert "Nos ayudamos" in refused
    assert len(re.findall(r'value="unknown"[^>]*checked', refused)) == len(items) - 1
    done = client.post(address, {f"a_{code}": "v3" for code in items} | {"do": "send"})
    assert done.url == f"/assessments/{made.pk}/"
    assert Sheet.objects.get(pk=sheet.pk).state == "sent"
    assert client.get(address).status_code == 404
    late = client.post(address, {"do": "keep"}, follow=True).content.decode()
    assert "Aquí ya no se responde" in late
    assert set(Answer.objects.values_list("value", flat=True)) == {3}


def test_an_answer_beyond_the_scale_is_told_beside_its_item(world, signed_in):
    made = opened(world.manager, world.cluster)
    asked(world.manager, made, world.member)
    page = signed_in(world.member).post(f"/assessments/{made.pk}/answer/", {"a_lend": "v9", "do": "keep"})
    assert page.status_code == 200
    assert not Answer.objects.exists()


def test_evidence_is_added_to_a_kept_answer_and_seen_by_those_who_see_it(world, signed_in):
    made = opened(world.manager, world.cluster, code="diamond")
    sheet = asked(world.manager, made, world.member)[0]
    client = signed_in(world.member)
    assert "Guarde y podrá agregar una prueba" in client.get(f"/assessments/{made.pk}/answer/").content.decode()
    client.post(f"/assessments/{made.pk}/answer/", {"a_workers": "v4", "do": "keep"})
    answer = sheet.answers.get(item="workers")
    page = client.get(f"/assessments/answers/{answer.pk}/").content.decode()
    assert f"/evidence/answer/{answer.pk}/file/" in page
    paper = {"title": "Planilla", "kind": "other", "file": _paper()}
    assert client.post(f"/evidence/answer/{answer.pk}/file/", paper).url == f"/assessments/answers/{answer.pk}/"
    assert "1 prueba" in client.get(f"/assessments/{made.pk}/answer/").content.decode()
    assert signed_in(world.manager).get(f"/assessments/answers/{answer.pk}/").status_code == 404
    sent(sheet)
    closed(world.manager, made)
    page = signed_in(world.manager).get(f"/assessments/answers/{answer.pk}/").content.decode()
    assert "Planilla" in page
    assert "Agregar foto" not in page


def _paper():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("planilla.txt", b"doce trabajadores", content_type="text/plain")


def test_a_questionnaire_is_copied_and_edited_without_a_script(world, signed_in):
    client = signed_in(world.manager)
    made = client.post("/assessments/questionnaires/trust/copy/", {"owner": world.cluster.pk})
    template = Template.objects.get()
    assert made.url == f"/assessments/templates/{template.pk}/edit/"
    typed = values_of(client.get(made.url).content.decode())
    assert client.post(made.url, typed).status_code == 302
    before = last_version(template).content
    changed = {
        **typed, "title": "Confianza en la asociación", "item_0_text": "Presto mi yunta.", "item_1_text": "",
        "group_0_weight": "2.5", "group_3_title": "Los jóvenes", "item_10_text": "Los jóvenes hablan en la asamblea.",
        "item_10_group": "g1", "scale_5_text": "Siempre y con gusto", "scale_5_value": "6",
    }  # fmt: skip
    assert client.post(made.url, changed).status_code == 302
    found = read(last_version(template))
    assert Version.objects.count() == 1
    assert found.title == dict.fromkeys(("es", "en", "pt"), "Confianza en la asociación")
    assert found.about == before["about"]
    assert found.items[0].text["en"] == "Presto mi yunta."
    assert [item.code for item in found.items][:2] == ["lend", "advantage"]
    assert (found.groups[0].weight, found.groups[-1].title["es"]) == (2.5, "Los jóvenes")
    assert found.items[-1].text["pt"] == "Los jóvenes hablan en la asamblea."
    assert found.ends == (1, 6)


def test_a_translation_leaves_the_other_languages_as_they_are(world, signed_in):
    template = copied(world.manager, world.cluster)
    client = signed_in(world.manager)
    from django.conf import settings

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "pt"
    address = f"/assessments/templates/{template.pk}/edit/"
    typed = values_of(client.get(address).content.decode())
    assert client.post(address, {**typed, "title": "Confiança hoje", "translation": "on"}).status_code == 302
    assert read(last_version(template)).title == {
        "es": "Confianza: línea de base", "en": "Trust: baseline", "pt": "Confiança hoje",
    }  # fmt: skip


def test_what_makes_no_questionnaire_is_told_and_what_was_typed_stays(world, signed_in):
    template = copied(world.manager, world.cluster)
    client, address = signed_in(world.manager), f"/assessments/templates/{template.pk}/edit/"
    typed = values_of(client.get(address).content.decode())
    page = client.post(address, {**typed, "group_3_title": "Vacío", "about": "Otro texto"}).content.decode()
    assert "ninguna pregunta cuenta en" in page
    assert "Otro texto" in page
    page = client.post(address, {**typed, "group_0_weight": "mucho"}).content.decode()
    assert "mucho" in page
    page = client.post(address, {**typed, "scale_5_text": "Sin valor"}).content.decode()
    assert "es un número" in page
    assert last_version(template).content["about"]["es"] != "Otro texto"


def test_an_edit_after_a_round_makes_the_next_version(world, signed_in):
    template = copied(world.manager, world.cluster)
    opened(world.manager, world.cluster, template=template)
    client, address = signed_in(world.manager), f"/assessments/templates/{template.pk}/edit/"
    page = client.get(address).content.decode()
    assert "hace la siguiente" in page
    client.post(address, {**values_of(page), "title": "Otra"})
    page = client.get(f"/assessments/templates/{template.pk}/").content.decode()
    assert "versión 2" in page
    assert "queda como está" in page
    assert client.get(f"/assessments/templates/{template.pk}/1/").status_code == 200


def test_who_was_asked_by_mistake_is_asked_no_more(world, signed_in):
    made = opened(world.manager, world.cluster)
    sheet = asked(world.manager, made, world.member)[0]
    client = signed_in(world.manager)
    client.post(f"/assessments/{made.pk}/sheets/{sheet.pk}/withdraw/")
    assert not made.sheets.exists()


def test_a_reply_stands_beside_the_profile(world, signed_in):
    made = opened(world.manager, world.cluster, world.cooperative, code="entrepreneurial")
    for sheet in asked(world.manager, made, world.member, *growers(world, 5)):
        sent(sheet, 5 if sheet.own else 2)
    closed(world.manager, made)
    client = signed_in(world.member)
    assert "Dice de sí" in client.get(f"/assessments/{made.pk}/").content.decode()
    client.post(f"/assessments/{made.pk}/reply/", {"reply": "Ya anotamos los costos."})
    page = signed_in(world.manager).get(f"/assessments/{made.pk}/").content.decode()
    assert "Ya anotamos los costos." in page
    assert "25 de 100" in page


@pytest.mark.parametrize("language", ["es", "en", "pt", "qu"])
def test_pages_are_told_in_every_language(world, signed_in, language):
    from django.conf import settings

    made = opened(world.manager, world.cluster)
    for sheet in asked(world.manager, made, *growers(world, 5)):
        sent(sheet)
    closed(world.manager, made)
    client = signed_in(world.manager)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in ("", "questionnaires/", "questionnaires/diamond/", f"{made.pk}/"):
        assert client.get(f"/assessments/{address}").status_code == 200
