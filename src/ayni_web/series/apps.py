"""The application."""

from django.apps import AppConfig


class SeriesConfig(AppConfig):
    """How much; and the one way to point at evidence."""

    name = "ayni_web.series"
    label = "series"
