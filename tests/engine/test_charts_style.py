"""The style sheet: one file for report and site, whole when it stands inside a page."""

import re

import pytest

from ayni.charts.style import FILES, colours, inline_file, inline_style, look_file


def test_the_inline_style_needs_no_other_file():
    addresses = re.findall(r"url\(([^)]*)\)", inline_style())
    assert addresses
    assert all(address.startswith('"data:') for address in addresses)


def test_the_inline_style_has_no_comment_and_cannot_end_its_element():
    assert "/*" not in inline_style()
    assert "</" not in inline_style()


def test_braces_are_balanced_in_the_sheet_and_in_its_inline_form():
    for sheet in (look_file("ayni.css").decode(), inline_style()):
        assert sheet.count("{") == sheet.count("}")


def test_components_use_roles_never_raw_colours():
    sheet = look_file("ayni.css").decode()
    components = sheet.partition("@layer base {")[2]
    found = re.findall(r":[^;{}]*#(?:[0-9a-fA-F]{3}){1,2}\b", components.partition("@layer print {")[0])
    # Yellow is the one ground that is the same by day and by night: its ink is dark in both.
    assert [each for each in found if "#1e1a20" not in each and "#fff" not in each] == []


def test_the_font_comes_with_its_licence():
    assert look_file("archivo.woff2")[:4] == b"wOF2"
    assert b"SIL Open Font License" in look_file("archivo-OFL.txt")
    assert inline_file("archivo.woff2").startswith("data:font/woff2;base64,")


def test_a_file_that_is_not_of_the_look_is_refused():
    with pytest.raises(ValueError, match="secret"):
        look_file("../secret")
    assert "ayni.css" in FILES


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "role", ["ink", "ink-soft", "ink-faint", "action", "good", "bad", "wait", "unknown", "brand-text"]
)
def test_text_has_enough_contrast_on_paper_and_ground(role):
    for ground in ("paper", "ground"):
        assert _contrast(colours()[role], colours()[ground]) >= 4.5, (role, ground)


@pytest.mark.parametrize("role", ["c1", "c3", "c4", "c-rest", "line-strong"])
def test_marks_have_enough_contrast_on_paper(role):
    assert _contrast(colours()[role], colours()["paper"]) >= 3, role
