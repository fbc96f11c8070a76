"""A cluster's diagnosis on one page: its chain, on whom it depends, what holds it together, its requirements."""
