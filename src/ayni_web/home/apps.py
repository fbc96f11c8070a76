"""The application."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The first page, the pages that explain, and what a visitor reads."""

    name = "ayni_web.home"
    label = "home"
