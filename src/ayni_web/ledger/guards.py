"""Rules of money that the database keeps.

An entry is written after its lines, in the same transaction: its guards read the lines that are there, and a line of
an entry that exists is refused.  A line whose entry never comes is refused by its deferred foreign key.
"""

from ayni_web.common.guards import Guard, append_only, unchanged
from ayni_web.ledger.bank_guards import BANK_GUARDS

# A clock of the site may differ from that of the database by so many seconds.
CLOCKS = 60

_LINES = "FROM ledger_line l WHERE l.entry_id = NEW.number"
_ENTRY_EXISTS = "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.number = NEW.entry_id)"
_UNBALANCED = (
    f"(SELECT COUNT(*) {_LINES}) < 2 "
    "OR EXISTS (SELECT 1 FROM ledger_line l "
    "JOIN ledger_account a ON a.code = l.account_id WHERE l.entry_id = NEW.number "
    "GROUP BY l.fund_id, l.currency, a.kind = 'order' HAVING SUM(l.minor) <> 0)"
)
_NOT_THE_NEXT = (
    "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_entry) OR NEW.previous <> "
    "COALESCE((SELECT hash FROM ledger_entry WHERE number = NEW.number - 1), '')"
)
_NO_OPEN_PERIOD = (
    "NOT EXISTS (SELECT 1 FROM ledger_period p WHERE p.starts_on <= NEW.occurred_on "
    "AND p.ends_on >= NEW.occurred_on AND p.closed_at IS NULL)"
)
# Together with what it reverses, an entry leaves nothing on any account, fund, source, heading or member.
_NO_MIRROR = (
    "NEW.reverses_id IS NOT NULL AND (NEW.reverses_id >= NEW.number OR EXISTS (SELECT 1 FROM ledger_line l "
    "WHERE l.entry_id IN (NEW.number, NEW.reverses_id) GROUP BY l.account_id, l.fund_id, l.source_id, "
    "l.heading_id, l.member_id, l.currency, l.passed_on HAVING SUM(l.minor) <> 0))"
)
_OF_THE_AWARD = (
    "FROM ledger_line m JOIN ledger_heading g ON g.code = m.heading_id JOIN ledger_account b ON b.code = m.account_id "
    "LEFT JOIN ledger_source t ON t.code = m.source_id WHERE g.award_id = w.code AND m.currency = l.currency"
)
# Money of others for an award is paid out while what its group put in is no less than its share of both.
_UNDER_COFINANCE = (
    "EXISTS (SELECT 1 FROM ledger_line l JOIN ledger_heading h ON h.code = l.heading_id "
    "JOIN ledger_heading w ON w.code = h.award_id JOIN ledger_account a ON a.code = l.account_id "
    "LEFT JOIN ledger_source s ON s.code = l.source_id "
    "WHERE l.entry_id = NEW.number AND w.cofinance IS NOT NULL AND a.purpose IN ('advance', 'spending') "
    "AND COALESCE(s.kind, '') <> 'members' GROUP BY w.code, w.cofinance, l.currency HAVING SUM(l.minor) > 0 AND "
    f"w.cofinance * (SELECT SUM(m.minor) {_OF_THE_AWARD} AND b.purpose IN ('advance', 'spending') "
    "AND COALESCE(t.kind, '') <> 'members') > (10000 - w.cofinance) * "
    f"(SELECT -COALESCE(SUM(m.minor), 0) {_OF_THE_AWARD} AND b.purpose IN ('contributions', 'in_kind')))"
)
_OUT_OF_PLACE = (
    "(NEW.kind = 'award' AND NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_heading p "
    "WHERE p.code = NEW.parent_id AND p.kind = 'call' AND p.code = NEW.call_id)) "
    "OR (NEW.kind = 'activity' AND NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_heading p "
    "WHERE p.code = NEW.parent_id AND COALESCE(p.call_id, '') = COALESCE(NEW.call_id, '') "
    "AND COALESCE(p.award_id, '') = COALESCE(NEW.award_id, ''))) "
    "OR (NEW.parent_id IS NULL AND (COALESCE(NEW.call_id, NEW.code) <> NEW.code "
    "OR COALESCE(NEW.award_id, NEW.code) <> NEW.code))"
)
# What comes in kind is worth what its basis says, told by somebody; a year's end and a mirror bring nothing in.
_UNVALUED = (
    "NEW.reverses_id IS NULL AND NEW.purpose <> 'closing' AND EXISTS (SELECT 1 FROM ledger_line l "
    "JOIN ledger_account a ON a.code = l.account_id "
    "WHERE l.entry_id = NEW.number AND a.purpose = 'in_kind' AND l.minor < 0) AND (NEW.basis = '' OR NOT EXISTS "
    "(SELECT 1 FROM ledger_draft d WHERE d.id = NEW.draft_id AND d.counterpart <> ''))"
)
# Words that hold personal data are blanked and nothing else: those of an entry once its memo is.
_MORE_THAN_BLANKED = (
    "NEW.state <> OLD.state OR NEW.purpose <> OLD.purpose OR NEW.occurred_on <> OLD.occurred_on OR "
    "NEW.basis <> OLD.basis OR NEW.lines <> OLD.lines OR NEW.facts <> OLD.facts OR NEW.made_at <> OLD.made_at OR "
    "COALESCE(NEW.reverses_id, 0) <> COALESCE(OLD.reverses_id, 0) OR "
    "NEW.text NOT IN (OLD.text, '–') OR NEW.counterpart NOT IN (OLD.counterpart, '') OR "
    "NEW.returned NOT IN (OLD.returned, '') OR (OLD.state = 'posted' AND (NEW.text <> OLD.text OR "
    "NEW.counterpart <> OLD.counterpart) AND NOT EXISTS (SELECT 1 FROM ledger_memo m JOIN ledger_entry e "
    "ON e.number = m.entry_id WHERE e.draft_id = NEW.id AND m.blanked_at IS NOT NULL))"
)
_TAKEN_BACK = "SELECT 1 FROM ledger_line b JOIN ledger_entry r ON r.reverses_id = b.entry_id WHERE b.id = "
_OVER_THE_LINE = (
    "NEW.minor + (SELECT COALESCE(SUM(f.minor), 0) FROM ledger_fulfilment f WHERE f.line_id = NEW.line_id "
    "AND f.ended_at IS NULL) > (SELECT -l.minor FROM ledger_line l WHERE l.id = NEW.line_id)"
)
_OVER_THE_INSTALMENT = (
    "NEW.minor + (SELECT COALESCE(SUM(f.minor), 0) FROM ledger_fulfilment f WHERE f.instalment_id = NEW.instalment_id "
    f"AND f.ended_at IS NULL AND NOT EXISTS ({_TAKEN_BACK} f.line_id)) > "
    "(SELECT i.minor FROM ledger_instalment i WHERE i.id = NEW.instalment_id)"
)
# What was put in is of the pledge's fund, currency, kind, heading and member, and stands; where two organisations were
# merged, either may be named.
_OF_ANOTHER_PLEDGE = (
    "NOT EXISTS (SELECT 1 FROM ledger_line l JOIN ledger_account a ON a.code = l.account_id "
    "JOIN ledger_entry e ON e.number = l.entry_id JOIN ledger_instalment i ON i.id = NEW.instalment_id "
    "JOIN ledger_pledge p ON p.id = i.pledge_id LEFT JOIN ledger_heading h ON h.code = l.heading_id "
    "WHERE l.id = NEW.line_id AND e.reverses_id IS NULL AND p.agreed_at IS NOT NULL AND p.ended_at IS NULL "
    "AND p.fund_id = l.fund_id AND p.currency = l.currency "
    "AND a.purpose = CASE WHEN i.in_kind THEN 'in_kind' ELSE 'contributions' END "
    "AND (p.heading_id IS NULL OR p.heading_id IN (h.code, h.award_id, h.call_id)) "
    "AND (p.member_id = l.member_id OR EXISTS (SELECT 1 FROM members_organisation o "
    "WHERE o.id IN (p.member_id, l.member_id) AND o.merged_into_id IS NOT NULL))) "
    f"OR EXISTS ({_TAKEN_BACK} NEW.line_id)"
)
_PINNED = "SELECT a.currency FROM ledger_account a WHERE a.code = NEW.account_id"

