"""Every read of questionnaires, rounds, sheets and answers."""
