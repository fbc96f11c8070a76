"""What can form: candidates, the four requirements, horizons, and what would change a verdict."""
