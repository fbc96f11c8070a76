"""Files of banks: how each bank writes what moved on an account, read whole or refused with what to do."""
