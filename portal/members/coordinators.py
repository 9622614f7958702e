"""The coordinators: their group, which says who may do what in the Wagtail admin, and how they are written to."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

from portal.accounts.models import User
from portal.members.enums import Role
from portal.members.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAME = "Coordinators"
# On every page, as on the root of the tree.
ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IN_THE_ADMIN = (
    ("wagtailadmin", "access_admin"),
    ("simple_translation", "submit_translation"),
    *(("members", f"{verb}_organisation") for verb in ("add", "change", "delete", "view")),
)


@transaction.atomic
def coordinators_group() -> Group:
    """The group, made with its permissions if it is missing; one that is there stays as it has become."""
    group, is_new = Group.objects.get_or_create(name=NAME)
    if is_new:
        wanted = Q()
        for app, codename in IN_THE_ADMIN:
            wanted |= Q(content_type__app_label=app, codename=codename)
        group.permissions.set(Permission.objects.filter(wanted))
        on_pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES)
        root = Page.get_first_root_node()
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page=root, permission=permission) for permission in on_pages
        )
    return group


def follow_lost_role(instance: Membership, **event: Any) -> None:
    """A receiver, because memberships also go with their organisation, which Wagtail deletes without asking us."""
    follow_roles(instance.user)


def follow_roles(user: User) -> None:
    """Put somebody in the group or take them out, as their roles are now; call it after a role was given or changed."""
    group = coordinators_group()
    if user.memberships.filter(role=Role.COORDINATOR).exists():
        user.groups.add(group)
    else:
        user.groups.remove(group)


def coordinators() -> "QuerySet[User]":
    """All who can sign in, with what ``admin_language`` reads."""
    people = User.objects.filter(is_active=True, memberships__role=Role.COORDINATOR).distinct()
    return people.select_related("wagtail_userprofile")


def admin_language(user: User) -> str:
    """The language that somebody has chosen for the admin, else English: what coordinators are written to in."""
    chosen = user.wagtail_userprofile.preferred_language if hasattr(user, "wagtail_userprofile") else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
