"""The application."""

from django.apps import AppConfig


class VenturesConfig(AppConfig):
    """Plans of associative projects: entered step by step, computed by a job, signed by another, read by members."""

    name = "ayni_web.ventures"
    label = "ventures"
