"""Ayni: the information system of export clusters.

``read`` a table, ``compute`` an indicator, make a ``study``; ``indicators`` lists what can be computed.
Names are resolved when first used, so that ``import ayni`` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "AyniError": ("ayni.errors", "AyniError"),
    "RefusedTable": ("ayni.errors", "RefusedTable"),
    "Contract": ("ayni.tables", "Contract"),
    "Column": ("ayni.tables", "Column"),
    "CONTRACTS": ("ayni.tables", "CONTRACTS"),
    "Table": ("ayni.sources", "Table"),
    "read": ("ayni.sources", "read"),
    "checked": ("ayni.sources", "checked"),
    "complexity": ("ayni.study.compute", "complexity"),
    "compute": ("ayni.study.compute", "computed_indicator"),
    "indicators": ("ayni.catalog", "indicators"),
    "indicator": ("ayni.catalog", "indicator"),
    "study": ("ayni.study.making", "made_study"),
}

__all__ = [
    "CONTRACTS",
    "AyniError",
    "Column",
    "Contract",
    "RefusedTable",
    "Table",
    "checked",
    "complexity",
    "compute",
    "indicator",
    "indicators",
    "read",
    "study",
]

if TYPE_CHECKING:
    from ayni.catalog import indicator, indicators
    from ayni.errors import AyniError, RefusedTable
    from ayni.sources import Table, checked, read
    from ayni.study.compute import complexity
    from ayni.study.compute import computed_indicator as compute
    from ayni.study.making import made_study as study
    from ayni.tables import CONTRACTS, Column, Contract


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ayni' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
