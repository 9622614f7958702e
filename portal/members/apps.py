"""Organisations and what they buy."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "portal.members"
    label = "members"
