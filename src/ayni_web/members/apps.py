"""The application."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Who: organisations, clusters, memberships, and relations between organisations."""

    name = "ayni_web.members"
    label = "members"
