"""A strategy: written part by part, whole before it is signed, frozen, reopened by what happens."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ayni_web.assessments.actions.answering import Given
from ayni_web.common.acting import Mistake
from ayni_web.home.reminders import reminders_of
from ayni_web.strategies import actions
from ayni_web.strategies.contents import lacks_of, part_in, with_reason, with_row
from ayni_web.strategies.models import Hand, Reopening, Strategy, Version
from ayni_web.strategies.queries import reopened_by
from ayni_web.strategies.telling import told_parts
from tests.web.assessments.made import asked, closed, growers, opened, sent
from tests.web.strategies.made import begun, filled, fresh, later, signed, whole, written
from tests.web.ventures.made import planned

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def refused(action, **facts):
    with pytest.raises(Mistake) as mistake:
        action(**facts)
    return mistake.value.key


def told(version, code):
    return next(each for each in told_parts(version.document) if each.part.code == code)


def change(version, world, of, at, **fields):
    def changed(document):
        part = part_in(document, of)
        return with_row(document, part, at, {"code": fields.pop("code", f"r{at}"), **fields})

    return written(version, changed, world.manager)


def met(version, world, **facts):
    given = {"part": "outside", "row": "uno", "seen": "Bajó a 3,30", "seen_on": date(2026, 1, 2), **facts}
    return actions.reopen(by=world.manager, version=version, **given)


def test_a_strategy_begins_with_every_part_of_the_library_unwritten(world):
    version = begun(world)
    assert {each.part for each in lacks_of(version.document)} == set(version.document["parts"])
    assert refused(actions.sign, by=world.officer, version=version, of=version.sha256) == "strategies.lacks"


def test_one_strategy_of_a_product_in_a_market(world):
    begun(world)
    assert refused(lambda: begun(world, hs_code="100850")) == "strategies.there_is_one"
    assert begun(world, market="NL").strategy.market_name == "Países Bajos"
    with pytest.raises(IntegrityError), transaction.atomic():
        Strategy.objects.create(cluster=world.cluster, product="x", hs_code="100850", market="DE",
                                added_by=world.manager)  # fmt: skip


def test_cost_without_difference_takes_a_written_reason_and_warns(world):
    version = written(begun(world), lambda document: filled(document, but=("difference",)), world.manager)
    assert [each.part for each in lacks_of(version.document)] == ["difference"]
    version = written(
        version, lambda document: with_reason(document, part_in(document, "difference"), "Es a granel"), world.manager
    )
    assert lacks_of(version.document) == []
    assert told(version, "difference").reason == "Es a granel"
    assert "Diferencia" in told(version, "cost").warnings[0]


def test_each_of_the_five_parts_of_the_mix_is_whole_or_says_why_not(world):
    version = change(whole(world), world, "mix", 3, code="logistics", what="Contenedor")
    assert [(each.part, each.row) for each in lacks_of(version.document)] == [("mix", 3)]
    assert "Presupuesto" in lacks_of(version.document)[0].text
    version = change(version, world, "mix", 3, code="logistics", reason="Lo paga el comprador")
    assert lacks_of(version.document) == []
    assert told(version, "mix").notes == ["Presupuesto, en total: 400."]


def test_buyers_stand_by_what_they_buy_and_by_what_they_may_grow(world):
    version = whole(world)
    for at, (name, share, growth) in enumerate([("Alfa", 70, 2), ("Beta", 20, 15), ("Gama", 10, 15)]):
        version = change(version, world, "buyers", at, buyer=name, share=share, potential=growth, source="Carta")
    share, potential = told(version, "buyers").ranks
    assert [(place, name) for place, name, _ in share.lines] == [(1, "Alfa"), (2, "Beta"), (3, "Gama")]
    assert [(place, name) for place, name, _ in potential.lines] == [(1, "Beta"), (1, "Gama"), (3, "Alfa")]
    # 0.7^2 + 0.2^2 + 0.1^2
    assert "0.54" in told(version, "buyers").notes[0]


def test_shares_beyond_the_whole_and_weights_that_do_not_add_up_are_told(world):
    version = change(whole(world), world, "buyers", 1, buyer="Otro", share=90, potential=1, source="Carta")
    version = change(version, world, "sources_of_difference", 0, code="product", weight=80, standing="same", what="x")
    assert [each.part for each in lacks_of(version.document)] == ["sources_of_difference", "buyers"]


def test_weights_that_no_buyer_gave_are_said_to_illustrate(world):
    version = whole(world)
    assert "ilustrativos" in told(version, "sources_of_difference").warnings[0]
    mistake = refused(actions.weigh, by=world.manager, version=version, of=version.sha256,
                      part="sources_of_difference")  # fmt: skip
    assert mistake == "strategies.no_round"


def buyers_answered(world, count):
    people = growers(world, count)
    made = opened(world.manager, world.cluster, code="sources_of_difference")
    for sheet in asked(world.manager, made, *people):
        sent(sheet, 4, weight_product=Given("value", 5))
    return closed(world.manager, made)


def weighed(world, version):
    return actions.weigh(by=world.manager, version=version, of=version.sha256, part="sources_of_difference")


def test_weights_are_those_that_buyers_gave_until_somebody_types_another(world):
    # On a scale of 1 to 5, from a tenth to the whole: 5 is 1, 4 is 0.775; 1 / (1 + 3 x 0.775) is 30.08 %.
    buyers_answered(world, 5)
    version = weighed(world, whole(world))
    rows = version.document["said"]["sources_of_difference"]["rows"]
    assert [(row["code"], row["weight"]) for row in rows] == [
        ("product", 30.08), ("service", 23.31), ("people", 23.31), ("promotion", 23.31)
    ]  # fmt: skip
    part = told(version, "sources_of_difference")
    assert (part.warnings, "5 compradores" in part.notes[0], lacks_of(version.document)) == ([], True, [])
    kept = change(version, world, "sources_of_difference", 0, **{**rows[0], "what": "Otra cosa"})
    assert told(kept, "sources_of_difference").warnings == []
    typed = change(kept, world, "sources_of_difference", 0, **{**rows[0], "weight": 30})
    assert "ilustrativos" in told(typed, "sources_of_difference").warnings[0]


def test_few_buyers_give_no_weights(world):
    buyers_answered(world, 4)
    assert refused(weighed, world=world, version=whole(world)) == "strategies.too_few_buyers"


def test_an_action_that_nobody_joins_is_marked(world):
    version = change(whole(world), world, "partners", 0, action="Feria de Núremberg", gives="Solo nosotros")
    assert "Feria de Núremberg" in told(version, "partners").warnings[0]


def test_who_wrote_does_not_sign_and_what_was_read_is_what_is_signed(world):
    version = whole(world)
    assert refused(actions.sign, by=world.manager, version=version, of=version.sha256) == "strategies.another_signs"
    assert refused(actions.sign, by=world.officer, version=version, of="0" * 64) == "strategies.changed_meanwhile"
    assert refused(actions.sign, by=world.member, version=version, of=version.sha256) == "strategies.not_yours"
    done = actions.sign(by=world.officer, version=version, of=version.sha256)
    assert refused(actions.write, by=world.manager, version=done, of=done.sha256, change=filled) == (
        "strategies.signed_stands"
    )


def test_a_day_that_passed_is_looked_at_before_signing(world):
    version = change(whole(world), world, "outside", 0, code="uno", what="Cambio", sign="Bajo 3,40", owner="Gerencia",
                     then="Cubrir", until=later(-1))  # fmt: skip
    assert refused(actions.sign, by=world.officer, version=version, of=version.sha256) == "strategies.day_passed"


def test_a_sign_that_came_true_reopens_and_reminds_until_another_version_is_signed(world, signed_in):
    version = signed(world)
    assert reopened_by(version, version.document) == []
    met(version, world)
    assert [each.seen for each in reopened_by(version, version.document)] == ["Bajó a 3,30"]
    assert refused(met, version=version, world=world) == "strategies.told_already"
    assert "strategy_reopened" in {each.key for each in reminders_of(world.manager)}
    page = signed_in(world.member).get(f"/strategies/versions/{version.pk}/").content.decode()
    assert "Reabierta" in page
    second = actions.add_version(by=world.manager, version=version)
    assert "strategy_begun" in {each.key for each in reminders_of(world.manager)}
    assert "sign_strategy" in {each.key for each in reminders_of(world.officer)}
    actions.sign(by=world.officer, version=second, of=second.sha256)
    assert not {"strategy_reopened", "strategy_begun"} & {each.key for each in reminders_of(world.manager)}


def test_a_day_that_passes_reopens_by_itself(world, monkeypatch):
    version = signed(world)
    after = timezone.localdate() + timedelta(days=91)
    monkeypatch.setattr(timezone, "localdate", lambda *of: after)
    assert {each.day for each in reopened_by(version, version.document)} == {after - timedelta(days=1)}


def test_a_sign_is_seen_today_or_before_and_is_one_of_the_version(world):
    version = signed(world)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(met, version=version, world=world, seen_on=tomorrow) == "strategies.not_seen_yet"
    assert refused(met, version=version, world=world, row="dos") == "strategies.no_part"
    assert refused(met, version=begun(world, market="NL"), world=world) == "strategies.sign_first"


def test_nobody_writes_over_what_another_changed_meanwhile(world):
    version = begun(world)
    of = version.sha256
    written(version, filled, world.manager)
    assert refused(actions.write, by=world.officer, version=version, of=of, change=filled) == (
        "strategies.changed_meanwhile"
    )


def broken(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_keeps_what_is_signed(world):
    version = signed(world)
    one = Version.objects.filter(pk=version.pk)
    broken(lambda: one.update(content="{}"))
    broken(lambda: one.update(signed_at=timezone.now()))
    broken(lambda: one.delete())
    broken(lambda: Hand.objects.create(version=version, person=world.director))
    broken(lambda: Hand.objects.filter(version=version).delete())
    row = met(version, world)
    broken(lambda: Reopening.objects.filter(pk=row.pk).update(seen="x"))
    broken(lambda: Reopening.objects.filter(pk=row.pk).delete())


def test_the_database_refuses_a_signature_out_of_turn(world):
    version = whole(world)
    one = Version.objects.filter(pk=version.pk)
    now = timezone.now()
    broken(lambda: one.update(state="signed"))
    broken(lambda: one.update(state="signed", signed_by=world.manager, signed_at=now))
    broken(lambda: one.update(state="signed", signed_by=world.officer, signed_at=now - timedelta(days=1)))
    broken(lambda: one.update(state="signed", signed_by=world.officer, signed_at=now, content="{}"))
    Hand.objects.create(version=version, person=world.officer)
    broken(lambda: one.update(state="signed", signed_by=world.officer, signed_at=now))
    broken(lambda: Version.objects.create(strategy=version.strategy, number=9, content="{}", sha256="0", state="signed",
                                          author=world.manager, signed_by=world.officer, signed_at=now))  # fmt: skip
    broken(lambda: met_in_draft(version, world))


def met_in_draft(version, world):
    Reopening.objects.create(version=version, part="outside", row="uno", seen="x", seen_on=date(2026, 1, 2),
                             by=world.manager)  # fmt: skip


def test_a_next_version_says_the_same_and_what_changed_is_told(world, signed_in):
    version = signed(world)
    second = change(
        actions.add_version(by=world.manager, version=version), world, "mix", 1, code="price", reason="Lo fija la bolsa"
    )
    page = signed_in(world.manager).get(f"/strategies/versions/{second.pk}/compared/").content.decode()
    assert "De la versión 1 a la 2" in page
    assert "Lo fija la bolsa" in page
    assert "Las cinco partes de la mezcla" in page
    assert "De qué compradores se depende" not in page


def test_a_row_is_typed_on_its_page_with_the_signs_of_the_language(world, signed_in):
    version = begun(world)
    client = signed_in(world.manager)
    fields = {"buyer": "Alfa GmbH", "share": "62,5", "potential": "-3", "source": "Carta", "of": version.sha256}
    assert client.post(f"/strategies/versions/{version.pk}/parts/buyers/0/", fields).status_code == 302
    rows = fresh(version).document["said"]["buyers"]["rows"]
    assert rows == [{"code": "alfa_gmbh", "buyer": "Alfa GmbH", "share": 62.5, "potential": -3, "source": "Carta"}]
    wrong = client.post(f"/strategies/versions/{version.pk}/parts/buyers/1/",
                        {**fields, "share": "140", "of": fresh(version).sha256})  # fmt: skip
    assert wrong.status_code == 200
    assert "140" in wrong.content.decode()


def test_a_stale_form_is_told_and_keeps_nothing(world, signed_in):
    version = begun(world)
    client = signed_in(world.manager)
    page = client.post(f"/strategies/versions/{version.pk}/parts/buyers/0/", {"buyer": "Alfa", "of": "0" * 64})
    assert "Alguien la cambió" in page.content.decode()
    assert fresh(version).sha256 == version.sha256


def test_a_strategy_goes_with_a_plan_of_its_cluster_and_stands_on_its_page(world, signed_in):
    plan = planned(world).plan
    version = begun(world, plan=plan)
    page = signed_in(world.manager).get(f"/plans/{plan.pk}/").content.decode()
    assert f"/strategies/versions/{version.pk}/" in page
    assert f"/strategies/versions/{version.pk}/" in signed_in(world.manager).get(
        f"/clusters/{world.cluster.pk}/"
    ).content.decode()  # fmt: skip


def test_the_list_costs_the_same_however_many_there_are(world, django_assert_max_num_queries, signed_in):
    client = signed_in(world.manager)
    for market in ("DE", "NL", "US", "FR", "CA"):
        begun(world, market=market)
    client.get("/strategies/")
    with django_assert_max_num_queries(12):
        assert client.get("/strategies/").content.decode().count("Quinua en grano") >= 5


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_version_is_printed_in_each_language(world, language, signed_in):
    version = signed(world)
    page = signed_in(world.member).get(
        f"/strategies/versions/{version.pk}/paper/", headers={"accept-language": language}
    )
    assert version.sha256 in page.content.decode()
