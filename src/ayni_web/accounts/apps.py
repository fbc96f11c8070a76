"""The application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, sign-in, roles, consent."""

    name = "ayni_web.accounts"
    label = "accounts"
