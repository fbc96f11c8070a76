"""Every view of strategies is tried by everybody."""

import pytest

from ayni_web.strategies import actions
from ayni_web.strategies.models import Strategy
from tests.web.documents.made import document
from tests.web.strategies.made import begun, signed, whole
from tests.web.tried import SIGNED_IN, Try

WHOLE = "director officer auditor manager"
READERS = f"{WHOLE} member"
WRITERS = "director officer manager"
MARKETS = (
    "DE NL US FR ES BR CL JP CN GB IT CA MX CO EC BO AR KR AU BE CH SE NO DK FI AT PL PT CZ HU RO GR IE NZ IN TH VN MY "
    "SG PH ID TR ZA EG MA"
)


def free(world):
    """A market of the cluster without a strategy: all pages are looked at in one world, too."""
    taken = set(Strategy.objects.filter(cluster=world.cluster).values_list("market", flat=True))
    return {"market": next(market for market in MARKETS.split() if market not in taken)}


def draft(world):
    return {"pk": begun(world, **free(world)).pk}


def ready(world):
    return {"pk": whole(world, **free(world)).pk}


def frozen(world):
    return {"pk": signed(world, **free(world)).pk}


def part(code, version=draft, **more):
    return lambda world: {**version(world), "part": code, **more}


def nothing(world):
    return {}


def typed(world):
    return {"product": "Quinua", "hs_code": "1008", "market": "DE", "cluster": str(world.cluster.pk)}


def came_true(world):
    return {"seen": "El dólar bajó a 3,30", "seen_on": "2026-01-02"}


def shown(world):
    return {"document": str(document(by=world.officer, owner=world.cluster).pk)}


def shown_by_a_paper(world):
    version = begun(world, **free(world))
    paper = document(by=world.officer, owner=world.cluster)
    version = actions.show_by(by=world.manager, version=version, of=version.sha256, part="buyers", document=paper)
    return {"pk": version.pk, "part": "buyers", "paper": paper.versions.get().pk}


TRIES = [
    Try("strategies:list", seen_by=SIGNED_IN),
    Try("strategies:add", seen_by=WRITERS),
    Try("strategies:add", seen_by=WRITERS, post=typed),
    Try("strategies:strategy", lambda world: {"pk": begun(world, **free(world)).strategy_id}, WHOLE),
    Try("strategies:strategy", lambda world: {"pk": signed(world, **free(world)).strategy_id}, READERS),
    Try("strategies:plan", lambda world: {"pk": signed(world, **free(world)).strategy_id}, WRITERS, post=nothing),
    Try("strategies:version", draft, WHOLE),
    Try("strategies:version", frozen, READERS),
    Try("strategies:copy", frozen, WRITERS, post=nothing),
    # The manager wrote it: another signs.
    Try("strategies:sign", ready, "director officer"),
    Try("strategies:sign", ready, "director officer", post=nothing),
    Try("strategies:compared", frozen, READERS),
    Try("strategies:paper", frozen, READERS),
    Try("strategies:paper", draft, WHOLE),
    Try("strategies:reopen", part("outside", frozen, row="uno"), WRITERS),
    Try("strategies:reopen", part("outside", frozen, row="uno"), WRITERS, post=came_true),
    Try("strategies:reopen", part("outside", ready, row="uno"), ""),
    Try("strategies:reopen", part("mix", frozen, row="price"), ""),
    Try("strategies:json", frozen, READERS),
    Try("strategies:json", draft, WHOLE),
    Try("strategies:evidence", part("buyers"), WRITERS),
    Try("strategies:evidence", part("nonsense"), ""),
    Try("strategies:evidence", part("buyers"), WRITERS, post=shown),
    Try("strategies:show_no_longer", shown_by_a_paper, WRITERS, post=nothing),
    *(Try("strategies:part", part(code), WRITERS) for code in ("cost", "sources_of_difference", "mix", "outside")),
    Try("strategies:part", part("nonsense"), ""),
    Try("strategies:weigh", part("sources_of_difference"), WRITERS, post=nothing),
    Try("strategies:weigh", part("mix"), "", post=nothing),
    Try("strategies:row", part("mix", at=2), WRITERS),
    Try("strategies:row", part("mix", at=5), ""),
    Try("strategies:row", part("cost", at=0), WRITERS),
    Try("strategies:row", part("buyers", at=0), WRITERS),
    Try("strategies:row", part("buyers", at=1), ""),
    Try("strategies:drop", part("buyers", ready, at=0), WRITERS, post=nothing),
    Try("strategies:drop", part("mix", ready, at=0), "", post=nothing),
]


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_a_view_answers_those_it_is_for(tried, world):
    tried.holds(world)
