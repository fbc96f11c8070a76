"""General measures: arrays in by keyword, a frozen dataclass out; no tables, no files, no clock."""
