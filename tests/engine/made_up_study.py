"""A small study made up for the tests of the report: its files are written, read and computed as a user's are."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ayni.study.config import study_from
from ayni.study.published import Published
from ayni.study.steps import computed

YEARS = (2006, 2007, 2008, 2009, 2010, 2012)
PLACES = ("01", "02", "03", "04")
PRODUCTS = ("oca", "maca", "yacón")
# Tonnes of each product in each place in the first year; oca moves to the first place as the years go by.
TONNES = {"oca": (500, 100, 100, 100), "maca": (50, 400, 300, 50), "yacón": (200, 200, 200, 200)}


def made_up(
    folder: Path,
    *,
    places: Sequence[str] = PLACES,
    priced: Iterable[str] = PRODUCTS,
    trade: bool = True,
    claims: bool = True,
    series: bool = True,
    establishments: bool = False,
    regions: bool = True,
    country: str = "",
    asked: str = "",
    names: Sequence[str] = ("Valle <Alto>", "Costa & Mar", "Sierra", "Selva"),
) -> Published:
    """Study of a made-up nation, computed from files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = [_activity(folder, places, set(priced)), _places(folder, places, names, regions), _products(folder)]
    inputs += [_trade(folder), _destinations(folder)] if trade else []
    inputs += [_series(folder)] if series else []
    inputs += [_establishments(folder, places)] if establishments else []
    audit = '[claims]\nfiles = ["claims.toml"]\n' if claims and trade else ""
    (folder / "claims.toml").write_text(CLAIMS, encoding="utf-8")
    head = f'[study]\ntitle = "Qué puede formar el valle"\ncountry = "{country}"\nyear = 2010\nstress_year = 2009\n'
    (folder / "study.toml").write_text(f"{head}{asked}\n" + "\n".join(inputs) + audit, encoding="utf-8")
    return computed(study_from(folder / "study.toml"))


def _input(folder: Path, name: str, contract: str, rows: Iterable[str]) -> str:
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return f'[[input]]\nfile = "{name}"\ncontract = "{contract}"\nlicence = "CC0"\npublisher = "Oficina <de prueba>"\n'


def _activity(folder: Path, places: Sequence[str], priced: set[str]) -> str:
    rows = ["year,place,product,quantity,quantity_unit,value,value_unit,source"]
    for step, year in enumerate(YEARS):
        for product in PRODUCTS:
            for index, place in enumerate(places):
                grown = 1 + 0.2 * step if (product, index) == ("oca", 0) else 1
                tonnes = TONNES[product][index] * grown
                value = f"{tonnes * 900},PEN" if product in priced else ","
                rows.append(f"{year},{place},{product},{tonnes},t,{value},oficina")
    return _input(folder, "activity.csv", "activity", rows)


def _places(folder: Path, places: Sequence[str], names: Sequence[str], regions: bool) -> str:
    grouped = [("Norte", "Norte", "Sur", "Sur")[index] if regions else "" for index in range(len(places))]
    rows = [f"{code},grid,{names[index]},{grouped[index]}" for index, code in enumerate(places)]
    return _input(folder, "places.csv", "places", ["code,system,name,macroregion", *rows])


def _products(folder: Path) -> str:
    rows = [f"{code},crops,{code.capitalize()},{code.capitalize()} (en),{code.capitalize()} (pt)," for code in PRODUCTS]
    groups = ("total,crops,Total,Total,Total,", "tradicional,crops,Metales,Metals,Metais,total")
    rows += [*groups, "no_tradicional,crops,Lo demás,The rest,O resto,total"]
    leaves = {"cobre": "tradicional", "oro": "tradicional", "fruta": "no_tradicional", "tela": "no_tradicional"}
    rows += [
        f"{code},crops,{code.capitalize()},{code.capitalize()},{code.capitalize()},{group}"
        for code, group in leaves.items()
    ]
    return _input(folder, "products.csv", "products", ["code,system,name_es,name_en,name_pt,parent", *rows])


def _trade(folder: Path) -> str:
    """Exports by product, and a published total that is one million more than its parts in 2010."""
    rows = ["year,exporter,product,value_usd,source"]
    for step, year in enumerate(range(2006, 2013)):
        old, new = 700 + 50 * step, 300 + 10 * step - (60 if year == 2009 else 0)
        millions = {"cobre": old - 200, "oro": 200, "fruta": new - 100, "tela": 100}
        millions["total"] = old + new + (year == 2010)
        rows += [f"{year},PE,{code},{value * 10**6},aduana" for code, value in millions.items()]
    return _input(folder, "trade.csv", "trade", rows)


def _destinations(folder: Path) -> str:
    shares = {"CN": 500, "US": 300, "BR": 200}
    rows = [
        f"{year},PE,{code},total,{value * 10**6},aduana" for year in range(2006, 2013) for code, value in shares.items()
    ]
    return _input(folder, "destinations.csv", "trade", ["year,exporter,importer,product,value_usd,source", *rows])


def _series(folder: Path) -> str:
    rows = ("mundo,growth,2010,3.0,percent,2010-03,banco", "mundo,growth,2010,2.5,percent,2010-09,banco")
    return _input(folder, "series.csv", "series", ["subject,variable,period,value,unit,vintage,source", *rows])


def _establishments(folder: Path, places: Sequence[str]) -> str:
    rows = [f"e{number},{places[number % len(places)]},oca,{1 + 7 * (number % 30)}" for number in range(120)]
    return _input(folder, "establishments.csv", "establishments", ["id,place,industry,employment", *rows])


CLAIMS = """
[[claim]]
id = "multiple"
section = "1"
es = "Lo demás se multiplicó por 1.2 entre 2006 y 2012."
en = "The rest was multiplied by 1.2 between 2006 and 2012."
pt = "O resto se multiplicou por 1,2 entre 2006 e 2012."
said = 1.2
formula = "multiple"
group = "no_tradicional"
from = 2006
to = 2012
"""
