"""The application."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Serving, back-ups, and the rights of the role that a server runs as."""

    name = "ayni_web.operation"
    label = "operation"
