"""Strategies of a product in a market: what a cluster sets out to do, whole, signed and looked at again."""