GUARDS = (
    Guard("ledger_entry_balances", "ledger_entry", "INSERT", _UNBALANCED),
    Guard("ledger_entry_next", "ledger_entry", "INSERT", _NOT_THE_NEXT),
    Guard("ledger_entry_in_an_open_period", "ledger_entry", "INSERT", _NO_OPEN_PERIOD),
    Guard(
        "ledger_entry_posted_now", "ledger_entry", "INSERT",
        f"COALESCE(ABS(SECONDS_SINCE(NEW.posted_at)), 999) > {CLOCKS} "
        "OR CAST(NEW.posted_at AS VARCHAR(40)) NOT LIKE '20%'",
    ),
    # A day that is still to come anywhere on earth: nothing occurred then.
    Guard("ledger_entry_occurred", "ledger_entry", "INSERT", "SECONDS_SINCE(NEW.occurred_on) < -50400"),
    Guard("ledger_entry_mirrors", "ledger_entry", "INSERT", _NO_MIRROR),
    Guard(
        "ledger_entry_of_its_draft", "ledger_entry", "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_draft d WHERE d.id = NEW.draft_id AND d.maker_id = NEW.maker_id "
        "AND d.basis = NEW.basis AND d.state = 'sent')",
    ),
    Guard("ledger_entry_cofinanced", "ledger_entry", "INSERT", _UNDER_COFINANCE),
    Guard("ledger_entry_valued", "ledger_entry", "INSERT", _UNVALUED),
    *append_only("ledger_entry"),
    Guard("ledger_line_before_its_entry", "ledger_line", "INSERT", _ENTRY_EXISTS),
    Guard(
        "ledger_line_on_an_open_account", "ledger_line", "INSERT",
        "EXISTS (SELECT 1 FROM ledger_account a WHERE a.code = NEW.account_id AND a.closed_at IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM ledger_fund f WHERE f.code = NEW.fund_id AND f.closed_at IS NOT NULL)",
    ),
    Guard(
        "ledger_line_in_its_currency", "ledger_line", "INSERT",
        f"COALESCE(({_PINNED}), '') <> '' AND ({_PINNED}) <> NEW.currency",
    ),
    *append_only("ledger_line"),
    Guard("ledger_paper_before_its_entry", "ledger_paper", "INSERT", _ENTRY_EXISTS),
    *append_only("ledger_paper"),
    Guard("ledger_memo_before_its_entry", "ledger_memo", "INSERT", _ENTRY_EXISTS),
    Guard("ledger_memo_kept", "ledger_memo", "DELETE"),
    Guard(
        "ledger_memo_only_blanked", "ledger_memo", "UPDATE",
        "NEW.entry_id <> OLD.entry_id OR NEW.body <> '' OR NEW.blanked_at IS NULL OR OLD.blanked_at IS NOT NULL",
    ),
    unchanged("ledger_draft", "id", "maker_id"),
    Guard(
        "ledger_draft_stays_as_posted", "ledger_draft", "UPDATE",
        f"(OLD.state IN ('posted', 'dropped') AND ({_MORE_THAN_BLANKED})) OR (NEW.state = 'posted' AND NOT EXISTS "
        "(SELECT 1 FROM ledger_entry e WHERE e.draft_id = NEW.id))",
    ),
    unchanged("ledger_account", "code", "kind", "purpose", "currency", "closed_at"),
    Guard("ledger_account_kept", "ledger_account", "DELETE"),
    unchanged("ledger_fund", "code", "cluster_id", "closed_at"),
    Guard("ledger_fund_kept", "ledger_fund", "DELETE"),
    unchanged("ledger_source", "code", "kind", "organisation_id", "agreement_id"),
    Guard("ledger_source_kept", "ledger_source", "DELETE"),
    Guard("ledger_heading_in_its_place", "ledger_heading", "INSERT", _OUT_OF_PLACE),
    unchanged(
        "ledger_heading", "code", "kind", "parent_id", "call_id", "award_id", "organisation_id", "cofinance",
        "rules_id", "closed_at",
    ),
    Guard(
        "ledger_heading_stays_in_its_place", "ledger_heading", "UPDATE",
        "COALESCE(NEW.parent_id, '') <> COALESCE(OLD.parent_id, '') OR COALESCE(NEW.call_id, '') <> "
        "COALESCE(OLD.call_id, '') OR COALESCE(NEW.award_id, '') <> COALESCE(OLD.award_id, '') "
        "OR COALESCE(NEW.cofinance, 0) <> COALESCE(OLD.cofinance, 0)",
    ),
    Guard("ledger_heading_kept", "ledger_heading", "DELETE"),
    Guard(
        "ledger_period_follows", "ledger_period", "INSERT",
        "EXISTS (SELECT 1 FROM ledger_period p WHERE p.ends_on >= NEW.starts_on) OR NEW.closed_at IS NOT NULL",
    ),
    unchanged("ledger_period", "starts_on", "ends_on", "closed_at", "closed_by_id"),
    Guard(
        "ledger_period_closed_in_order", "ledger_period", "UPDATE",
        "NEW.closed_at IS NOT NULL AND EXISTS "
        "(SELECT 1 FROM ledger_period p WHERE p.starts_on < NEW.starts_on AND p.closed_at IS NULL)",
    ),
    Guard("ledger_period_kept", "ledger_period", "DELETE"),
    *append_only("ledger_rate"),
    *append_only("ledger_seal"),
    unchanged(
        "ledger_pledge", "member_id", "fund_id", "currency", "made_by_id", "agreed_by_id", "agreed_at", "ended_at",
    ),
    Guard("ledger_pledge_kept", "ledger_pledge", "DELETE"),
    unchanged("ledger_instalment", "id", "pledge_id", "due_on", "minor", "in_kind"),
    Guard("ledger_instalment_only_blanked", "ledger_instalment", "UPDATE", "NEW.text NOT IN (OLD.text, '–')"),
    Guard("ledger_instalment_kept", "ledger_instalment", "DELETE"),
    # What was agreed to takes no further part.
    Guard(
        "ledger_instalment_before_it_is_agreed", "ledger_instalment", "INSERT",
        "EXISTS (SELECT 1 FROM ledger_pledge p WHERE p.id = NEW.pledge_id AND p.agreed_at IS NOT NULL)",
    ),
    Guard("ledger_fulfilment_within_its_line", "ledger_fulfilment", "INSERT", _OVER_THE_LINE),
    Guard("ledger_fulfilment_within_its_instalment", "ledger_fulfilment", "INSERT", _OVER_THE_INSTALMENT),
    Guard("ledger_fulfilment_of_its_pledge", "ledger_fulfilment", "INSERT", _OF_ANOTHER_PLEDGE),
    unchanged(
        "ledger_fulfilment", "id", "instalment_id", "line_id", "minor", "made_by_id", "made_at", "ended_by_id",
        "ended_at",
    ),
    Guard("ledger_fulfilment_kept", "ledger_fulfilment", "DELETE"),
    *BANK_GUARDS,
)  # fmt: skip
