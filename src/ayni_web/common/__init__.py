"""What every room of the platform stands on: the audit chain, guards of the database, pages, forms, languages."""
