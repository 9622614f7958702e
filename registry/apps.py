"""The registry: criteria, their sealed versions, sets and releases."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connection, connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from portal.core.probes import register_probe


def remove_guards(*, using: str, **kwargs: Any) -> None:
    from registry.sealed import guards  # app ready

    guards.remove(connections[using])


def install_guards(*, using: str, **kwargs: Any) -> None:
    from registry.sealed import guards  # app ready

    guards.install(connections[using])


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from portal.members.duties import register_duties  # app ready
        from portal.outbox.channels import register_channel  # app ready
        from registry import duties, letters, letters_adaptations, letters_drafts  # app ready
        from registry.consultations import letters as consultation_letters  # app ready
        from registry.drafts import guards as drafts_guards  # app ready
        from registry.sealed import guards  # app ready
        from registry.services import telling_adapters  # app ready
        from registry.services.telling import take  # app ready

        drafts_guards.register()
        consultation_letters.register()
        register_duties("votes", duties.of_votes)
        register_duties("drafts", duties.of_drafts)
        letters.register()
        letters_drafts.register()
        letters_adaptations.register()
        register_channel("registry", take)
        register_channel("adaptations", telling_adapters.take)
        register_probe(lambda: [f"The database guard {name} is missing." for name in guards.missing(connection)])
        checks.register(guards.check_guards, checks.Tags.database)
        pre_migrate.connect(remove_guards, sender=self)
        post_migrate.connect(install_guards, sender=self)
