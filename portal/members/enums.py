"""The words for organisations and what they buy. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Category(models.TextChoices):
    """What is bought, one for each criteria set."""

    SMARTPHONES = "smartphones", _("Smartphones")
