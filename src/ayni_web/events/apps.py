"""The application."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """What happened: what, when, where, who, which lot."""

    name = "ayni_web.events"
    label = "events"
