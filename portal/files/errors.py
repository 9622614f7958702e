"""What can be wrong with an upload, in words for the person who has to mend it."""

from django.utils.translation import gettext_lazy as _

from portal.core.errors import Refusal


class FileRefused(Refusal):
    """An upload that is not taken; the message says what to do instead."""

    message = _("%(thing)s was not taken: %(why)s")


class TooManyFiles(Refusal):
    message = _("%(thing)s has as many documents as it can hold (%(most)s). Remove one first.")
