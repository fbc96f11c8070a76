"""The ledger to take away: what anyone checks without trusting this site."""
