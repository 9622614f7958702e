"""Letters."""

from django.apps import AppConfig

from portal.outbox.channels import register_channel


class LettersConfig(AppConfig):
    name = "portal.letters"
    label = "letters"

    def ready(self) -> None:
        from portal.letters.sending import take  # app ready

        register_channel("letters", take)
