"""Forms of questionnaires, rounds and answers."""
