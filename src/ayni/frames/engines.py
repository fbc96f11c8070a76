"""Where a table lives: Polars (in memory), DuckDB (larger than memory) or Spark (on a cluster)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from ayni.errors import Refused, UnknownName

ENGINES = ("polars", "duckdb", "spark")
# Masters that Spark itself names otherwise than spark://host:port.
_OWN_MASTERS = re.compile(r"local(\[[0-9*,]+\])?|yarn|k8s://.+")
_MEMORY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT])i?B?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine of tables.

    Attributes
    ----------
    name : str
        ``polars``, ``duckdb`` or ``spark``.
    master : str or None
        Of Spark: the cluster's address; None for whatever Spark's own settings say, else this machine.
    memory : str or None
        What it may use, as ``4GB``; Polars keeps no limit of its own.
    """

    name: str
    master: str | None = None
    memory: str | None = None

    def opened(self, files: Sequence[Path]) -> AbstractContextManager[IntoFrame]:
        """Table of Parquet files, or of folders of them, for as long as the block lasts."""
        openers = {"polars": _in_polars, "duckdb": _in_duckdb, "spark": _in_spark}
        return openers[self.name](self, files)


def engine_named(text: str, *, memory: str | None = None) -> Engine:
    """Engine that ``--engine`` and ``--memory`` ask for.

    Parameters
    ----------
    text : str
        ``polars``, ``duckdb``, ``spark``, ``spark://host:port``, ``spark://yarn``, ``spark://local[2]``,
        ``spark://k8s://...``.
    memory : str, optional
        As ``4GB``.

    Raises
    ------
    UnknownName
        No such engine, or no such size; or no memory at all.
    Refused
        Spark is not installed.
    """
    name, _, rest = text.partition("://")
    if name not in ENGINES or (rest and name != "spark"):
        raise UnknownName("frames.unknown_engine", came=text, known=", ".join(ENGINES))
    size = None if memory is None else _MEMORY.fullmatch(memory.strip())
    if memory is not None and (size is None or float(size[1]) == 0):
        raise UnknownName("frames.unknown_memory", came=memory)
    if name == "spark" and find_spec("pyspark") is None:
        raise Refused("frames.no_spark")
    master = rest if not rest or _OWN_MASTERS.fullmatch(rest) else f"spark://{rest}"
    return Engine(name, master or None, memory)


@contextmanager
def _in_polars(engine: Engine, files: Sequence[Path]) -> Iterator[IntoFrame]:
    yield pl.scan_parquet([str(file) for file in files])


@contextmanager
def _in_duckdb(engine: Engine, files: Sequence[Path]) -> Iterator[IntoFrame]:
    with TemporaryDirectory(prefix="ayni-") as spill, duck(engine.memory, Path(spill)) as connection:
        yield connection.read_parquet([str(file / "**" / "*.parquet" if file.is_dir() else file) for file in files])


@contextmanager
def duck(memory: str | None, spill: Path) -> Iterator[Any]:
    """DuckDB that uses so much memory, and writes to a folder what does not fit.

    Raises
    ------
    Refused
        The work does not fit, or the disk is full.
    KeyboardInterrupt
        Somebody stopped it, which DuckDB tells in its own words.
    """
    import duckdb

    connection = duckdb.connect()
    try:
        connection.execute("SET temp_directory = $1", [str(spill)])
        connection.execute("SET preserve_insertion_order = false")
        if memory is not None:
            connection.execute("SET memory_limit = $1", [memory if memory.lower().endswith("b") else f"{memory}B"])
        yield connection
    except duckdb.OutOfMemoryException as error:
        raise Refused("frames.no_room", memory=memory or "–") from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise
    finally:
        connection.close()


@contextmanager
def _in_spark(engine: Engine, files: Sequence[Path]) -> Iterator[IntoFrame]:
    """Table on Spark; the session stays, as Spark keeps one for each program."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("ayni").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if engine.master is not None:
        builder = builder.master(engine.master)
    if engine.memory is not None:
        builder = builder.config("spark.driver.memory", _spark_memory(engine.memory))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session.read.parquet(*(str(file) for file in files))


def _spark_memory(memory: str) -> str:
    """Size as the Java machine writes it: whole, with one letter."""
    found = _MEMORY.fullmatch(memory.strip())
    if found is None:
        raise UnknownName("frames.unknown_memory", came=memory)
    number, letter = float(found[1]), found[2].lower()
    return f"{int(number)}{letter}" if number.is_integer() else f"{int(number * 1024)}{'bkmg'['kmgt'.index(letter)]}"
