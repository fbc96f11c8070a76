"""Published study packages, and the jobs that make them."""
