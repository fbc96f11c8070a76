"""The first page, the pages that explain, and what a visitor reads."""
