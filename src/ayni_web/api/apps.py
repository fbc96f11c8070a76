"""The room ``api``."""

from django.apps import AppConfig


class Api(AppConfig):
    """Addresses for programs."""

    name = "ayni_web.api"
