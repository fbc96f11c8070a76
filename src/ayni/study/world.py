"""The world's trade from raw files: exports of every country and product, their complexity, what each could add."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from ayni.codes import nomenclature
from ayni.codes.countries import country_of
from ayni.errors import Refused
from ayni.frames import Engine, summed
from ayni.sources.raw import Converted, Meanings, converted, meanings
from ayni.study.writing import ready_folder, whole_file
from ayni.trade.complexity import REASON, Name, Precision, trade_complexity
from ayni.trade.fitness import REASON as FIT_REASON
from ayni.trade.fitness import trade_fitness
from ayni.trade.renamed import in_nomenclature
from ayni.trade.space import space_and_communities
from ayni.trade.worlds import side_by_side
from ayni.words import LANGUAGES

VERSIONED = ("polars", "numpy", "scipy", "narwhals", "duckdb", "networkx")
CACHE = "source"
LONG = ("exports", "complexity", "fitness")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of the world's trade.

    Attributes
    ----------
    sources : tuple of Converted
    named : mapping of str to Meanings
        Tables of names that came beside them, by what they name.
    years : tuple of int
    rows : int
        Bilateral rows that were summed.
    exporters, products : int
        Of the last year.
    unknown : int
        Exporters of the last year without ECI; ``exporters.parquet`` has the reason of each.
    split, unmapped : float or None
        Parts of the last year's value that rest on a split, and that have no correspondence; None without one.
    """

    sources: tuple[Converted, ...]
    named: Mapping[str, Meanings]
    years: tuple[int, ...]
    rows: int
    exporters: int
    products: int
    unknown: int
    split: float | None
    unmapped: float | None


