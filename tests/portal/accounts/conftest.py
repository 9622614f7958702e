"""Somebody with an account, a verified address and a password."""

import pytest

from portal.accounts.models import User
from portal.accounts.services import address_verified

EMAIL, PASSWORD = "someone@example.org", "a-long-password-of-hers"


@pytest.fixture
def user(db):
    made = User.objects.create_user(EMAIL, PASSWORD, name="Someone")
    address_verified(made)
    return made
