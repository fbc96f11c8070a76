"""Relational steps, written once on Narwhals: they run wherever a table lives, on Polars, DuckDB or Spark."""

from ayni.frames.engines import ENGINES, Engine, engine_named
from ayni.frames.sums import summed

__all__ = ["ENGINES", "Engine", "engine_named", "summed"]
