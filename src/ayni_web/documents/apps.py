"""The application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """What was written: texts and files with versions, hashes, sign-off."""

    name = "ayni_web.documents"
    label = "documents"
