"""Reading and checking: raw files in, tables that meet a contract out, or every fault with its row.

Nothing is half imported: a table with any fault is refused whole.
"""

from ayni.sources.checking import checked, read
from ayni.sources.table import Checked, Note, Provenance, Seen, Table
from ayni.tables import contract_named

__all__ = ["Checked", "Note", "Provenance", "Seen", "Table", "checked", "contract_named", "read"]
