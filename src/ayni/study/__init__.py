"""The order of the steps: a study read, computed, told and kept."""
