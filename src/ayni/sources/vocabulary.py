"""Units and currencies: those a table may be in, and those that must be converted first."""

import re
from difflib import get_close_matches

from ayni.sources.header import folded

UNITS: dict[str, tuple[str, ...]] = {
    "t": ("tonelada", "toneladas", "tonelada metrica", "toneladas metricas", "tm", "t m", "ton", "tonne", "tonnes"),
    "kg": ("kilo", "kilos", "kilogramo", "kilogramos", "quilo", "quilos", "quilograma", "quilogramas", "kilogram"),
    "g": ("gramo", "gramos", "grama", "gramas", "gram", "grams"),
    "l": ("litro", "litros", "litre", "litres", "liter", "liters", "lt"),
    "hl": ("hectolitro", "hectolitros"),
    "m": ("metro", "metros", "metre", "metres", "meter", "meters"),
    "m2": ("m²", "metro cuadrado", "metros cuadrados", "metro quadrado", "metros quadrados"),
    "m3": ("m³", "metro cubico", "metros cubicos"),
    "ha": ("hectarea", "hectareas", "hectare", "hectares"),
    "km2": ("km²", "kilometro cuadrado", "kilometros cuadrados"),
    "head": ("cabeza", "cabezas", "cabeca", "cabecas", "heads"),
    "unit": ("unidad", "unidades", "unidade", "units", "u", "und", "unid", "pieza", "piezas"),
    "pair": ("par", "pares", "pairs"),
    "dozen": ("docena", "docenas", "duzia", "duzias"),
    "thousand": ("millar", "millares", "milhar", "milhares"),
    "person": ("persona", "personas", "pessoa", "pessoas", "persons", "people", "trabajador", "trabajadores"),
    "job": ("empleo", "empleos", "emprego", "empregos", "jobs", "puestos", "puestos de trabajo"),
    "firm": ("empresa", "empresas", "firms", "establecimiento", "establecimientos", "establishments"),
    "hour": ("hora", "horas", "hours"),
    "kWh": ("kwh", "kilovatio hora"),
    "MWh": ("mwh", "megavatio hora"),
}
"""Units that a quantity may be in, each with its other names."""

FIELD_UNITS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("quintal", "quintales", "quintais", "qq"), "check.unit_quintal", ""),
    (("arroba", "arrobas", "@"), "check.unit_arroba", ""),
    (("libra", "libras", "lb", "pound", "pounds"), "check.unit_of_the_field", "0.45359237 kg"),
    (("onza", "onzas", "ounce", "ounces"), "check.unit_of_the_field", "0.028349523125 kg"),
    (("fanega", "fanegas", "carga", "cargas", "saco", "sacos", "saca", "sacas"), "check.unit_without_factor", ""),
    (("jaba", "jabas", "caja", "cajas", "caixa", "caixas", "costal", "costales"), "check.unit_without_factor", ""),
)
"""Units of the field: names, the sentence that refuses them, and the factor where there is a single one."""

CURRENCY_SIGNS = {"s/": "PEN", "s/.": "PEN", "us$": "USD", "u$s": "USD", "r$": "BRL", "bs": "BOB", "€": "EUR"}
CURRENCY_NAMES = {"sol": "PEN", "soles": "PEN", "nuevos soles": "PEN", "dolar": "USD", "dolares": "USD", "euro": "EUR"}
MONTHS: tuple[tuple[str, ...], ...] = (
    ("enero", "january", "janeiro"),
    ("febrero", "february", "fevereiro"),
    ("marzo", "march", "marco"),
    ("abril", "april"),
    ("mayo", "may", "maio"),
    ("junio", "june", "junho"),
    ("julio", "july", "julho"),
    ("agosto", "august"),
    ("septiembre", "setiembre", "september", "setembro"),
    ("octubre", "october", "outubro"),
    ("noviembre", "november", "novembro"),
    ("diciembre", "december", "dezembro"),
)
"""Names of the months, without accents, in the three languages."""

_SHORTEST_MONTH = 3
_CURRENCY = re.compile(r"([A-Z]{3})(@[0-9]{4})?")


def unit_code(written: str) -> str | None:
    """Code of a unit of quantity, from any of its names."""
    if written in UNITS:
        return written
    name = _plain(written)
    return next((code for code, names in UNITS.items() if name in (code.lower(), *names)), None)


def why_no_unit(written: str) -> tuple[str, dict[str, object]]:
    """Sentence, with its facts, that refuses a unit."""
    for names, key, factor in FIELD_UNITS:
        if _plain(written) in names or written in names:
            return key, {"factor": factor}
    return "check.unknown_unit", {"known": ", ".join(UNITS)}


def currency_code(written: str) -> str | None:
    """Currency as ISO 4217 codes it, with ``@`` and a year at constant prices."""
    found = _CURRENCY.fullmatch(written)
    if found and _is_currency(found.group(1)):
        return written
    return CURRENCY_SIGNS.get(written.lower())


def why_no_currency(written: str) -> tuple[str, dict[str, object]]:
    """Sentence, with its facts, that refuses a currency."""
    near = CURRENCY_NAMES.get(_plain(written))
    close = get_close_matches(written.upper(), ("PEN", "USD", "EUR"), n=1)
    return "check.unknown_currency", {"near": near or next(iter(close), "PEN")}


def month_named(written: str) -> int | None:
    """Number of the month that a name, or its first three letters or more, stands for; None when it is no name."""
    name = _plain(written)
    if len(name) < _SHORTEST_MONTH:
        return None
    return next((number for number, names in enumerate(MONTHS, 1) if any(n.startswith(name) for n in names)), None)


def _plain(written: str) -> str:
    return folded(written).replace("_", " ")


def _is_currency(code: str) -> bool:
    from babel.numbers import is_currency

    return bool(is_currency(code))
