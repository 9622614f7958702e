"""Coordinators who have signed in to the admin, and the addresses of the steps of a draft."""

from datetime import date, datetime, time

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from registry.models import Candidate, Draft
from tests.factories.accounts import sign_in_with_second_factor
from tests.factories.drafts import secretary


def signed_in(client: Client, **fields: object) -> User:
    """A coordinator whose browser this is from now on; her office has no vote."""
    user = secretary(**fields)
    sign_in_with_second_factor(client, user)
    return user


def step_of(row: Draft | Candidate, name: str = "steps", *more: object) -> str:
    pk = row.pk if isinstance(row, Draft) else row.draft_id
    return reverse(f"draft-steps:{name}", args=[pk, *more])


def said(client: Client, row: Draft | Candidate) -> list[str]:
    """The messages on the page of the draft."""
    return [str(message).strip() for message in client.get(step_of(row)).context["messages"]]


def at_noon(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(12), timezone.get_current_timezone()), tick=False)
