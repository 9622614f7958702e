"""Tender experiences."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExperiencesConfig(AppConfig):
    name = "portal.experiences"
    label = "experiences"
    verbose_name = _("Tender experiences")

    def ready(self) -> None:
        from portal.experiences import (  # app ready  # app ready
            duties,
            guards,
            letters,
            letters_feedback,
            letters_status,
            letters_successors,
        )
        from portal.experiences.models import ExperienceDocument  # app ready
        from portal.experiences.services.documents import show_once_clean, tell_authors  # app ready
        from portal.experiences.services.successors import take  # app ready
        from portal.files.services import on_clean, on_refusal  # app ready
        from portal.members.duties import register_duties  # app ready
        from portal.outbox.channels import register_channel  # app ready

        guards.register()
        letters.register()
        letters_feedback.register()
        letters_status.register()
        letters_successors.register()
        register_channel("successors", take)
        register_duties("experiences", duties.of_experiences)
        on_refusal(ExperienceDocument, tell_authors)
        on_clean(ExperienceDocument, show_once_clean)
