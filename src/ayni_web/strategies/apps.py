"""The application."""

from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    """Strategies of a product in a market: written part by part, signed by another, reopened by what happens."""

    name = "ayni_web.strategies"
    label = "strategies"
