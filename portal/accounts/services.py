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
    address_verified(user)
    return user


def address_verified(user: User) -> None:
    """Note that the address of an account is its owner's: without that nobody signs in with a password."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
