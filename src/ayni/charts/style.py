"""The style sheet, the font and the two drawings, as files for a site or as text inside one page."""

import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

FILES = ("ayni.css", "archivo.woff2", "archivo-OFL.txt", "ayni.svg", "tejido.svg")
_KINDS = {".woff2": "font/woff2", ".svg": "image/svg+xml"}


def look_file(name: str) -> bytes:
    """Bytes of one of the files that make the look: ``ayni.css``, ``archivo.woff2``, ``ayni.svg``, ``tejido.svg``."""
    if name not in FILES:
        raise ValueError(f"the look has {', '.join(FILES)}, got {name!r}")
    return files("ayni.charts").joinpath(name).read_bytes()


def inline_file(name: str) -> str:
    """File of the look as a ``data:`` address, to stand inside a page."""
    kind = _KINDS[name[name.rindex(".") :]]
    return f"data:{kind};base64,{b64encode(look_file(name)).decode('ascii')}"


@cache
def inline_style() -> str:
    """Style sheet with its font and drawings inside it, without comments: one page needs no other file."""
    sheet = look_file("ayni.css").decode("utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"\s+", " ", sheet)
    sheet = re.sub(r"\s*([{};,])\s*", r"\1", sheet).strip()
    return re.sub(r'url\("([^":]+)"\)', lambda found: f'url("{inline_file(found[1])}")', sheet)


@cache
def colours() -> dict[str, str]:
    """Colours of the day by the name of their role (``c1``, ``q5``, ``ink``), as the style sheet declares them."""
    day = look_file("ayni.css").decode("utf-8").partition(":root {")[2].partition("}")[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b", day))
