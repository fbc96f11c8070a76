"""Templates hold no text of their own, and nothing that the Content-Security-Policy would refuse."""

import re
from pathlib import Path

import pytest

import ayni_web

ROOT = Path(ayni_web.__file__).parent
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
# Told without the application: it must stand when nothing else does.
ALONE = {"500.html"}


def bare_text(source: str) -> list[str]:
    """Words of a template that are neither a tag of Django, nor HTML, nor a mark of punctuation."""
    for pattern in (r"\{#.*?#\}", r"\{%\s*comment.*?endcomment\s*%\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<!--.*?-->"):
        source = re.sub(pattern, " ", source, flags=re.DOTALL)
    told = re.findall(r'\b(?:aria-label|title|alt|placeholder|content|data-l)="([^"]*)"', source)
    text = re.sub(r"<[^>]*>", " ", source)
    words = re.findall(r"[^\W\d_]{2,}", " ".join([text, *told]))
    return [word for word in words if word not in {"Ayni", "width", "device", "initial", "scale"}]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_text_of_its_own(path):
    if path.name in ALONE:
        assert path.name == "500.html"
        return
    found = [word for word in bare_text(path.read_text(encoding="utf-8")) if not word.isupper()]
    assert not found, f"say it in words/: {found[:10]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_style_script_or_handler(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style\b|\son\w+\s*=\s*[\"']|javascript:", source)
    scripts = re.findall(r"<script\b([^>]*)>", source)
    assert all("src=" in each or "application/json" in each for each in scripts)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_form_that_writes_carries_its_token(path):
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
        assert "csrf_token" in form or "common/form.html" in form
