"""How well: questionnaires answered with evidence, and the profiles that come of them."""
