"""The application."""

from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    """Spreadsheets in and out."""

    name = "ayni_web.spreadsheets"
    label = "spreadsheets"
