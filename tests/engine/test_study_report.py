"""The report and the field forms: right for any study, whole in one file, in three languages."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import polars as pl
import pytest
from made_up_study import made_up

from ayni.charts.style import inline_style
from ayni.errors import Refused
from ayni.study.published import Published
from ayni.study.report import forms_html, report_html
from ayni.study.report.candidates import candidates
from ayni.study.report.material import material, study_outlines
from ayni.study.report.notes import FORMULAS
from ayni.study.report.regions import first_sentence
from ayni.words import LANGUAGES

HEAVIEST = 900_000
VOID = {"meta", "link", "br"}
# Words that a computed result must not be sold with.
FORBIDDEN = ("óptim", "garantiza", "ranking", "optimal", "guarantee", "ótim", "garanti")


class Page(HTMLParser):
    """What a page holds: its tags, ids, addresses, and whether every tag is closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(markup)
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("study"))


@pytest.fixture(
    scope="module", params=["bare", "one place", "unpriced", "partly priced", "sizes", "whole regions", "peru"]
)
def any_study(request, tmp_path_factory):
    kinds = {
        "bare": {"trade": False, "series": False, "regions": False},
        "one place": {"places": ("01",)},
        "unpriced": {"priced": ()},
        "partly priced": {"priced": ("oca",)},
        "sizes": {"establishments": True},
        "whole regions": {"asked": 'territory = "macroregions"'},
        "peru": {"country": "PE"},
    }
    return made_up(tmp_path_factory.mktemp("any"), **kinds[request.param])


