"""Rules of what banks say that the database keeps.

A match is written after its movements and lines, in the same transaction, as an entry after its lines.  What was
reconciled stays: no match that a reconciliation stands on and no movement of its days is taken away, and no movement
of those days comes later.
"""

from ayni_web.common.guards import Guard, append_only, unchanged

_UNEVEN = (
    "(SELECT SUM(m.minor) FROM ledger_match_movement t JOIN ledger_movement m ON m.id = t.movement_id "
    "WHERE t.match_id = NEW.id) IS NULL OR "
    "(SELECT SUM(l.minor) FROM ledger_match_line t JOIN ledger_line l ON l.id = t.line_id "
    "WHERE t.match_id = NEW.id) IS NULL OR "
    "(SELECT SUM(m.minor) FROM ledger_match_movement t JOIN ledger_movement m ON m.id = t.movement_id "
    "WHERE t.match_id = NEW.id) <> "
    "(SELECT SUM(l.minor) FROM ledger_match_line t JOIN ledger_line l ON l.id = t.line_id WHERE t.match_id = NEW.id)"
)
_OF_ANOTHER_ACCOUNT = (
    "EXISTS (SELECT 1 FROM ledger_match_movement t JOIN ledger_movement m ON m.id = t.movement_id "
    "WHERE t.match_id = NEW.id AND (m.account_id <> NEW.account_id OR m.currency <> NEW.currency)) OR "
    "EXISTS (SELECT 1 FROM ledger_match_line t JOIN ledger_line l ON l.id = t.line_id "
    "WHERE t.match_id = NEW.id AND (l.account_id <> NEW.account_id OR l.currency <> NEW.currency))"
)
_NOT_ITS_LAST_DAY = (
    "NEW.day <> (SELECT MAX(d.day) FROM (SELECT m.day AS day FROM ledger_match_movement t "
    "JOIN ledger_movement m ON m.id = t.movement_id WHERE t.match_id = NEW.id UNION ALL "
    "SELECT e.occurred_on FROM ledger_match_line t JOIN ledger_line l ON l.id = t.line_id "
    "JOIN ledger_entry e ON e.number = l.entry_id WHERE t.match_id = NEW.id) d)"
)
_MATCH_EXISTS = "EXISTS (SELECT 1 FROM ledger_match t WHERE t.id = NEW.match_id)"
_RECONCILED = (
    "EXISTS (SELECT 1 FROM ledger_reconciliation r WHERE r.account_id = {row}.account_id "
    "AND r.currency = {row}.currency AND r.day >= {row}.day)"
)
_OF_A_RECONCILED_MATCH = (
    "EXISTS (SELECT 1 FROM ledger_match t JOIN ledger_reconciliation r ON r.account_id = t.account_id "
    "AND r.currency = t.currency AND r.day >= t.day AND r.made_at >= t.made_at WHERE t.id = OLD.match_id)"
)
_NOT_A_BANK = "NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.code = NEW.account_id AND a.purpose = 'bank')"
_OF_ANOTHER_STATEMENT = (
    "NOT EXISTS (SELECT 1 FROM ledger_statement s WHERE s.id = NEW.statement_id AND s.account_id = NEW.account_id "
    "AND s.currency = NEW.currency)"
)
_NOT_LATER = (
    "EXISTS (SELECT 1 FROM ledger_reconciliation r WHERE r.account_id = NEW.account_id "
    "AND r.currency = NEW.currency AND r.day >= NEW.day)"
)

BANK_GUARDS = (
    Guard("ledger_statement_of_a_bank", "ledger_statement", "INSERT", _NOT_A_BANK),
    Guard("ledger_statement_unchanged", "ledger_statement", "UPDATE"),
    Guard("ledger_movement_of_its_statement", "ledger_movement", "INSERT", _OF_ANOTHER_STATEMENT),
    Guard("ledger_movement_before_it_is_reconciled", "ledger_movement", "INSERT", _RECONCILED.format(row="NEW")),
    unchanged("ledger_movement", "statement_id", "account_id", "currency", "day", "minor", "balance", "opening",
              "mark"),
    # The words of a bank may name a person: they are blanked, and never written anew.
    Guard(
        "ledger_movement_only_blanked", "ledger_movement", "UPDATE",
        "NEW.text NOT IN (OLD.text, '') OR NEW.reference NOT IN (OLD.reference, '')",
    ),
    Guard("ledger_movement_reconciled_stays", "ledger_movement", "DELETE", _RECONCILED.format(row="OLD")),
    Guard("ledger_match_is_even", "ledger_match", "INSERT", _UNEVEN),
    Guard("ledger_match_of_one_account", "ledger_match", "INSERT", _OF_ANOTHER_ACCOUNT),
    Guard("ledger_match_on_its_last_day", "ledger_match", "INSERT", _NOT_ITS_LAST_DAY),
    Guard("ledger_match_unchanged", "ledger_match", "UPDATE"),
    Guard(
        "ledger_match_reconciled_stays", "ledger_match", "DELETE",
        f"{_RECONCILED.format(row='OLD')[:-1]} AND r.made_at >= OLD.made_at)",
    ),
    *(
        each
        for table in ("ledger_match_movement", "ledger_match_line")
        for each in (
            Guard(f"{table}_before_its_match", table, "INSERT", _MATCH_EXISTS),
            Guard(f"{table}_unchanged", table, "UPDATE"),
            Guard(f"{table}_reconciled_stays", table, "DELETE", _OF_A_RECONCILED_MATCH),
        )
    ),
    Guard("ledger_reconciliation_later", "ledger_reconciliation", "INSERT", _NOT_LATER),
    *append_only("ledger_reconciliation"),
)  # fmt: skip
