"""Everybody checks the chain; what its entries say is read by the entity, and by all where it is public already."""

import hashlib
import json

import pytest

from ayni.words import sentence_keys
from ayni_web.common import chain
from ayni_web.common.guards import lift_guards
from ayni_web.common.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADDRESS = "/chain/chain.jsonl"


@pytest.fixture
def written(world):
    """A public decision between what is for the entity alone."""
    facts = {"cluster": str(world.cluster.pk)}
    chain.append("membership.admitted", by=world.manager, membership="1", **facts)
    chain.append("cluster.opened", by=world.officer, places=["21"], **facts)
    for who in ("director", "member"):
        chain.append("factor.set", by=world.people[who], factor="totp")
    return Entry.objects.order_by("number")


def lines_for(client):
    return b"".join(client.get(ADDRESS).streaming_content).decode()


def stands(lines, head, count):
    """Whether lines add up and a head stands at its count: what a citizen writes, with nothing of this site."""
    hashes = [""]
    for line in lines.splitlines():
        entry = json.loads(line)
        link = {name: entry[name] for name in ("content", "made_at", "number", "previous")}
        hashed = hashlib.sha256(json.dumps(link, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        if (entry["number"], entry["previous"], entry["hash"]) != (len(hashes), hashes[-1], hashed):
            return False
        hashes.append(hashed)
    return count < len(hashes) and hashes[count] == head


def test_whoever_has_the_lines_alone_finds_the_head_of_the_minutes_at_its_count(written, client):
    head, count = chain.head_and_count()
    chain.append("test.done", by=None)
    lines = lines_for(client)
    assert stands(lines, head, count)
    assert not stands(lines, head, count + 1)
    assert not stands(lines, "a" * 64, count)
    assert not stands("\n".join(lines.splitlines()[: count - 1]), head, count)
    assert not stands(lines.replace('"number":2', '"number":3'), head, count)


def test_what_was_rewritten_shows_to_whoever_may_not_read_it(written, client):
    head, count = chain.head_and_count()
    lift_guards()
    Entry.objects.filter(number=1).update(body=written[0].body.replace('"membership":"1"', '"membership":"2"'))
    assert not stands(lines_for(client), head, count)
    assert chain.verified().broken == 1


@pytest.mark.parametrize("who", ["director", "officer", "auditor"])
def test_the_entity_reads_what_every_entry_says(who, written, world, signed_in):
    told = [json.loads(line) for line in lines_for(signed_in(world.people[who])).splitlines()]
    assert [(each["kind"], each["body"]) for each in told] == [(row.kind, json.loads(row.body)) for row in written]


@pytest.mark.parametrize("who", ["manager", "member", "stranger", "nobody"])
def test_others_read_public_decisions_and_of_the_rest_neither_kind_nor_body(who, written, world, client, signed_in):
    lines = lines_for(client if who == "nobody" else signed_in(world.people[who]))
    told = [json.loads(line) for line in lines.splitlines()]
    assert [each["kind"] for each in told] == [None, "cluster.opened", None, None]
    assert [each["body"] is None for each in told] == [True, False, True, True]
    assert [each["hash"] for each in told] == [row.hash for row in written]
    assert chain.digest_of(world.member) not in lines
    assert "membership" not in lines


def test_what_a_public_decision_says_gives_its_content(written, client):
    told = json.loads(lines_for(client).splitlines()[1])
    says = {"kind": told["kind"], "body": told["body"]}
    text = json.dumps(says, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == told["content"]


def test_what_has_few_possibilities_is_not_found_by_trying(db):
    first, second = (chain.append("factor.set", by=None, factor="totp") for _ in range(2))
    contents = {chain.content_of(entry.kind, entry.body) for entry in (first, second)}
    assert len(contents) == 2
    assert chain.content_of("factor.set", '{"by":"system","factor":"totp"}') not in contents
    salts = [json.loads(entry.body)["salt"] for entry in (first, second)]
    assert salts[0] != salts[1]
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)


def test_nothing_public_is_about_members_rights_access_or_personal_data():
    assert {kind.partition(".")[0] for kind in chain.PUBLIC_KINDS} == {"cluster", "scope", "study"}
    assert {f"chain_kinds.{kind.replace('.', '_')}" for kind in chain.PUBLIC_KINDS} <= set(sentence_keys())


def test_telling_the_chain_costs_as_many_queries_with_more_entries(written, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert sum(1 for _ in chain.lines(whole=False)) == 4
    for n in range(50):
        chain.append("test.done", by=None, n=n)
    with django_assert_num_queries(2):
        assert sum(1 for _ in chain.lines(whole=False)) == 54
