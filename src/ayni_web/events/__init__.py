"""What happened: what, when, where, who, which lot."""
