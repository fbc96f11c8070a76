"""Codes of countries as sources of trade write them, brought to ISO 3166-1 alpha-2."""

from collections.abc import Mapping
from functools import cache

# UN Comtrade, and BACI after it, number some countries together with their territories.
TRADE_CODES: Mapping[str, str] = {
    "251": "FR", "381": "IT", "490": "TW", "579": "NO", "699": "IN", "757": "CH", "842": "US"
}  # fmt: skip
# States that CLDR counts to the one they joined: East Germany, South Yemen.
JOINED = frozenset({"278", "720", "DDR", "YMD"})


@cache
def country_codes() -> Mapping[str, str]:
    """Country by code: of two letters, of three, of three figures, or as UN Comtrade and BACI number it.

    A code that stands for several countries (Czechoslovakia's) is not here.
    """
    from babel.core import get_global

    from ayni.codes.nomenclatures import nomenclature

    known = nomenclature("iso3166").names["en"]
    same = {alias: meant[0] for alias, meant in get_global("territory_aliases").items() if len(meant) == 1}
    long = {alias: code for alias, code in same.items() if len(alias) == 3 and code in known and alias not in JOINED}
    return {**long, **TRADE_CODES, **{code: code for code in known}}


def country_of(code: str) -> str | None:
    """Country that a code stands for, as alpha-2; None where it stands for none, or for several.

    The Observatory of Economic Complexity writes the continent before the three letters: ``saper`` is Peru.
    """
    observatory = code[2:].upper() if len(code) == 5 and code.islower() else code
    return country_codes().get(observatory)
