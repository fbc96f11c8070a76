"""Make or change the tables where a migration is missing, and the table of the cache; nothing otherwise."""

from typing import Any

from ayni_web.common.commands import Command as Spoken
from ayni_web.operation.ground import cache_made, migrations_missing, refuse_public_demonstration, tables_made


class Command(Spoken):
    """Prepare the database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate where that is needed, and say so."""
        if migrations_missing():
            self.tell("database_made")
            tables_made()
        cache_made()
        refuse_public_demonstration()
