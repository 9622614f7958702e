"""Search over everything that can be found."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.outbox.channels import register_channel


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import letters, letters_network, telling  # app ready
        from search.pending import CHANNEL  # app ready
        from search.sync import take  # app ready

        letters.register()
        letters_network.register()
        register_channel(CHANNEL, take)
        register_channel(telling.CHANNEL, telling.take)
