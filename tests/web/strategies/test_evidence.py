"""Papers that show the parts of a strategy: signed with it, read by whoever reads them; and a strategy taken away."""

import csv
import hashlib
import io

import pytest

from ayni_web.common.acting import Mistake
from ayni_web.common.chain import canonical
from ayni_web.documents import actions as writing
from ayni_web.strategies import actions
from ayni_web.strategies.comparing import changes_between
from ayni_web.strategies.contents import evidence_in, part_in
from ayni_web.strategies.queries import papers_in
from tests.web.documents.made import document
from tests.web.strategies import made


def shown(world, version, paper, part="buyers", says="", by=None):
    return actions.show_by(
        by=by or world.manager, version=version, of=version.sha256, part=part, document=paper, says=says
    )  # fmt: skip


def papers(version, part="buyers"):
    return evidence_in(version.document, part_in(version.document, part))


def test_a_paper_is_kept_by_its_version_and_hash_and_read_on_the_page(world, signed_in):
    paper = document(by=world.officer, owner=world.cluster, title="Carta de intención")
    version = shown(world, made.begun(world), paper, says="40 t al año")
    last = paper.versions.get()
    assert papers(version) == [{"version": str(last.pk), "number": 1, "sha256": last.sha256, "says": "40 t al año"}]
    client = signed_in(world.manager)
    for page in ("", "paper/", "parts/buyers/"):
        said = client.get(f"/strategies/versions/{version.pk}/{page}").content.decode()
        assert "Carta de intención" in said and "40 t al año" in said and last.sha256[:16] in said


def test_it_is_typed_on_its_page_and_taken_out_again(world, signed_in):
    paper = document(by=world.officer, owner=world.cluster)
    version = made.begun(world)
    client = signed_in(world.manager)
    base = f"/strategies/versions/{version.pk}/parts/buyers/evidence/"
    answer = client.post(base, {"document": str(paper.pk), "says": "", "of": version.sha256})
    assert answer.status_code == 302, answer.content.decode()
    version = made.fresh(version)
    (told,) = papers(version)
    # The same paper once; a stale form changes nothing.
    again = client.post(base, {"document": str(paper.pk), "of": version.sha256})
    assert again.context["form"].errors["document"]
    client.post(f"{base}{told['version']}/drop/", {"of": "0" * 64})
    assert papers(made.fresh(version))
    client.post(f"{base}{told['version']}/drop/", {"of": version.sha256})
    assert papers(made.fresh(version)) == []
    assert "evidence" not in made.fresh(version).document["said"]["buyers"]


def test_a_paper_goes_on_showing_a_part_that_is_written_left_out_or_copied(world):
    paper = document(by=world.officer, owner=world.cluster)
    version = shown(world, made.whole(world), paper)
    version = made.written(version, lambda before: made.filled(before), world.manager)
    assert papers(version)
    signed = actions.sign(by=world.officer, version=version, of=version.sha256)
    assert papers(actions.add_version(by=world.manager, version=signed))


def test_what_is_signed_stands_with_its_papers(world):
    paper = document(by=world.officer, owner=world.cluster)
    version = shown(world, made.whole(world), paper)
    signed = made.fresh(actions.sign(by=world.officer, version=version, of=version.sha256))
    with pytest.raises(Mistake):
        shown(world, signed, document(by=world.officer, owner=world.cluster))
    with pytest.raises(Mistake):
        actions.show_no_longer(
            by=world.manager, version=signed, of=signed.sha256, part="buyers", paper=papers(signed)[0]["version"]
        )
    # A newer version of the paper changes nothing of what was signed, and is told.
    writing.add_version(by=world.officer, document=paper, text="Otra carta", what_changed="Cantidad")
    (row,) = papers_in(world.manager, signed.document).values()
    assert (row.number, row.latest) == (1, 2)


def test_who_does_not_read_a_paper_sees_its_hash_alone(world, signed_in):
    paper = document(by=world.officer, owner=world.cluster, audience="entity", title="Precio acordado")
    version = shown(world, made.whole(world), paper, by=world.officer)
    signed = actions.sign(by=world.director, version=version, of=version.sha256)
    said = signed_in(world.member).get(f"/strategies/versions/{signed.pk}/").content.decode()
    assert "Precio acordado" not in said
    assert "Un documento que usted no lee" in said and papers(signed)[0]["sha256"][:16] in said
    assert "Precio acordado" in signed_in(world.officer).get(f"/strategies/versions/{signed.pk}/").content.decode()


def test_a_paper_of_another_cluster_or_that_one_does_not_read_is_refused(world, signed_in):
    others = document(by=world.officer, owner=world.other_cluster)
    hidden = document(by=world.officer, owner=world.cluster, audience="entity")
    version = made.begun(world)
    for by, paper in ((world.officer, others), (world.manager, hidden)):
        with pytest.raises(Mistake, match="de otro clúster"):
            shown(world, version, paper, by=by)
    with pytest.raises(Mistake):
        shown(world, version, document(by=world.officer, owner=world.cluster), part="nonsense")
    form = signed_in(world.manager).get(f"/strategies/versions/{version.pk}/parts/buyers/evidence/").content.decode()
    assert str(others.pk) not in form and str(hidden.pk) not in form


def test_a_part_takes_so_many_papers_and_a_change_of_them_is_told(world, monkeypatch):
    monkeypatch.setattr("ayni_web.strategies.contents.MOST_PAPERS", 1)
    before = made.begun(world)
    version = shown(world, before, document(by=world.officer, owner=world.cluster))
    with pytest.raises(Mistake, match="como mucho"):
        shown(world, version, document(by=world.officer, owner=world.cluster))
    (changed,) = changes_between({**before.document, "said": {}}, version.document)
    assert "huella" in changed.changes[0].after and not changed.changes[0].before


def test_a_strategy_is_taken_away_as_data_whose_hash_can_be_made_again(world, signed_in):
    version = shown(world, made.whole(world), document(by=world.officer, owner=world.cluster, title="Carta"))
    signed = made.fresh(actions.sign(by=world.officer, version=version, of=version.sha256))
    told = signed_in(world.member).get(f"/strategies/versions/{signed.pk}/strategy.json").json()
    assert hashlib.sha256(canonical(told["content"]).encode()).hexdigest() == told["sha256"] == signed.sha256
    assert (told["format"], told["version"], told["state"], told["market"]) == ("ayni-strategy-1", 1, "signed", "DE")
    # What a reader may not know of a paper, its name, is in no file.
    assert "Carta" not in str(told)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_field_is_a_line_of_a_list(world, signed_in, language):
    version = shown(world, made.whole(world), document(by=world.officer, owner=world.cluster), says="=1+1")
    client = signed_in(world.manager)
    client.get(f"/language/{language}/")
    answer = client.get(f"/lists/strategies.csv?version={version.pk}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";" if language == "pt" else ","))
    fields = sum(len(row) - 1 for part in version.document["said"].values() for row in part.get("rows", ()))
    assert len(rows) > fields * 0.8 and len({len(row) for row in rows}) == 1
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert client.get("/lists/strategies.csv?version=nonsense").status_code == 404
    assert signed_in(world.stranger).get(f"/lists/strategies.csv?version={version.pk}").status_code == 404
