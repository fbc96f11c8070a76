"""Which step: cases that walk through steps, with their clock and their history."""
