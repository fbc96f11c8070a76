"""The room ``assessments``."""

from django.apps import AppConfig


class Assessments(AppConfig):
    """How well: questionnaires answered with evidence, and the profiles that come of them."""

    name = "ayni_web.assessments"
