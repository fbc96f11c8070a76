"""The citizen's checker: one file that opens without Internet and adds up the public ledger in the reader's browser.

Its parts stand beside this file, to be read by those who do not trust us; what is handed over is nothing but them, one
after the other, with their words in every language.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files

from django.conf import settings

from ayni import words

NAME = "ayni-checker.html"
SCRIPTS = ("sha256.js", "zip.js", "ledger.js", "page.js")
TOPICS = ("checker",)
_FOLDER = files(__name__)


def checker() -> bytes:
    """The file; the same bytes for everybody, whatever the language it opens in."""
    return _made(tuple(settings.OFFERED_LANGUAGES))


def checker_hash() -> str:
    """SHA-256 of the file, hexadecimal."""
    return hashlib.sha256(checker()).hexdigest()


@cache
def _made(languages: tuple[str, ...]) -> bytes:
    page = _text("page.html").replace("/*LOOK*/", _text("look.css"))
    told = json.dumps(_told(languages), ensure_ascii=False, indent=0).replace("</", "<\\/")
    script = "\n".join(_text(name) for name in SCRIPTS).replace('"WORDS"', told)
    return page.replace("/*SCRIPT*/", script).encode()


def _told(languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    keys = [key for key in words.sentence_keys() if key.partition(".")[0] in TOPICS]
    own = {language: words.NAMES.get(language, language) for language in languages}
    return {
        language: {"language": own[language], **{key: words.forms(key, language)[0] for key in keys}}
        for language in languages
    }


def _text(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")