def made_world(
    raw: Sequence[Path],
    out: Path,
    *,
    engine: Engine,
    convention: Name = "harvard",
    threshold: float = 1.0,
    precision: Precision = "double",
    correspondence: pl.DataFrame | None = None,
    progress: Callable[[int, int | None], None] = lambda done, total: None,
) -> Made:
    """World of trade from raw files, written to a folder year by year.

    Parameters
    ----------
    raw : sequence of Path
        Files as their publishers give them out, one or several years each; and their tables of codes, if wanted.
    out : Path
        Folder.  ``exports/YEAR.parquet``, ``complexity/YEAR.parquet`` (as
        :func:`ayni.trade.complexity.trade_complexity`), ``fitness/YEAR.parquet``; of all years ``exporters.parquet``
        and ``products.parquet``; of the last ``product_space.parquet`` and ``product_communities.parquet``;
        ``manifest.json``; and ``source/``, the raw files as typed Parquet, which is not made again.
    engine : Engine
        Where bilateral rows are summed.
    convention, threshold, precision
        As in :func:`ayni.trade.complexity.trade_complexity`.
    correspondence : table that meets ``correspondence``, optional
        Brings products to another nomenclature: see :func:`ayni.trade.renamed.in_nomenclature`.
    progress : callable
        Told the files and years done, and how many there are.

    Raises
    ------
    UnreadableFile, Refused
        A raw file is not what it says, two of them are of one year, or two name the same codes.
    UnwritableFile
        The folder cannot be written to.
    """
    kept = ready_folder(out / CACHE)
    named = _told_apart(raw)
    trade = [path for path in raw if path not in named]
    if not trade:
        raise Refused("raw.only_names", file=raw[0].name)
    sources: list[Converted] = []
    for done, path in enumerate(trade):
        progress(done, 2 * len(trade))
        sources.append(converted(path, kept, memory=engine.memory))
    years = _years(sources)
    names: dict[str, Meanings] = {each.of: each for each in named.values()}
    summaries = []
    # It says what the tables were made of: where a run stops midway, none stands beside tables of two runs.
    (out / "manifest.json").unlink(missing_ok=True)
    # Summed one year after another, for the engine has all the memory allowed; computed side by side.
    each_year = (_renamed(exports_of_year(source, year, engine), correspondence) for year, source in years.items())

    def year_written(exports: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        return _written_year(exports, out, convention, threshold, precision)

    for done, summary in enumerate(side_by_side(year_written, each_year), start=1):
        progress(len(years) + done, 2 * len(years))
        summaries.append(summary)
    _without_other_years(out, set(years))
    exporters, products = (pl.concat(tables) for tables in zip(*summaries, strict=True))
    _write(_with_countries(exporters, names.get("exporter")), out / "exporters.parquet")
    _write(_with_names(products, names.get("product")), out / "products.parquet")
    last = pl.read_parquet(out / "exports" / f"{max(years)}.parquet")
    links, communities = space_and_communities(last, threshold=threshold)
    _write(links, out / "product_space.parquet")
    _write(communities, out / "product_communities.parquet")
    made = Made(
        sources=tuple(sources),
        named=names,
        years=tuple(years),
        rows=sum(source.rows for source in sources),
        exporters=summaries[-1][0].height,
        products=summaries[-1][1].height,
        unknown=summaries[-1][0]["eci"].null_count(),
        split=_part(last, "split_usd"),
        unmapped=_part(last, "unmapped_usd"),
    )
    parameters = {"convention": convention, "threshold": threshold, "precision": precision}
    _write_manifest(made, out, parameters, correspondence, engine)
    return made


def _told_apart(raw: Sequence[Path]) -> dict[Path, Meanings]:
    """Which of the files are tables of names.

    Raises
    ------
    Refused
        Two of them name the same kind of code: one code could have two names.
    """
    found: dict[Path, Meanings] = {}
    for path in raw:
        told = meanings(path)
        if told is None:
            continue
        other = next((each for each in found.values() if each.of == told.of), None)
        if other is not None:
            raise Refused("raw.two_tables_of_names", file=told.raw, other=other.raw)
        found[path] = told
    return found


def _with_countries(exporters: pl.DataFrame, told: Meanings | None) -> pl.DataFrame:
    """Exporters with their country and its name in each language; the source's, where the code has no other."""
    listed, codes = nomenclature("iso3166"), exporters["exporter"].unique().sort().to_list()
    countries = [country_of(code) for code in codes]
    named = {
        f"name_{language}": [listed.title(country, language) if country else None for country in countries]
        for language in LANGUAGES
    }
    own = [None if told is None else told.names.get(code) for code in codes]
    named["name_en"] = [title or other for title, other in zip(named["name_en"], own, strict=True)]
    table = pl.DataFrame(
        {"exporter": codes, "country": countries, **named},
        schema_overrides=dict.fromkeys(("country", *named), pl.String),
    )
    joined = exporters.join(table, on="exporter", how="left", maintain_order="left")
    return joined.select("year", "exporter", "country", *named, pl.exclude("year", "exporter", "country", *named))


def _with_names(products: pl.DataFrame, told: Meanings | None) -> pl.DataFrame:
    """Products with the name that their source gives them; null without a table of names."""
    names = pl.DataFrame(
        list((told.names if told else {}).items()), schema={"product": pl.String, "name": pl.String}, orient="row"
    )
    joined = products.join(names, on="product", how="left", maintain_order="left")
    return joined.select("year", "product", "name", pl.exclude("year", "product", "name"))


def _renamed(exports: pl.DataFrame, correspondence: pl.DataFrame | None) -> pl.DataFrame:
    return exports if correspondence is None else in_nomenclature(exports, correspondence)


def _part(exports: pl.DataFrame, column: str) -> float | None:
    """Part of a year's value that a column has; None where the products stand as they came."""
    if column not in exports.columns:
        return None
    whole, part = float(exports["value_usd"].sum()), float(exports[column].sum())
    return part / whole if whole > 0 else 0.0


def _without_other_years(out: Path, years: set[int]) -> None:
    """Take out the long tables of years that an earlier run made and this one did not: they are not in its manifest."""
    for name in LONG:
        for file in (out / name).glob("*.parquet"):
            if file.stem.isdigit() and int(file.stem) not in years:
                file.unlink()


def _years(sources: Sequence[Converted]) -> dict[int, Converted]:
    """File of each year, in order.

    Raises
    ------
    Refused
        Two files have one year: it would be counted twice.
    """
    found: dict[int, Converted] = {}
    for source in sources:
        for year in source.years:
            if year in found:
                raise Refused("raw.year_twice", year=year, file=found[year].raw, other=source.raw)
            found[year] = source
    return dict(sorted(found.items()))


def exports_of_year(source: Converted, year: int, engine: Engine) -> pl.DataFrame:
    """Exports of a year by exporter and product: year, exporter, product, value_usd, source; sorted by key.

    Rows for all importers together are never added to rows by importer: an exporter that has the first keeps them.
    """
    with engine.opened([source.file]) as table:
        frame = nw.from_native(table).lazy()
        names = frame.collect_schema().names()
        rows = frame.filter(nw.col("year") == year)
        if "importer" in names:
            rows = rows.with_columns(nw.col("importer").is_null().alias("together"))
        by = [name for name in ("exporter", "product", "together") if name in rows.collect_schema().names()]
        sums = summed(rows.to_native(), by=by, measures=["value_usd"])
    if "together" in sums.columns:
        sums = sums.filter(pl.col("together") == pl.col("together").any().over("exporter")).drop("together")
    same = {"year": pl.lit(year, dtype=pl.Int64), "source": pl.lit(source.raw)}
    return sums.select(same["year"].alias("year"), "exporter", "product", "value_usd", same["source"].alias("source"))


def _written_year(
    exports: pl.DataFrame, out: Path, convention: Name, threshold: float, precision: Precision
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tables of exporters and products of a year, after its long tables were written."""
    year = exports["year"][0]
    complexity = trade_complexity(exports, convention=convention, threshold=threshold, precision=precision)
    fitness = trade_fitness(exports, threshold=threshold)
    for name, table in (("exports", exports), ("complexity", complexity), ("fitness", fitness)):
        _write(table, out / name / f"{year}.parquet")
    return _summary(complexity, fitness, "exporter", ["eci", "coi"], "fitness"), _summary(
        complexity, fitness, "product", ["pci"], "complexity"
    )


def _summary(
    complexity: pl.DataFrame, fitness: pl.DataFrame, by: str, indices: Sequence[str], other: str
) -> pl.DataFrame:
    """One row for each exporter or product: how many it is present in, its indices and why they are not known."""
    count = "diversity" if by == "exporter" else "ubiquity"
    whole = complexity.group_by("year", by, maintain_order=True).agg(
        pl.sum("value_usd"), pl.sum("presence").cast(pl.Int64).alias(count), *(pl.first(name) for name in indices)
    )
    fit = fitness.group_by("year", by, maintain_order=True).agg(pl.first(other))
    reasons = [_own_reasons(complexity, by, "reason", REASON), _own_reasons(fitness, by, f"{other}_reason", FIT_REASON)]
    for table in (fit, *reasons):
        whole = whole.join(table, on=["year", by], how="left")
    return whole.sort("year", by)


def _own_reasons(table: pl.DataFrame, by: str, name: str, order: Mapping[str | None, int]) -> pl.DataFrame:
    """Reason of each exporter or product: of its rows, which tell the first of its own and the other's, the last."""
    names = list(order)
    place = pl.col("reason").replace_strict(names, list(order.values()), return_dtype=pl.Int64)
    own = pl.when(pl.col("reason").is_null().any()).then(None).otherwise(place.max())
    found = table.group_by("year", by, maintain_order=True).agg(own.alias(name))
    return found.with_columns(pl.col(name).replace_strict(list(order.values()), names, return_dtype=pl.String))


def _write(table: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as part:
        table.write_parquet(part, statistics=False, compression="lz4")


def _write_manifest(
    made: Made, out: Path, parameters: dict[str, Any], correspondence: pl.DataFrame | None, engine: Engine
) -> None:
    from ayni import __version__

    entered = [
        {
            "file": source.raw,
            "sha256": source.sha256,
            "kind": source.kind.name,
            "title": source.kind.title,
            "where": source.kind.where["en"],
            "terms": source.kind.terms["en"],
            "rows": source.rows,
            "left_out": source.left_out,
            "years": list(source.years),
        }
        for source in made.sources
    ]
    names = [{"file": each.raw, "sha256": each.sha256, "title": each.title} for each in made.named.values()]
    manifest = {
        "computed": dt.datetime.now(dt.UTC).date().isoformat(),
        "ayni": __version__,
        "versions": {name: version(name) for name in VERSIONED},
        "engine": {"name": engine.name, "memory": engine.memory},
        "parameters": parameters,
        "correspondence": None
        if correspondence is None
        else {
            "rows": correspondence.height,
            "sha256": hashlib.sha256(correspondence.write_csv().encode()).hexdigest(),
            "split_share": made.split,
            "unmapped_share": made.unmapped,
        },
        "sources": entered,
        "names": names,
        "years": list(made.years),
    }
    with whole_file(out / "manifest.json") as part:
        part.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def attributions(made: Made, language: str) -> Iterator[tuple[str, str, str]]:
    """Title, place and terms of each kind of source, once, in a language."""
    seen = {source.kind.name: source.kind for source in made.sources}
    for kind in seen.values():
        yield kind.title, kind.where[language], kind.terms[language]
