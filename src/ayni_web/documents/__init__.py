"""What was written: texts and files with versions, hashes, sign-off."""
