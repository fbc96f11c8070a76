"""The pages: sections made from the study, placed by templates, with style, font and drawings inside."""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from ayni.charts.maps import outline_definitions
from ayni.charts.style import colours, inline_file, inline_style
from ayni.charts.verdicts import verdict_definitions, verdict_mark
from ayni.study.published import Published
from ayni.study.report.abroad import additions_figure, space_figure
from ayni.study.report.answer import head
from ayni.study.report.candidates import candidates
from ayni.study.report.claims import claims
from ayni.study.report.compared import compared
from ayni.study.report.dependence import concentration_figure, dependence_figure
from ayni.study.report.destinations import destinations_figure
from ayni.study.report.exports import structure_figure
from ayni.study.report.forms import forms
from ayni.study.report.gini import gini_figure
from ayni.study.report.grids import Figure
from ayni.study.report.growth import growth_figure
from ayni.study.report.material import Material, material, study_outlines
from ayni.study.report.regions import Region, regions
from ayni.study.report.revisions import revisions
from ayni.study.report.sectors import sectors_figure
from ayni.study.report.sources import downloads, languages, oddities
from ayni.study.report.stress import required_figure, stress_figure
from ayni.study.report.thresholds import rules

HTML_LANGUAGE = {"es": "es-PE", "en": "en", "pt": "pt-BR"}


def report_html(published: Published, language: str) -> str:
    """Report of a study in a language: one page that needs no other file, no script and no network."""
    made = material(published, language)
    found = candidates(made)
    told = regions(found, made)
    outlines = study_outlines(published)
    exports = (
        structure_figure(made),
        sectors_figure(made),
        growth_figure(made),
        dependence_figure(made),
        concentration_figure(made),
        destinations_figure(made),
        stress_figure(made),
        required_figure(made),
        additions_figure(made),
        space_figure(made),
    )
    return _page(
        "report.html",
        made,
        page="report",
        links=_report_links(told, exports, made),
        head=head(found, told, made),
        regions=told,
        unseen=published.study.unseen.get(language, ""),
        gini=gini_figure(made),
        rules=rules(found, made),
        exports=tuple(figure for figure in exports if figure),
        compared=compared(made),
        claims=claims(made),
        revisions=revisions(made),
        notes=made.notes,
        oddities=oddities(made),
        downloads=downloads(made),
        outlines=outline_definitions(outlines) if outlines else "",
    )


def forms_html(published: Published, language: str) -> str:
    """Field forms of a study in a language: a sheet of paper for each candidate, with what to collect and from whom."""
    made = material(published, language)
    links = (("#index", made.voice.say("link_index")), (f"report.{language}.html", made.voice.say("link_report")))
    return _page("forms.html", made, page="forms", links=links, forms=forms(made), outlines="")


def _report_links(
    told: tuple[Region, ...], exports: tuple[Figure | None, ...], made: Material
) -> tuple[tuple[str, str], ...]:
    """Addresses within the report, those of the sections that it has."""
    several = len(told) > 1
    there = {
        "answer": True,
        "regions": several,
        "exports": any(exports),
        "claims": made.table("claims") is not None,
        "sources": True,
        "downloads": True,
    }
    links = [(f"#{name}", made.voice.say(f"link_{name}")) for name, shown in there.items() if shown]
    if not several:
        links[1:1] = [(f"#{region.id}", made.voice.say("link_candidates")) for region in told]
    return tuple(links)


def _page(template: str, made: Material, *, page: str, **sections: object) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            published=made.published,
            voice=made.voice,
            say=made.voice.say,
            languages=languages(made, page),
            html_language=HTML_LANGUAGE[made.voice.language],
            theme=colours()["brand"],
            style=inline_style(),
            style_hash=_style_hash(),
            icon=inline_file("ayni.svg"),
            shapes=verdict_definitions(),
            mark=verdict_mark,
            **sections,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ayni.study.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style_hash() -> str:
    """Hash of the style element: the page's policy allows this style and no other."""
    return "sha256-" + b64encode(sha256(inline_style().encode("utf-8")).digest()).decode("ascii")
