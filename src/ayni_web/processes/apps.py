"""The room ``processes``."""

from django.apps import AppConfig


class Processes(AppConfig):
    """Which step: cases that walk through steps, with their clock and their history."""

    name = "ayni_web.processes"
