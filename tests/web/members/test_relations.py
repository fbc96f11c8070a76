"""Relations: written by a side or who manages it, confirmed every year, drawn from link to link."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from ayni_web.common.acting import Mistake
from ayni_web.members.actions import relations as acts
from ayni_web.members.models import Relation, Right
from ayni_web.members.network import network
from ayni_web.members.queries.relations import relations_of, woven
from tests.web.world import membership, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def refused(key, act, **facts):
    with pytest.raises(Mistake) as told:
        act(**facts)
    assert told.value.key == key, told.value.key


def added(world, **more):
    facts = {"by": world.manager, "source": world.cooperative, "target": world.exporter, "kind": "supplies"}
    return acts.add_relation(**{**facts, **more})


def test_what_a_manager_writes_waits_to_be_confirmed_by_a_side(world):
    made = added(world, share_of_value=Decimal("0.46"))
    assert (made.confirmed_on, made.stale) == (None, True)
    assert acts.confirm_relation(by=world.member, relation=made).stale is False
    assert made.history.first().history_user == world.member


def test_what_a_side_writes_is_confirmed_on_that_day_and_stale_after_a_year(world):
    made = added(world, by=world.member)
    assert made.confirmed_on == timezone.localdate()
    Relation.objects.update(confirmed_on=timezone.localdate() - timedelta(days=365))
    made.refresh_from_db()
    assert not made.stale
    Relation.objects.update(confirmed_on=timezone.localdate() - timedelta(days=366))
    made.refresh_from_db()
    assert made.stale
    assert list(relations_of(world.manager, world.cluster, state="stale")) == [made]


def test_both_sides_confirm(world):
    Right.objects.create(giver=world.cooperative, receiver=world.outsider, what="relations", since=timezone.now(),
                         given_by=world.member)  # fmt: skip
    made = acts.add_relation(by=world.stranger, source=world.outsider, target=world.cooperative, kind="buys")
    assert acts.confirm_relation(by=world.member, relation=made).confirmed_on == timezone.localdate()
    assert acts.confirm_relation(by=world.stranger, relation=made)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"kind": "rules"}, "forms.invalid_choice"),
        ({"share_of_value": Decimal("1.01")}, "relations.share_between"),
        ({"since": timezone.localdate() + timedelta(days=1)}, "relations.not_yet"),
        ({"since": timezone.localdate(), "until": timezone.localdate() - timedelta(days=1)}, "relations.ends_after"),
    ],
)
def test_what_is_wrong_is_refused(world, more, key):
    refused(key, added, world=world, **more)


def test_one_relation_of_a_kind_is_open_between_two(world):
    made = added(world)
    refused("relations.there_already", added, world=world)
    acts.end_relation(by=world.manager, relation=made, until=timezone.localdate())
    refused("relations.ended_already", acts.confirm_relation, by=world.manager, relation=made)
    assert added(world).pk != made.pk
    refused("relations.joins_two", added, world=world, target=world.cooperative)


def test_a_member_writes_nothing_between_others(world):
    refused("relations.not_yours", added, world=world, by=world.member, source=world.exporter,
            target=world.exporter)  # fmt: skip
    made = acts.add_relation(by=world.officer, source=world.exporter, target=world.entity, kind="advises")
    for act, facts in ((acts.confirm_relation, {}), (acts.end_relation, {"until": timezone.localdate()})):
        refused("relations.not_yours", act, by=world.member, relation=made, **facts)
        refused("relations.not_yours", act, by=world.stranger, relation=made, **facts)
    refused("forms.invalid_choice_row", added, world=world, by=world.member, target=world.outsider)
    refused("forms.invalid_choice_row", added, world=world, by=world.stranger)


def test_a_manager_of_another_cluster_does_not_write_here(world):
    world.other_cluster.managements.create(person=world.stranger, since=timezone.now())
    made = added(world)
    refused("relations.not_yours", acts.change_relation, by=world.stranger, relation=made, kind="buys")


def test_the_share_is_written_as_a_percent(world, signed_in):
    client = signed_in(world.manager)
    sent = {"source": "taypi", "kind": "supplies", "target": "Exportadora Wara", "share": "46.25"}
    assert client.post("/relations/add/", sent).status_code == 302
    made = Relation.objects.get()
    assert (made.source, made.share_of_value) == (world.cooperative, Decimal("0.4625"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "pt"
    page = client.get(f"/relations/{made.pk}/change/").content.decode()
    assert 'value="46,25"' in page


def test_a_name_that_may_be_several_is_asked_for(world, signed_in):
    for name in ("Molino Norte", "Molino Sur"):
        membership(world.cluster, organisation(name, "processor"), "processing")
    sent = {"source": "molino", "kind": "supplies", "target": "Exportadora Wara"}
    page = signed_in(world.manager).post("/relations/add/", sent).content.decode()
    assert "Molino Norte (Procesador, Puno)" in page
    chosen = page.split('name="source_choice" value="')[1].split('"')[0]
    assert signed_in(world.manager).post("/relations/add/", {**sent, "source_choice": chosen}).status_code == 302


def test_the_matrix_goes_the_way_of_the_goods(world):
    """The exporter buys from the cooperative: quinoa goes from production to marketing, as if it were supplied."""
    acts.add_relation(by=world.manager, source=world.exporter, target=world.cooperative, kind="buys")
    seen = woven(world.cluster, relations_of(world.manager, world.cluster))
    counts = {(row.code, link.code): cell.count for row, cells in seen.matrix
              for link, cell in zip(seen.links, cells, strict=True)}  # fmt: skip
    assert {pair for pair, count in counts.items() if count} == {("production", "marketing")}
    assert (seen.widest_source, seen.widest_target) == ("Producción", "Comercialización")


def test_the_drawing_tells_kinds_apart_by_more_than_colour_and_says_its_finding(world):
    added(world)
    acts.add_relation(by=world.officer, source=world.entity, target=world.cooperative, kind="advises")
    drawn = network(woven(world.cluster, relations_of(world.manager, world.cluster)))
    assert drawn.kinds == ["supplies", "advises"]
    assert 'role="img"' in drawn.svg
    assert f'aria-label="{drawn.finding}"' in drawn.svg
    assert drawn.finding == "2 relaciones entre 3 organizaciones; la más conectada, Cooperativa Taypi, tiene 2"
    shapes = {line.split('d="')[1].split('"')[0] for line in drawn.svg.split("<path")[1:] if 'class="mk' in line}
    assert len(shapes) == 3  # a mark of each kind, and the arrow
    assert "Fuera del clúster" in drawn.svg


def test_names_of_organisations_are_escaped_in_the_drawing(world):
    bad = organisation('<script>x</script>"', "firm")
    membership(world.cluster, bad, "processing")
    added(world, source=bad)
    svg = network(woven(world.cluster, relations_of(world.manager, world.cluster))).svg
    assert "<script" not in svg
