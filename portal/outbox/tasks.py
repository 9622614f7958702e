"""The task that delivers; a timer runs it too."""

from django_tasks import task

from portal.outbox.services import deliver_waiting


@task()
def deliver_outbox() -> None:
    deliver_waiting()
