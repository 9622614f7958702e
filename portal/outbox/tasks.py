"""The task that delivers; a timer runs it too."""

from django.db import transaction
from django_tasks import task

from portal.outbox.services import deliver_waiting


@task()
def deliver_outbox() -> None:
    deliver_waiting()


def deliver_after_commit() -> None:
    """Have the outbox delivered once when the running transaction commits, however often this is called in it."""
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _enqueue for _savepoints, function, _robust in waiting):
        transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    deliver_outbox.enqueue()
