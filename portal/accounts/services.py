"""What changes accounts."""

from allauth.account.models import EmailAddress

from portal.accounts.models import User


def account_of(email: str, *, name: str) -> User:
    """The account of an address that has just proved itself by a mailed link, made if there is none.

    Without a password: its owner signs in by code, passkey or the city's own sign-in, and may set one.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name.strip())
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user
