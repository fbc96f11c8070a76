"""The order of a study: from the tables that entered to every table that leaves."""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from ayni import __version__
from ayni.clusters.identified import identified
from ayni.clusters.wording import rendered
from ayni.errors import BadStudy
from ayni.frames import summed
from ayni.study.abroad import world_entered, world_tables
from ayni.study.config import Study
from ayni.study.inputs import Inputs, study_inputs
from ayni.study.published import Published
from ayni.study.values import toml_document
from ayni.territory.concentration import locational_gini
from ayni.territory.quotients import location_quotients
from ayni.territory.trends import specialisation_trends
from ayni.trade.claims import audit
from ayni.trade.declared import claims_declared
from ayni.trade.dependence import export_concentration, traditional_dependence
from ayni.trade.growth import export_growth, required_growth, stress_replay
from ayni.trade.structure import export_destinations, export_structure, sources_compared, totals_against_parts
from ayni.trade.vintages import revisions

Tables = dict[str, pl.DataFrame]
Progress = Callable[[int, int | None], None]
STEPS = 6
NO_REGION = "–"
# Tables that leave as they entered: names, borders, and what is odd in the data.
CARRIED = ("places", "products", "neighbours", "oddities")


def computed(study: Study, *, progress: Progress | None = None) -> Published:
    """Study computed: every table that its inputs allow.

    Raises
    ------
    RefusedTable
        A file has faults.
    BadStudy, Refused, UnknownName
        The study cannot be followed, or a table cannot support what was asked.
    """
    done = _steps_done(progress)
    inputs = study_inputs(study)
    study = _within_places(study, inputs)
    done()
    activity = _activity(study, inputs)
    quotients = location_quotients(activity)
    tables: Tables = {
        "quotients": quotients,
        "trends": specialisation_trends(quotients, base_year=study.year),
        "gini": locational_gini(activity),
        "coverage": priced_coverage(activity),
    }
    done()
    tables |= trade_tables(study, inputs)
    if study.world is not None:
        world, entered = world_entered(study.world, study.language)
        tables |= world_tables(study, world)
        inputs = replace(inputs, entered=(*inputs.entered, entered))
    done()
    tables |= _audited(study, inputs)
    if (series := inputs.table("series")) is not None:
        tables["revisions"] = revisions(series)
    done()
    tables |= _identified(study, inputs, activity, quotients)
    done()
    tables |= {name: inputs.tables[name] for name in CARRIED if name in inputs.tables}
    published = _published(study, inputs, {name: tables[name] for name in sorted(tables)})
    done()
    return published


def priced_coverage(activity: pl.DataFrame) -> pl.DataFrame:
    """Quantity by year (basis, vintage and source apart), and the part of it that has a price.

    Parameters
    ----------
    activity : polars.DataFrame
        Contract ``activity``; ``priced_quantity`` says how much of a row's quantity has a price.  Where it is absent,
        all of a row with a value has.

    Returns
    -------
    polars.DataFrame
        year; basis, vintage and source where the table has them; quantity, priced_quantity, priced_share (fraction of
        1), reason (``no_quantity``).
    """
    if "quantity" not in activity.columns:
        return pl.DataFrame(schema=_COVERAGE)
    if "priced_quantity" not in activity.columns:
        valued = pl.col("value").is_not_null() if "value" in activity.columns else pl.lit(value=False)
        activity = activity.with_columns(
            pl.when(valued).then(pl.col("quantity")).otherwise(0.0).alias("priced_quantity")
        )
    sums = summed(activity, by=("year", "basis", "vintage", "source"), measures=("quantity", "priced_quantity"))
    known = pl.col("quantity") > 0
    return sums.with_columns(
        pl.when(known).then(pl.col("priced_quantity") / pl.col("quantity")).alias("priced_share"),
        pl.when(~known.fill_null(value=False)).then(pl.lit("no_quantity")).alias("reason"),
    )


def trade_tables(study: Study, inputs: Inputs) -> Tables:
    """Tables on what the country sells; none without a trade table."""
    trade, products = inputs.table("trade"), inputs.table("products")
    tables: Tables = {}
    if trade is not None:
        structure = export_structure(trade, products)
        tables |= {
            "structure": structure,
            "structure_by_sector": export_structure(trade, products, level="sector"),
            "growth": export_growth(trade, products),
            "concentration": export_concentration(trade, products, of="item", without="residual"),
            "totals_against_parts": totals_against_parts(trade, products),
            "sources_compared": sources_compared(trade, products),
        }
        traditional = _traditional(study, set(structure["group"]))
        if traditional:
            tables["dependence"] = traditional_dependence(trade, products, traditional=traditional)
        if traditional and study.non_traditional in set(structure["group"]):
            tables["required_growth"] = required_growth(
                trade,
                products,
                group=study.non_traditional,
                against=traditional,
                horizon=study.horizon_years,
            )
        if study.stress_year is not None:
            tables["stress"] = stress_replay(trade, products, stress_year=study.stress_year)
    return tables | _destinations(inputs)


