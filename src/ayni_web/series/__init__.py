"""How much; and the one way to point at evidence."""
