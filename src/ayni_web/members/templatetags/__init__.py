"""Tags of the templates of members."""
