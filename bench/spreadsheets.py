"""How long a spreadsheet of 10,000 organisations takes to be checked and previewed, beside the bare reader.

    python bench/spreadsheets.py [ROWS]

At most three times the bare read, and ten seconds more for what is likely a duplicate, with as many organisations in
the database as in the file.  Both are timed in turn in one run, so that what else the machine does falls on both; the
medians are compared.  The database is a SQLite file of its own, made anew.
"""

import os
import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

AT_MOST, SCORING_AT_MOST = 3.0, 10.0
TIMES = 7
SEED = 14028
WORDS = [
    "quinua", "alpaca", "sol", "andes", "valle", "rio", "verde", "norte", "inka",
    "wari", "moche", "chavin", "tierra", "agro", "semilla", "lago", "puma", "condor",
    "titicaca", "ayaviri", "juliaca", "huancane", "azangaro", "sandia", "carabaya", "melgar", "lampa",
    "yunguyo", "pomata", "juli", "acora", "illa", "qori", "sumaq", "taypi", "suri",
]  # fmt: skip
KINDS = ("Cooperativa", "Asociación de productores", "Empresa", "Productor o productora")
PLACES = ("Ayaviri, Melgar, Puno", "Juliaca, San Román, Puno", "Sicuani, Canchis, Cusco", "210101", "150101")
HEADERS = ("Nombre", "Tipo", "Lugar", "País", "Tamaño", "Registrada (sí o no)", "RUC", "Teléfono", "Correo electrónico",
           "Para qué existe", "Nota")  # fmt: skip


def named(number: int, chance: random.Random) -> str:
    return f"{chance.choice(WORDS).title()} {chance.choice(WORDS)} {chance.choice(WORDS)} {number % 397}"


def ruc(number: int) -> str:
    from stdnum.pe.ruc import calc_check_digit

    body = f"20{number:08d}"
    return body + calc_check_digit(body)


def rows(count: int, first: int) -> list[tuple[str, ...]]:
    chance = random.Random(SEED + first)
    return [
        (named(number, chance), KINDS[number % 4], PLACES[number % 5], "Perú", "", "Sí",
         ruc(number) if number % 2 else "", f"95{number:07d}", f"a{number}@ejemplo.pe",
         "Vender mejor lo que producimos", "Trabaja todo el año")
        for number in range(first, first + count)
    ]  # fmt: skip


def write_xlsx(path: Path, count: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("organizaciones")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows(count, 500_000), 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)


def fill(count: int):
    """Organisations that stand in the database already; the officer who sends the file."""
    from django.core.management import call_command
    from django.utils import timezone

    from ayni_web.accounts.models import Appointment, Person
    from ayni_web.members.models import Contact, Identifier, Organisation

    call_command("migrate", verbosity=0)
    officer = Person.objects.create_user("oficial.uno", name="Oficial Uno")
    Appointment.objects.create(person=officer, role="officer", since=timezone.now())
    made = [Organisation(name=name, kind="firm", place="210801") for name, *_ in rows(count, 0)]
    Organisation.objects.bulk_create(made, 500)
    Identifier.objects.bulk_create(
        [
            Identifier(organisation=row, scheme="ruc", value=ruc(number))
            for number, row in enumerate(made)
            if number % 2
        ],
        500,
    )
    Contact.objects.bulk_create(
        [Contact(organisation=row, means="phone", value=f"95{number:07d}") for number, row in enumerate(made)], 500
    )
    return officer


def bare_seconds(path: Path) -> float:
    from python_calamine import CalamineWorkbook

    start = perf_counter()
    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return perf_counter() - start


def previewed_seconds(path: Path, count: int, officer) -> tuple[float, float]:
    """Seconds without scoring, and seconds of scoring alone."""
    from ayni_web.spreadsheets import checking
    from ayni_web.spreadsheets.imports import organisations

    scoring, score = [], organisations.find_likely

    def timed(*facts):
        start = perf_counter()
        score(*facts)
        scoring.append(perf_counter() - start)

    organisations.find_likely = timed
    content = path.read_bytes()
    start = perf_counter()
    found = checking.checked(officer, "organisations", "hoja.xlsx", content)
    found.document()
    whole = perf_counter() - start
    organisations.find_likely = score
    assert not found.prepared.faults, found.prepared.faults[:3]
    assert len(found.prepared.drafts) == count
    return whole - sum(scoring), sum(scoring)


def main(count: int = 10_000) -> int:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"AYNI_HOME": home, "DJANGO_SETTINGS_MODULE": "ayni_web.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        officer = fill(count)
        path = Path(home) / "hoja.xlsx"
        write_xlsx(path, count)
        turns = [(bare_seconds(path), *previewed_seconds(path, count, officer)) for _ in range(TIMES)]
    bare, checked, scored = (median(seconds) for seconds in zip(*turns, strict=True))
    print(
        f"{count:,} rows beside {count:,} kept: bare reader {bare:.3f} s, checked and previewed {checked:.3f} s, ratio "
        f"{checked / bare:.2f}; duplicates scored in {scored:.2f} s (<= {SCORING_AT_MOST:.0f})"
    )
    whole = checked + scored
    limit = AT_MOST * bare + SCORING_AT_MOST
    print(f"together {whole:.2f} s (<= {AT_MOST:.0f} x bare + {SCORING_AT_MOST:.0f} s = {limit:.2f})")
    return 0 if whole <= limit and scored <= SCORING_AT_MOST else 1


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
