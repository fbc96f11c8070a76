"""The room ``ledger``."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """Money: accounts, entries, lines; append-only double entry."""

    name = "ayni_web.ledger"
