"""Texts of questionnaires in the reader's language."""

from collections.abc import Mapping

from ayni_web.common.language import current


def told(text: Mapping[str, str]) -> str:
    """Text in the language being spoken; in Spanish where it is not told in that one."""
    return text.get(current()) or text["es"]
