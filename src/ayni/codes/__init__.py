"""Which codes exist: places of Peru, countries, industries, products; and how people call them.

The lists stand beside this file as text, compiled by ``examples/peru/compile_codes.py``; countries come from CLDR.
Neighbours and macro-regions are tables of a study (``examples/peru``), not of this room.
"""

from ayni.codes.nomenclatures import Kind, Nomenclature, nomenclature, nomenclatures

__all__ = ["Kind", "Nomenclature", "nomenclature", "nomenclatures"]
