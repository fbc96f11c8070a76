"""A site of an older release is brought to this one."""

import pytest

from ayni_web.common.guards import guards

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT trigger_name FROM information_schema.triggers",
}


@pytest.mark.slow
def test_a_table_that_a_guard_of_another_names_is_changed_and_every_guard_lies_after_it(bare, vendor):
    # The books as they first were, their guards laid; ledger_entry's name ledger_draft, which later releases change.
    older = bare.run("manage", "migrate", "ledger", "0003", "-v0")
    assert older.returncode == 0, older.stderr
    assert ("ledger_entry_of_its_draft",) in bare.rows(TRIGGERS[vendor])
    newer = bare.run("manage", "migrate", "-v0")
    assert newer.returncode == 0, newer.stderr
    names = {name for (name,) in bare.rows(TRIGGERS[vendor])}
    assert {guard.name for guard in guards()} <= names
