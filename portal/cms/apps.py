"""The Wagtail pages."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "portal.cms"
    label = "cms"

    def ready(self) -> None:
        from portal.cms import receivers  # app ready: it needs the models

        receivers.connect()
