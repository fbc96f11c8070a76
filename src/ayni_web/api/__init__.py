"""The API: what programs read, and spreadsheets that they import; the same rights as on the pages."""
