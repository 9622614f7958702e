"""The words for organisations and what they buy. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    PUBLIC_BUYER = "public_buyer", _("Public buyer")
    SUPPORTER = "supporter", _("Supporter")


class LegalType(models.TextChoices):
    """Legal types of a buyer: codes of the EU vocabulary ``buyer-legal-type``, as eForms field BT-11 takes them."""

    LOCAL = "la", _("Local authority")
    REGIONAL = "ra", _("Regional authority")
    CENTRAL = "cga", _("Central government authority")
    PUBLIC_LAW = "body-pl", _("Body governed by public law")
    PUBLIC_LAW_LOCAL = "body-pl-la", _("Body governed by public law, controlled by a local authority")
    PUBLIC_LAW_REGIONAL = "body-pl-ra", _("Body governed by public law, controlled by a regional authority")
    PUBLIC_LAW_CENTRAL = "body-pl-cga", _("Body governed by public law, controlled by a central government authority")
    PUBLIC_UNDERTAKING = "pub-undert", _("Public undertaking")
    GROUP = "grp-p-aut", _("Group of public authorities")


class Role(models.TextChoices):
    """What somebody does for an organisation; each role may do all that the ones before it may."""

    MEMBER = "member", pgettext_lazy("role of a person", "Member")
    CITY_EDITOR = "city_editor", _("City editor")
    COORDINATOR = "coordinator", _("Coordinator")


EDITING_ROLES = (Role.CITY_EDITOR, Role.COORDINATOR)


class CommitmentStatus(models.TextChoices):
    """How far a member is with one ambition."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    MET = "met", _("Met")
    NOT_FOLLOWED = "not_followed", _("Not followed")


class Topic(models.TextChoices):
    """What a member of the portal may get mail about."""

    FIGURES = "figures", _("The yearly reminder to check your figures")
    NEW_MEMBERS = "new_members", _("Organisations that have joined")
    CONSULTATIONS = "consultations", _("Consultations on criteria that have opened")
    VOTES = "votes", _("Votes that wait for your organisation")
    PUBLISHED = "published", _("New versions of criteria")
    SUCCESSORS = "successors", _("New versions of criteria that your tenders cite")
    QUESTIONS = "questions", _("Questions of other members")


class Frequency(models.TextChoices):
    NEVER = "never", _("Never")
    WEEKLY = "weekly", _("Once a week, together")
    AT_ONCE = "at_once", _("At once")


class Category(models.TextChoices):
    """What is bought, one for each criteria set."""

    SMARTPHONES = "smartphones", _("Smartphones")
