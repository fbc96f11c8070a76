"""What programs read: the same rows, for the same people, as the pages show."""
