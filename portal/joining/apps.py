"""The request to join."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.outbox.channels import register_channel


class JoiningConfig(AppConfig):
    name = "portal.joining"
    label = "joining"
    verbose_name = _("Requests to join")

    def ready(self) -> None:
        from portal.joining import letters  # app ready
        from portal.joining.services import evidence  # app ready

        letters.register()
        register_channel("evidence", evidence.take)
