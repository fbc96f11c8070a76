"""A study from its file to its package: computed, told in each language, kept in a folder."""

import shutil
from dataclasses import replace
from pathlib import Path

from ayni.study.config import WORLD, Input, study_from
from ayni.study.package import MANIFEST, files_of, write_book, write_descriptions, write_tables
from ayni.study.published import Published
from ayni.study.report import forms_html, report_html
from ayni.study.specifications import write_charts
from ayni.study.steps import STEPS, Progress, computed
from ayni.study.writing import whole_folder
from ayni.words import LANGUAGES

WRITING_STEPS = 3


def made_study(
    config: Path | str,
    out: Path | str,
    *,
    language: str | None = None,
    world: Path | None = None,
    progress: Progress | None = None,
) -> Published:
    """Study computed and kept as a package in a folder.

    Parameters
    ----------
    config : path
        Study file (``docs/how-to/your-study.md``).
    out : path
        Folder of the package; made whole or not at all.
    language : {"es", "en", "pt"}, optional
        Language of the texts in the tables and of ``report.html``; the study's when not given.
    world : path, optional
        Exports of all countries, in place of the study's own ``[world]``: a table under the contract ``trade``, or a
        file as its source publishes it.
    progress : callable, optional
        Called with the number of steps done and their total.

    Raises
    ------
    AyniError
        The study cannot be followed, a file has faults, or the folder cannot be written.
    """
    study = study_from(Path(config))
    study = replace(study, language=language or study.language)
    if world is not None:
        study = replace(study, world=Input(file=world, contract=WORLD))
    total = STEPS + WRITING_STEPS

    def step(done: int) -> None:
        if progress:
            progress(done, total)

    with whole_folder(Path(out), ours=MANIFEST, owned=files_of) as folder:
        published = computed(study, progress=lambda done, _: step(done))
        write_tables(published, folder)
        write_charts(published, folder, study.language)
        step(STEPS + 1)
        for each in LANGUAGES:
            _write_pages(published, folder, each)
        step(STEPS + 2)
        write_book(published, folder / "study.xlsx", study.language)
        if study.notice:
            shutil.copyfile(study.notice, folder / study.notice.name)
        write_descriptions(published, folder, study.language)
        step(total)
    return published


def _write_pages(published: Published, folder: Path, language: str) -> None:
    """Write the report and the forms in a language; those of the study's language also under the plain name."""
    for name, page in (("report", report_html), ("forms", forms_html)):
        text = page(published, language)
        (folder / f"{name}.{language}.html").write_text(text, encoding="utf-8")
        if language == published.study.language:
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
