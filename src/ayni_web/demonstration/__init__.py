"""An invented entity with two clusters, to look at and try."""
