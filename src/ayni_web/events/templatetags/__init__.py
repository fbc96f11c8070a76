"""Tags of the templates of events."""
