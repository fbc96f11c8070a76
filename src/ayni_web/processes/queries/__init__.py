"""Every read of processes and cases."""
