"""Organisations and what they buy."""

from django.apps import AppConfig
from django.db.models.signals import post_delete

from portal.outbox.channels import register_channel


class MembersConfig(AppConfig):
    name = "portal.members"
    label = "members"

    def ready(self) -> None:
        from portal.members import coordinators, duties, letters  # app ready
        from portal.members.models import Membership  # app ready
        from portal.members.services.reminders import take  # app ready

        post_delete.connect(coordinators.follow_lost_role, sender=Membership, dispatch_uid="members.follow_lost_role")
        letters.register()
        register_channel("members", take)
        duties.register_duties("figures", duties.of_figures)
        duties.register_duties("account", duties.of_account)
