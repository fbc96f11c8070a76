"""Running the site: serve, back up, restore, verify, remind."""
