"""Money: accounts, entries, lines; append-only double entry."""
