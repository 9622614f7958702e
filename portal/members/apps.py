"""Organisations and what they buy."""

from django.apps import AppConfig

from portal.outbox.channels import register_channel


class MembersConfig(AppConfig):
    name = "portal.members"
    label = "members"

    def ready(self) -> None:
        from portal.members import duties, letters  # app ready
        from portal.members.services.reminders import take  # app ready

        letters.register()
        register_channel("members", take)
        duties.register_duties("figures", duties.of_figures)
        duties.register_duties("account", duties.of_account)
