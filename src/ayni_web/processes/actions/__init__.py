"""Every write of processes and cases."""
