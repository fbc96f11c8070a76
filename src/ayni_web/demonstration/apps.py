"""The application."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """An invented entity with two clusters, to try everything without touching anything real."""

    name = "ayni_web.demonstration"
    label = "demonstration"
