"""What is wrong with money, said before the database refuses it."""
