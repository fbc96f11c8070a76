"""A cluster on one page: worked by hand, told to whom it is for, at a cost that does not grow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ayni.charts.diamond import CORNERS
from ayni.library.counting import COUNTS
from ayni.library.phases import phases
from ayni.library.rules import rule_sets
from ayni_web.assessments.profile import Profile, Scored
from ayni_web.common.kept import forget
from ayni_web.diagnosis.drawing import diamond_drawn
from ayni_web.diagnosis.queries.counted import LOOKS, Known
from ayni_web.diagnosis.queries.dependence import dependences
from ayni_web.diagnosis.queries.phase import road_of, signs_of
from ayni_web.diagnosis.queries.requirements import requirements_of, shown_by
from ayni_web.diagnosis.queries.results import results_of
from ayni_web.diagnosis.queries.rules import rules_held
from ayni_web.diagnosis.queries.ties import ties_of
from ayni_web.events.models import Event, Participation
from ayni_web.members.models import Organisation, Relation
from ayni_web.members.queries.chain import chain_of
from ayni_web.series.actions import attach_evidence, withdraw_evidence
from tests.web.documents.made import document
from tests.web.series import made as measures
from tests.web.studies import made as studies
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def delivered(world, to, quantity, unit="kg", days=10, **facts):
    event = Event.objects.create(
        kind="delivery", title="Entrega", cluster=world.cluster, added_by=world.officer, quantity=quantity, unit=unit,
        starts_at=timezone.now() - timedelta(days=days), **facts,
    )  # fmt: skip
    Participation.objects.create(event=event, organisation=world.cooperative, role="delivers")
    for each in to:
        Participation.objects.create(event=event, organisation=each, role="receives")
    return event


def related(world, source, target, kind="supplies", **facts):
    return Relation.objects.create(source=source, target=target, kind=kind, added_by=world.officer, **facts)


def page(client, world):
    answer = client.get(f"/clusters/{world.cluster.pk}/diagnosis/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_delivered_is_counted_in_kilograms_by_who_received_it(world):
    # 600 kg to one; 1 t in equal parts to both: 1,100 and 500 of 1,600, so 0.6875^2 + 0.3125^2 = 0.5703.
    other = organisation("Acopio Illa", "trader")
    delivered(world, [world.exporter], Decimal(600))
    delivered(world, [world.exporter, other], Decimal(1), "t")
    buyers, suppliers = dependences(world.cluster)
    assert [(each.organisation, each.kilograms) for each in buyers.dealt] == [(world.exporter, 1100.0), (other, 500.0)]
    assert buyers.herfindahl == pytest.approx(0.5703125)
    assert buyers.leader.share == pytest.approx(0.6875)
    assert (suppliers.leader.organisation, suppliers.leader.share, suppliers.herfindahl) == (world.cooperative, 1, 1)


def test_what_has_no_weight_was_cancelled_or_is_long_ago_is_left_out_and_said(world):
    delivered(world, [world.exporter], Decimal(40), "pieces")
    delivered(world, [], Decimal(40))
    delivered(world, [world.exporter], Decimal(40), days=400)
    delivered(world, [world.exporter], Decimal(40), cancelled_at=timezone.now(), cancelled_by=world.officer,
              cancel_reason="Llovió")  # fmt: skip
    buyers, _ = dependences(world.cluster)
    assert (buyers.dealt, buyers.herfindahl, buyers.unweighed) == ([], None, 2)


def test_buyers_stand_by_what_they_take_and_by_what_they_grew(world):
    # 900 kg after 1,000, and 300 after 100: the first takes most, the second alone grew, by 200.
    other = organisation("Tostadora Illa", "wholesale_buyer")
    for to, now, before in ((world.exporter, 900, 1000), (other, 300, 100)):
        delivered(world, [to], Decimal(now))
        delivered(world, [to], Decimal(before), days=400)
    buyers, _ = dependences(world.cluster)
    assert [(each.organisation, each.kilograms) for each in buyers.dealt] == [(world.exporter, 900.0), (other, 300.0)]
    assert [(each.organisation, each.before, each.more) for each in buyers.growing] == [(other, 100.0, 200.0)]


def test_nothing_is_said_of_growth_where_the_year_before_is_not_known(world):
    delivered(world, [world.exporter], Decimal(300))
    delivered(world, [world.exporter], Decimal(300), days=800)
    assert dependences(world.cluster)[0].growing == []


def test_a_delivery_of_nothing_is_no_share(world):
    delivered(world, [world.exporter], Decimal(0))
    buyers, _ = dependences(world.cluster)
    assert (buyers.dealt, buyers.herfindahl) == ([], None)


def test_who_has_more_than_half_with_one_is_told_of_those_who_told(world):
    related(world, world.cooperative, world.exporter, share_of_value=Decimal("0.8"))
    related(world, world.exporter, world.outsider, share_of_value=Decimal("0.5"))
    related(world, world.cooperative, world.outsider, "buys", share_of_value=Decimal("0.9"))
    related(world, world.outsider, world.exporter, share_of_value=Decimal("0.9"))
    buyers, suppliers = dependences(world.cluster)
    assert (buyers.told, buyers.members) == (2, 2)
    (over,), (bought,) = buyers.over_half, suppliers.over_half
    assert (over.source, over.target, over.share_of_value) == (world.cooperative, world.exporter, Decimal("0.8"))
    assert (buyers.over_half_count, suppliers.told, suppliers.over_half_count) == (1, 1, 1)
    assert (bought.source, bought.target) == (world.cooperative, world.outsider)


def test_ties_count_members_alone_and_what_nobody_confirmed(world):
    alone = organisation("Asociación Sumaq", "producers_association")
    membership(world.cluster, alone, "production")
    related(world, world.cooperative, world.exporter)
    related(world, world.exporter, world.cooperative, "buys", confirmed_on=timezone.localdate())
    related(world, world.cooperative, world.outsider)
    found = ties_of(world.cluster)
    assert (found.relations, found.cohesion.ties, found.stale_count) == (2, 1, 1)
    assert found.alone == [alone]
    assert found.cohesion.density == pytest.approx(1 / 3)


def test_a_cluster_without_anybody_says_so(world, signed_in):
    world.cluster.memberships.all().delete()
    told = page(signed_in(world.manager), world)
    assert "Sin relaciones anotadas entre miembros" in told
    assert "nan" not in told.casefold().replace("finan", "")


def test_without_a_study_there_is_no_verdict_and_what_members_show_is_told(world):
    Organisation.objects.filter(pk=world.cooperative.pk).update(size_band="small", place="210801")
    Organisation.objects.filter(pk=world.exporter.pk).update(place="")
    found, origin = requirements_of(world.manager, world.cluster)
    assert origin is None
    assert {each.state for each in found} == {"unk"}
    shown = shown_by(world.cluster, chain_of(world.cluster))
    assert (shown.members, shown.inside, shown.outside, shown.unplaced) == (2, 1, 0, 1)
    assert (shown.sizes, shown.unsized, shown.full, shown.links) == ([("small", 1)], 1, 2, 3)


def test_what_was_done_together_within_a_year_is_counted(world):
    for days, kind in ((5, "meeting"), (9, "meeting"), (400, "fair"), (-5, "fair"), (3, "delivery")):
        Event.objects.create(kind=kind, title="x", cluster=world.cluster, added_by=world.officer,
                             starts_at=timezone.now() - timedelta(days=days))  # fmt: skip
    assert shown_by(world.cluster, chain_of(world.cluster)).joint == [("meeting", 2)]


def test_of_a_cluster_formed_from_a_candidate_the_verdicts_stand_with_what_would_change_them(world, peru):
    from ayni_web.studies.models import Origin
    from ayni_web.studies.queries import candidate_row, evidence_of, package

    run = studies.package(peru[1])
    candidate = package(run).table("candidates").row(0, named=True)["candidate"]
    assert candidate_row(run, candidate)
    Origin.objects.create(cluster=world.cluster, run=run, candidate=candidate, evidence=evidence_of(run, candidate))
    found, origin = requirements_of(world.manager, world.cluster)
    assert origin.candidate == candidate
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert all(each.word and each.evidence for each in found)
    assert any(each.changes or each.collect for each in found)
    type(run.study).objects.update(public=False)
    run.study.refresh_from_db()
    carried, _ = requirements_of(world.member, world.cluster)
    assert [each.word for each in carried] == [each.word for each in found]


def known_of(world):
    chain = chain_of(world.cluster)
    _, origin = requirements_of(world.manager, world.cluster)
    return Known(world.cluster, chain, origin, dependences(world.cluster), shown_by(world.cluster, chain))


def test_whatever_is_counted_is_asked_for_by_the_library():
    limits = [sign.limit for ladder in phases() for phase in ladder for sign in phase.signs]
    limits += [rule.limit for rules in rule_sets() for rule in rules.rules]
    assert set(LOOKS) <= {limit.counts for limit in limits} <= set(COUNTS)


def test_signs_are_shown_by_what_is_kept_and_the_rest_is_not_known(world):
    related(world, world.cooperative, world.exporter)
    for _ in range(4):
        Event.objects.create(kind="meeting", title="x", cluster=world.cluster, added_by=world.officer,
                             starts_at=timezone.now() - timedelta(days=5))  # fmt: skip
    signs = signs_of(known_of(world))
    assert (signs["meets"], signs["buys_within"]) == (True, True)
    assert (signs["first_joint"], signs["registered"], signs["several_firms"]) == (False, False, False)
    assert not {
        "concentrated",
        "promises_kept",
        "no_single_buyer",
        "exports_five_years",
        "renews",
        "has_manager",
    } & set(signs)


def test_a_charge_is_shown_by_its_paper_never_by_a_row(world, signed_in):
    (charge,) = world.cluster.managements.all()
    assert "has_manager" not in signs_of(known_of(world))
    paper = document(world.officer, world.cluster, kind="agreement", audience="members").versions.get()
    given = attach_evidence(by=world.manager, subject="management", subject_id=charge.pk, version=paper)
    assert signs_of(known_of(world))["has_manager"] is True
    assert paper.document.title in signed_in(world.member).get(f"/clusters/charges/{charge.pk}/").content.decode()
    withdraw_evidence(by=world.manager, evidence=given, why="Era otro")
    assert "has_manager" not in signs_of(known_of(world))
    world.cluster.managements.update(until=timezone.now())
    assert signs_of(known_of(world))["has_manager"] is False


def test_exports_are_shown_by_what_members_told_year_after_year(world):
    sales = measures.measure(world, "sales")
    for year in (2017, 2019, 2020, 2021, 2022):
        measures.reading(world.officer, sales, world.cooperative, starts_on=date(year, 1, 1), part="export")
    assert "exports_five_years" not in signs_of(known_of(world))
    measures.reading(world.officer, sales, world.cooperative, starts_on=date(2023, 1, 1), part="export")
    assert signs_of(known_of(world))["exports_five_years"] is True


def test_rules_of_others_are_held_against_a_cluster_with_the_figure_and_what_would_change_it(world, signed_in):
    # Two members of two kinds and no meeting: 15 - 2 = 13 lacking; what staff there is, nobody told.
    european = {
        each.counts: each for each in next(s for s in rules_held(known_of(world)) if s.code == "eccp_entry").rules
    }
    assert {counts: each.state for counts, each in european.items()} == {
        "staff": "unk", "members": "unmet", "member_kinds": "met", "activities": "unmet"}  # fmt: skip
    assert (european["members"].low, european["members"].lacking) == (2, 13)
    told = page(signed_in(world.manager), world)
    assert "Al menos 15 miembros comprometidos" in told
    assert "Falta 13." in told
    assert "Dejaría de cumplirse con menos de 2." in told
    assert "European Cluster Collaboration Platform" in told


def test_firms_of_which_nobody_said_size_or_form_may_still_count(world):
    def firms():
        rules = next(each for each in rules_held(known_of(world)) if each.code == "proinnovate_pac").rules
        return next((each.low, each.high, each.state) for each in rules if each.counts == "small_firms")

    Organisation.objects.filter(pk__in=(world.cooperative.pk, world.exporter.pk)).update(formal=True, size_band="micro")
    assert firms() == (2, 2, "unmet")
    for number in range(4):
        membership(world.cluster, organisation(f"Taller {number}", "firm"), "production")
    assert firms() == (2, 6, "unk")
    Organisation.objects.filter(name__startswith="Taller ").update(formal=True, size_band="small")
    assert firms()[2] == "met"


def test_a_cluster_at_a_boundary_is_shown_in_both_phases_with_what_is_worth_doing(world, signed_in):
    related(world, world.cooperative, world.exporter)
    road = road_of(known_of(world))
    assert road.boundary is (len(road.titles) > 1)
    assert [step.now for step in road.steps].count(True) == len(road.titles)
    assert road.advice
    assert "Fase" in page(signed_in(world.manager), world) or road.boundary


def test_a_strategy_counts_once_two_thirds_of_the_members_signed_it(world):
    from ayni_web.documents.models import Signature

    version = document(world.officer, world.cluster, kind="strategy").versions.get()
    assert signs_of(known_of(world))["strategy_signed"] is False
    for person, signer in ((world.member, world.cooperative), (world.manager, world.exporter)):
        Signature.objects.create(version=version, person=person, organisation=signer, sha256=version.sha256)
    assert signs_of(known_of(world))["strategy_signed"] is True


def test_members_see_how_much_and_not_who(world, signed_in):
    other = organisation("Acopio Illa", "trader")
    delivered(world, [other], Decimal(600))
    related(world, world.exporter, world.outsider, share_of_value=Decimal("0.9"))
    seen, closely = page(signed_in(world.member), world), page(signed_in(world.manager), world)
    assert "Acopio Illa" in closely
    assert "Taller Suri" in closely
    assert "Acopio Illa" not in seen
    assert "Taller Suri" not in seen
    assert "1 de 1 miembros tiene más de la mitad" in seen


def test_the_page_costs_the_same_however_many_there_are(world, signed_in):
    def cost():
        client = signed_in(world.manager)
        page(client, world)
        with CaptureQueriesContext(connection) as counted:
            page(client, world)
        return len(counted)

    organisations = [world.cooperative, world.exporter]
    related(world, *organisations, share_of_value=Decimal("0.6"))
    delivered(world, [world.exporter], Decimal(10))
    few = cost()
    for number in range(12):
        each = organisation(f"Asociación {number}", "producers_association")
        membership(world.cluster, each, "production")
        related(world, each, world.exporter, share_of_value=Decimal("0.6"))
        delivered(world, [world.exporter], Decimal(10 + number))
    assert cost() == few


def test_results_cost_the_same_however_many_measures_there_are(world):
    three = measures.growers(world, 3)

    def cost():
        forget()
        with CaptureQueriesContext(connection) as counted:
            found = results_of(world.manager, world.cluster)
        return len(counted), len(found)

    def tell(code):
        of = measures.measure(world, code)
        for each in three:
            measures.reading(world.officer, of, each)

    tell("sales")
    cost()
    few, one = cost()
    for code in ("unit_cost", "value_added", "quality_grade"):
        tell(code)
    assert (one, cost()) == (1, (few, 4))


@pytest.mark.parametrize(("language", "word"), [("es", "Diagnóstico"), ("en", "Diagnosis"), ("pt", "Diagnóstico")])
def test_the_page_speaks_each_language(world, signed_in, language, word):
    client = signed_in(world.manager)
    client.cookies["ayni_language"] = language
    assert f"<h1>{word}" in page(client, world)


def test_a_total_that_rises_while_most_members_lose_is_said_aloud(world, signed_in):
    # Sales of three: 100 each, then 400, 90 and 90: 580 in place of 300, and two of three have less.
    sales = measures.measure(world, "sales")
    three = measures.growers(world, 3)
    for year, values in ((2024, (100, 100, 100)), (2025, (400, 90, 90))):
        for each, value in zip(three, values, strict=True):
            measures.reading(world.officer, sales, each, starts_on=date(year, 1, 1), value=Decimal(value))
    (result,) = results_of(world.manager, world.cluster)
    assert (result.period.spread.gained, result.period.spread.lost) == (1, 2)
    told = page(signed_in(world.manager), world)
    assert "el total mejora y 2 de 3 miembros pierden" in told
    assert "lo dijeron muy pocos" in page(signed_in(world.member), world)


def test_the_diamond_is_drawn_of_its_six_groups_alone():
    four = [Scored(code, code.title(), 60.0, 50.0, 70.0, 1.0, 0.25) for code in CORNERS]
    chance = Scored("chance", "Azar", None, None, None, 0.0, 0.1)
    other = Scored("rumours", "Rumores", 9.0, 8.0, 10.0, 1.0, 0.1)
    assert "Azar" in diamond_drawn(Profile(3, True, (*four, chance)))
    assert diamond_drawn(Profile(3, True, (*four, other))) is None
    assert diamond_drawn(Profile(3, True, tuple(four[:3]))) is None
    assert diamond_drawn(Profile(1, False)) is None
