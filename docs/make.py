"""Write ``docs/indicators.md`` from the catalogue: ``./ayni docs``."""

from pathlib import Path

from ayni.catalog import indicators
from ayni.study.catalogue_text import indicators_page

if __name__ == "__main__":
    Path(__file__).with_name("indicators.md").write_text(indicators_page(indicators()), encoding="utf-8")
