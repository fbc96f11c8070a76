"""Filters of the templates of a diagnosis."""
