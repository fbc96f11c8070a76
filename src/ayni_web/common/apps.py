"""The application, and the guards put in place after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    """Floor of the platform."""

    name = "ayni_web.common"
    label = "common"

    def ready(self) -> None:
        """Have the guards of every application laid again once its tables stand."""
        from ayni_web.common.guards import lay_guards

        post_migrate.connect(lay_guards, dispatch_uid="ayni.guards")
