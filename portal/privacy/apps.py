"""Personal data."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "portal.privacy"
    label = "privacy"

    def ready(self) -> None:
        from portal.privacy import letters  # app ready

        letters.register()
