"""Ways to reach an organisation: how each is written."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from ayni_web.common.acting import Mistake
from ayni_web.members.folding import tidy
from ayni_web.members.models import Contact

Means = Contact.Means
EXAMPLES = {Means.PHONE: "951 234 567", Means.EMAIL: "rosa@ejemplo.pe", Means.WEB: "https://ejemplo.pe",
            Means.ADDRESS: "Jr. Lima 120, Ayaviri", Means.RADIO: "Radio Onda Azul, 6 a.m."}  # fmt: skip
_PHONE = re.compile(r"\+?[\d\s()./-]+( ?(#|anexo|ext\.?|ramal) ?\d{1,6})?", re.IGNORECASE)
_IS_WEB = URLValidator(schemes=["http", "https"])
FIGURES = range(6, 16)
_MEANS = frozenset(Means.values)
_CHECKS = {Means.EMAIL.value: validate_email, Means.WEB.value: _IS_WEB}


def written(means: str, text: str, field: str = "value") -> str:
    """Contact as it is kept; refused with what came and an example."""
    value = tidy(text)
    if means not in _MEANS:
        raise Mistake("organisations.unknown_means", field=field, came=means, known=", ".join(Means.values))
    if means == Means.WEB and "://" not in value:
        value = f"https://{value}"
    if not value or len(value) > 200 or not _holds(means, value):
        came = text if len(text) <= 40 else f"{text[:40]}…"
        raise Mistake(f"organisations.wrong_{means}", field=field, came=came, example=EXAMPLES[Means(means)])
    return value


def bare(means: str, value: str) -> str:
    """Contact without what differs in the writing alone, to know the same one again: a phone has its last 9 figures."""
    if means == Means.PHONE:
        return re.sub(r"\D", "", value)[-9:]
    return value.casefold().rstrip("/")


def _holds(means: str, value: str) -> bool:
    if means == Means.PHONE:
        return bool(_PHONE.fullmatch(value)) and len(re.sub(r"\D", "", value)) in FIGURES
    check = _CHECKS.get(means)
    try:
        if check is not None:
            check(value)
    except ValidationError:
        return False
    return True
