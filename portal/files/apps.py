"""Private files: uploads that are looked at, kept and given out by the app they belong to."""

from django.apps import AppConfig

from portal.outbox.channels import register_channel


class FilesConfig(AppConfig):
    name = "portal.files"
    label = "files"

    def ready(self) -> None:
        from portal.files import services  # app ready

        register_channel("files", services.take)