def _destinations(inputs: Inputs) -> Tables:
    trade = inputs.table("trade_by_importer")
    if trade is None:
        return {}
    products = inputs.table("products")
    return {
        "destinations": export_destinations(trade, products),
        "destination_concentration": export_concentration(trade, products, of="destination"),
    }


def _traditional(study: Study, groups: set[str]) -> str | None:
    """Group of traditional exports: the one named, which must be there, or the usual one where it is."""
    if study.traditional in groups:
        return study.traditional
    if "traditional" in study.named:
        known = ", ".join(sorted(groups))
        raise BadStudy(
            "study.unknown_value", file=study.path.name, key="traditional", came=study.traditional, known=known
        )
    return None


def _within_places(study: Study, inputs: Inputs) -> Study:
    """Study whose macro-regions hold its own places alone; the nation stays that of the table."""
    places = inputs.table("places")
    if not study.places or places is None:
        return study
    groups: dict[str, list[str]] = {}
    for code, region in places.sort("code").select("code", "macroregion").iter_rows():
        if code in study.places:
            groups.setdefault(region or NO_REGION, []).append(code)
    return replace(study, macroregions={name: tuple(codes) for name, codes in sorted(groups.items())})


def _activity(study: Study, inputs: Inputs) -> pl.DataFrame:
    activity = inputs.table("activity")
    if activity is None:
        raise BadStudy("study.no_activity", file=study.path.name)
    years = activity["year"].unique().sort()
    if study.year not in years:
        known = ", ".join(map(str, years))
        raise BadStudy("study.no_base_year", file=study.path.name, year=study.year, known=known)
    return activity


def _audited(study: Study, inputs: Inputs) -> Tables:
    claims = [claim for path in study.claims for claim in claims_declared(toml_document(path))]
    if not claims:
        return {}
    trade = inputs.table("trade")
    held = pl.DataFrame(schema=_NO_TRADE) if trade is None else trade
    return {"claims": audit(claims, held, inputs.table("products"), language=study.language)}


def _identified(study: Study, inputs: Inputs, activity: pl.DataFrame, quotients: pl.DataFrame) -> Tables:
    trade = inputs.table("trade")
    found = identified(
        activity=activity,
        quotients=quotients,
        base_year=study.year,
        places=inputs.table("places"),
        neighbours=inputs.table("neighbours"),
        products=inputs.table("products"),
        chains=study.chains,
        establishments=_establishments(inputs),
        export_codes=frozenset() if trade is None else frozenset(trade["product"]),
        thresholds=study.thresholds,
        territory=study.territory,
        macroregions=study.macroregions or None,
    )
    values = asdict(found.thresholds)
    return {
        "candidates": found.candidates,
        "requirements": rendered(found.requirements, study.language),
        "changes": rendered(found.changes, study.language),
        "sensitivity": found.sensitivity,
        "searched": found.searched,
        "thresholds": pl.DataFrame(
            {"threshold": list(values), "value_used": [float(each) for each in values.values()]}
        ),
    }


def _establishments(inputs: Inputs) -> pl.DataFrame | None:
    """Establishments with their source: whoever published the files, where the table itself does not say."""
    table = inputs.table("establishments")
    if table is None or "source" in table.columns:
        return table
    files = [entered for entered in inputs.entered if entered.asked.contract == "establishments"]
    return table.with_columns(source=pl.lit("; ".join(entered.asked.publisher or entered.name for entered in files)))


def _published(study: Study, inputs: Inputs, tables: Tables) -> Published:
    thresholds = dict(tables["thresholds"].iter_rows())
    asked = json.dumps(
        [
            [entered.sha256 for entered in inputs.entered],
            __version__,
            hashlib.sha256(study.path.read_bytes()).hexdigest(),
            study.language,
        ]
    )
    return Published(
        study=study,
        tables=tables,
        entered=inputs.entered,
        thresholds=thresholds,
        package=f"{_slug(study.path)}-{hashlib.sha256(asked.encode()).hexdigest()[:8]}",
        computed=_today(),
        version=__version__,
        value_unit=_value_unit(inputs.tables["activity"]),
        quantity_units=_quantity_units(inputs.tables["activity"]),
    )


def _value_unit(activity: pl.DataFrame) -> str:
    if "value_unit" not in activity.columns:
        return ""
    units = activity["value_unit"].drop_nulls().unique()
    return str(units[0]) if units.len() == 1 else ""


def _quantity_units(activity: pl.DataFrame) -> dict[str, str]:
    if "quantity_unit" not in activity.columns:
        return {}
    units = activity.select("product", "quantity_unit").drop_nulls().unique()
    return dict(units.filter(pl.col("product").is_unique()).sort("product").iter_rows())


def _slug(path: Path) -> str:
    name = path.parent.name if path.stem == "study" else path.stem
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "study"


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date()


def _steps_done(progress: Progress | None) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, STEPS)

    return step


# Without a table of exports every claim says that its source is missing.
_NO_TRADE = {"year": pl.Int64, "exporter": pl.String, "product": pl.String, "value_usd": pl.Float64}
_COVERAGE = {
    "year": pl.Int64,
    "source": pl.String,
    **dict.fromkeys(("quantity", "priced_quantity", "priced_share"), pl.Float64),
    "reason": pl.String,
}
