"""How an approved request becomes a member: organisation, figures, page, invitation. Part of the approval."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.timezone import localdate

from portal.cms.city_pages import draft_city_pages
from portal.joining.errors import NotStorable
from portal.joining.models import JoinRequest
from portal.members.enums import Role
from portal.members.models import Commitment, Organisation, ProcurementVolume
from portal.members.services.colleagues import create_invitation

SOURCE = "Request to join %(reference)s"  # of the volumes; a document's title, in English as all of them


def known_organisation(join_request: JoinRequest) -> Organisation | None:
    """An organisation in the list that bears the applicant's name, in English or its own language."""
    names = [name for name in (join_request.name, join_request.own_name) if name]
    found = (Organisation.objects.named(name).first() for name in names)
    return next((organisation for organisation in found if organisation), None)


def become_member(join_request: JoinRequest) -> Organisation:
    """Make all that a member has, with the row of the request locked.

    A supporter gets its place in the list and nothing else: no figures, no page of its own, nobody who signs in.
    Raises NotStorable where an answer breaks a rule of the list of organisations.
    """
    organisation = _in_the_list(join_request)
    if join_request.is_public_buyer:
        _take_figures(join_request, organisation)
        draft_city_pages(organisation)
        create_invitation(
            organisation,
            email=join_request.email,
            role=Role.CITY_EDITOR,
            language=join_request.language,
            invited_by=None,  # the network; no applicant reads a reviewer's name
        )
    return organisation


def _in_the_list(join_request: JoinRequest) -> Organisation:
    organisation = Organisation(
        name=join_request.name,
        own_name=join_request.own_name,
        slug=_free_slug(join_request),
        kind=join_request.kind,
        country=join_request.country,
        legal_type=join_request.legal_type,
        website=join_request.website,
        nuts=join_request.nuts,
        languages=join_request.languages,
        contact_email=join_request.contact_email,
        joined_on=localdate(),
        figures_checked_on=localdate(),
    )
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise NotStorable(join_request, faults=" ".join(error.messages)) from error
    organisation.save()
    return organisation


def _take_figures(join_request: JoinRequest, organisation: Organisation) -> None:
    source = SOURCE % {"reference": join_request.reference}
    ProcurementVolume.objects.bulk_create(
        ProcurementVolume(
            organisation=organisation,
            category=volume.category,
            low=volume.low,
            high=volume.high,
            source=volume.source or source,
            as_of=localdate(),
        )
        for volume in join_request.volumes.all()
    )
    Commitment.objects.bulk_create(
        Commitment(
            organisation=organisation,
            ambition=row.ambition,
            status=row.status,
            target_date=row.target_date,
            note=row.note,
        )
        for row in join_request.commitments.all()
    )


def _free_slug(join_request: JoinRequest) -> str:
    """ "malmo-stad" of "Malmö stad"; numbered if another organisation has it."""
    wanted = slugify(join_request.name) or slugify(join_request.own_name) or join_request.reference.lower()
    taken = set(Organisation.objects.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
    taken |= {"volumes", "over-time", "contract-ends"}  # pages of their own below the members
    numbered = (f"{wanted[:40]}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted[:45], *numbered) if slug not in taken)
