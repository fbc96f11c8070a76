"""Raw files of world trade, as their publishers give them out."""

from ayni.sources.raw.converting import Converted, converted
from ayni.sources.raw.kinds import RawKind, raw_kinds, recognised
from ayni.sources.raw.meanings import Meanings, meanings

__all__ = ["Converted", "Meanings", "RawKind", "converted", "meanings", "raw_kinds", "recognised"]
