"""Lists as files: how a cell is written so that a spreadsheet runs nothing, and how it is read back the same."""
