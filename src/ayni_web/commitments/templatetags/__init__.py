"""Tags of the templates of commitments."""
