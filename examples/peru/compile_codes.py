"""Lists of codes that ship inside the package, compiled once from the development data.

Run ``python examples/peru/compile_codes.py [FOLDER]``.  It reads the folder that AYNI_DATA names (``../shared/data``
beside the repository by default) and writes into ``src/ayni/codes/``: ``ubigeo.tsv`` (codes of INEI and RENIEC, with
names), ``crops.tsv`` (from ``products.csv`` beside this file), and ``isic4.txt``, ``hs1992.txt`` and ``hs2022.txt``,
codes alone.  A line of these holds a code and the ends of those below it: ``0101 21 29`` is 0101, 010121 and 010129.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("AYNI_DATA", ROOT.parent / "shared" / "data"))
OUT = ROOT / "src" / "ayni" / "codes"

UBIGEO_HEAD = """\
# Departments, provinces and districts of Peru: code of INEI, code of RENIEC, name. Names of departments as people write
# them, of the others in capitals and mostly without accents, as the source has them. A hyphen stands where the source
# has no code: San Antonio (Mariscal Nieto) lacks that of INEI, Santa Maria de Huachipa that of RENIEC.
# Facts of INEI and RENIEC, gathered by jmcastagnetto/ubigeo-peru-aumentado (MIT licence).
"""
CROPS_HEAD = """\
# Crops of the Ministry of Agriculture's monthly bulletins, 2001-2012: code, name in Spanish, English and Portuguese.
"""
ISIC_HEAD = """\
# ISIC revision 4, United Nations: sections, divisions, groups and classes. Codes alone.
"""
HS1992_HEAD = """\
# Harmonized System of 1992: headings and subheadings. Codes alone, from a table of revisions (Apache-2.0).
"""
HS2022_HEAD = """\
# Harmonized System of 2022: headings and subheadings. Codes alone, from a list in the public domain (PDDL).
"""


def ubigeo() -> str:
    """Codes of INEI and RENIEC with the name, one place a line, sorted by the code of INEI."""
    districts = pl.read_parquet(DATA / "peru" / "districts.parquet").fill_null("-")
    accented = {row["code"]: row["name"] for row in _rows("places.csv")}
    places = {}
    for inei, reniec, province, district in districts.select("inei", "reniec", "provincia", "distrito").iter_rows():
        places[inei, reniec] = district
        if "-" not in (inei, reniec):
            places[inei[:4], reniec[:4]] = province
            places[inei[:2], reniec[:2]] = accented[inei[:2]]
    return UBIGEO_HEAD + "".join(f"{inei}\t{reniec}\t{name}\n" for (inei, reniec), name in sorted(places.items()))


def crops() -> str:
    """Crops of ``products.csv`` with their names, one a line."""
    rows = _rows("products.csv")
    names = ("code", "name_es", "name_en", "name_pt")
    return CROPS_HEAD + "".join("\t".join(row[name] for name in names) + "\n" for row in rows)


def isic4() -> str:
    """Codes of ISIC revision 4: sections, divisions, and groups with the ends of their classes."""
    document = json.loads((DATA / "codes" / "isic4_en.json").read_text(encoding="utf-8"))
    lines = []
    for section in document["sections"]:
        lines.append(section["section"].upper())
        for division in section["divisions"]:
            lines.append(division["division"])
            for group in division["groups"]:
                ends = [leaf["class"].removeprefix(group["group"]) for leaf in group["classes"]]
                lines.append(" ".join([group["group"], *ends]))
    return ISIC_HEAD + "\n".join(lines) + "\n"


def hs1992() -> str:
    """Codes of the Harmonized System of 1992."""
    revisions = pl.read_parquet(DATA / "codes" / "hs_revision_concordances.parquet")
    before = revisions.filter(pl.col("adjustment") == "1996 to 1992")["code.before"].str.zfill(6)
    return HS1992_HEAD + _headings(before.to_list())


def hs2022() -> str:
    """Codes of the Harmonized System of 2022."""
    codes = pl.read_csv(DATA / "codes" / "harmonized-system.csv", infer_schema=False)["hscode"]
    return HS2022_HEAD + _headings(codes.filter(codes.str.len_chars() == 6).to_list())


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _headings(codes: Iterable[str]) -> str:
    groups = groupby(sorted(set(codes)), key=lambda code: code[:4])
    return "".join(" ".join([heading, *(code[4:] for code in below)]) + "\n" for heading, below in groups)


LISTS = {"ubigeo.tsv": ubigeo, "crops.tsv": crops, "isic4.txt": isic4, "hs1992.txt": hs1992, "hs2022.txt": hs2022}


def main(folder: Path) -> None:
    """Lists written into the folder."""
    for name, text in LISTS.items():
        (folder / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
