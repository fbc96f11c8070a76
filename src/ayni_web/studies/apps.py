"""The application."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Published study packages, and the jobs that make them."""

    name = "ayni_web.studies"
    label = "studies"
