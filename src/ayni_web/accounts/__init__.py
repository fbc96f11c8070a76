"""People, sign-in, roles, consent."""
