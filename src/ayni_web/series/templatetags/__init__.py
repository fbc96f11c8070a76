"""Tags of the templates of evidence."""
