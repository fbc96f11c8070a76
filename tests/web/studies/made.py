"""Studies, runs and zips that tests ask for."""

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ayni_web.studies import actions
from ayni_web.studies.models import Run, Study

CANDIDATE = "papa-sur-03-04-08-21"
STUDY = """
[study]
title = { es = "Clústeres del Sur", en = "Clusters of the South", pt = "Clusters do Sul" }
year = 2011
territory = "grown"

[[input]]
file = "production.csv"
contract = "activity"
codes = "ubigeo-inei"
"""
# Five departments, three years; Puno grows nearly all the quinoa.
PLACES = ("03", "04", "08", "21", "23")


def table(quinoa_of_puno: int = 900) -> str:
    rows = ["year,place,product,basis,value,value_unit,quantity,quantity_unit"]
    for year in range(2005, 2012):
        for place in PLACES:
            quinoa = quinoa_of_puno if place == "21" else 20
            rows.append(f"{year},{place},quinua,production,{quinoa},PEN,{quinoa},t")
            rows.append(f"{year},{place},papa,production,1000,PEN,1000,t")
    return "\n".join(rows) + "\n"


def zipped(files: dict[str, str | bytes], name: str = "sur.zip") -> SimpleUploadedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return SimpleUploadedFile(name, content.getvalue(), content_type="application/zip")


def small_zip(quinoa_of_puno: int = 900, **more: str | bytes) -> SimpleUploadedFile:
    return zipped({"sur/study.toml": STUDY, "sur/production.csv": table(quinoa_of_puno), **more})


def small_study(by: Any) -> Study:
    return actions.add_study(by=by, file=small_zip())


def package(folder: Path, *, public: bool = True, by: Any = None) -> Run:
    """Run of the Peruvian study, its package published from where it was computed."""
    return actions.publish_package(by=by, folder=folder, public=public)


def a_run(study: Study, state: str, **facts: Any) -> Run:
    """Run in a state, as a worker would have left it."""
    return Run.objects.create(study=study, state=state, **facts)


def as_id(key: UUID) -> str:
    """Identifier as plain SQL of this database writes it."""
    return key.hex if connection.vendor == "sqlite" else str(key)


def new_id() -> str:
    return as_id(uuid4())
