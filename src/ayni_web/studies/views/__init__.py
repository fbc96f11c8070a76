"""Pages of studies, of packages, and of their candidates."""
