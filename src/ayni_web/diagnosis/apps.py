"""The room ``diagnosis``."""

from django.apps import AppConfig


class Diagnosis(AppConfig):
    """A cluster's diagnosis on one page; reads only, without tables of its own."""

    name = "ayni_web.diagnosis"
