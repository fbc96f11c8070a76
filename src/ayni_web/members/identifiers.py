"""Numbers that name an organisation elsewhere: how each is checked, and what of it is kept.

A number of a person (DNI, CE, CPF, and a RUC that is not of a company) is never written down: only a digest made with
the key of this deployment, enough to know the same number again, and its last two figures
(``docs/decisions/0006-numbers-of-people-are-digests.md``).
"""

import re
from dataclasses import dataclass
from importlib import import_module

from django.utils.crypto import salted_hmac
from stdnum.exceptions import ValidationError
from stdnum.pe import ruc

from ayni_web.common.acting import Mistake
from ayni_web.members.models import PERSONAL_SCHEMES, Scheme

# How a number of each scheme looks; what is shown when another came.
EXAMPLES = {
    Scheme.RUC: "20512333797", Scheme.DNI: "10117410", Scheme.CE: "001234567", Scheme.CNPJ: "16.727.230/0001-97",
    Scheme.CPF: "390.533.447-05", Scheme.OTHER: "P-1204",
}  # fmt: skip
COMPANY = "20"
_SCHEMES = frozenset(Scheme.values)
_CHECKED = {Scheme.RUC: "stdnum.pe.ruc", Scheme.CNPJ: "stdnum.br.cnpj", Scheme.CPF: "stdnum.br.cpf"}
_WRITTEN = {Scheme.DNI: re.compile(r"\d{8}"), Scheme.CE: re.compile(r"\d{9}"),
            Scheme.OTHER: re.compile(r"[\w./-][\w./ -]{0,39}")}  # fmt: skip
_SALT = "ayni.members.identifiers"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was checked, as it is kept.

    Attributes
    ----------
    scheme : str
        Code of :class:`Scheme`.
    value : str
        The number; of a person's, ``#`` and its keyed digest (64 hexadecimal figures).
    personal : bool
        Whether it is of a person.
    ending : str
        Last two figures of a person's number, so that its owner knows it again.
    """

    scheme: str
    value: str
    personal: bool = False
    ending: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """Columns of an ``Identifier``."""
        return {"scheme": self.scheme, "value": self.value, "personal": self.personal, "ending": self.ending}


def numbered(scheme: str, text: str, field: str = "number") -> Numbered:
    """Number of a scheme, checked; refused with what came, what is expected and an example."""
    number = _checked(scheme, text, field)
    if scheme not in PERSONAL_SCHEMES and not (scheme == Scheme.RUC and not number.startswith(COMPANY)):
        return Numbered(scheme, number)
    return Numbered(scheme, digest(scheme, number), personal=True, ending=number[-2:])


def digest(scheme: str, number: str) -> str:
    """Keyed digest of a person's number; a RUC that holds a DNI has the digest of that DNI."""
    if scheme == Scheme.RUC and number.startswith("10"):
        scheme, number = Scheme.DNI, ruc.to_dni(number)
    return "#" + salted_hmac(_SALT, f"{scheme}:{number}", algorithm="sha256").hexdigest()


def _checked(scheme: str, text: str, field: str) -> str:
    if scheme not in _SCHEMES:
        raise Mistake("organisations.unknown_scheme", field=field, came=scheme, known=", ".join(Scheme.values))
    if scheme in _CHECKED:
        try:
            return str(import_module(_CHECKED[Scheme(scheme)]).validate(text))
        except ValidationError:
            raise _refused(scheme, text, field) from None
    number = " ".join(text.split()) if scheme == Scheme.OTHER else re.sub(r"[\s-]", "", text)
    if not _WRITTEN[Scheme(scheme)].fullmatch(number) or (not number.isascii() and scheme != Scheme.OTHER):
        raise _refused(scheme, text, field)
    return number


def _refused(scheme: str, text: str, field: str) -> Mistake:
    came = text if len(text) <= 40 else f"{text[:40]}…"
    return Mistake(f"organisations.wrong_{scheme}", field=field, came=came, example=EXAMPLES[Scheme(scheme)])
