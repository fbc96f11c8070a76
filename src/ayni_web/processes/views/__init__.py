"""Pages of processes and cases."""
