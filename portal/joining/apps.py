"""The request to join."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JoiningConfig(AppConfig):
    name = "portal.joining"
    label = "joining"
    verbose_name = _("Requests to join")

    def ready(self) -> None:
        from portal.files.services import on_refusal  # app ready
        from portal.joining import letters, proposals  # app ready
        from portal.joining.models import Evidence  # app ready
        from portal.joining.services.evidence import tell_applicant  # app ready
        from portal.members.proposals import register_contract_end  # app ready

        letters.register()
        register_contract_end("join request", proposals.contract_end_of)
        on_refusal(Evidence, tell_applicant)