def without(study: Published, *names: str) -> Published:
    return replace(study, tables={name: table for name, table in study.tables.items() if name not in names})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_any_study_is_whole_and_well_formed(any_study, language):
    page = Page(report_html(any_study, language))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    local = [address[1:] for address in page.values("href") if address.startswith("#")]
    assert set(local) <= set(ids)
    Page(forms_html(any_study, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_with_a_hole_or_a_key(study, language):
    text = Page(report_html(study, language)).text + Page(forms_html(study, language)).text
    assert not re.search(r"\{[a-z_]+\}|report\.[a-z_]+\b|clusters\.[a-z_]+\b|\bNone\b(?! can)|\bnan\b", text)


def test_the_page_holds_no_script_no_style_attribute_and_fetches_nothing(study):
    for markup in (report_html(study, "es"), forms_html(study, "es")):
        page = Page(markup)
        names = {tag for tag, _ in page.tags}
        assert not names & {"script", "iframe", "img", "object", "embed", "form", "base"}
        assert page.values("style") == []
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        loaded = [attributes.get("href") for tag, attributes in page.tags if tag == "link"]
        assert all(address.startswith("data:") for address in loaded)


def test_the_policy_allows_this_style_and_nothing_else(study):
    markup = report_html(study, "es")
    style = re.search(r"<style>(.*?)</style>", markup, re.DOTALL).group(1)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', markup).group(1)
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert style == inline_style()


def test_names_from_the_tables_are_escaped(study):
    markup = report_html(study, "es")
    assert "Valle &lt;Alto&gt;" in markup
    assert "<Alto>" not in markup
    assert "Oficina &lt;de prueba&gt;" in markup
    assert "<Alto>" not in forms_html(study, "es")


def test_every_candidate_has_its_evidence_and_its_form(study):
    report, sheets = Page(report_html(study, "es")), Page(forms_html(study, "es"))
    for candidate in study.tables["candidates"]["candidate"]:
        assert candidate in report.values("id")
        assert candidate in sheets.values("id")
        assert f"forms.es.html#{candidate}" in report.values("href")


def test_the_two_words_of_the_unknown_are_not_mixed_up(study):
    rows = study.tables["requirements"]
    first = pl.col("candidate") == rows["candidate"][0]
    changed = rows.with_columns(
        pl.when(first & (pl.col("requirement") == 2)).then(pl.lit("inconclusive")).otherwise("reason").alias("reason")
    )
    text = Page(report_html(replace(study, tables={**study.tables, "requirements": changed}), "es")).text
    assert "Falta dato" in text
    assert "No se puede decidir aún" in text
    assert "No se puede decidir aún" not in Page(report_html(study, "es")).text


def test_without_candidates_the_page_says_so_and_what_to_look_at(study):
    tables = {name: table.clear() if name in ("candidates", "requirements", "changes") else table
              for name, table in study.tables.items()}  # fmt: skip
    empty = replace(study, tables=tables)
    text = Page(report_html(empty, "es")).text
    assert "no aparece ningún candidato" in text
    assert "revise el año base" in text
    assert "Ningún candidato tiene datos por recoger" in Page(forms_html(empty, "es")).text


@pytest.mark.parametrize(
    ("table", "anchor"),
    [
        ("gini", "gini"),
        ("structure", "structure"),
        ("structure_by_sector", "sectors"),
        ("growth", "growth"),
        ("dependence", "dependence"),
        ("stress", "stress"),
        ("required_growth", "required"),
        ("destinations", "destinations"),
        ("claims", "claims"),
        ("revisions", "revisions"),
        ("totals_against_parts", "totals"),
    ],
)
def test_a_table_that_is_absent_leaves_its_section_out(study, table, anchor):
    there, absent = Page(report_html(study, "en")), Page(report_html(without(study, table), "en"))
    assert anchor in there.values("id")
    assert anchor not in absent.values("id")


def test_every_formula_and_every_file_has_a_note_and_every_note_used_is_there(study):
    page = Page(report_html(study, "es"))
    notes = material(study, "es").notes
    assert [note.number for note in (*notes.formulas, *notes.files)] == list(
        range(1, len(notes.formulas) + len(study.entered) + 1)
    )
    for entered in study.entered:
        assert entered.sha256 in page.text
        assert entered.name in page.text
    assert {key for key, table, _ in FORMULAS if table in study.tables} == set(notes.numbers)


def test_what_the_reader_said_of_a_file_stands_with_its_source(study):
    first, *others = study.entered
    noted = replace(first, notes=(("errors.row", {"row": 3}),))
    assert "Mire que: Fila 3:" in Page(report_html(replace(study, entered=(noted, *others)), "es")).text


def test_a_candidate_that_only_another_threshold_gives_has_a_name_too(study):
    table = study.tables["sensitivity"].with_columns(pl.lit("yacon-sur-03-04").alias("examples"))
    text = Page(report_html(replace(study, tables={**study.tables, "sensitivity": table}), "es")).text
    assert "Yacón (Sierra y Selva)" in text
    assert "yacon-sur" not in text


def test_a_place_without_outline_gets_a_dot_plot_and_no_empty_map(study, tmp_path):
    markup = report_html(study, "es")
    assert study_outlines(study) is None
    assert 'class="map"' not in markup
    assert 'class="dot-rest"' in markup
    peru = made_up(tmp_path / "peru", country="PE")
    assert 'class="map"' in report_html(peru, "es")


def test_a_place_of_no_country_has_no_map_even_with_the_codes_of_another(study):
    assert {"01", "02"} <= set(study.tables["places"]["code"])
    assert study_outlines(study) is None


def test_shares_of_a_set_over_the_years_keep_their_gaps(study):
    first = candidates(material(study, "es"))[0]
    years = dict(first.series)
    assert years[2011] is None
    # Oca in the first place: 500 x 1.8 of 900 + 300 tonnes in 2010.
    assert years[2010] == pytest.approx(900 / 1200)


def test_the_heading_is_computed_not_written_for_peru(study):
    text = Page(report_html(study, "es")).text
    assert "4 candidatos" in text
    assert "Perú" not in text.replace("Oficina", "")


def test_each_candidate_is_shown_with_its_amount_and_unit(study):
    text = Page(report_html(study, "es")).text.replace("\u00a0", " ")
    # Oca in the first place: 500 x 1.8 tonnes in 2010, at 900 soles a tonne.
    assert "900 t, S/ 810,000" in text
    assert "En 2010 fueron 900 t, S/ 810,000: el 75 % del país, en valor." in text
    assert "900 t, PEN 810,000" in Page(report_html(study, "en")).text.replace("\u00a0", " ")


def test_a_quantity_without_its_unit_is_not_shown(study):
    bare = replace(study, value_unit="", quantity_units={})
    text = Page(report_html(bare, "es")).text.replace("\u00a0", " ")
    assert "900 t" not in text
    assert "S/ 810,000" not in text
    assert "En 2010 reunía el 75 % del país" in text


def test_money_says_its_currency_its_size_and_the_year_of_its_prices(study):
    voice = material(study, "es").voice
    assert voice.money(1.3143e9, "PEN").replace("\u00a0", " ") == "S/ 1,314 millones"
    assert voice.money(4.517e6, "PEN@2007").replace("\u00a0", " ") == "S/ 4.5 millones (precios de 2007)"
    assert voice.money(None, "PEN") == ""


def test_a_share_that_ended_lower_is_not_told_to_grow(study):
    first = candidates(material(study, "es"))[0]
    assert first.verdicts[2].state == "met"
    assert "Su parte del país crece: 62 % en 2006" in first_sentence(first, material(study, "es")).replace(
        "\u00a0", " "
    )
    bent = replace(first, series=((2006, 0.36), (2012, 0.34)))
    said = first_sentence(bent, material(study, "es")).replace("\u00a0", " ")
    assert "La tendencia típica de su parte es al alza, pero fue 34 % en 2012 frente a 36 % en 2006." in said
    assert "crece" not in said


def test_a_verdict_near_its_threshold_says_so_in_the_matrix(study):
    rows = study.tables["requirements"]
    near = rows.with_columns((pl.col("requirement") == 1).alias("near"))
    marked = report_html(replace(study, tables={**study.tables, "requirements": near}), "es")
    assert '<span class="sub">cerca del umbral</span>' in marked
    far = rows.with_columns(pl.lit(value=False).alias("near"))
    assert "cerca del umbral" not in report_html(replace(study, tables={**study.tables, "requirements": far}), "es")


def test_names_that_hold_a_comma_or_an_and_are_told_apart(study):
    voice = material(study, "en").voice
    assert voice.names(["plantain and banana", "coffee"]) == "plantain and banana; coffee"
    assert voice.names(["garlic", "coffee"]) == "garlic and coffee"
    named = replace(voice, product_names={"a": "Bean, dry", "b": "Coffee", "c": "Oca", "d": "Maca"})
    assert named.products(["a", "b", "c", "d"], 2) == "bean, dry; coffee; and 2 more"
    assert named.products(["b", "c", "d"], 2) == "coffee, oca and 1 more"


def test_a_vintage_is_told_in_words(study):
    voice = material(study, "es").voice
    assert voice.vintage("memoria-2010") == "Memoria 2010"
    assert voice.vintage("2010-09") == "set. 2010"
    assert voice.vintage(None) == "–"


def test_each_threshold_shows_the_line_of_the_study_file(study):
    assert "<code>slope_min = 0.001</code>" in report_html(study, "es")
    unmoved = without(study, "sensitivity")
    assert '<details class="more-info" open>' in report_html(unmoved, "es")


def test_places_without_a_table_are_named_by_the_nomenclature_of_their_codes(study):
    places = pl.DataFrame({"code": ["04"], "name": ["04"]})
    entered = tuple(
        replace(each, asked=replace(each.asked, codes="ubigeo-inei")) if each.asked.contract == "activity" else each
        for each in study.entered
    )
    named = replace(study, entered=entered, tables={**study.tables, "places": places})
    assert material(named, "es").voice.place("04") == "Arequipa"


def test_a_study_without_macroregions_speaks_of_all_its_places(tmp_path):
    text = Page(report_html(made_up(tmp_path, regions=False), "es")).text
    assert "Todos los lugares: candidatos frente a los cuatro requisitos" in text
    assert "Candidatos: candidatos" not in text


def test_a_licence_in_the_language_of_the_study_is_marked_as_such(study):
    assert '<span lang="es">CC0</span>' in report_html(study, "en")
    assert 'lang="es">CC0' not in report_html(study, "es")


def test_files_by_destination_stand_with_the_destinations_alone(study):
    titles = material(study, "es").notes.titles
    assert titles["destinations"] == "destinations.csv"
    assert titles["structure"] == "trade.csv"


def test_shares_of_mixed_denominators_are_refused_not_drawn(study):
    table = study.tables["structure"]
    other = pl.when(pl.col("year") == 2010).then(pl.lit("parts")).otherwise("denominator")
    mixed = table.with_columns(other.alias("denominator"))
    with pytest.raises(Refused):
        report_html(replace(study, tables={**study.tables, "structure": mixed}), "es")


def test_the_notice_on_the_data_is_linked_where_the_study_has_one(study, tmp_path):
    noted = replace(study, study=replace(study.study, notice=tmp_path / "DATA-NOTICE.md"))
    assert "DATA-NOTICE.md" in Page(report_html(noted, "pt")).values("href")
    assert "DATA-NOTICE.md" not in report_html(study, "pt")


def test_numbers_and_words_follow_the_language(study):
    texts = {language: Page(report_html(study, language)).text for language in LANGUAGES}
    assert "75 %" in texts["es"].replace("\u00a0", " ")
    assert "75%" in texts["en"]
    assert "1,8" in texts["pt"]
    assert "1.8" in texts["es"]
    assert "Data missing" in texts["en"]
    assert "Faltam dados" in texts["pt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_promised(study, language):
    text = Page(report_html(study, language)).text.lower()
    assert [word for word in FORBIDDEN if word in text] == []


def test_claims_are_told_in_the_language_of_the_page(study):
    assert "The rest was multiplied by 1.2" in Page(report_html(study, "en")).text
    assert "O resto se multiplicou por 1,2" in Page(report_html(study, "pt")).text


def test_an_unknown_language_is_refused(study):
    with pytest.raises(ValueError, match="qu"):
        report_html(study, "qu")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_peru_is_light(peru, language):
    published, _ = peru
    markup = report_html(published, language)
    assert len(markup.encode()) <= HEAVIEST
    assert len(forms_html(published, language).encode()) <= HEAVIEST


def test_the_report_of_peru_answers_for_each_macroregion(peru):
    published, _ = peru
    page = Page(report_html(published, "es"))
    text = page.text
    for region in ("Norte", "Centro", "Sur", "Oriente", "Lima Metropolitana"):
        assert f"{region}:" in text
    anchors = page.values("id")
    assert {"answer", "regions", "r1", "exports", "claims", "revisions", "sources", "downloads"} <= set(anchors)
    assert "Natural Earth" in text


def test_shares_of_the_candidates_of_peru_are_those_of_the_table(peru):
    published, _ = peru
    for candidate in candidates(material(published, "es")):
        known = dict(candidate.series)
        assert known[published.study.year] == pytest.approx(candidate.share, abs=1e-9), candidate.id
        places = candidate.base.filter(pl.col("place").is_in(candidate.places))
        assert places["share"].sum() == pytest.approx(candidate.share, abs=1e-9), candidate.id
