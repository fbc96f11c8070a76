"""Spreadsheets in and out: what each may hold, the preview before anything is written, lists as files."""
