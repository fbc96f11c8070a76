"""Tags of the templates of processes."""
