"""The application, and the guards taken away before a migration and put in place after it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommonConfig(AppConfig):
    """Floor of the platform."""

    name = "ayni_web.common"
    label = "common"

    def ready(self) -> None:
        """Have the guards taken away before tables change, and laid again once those of an application stand."""
        from ayni_web.common.guards import lay_guards, lift_before_migrating

        pre_migrate.connect(lift_before_migrating, sender=self, dispatch_uid="ayni.guards")
        post_migrate.connect(lay_guards, dispatch_uid="ayni.guards")
