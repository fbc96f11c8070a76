"""Measures, readings and targets: how they are written, read, rolled up and shown."""
