"""The Wagtail pages."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "portal.cms"
    label = "cms"

    def ready(self) -> None:
        from portal.cms import city_pages, receivers  # app ready: they need the models
        from portal.members.duties import register_duties  # app ready

        receivers.connect()
        register_duties("pages", city_pages.duties)
