"""Every read of a diagnosis, a part a file."""
