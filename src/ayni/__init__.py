"""Ayni: the information system of export clusters."""

__version__ = "0.1.0"
