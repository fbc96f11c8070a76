"""The room ``commitments``."""

from django.apps import AppConfig


class Commitments(AppConfig):
    """Who promised what: to whom, by when, and what came of it."""

    name = "ayni_web.commitments"
