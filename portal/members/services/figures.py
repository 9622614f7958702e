"""What members say of themselves: profile, volumes, contracts, commitments. Saved only on top of what was seen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.core.access import require
from portal.members.errors import ChangedMeanwhile, NothingToRepeat
from portal.members.models import Commitment, ContractEnd, Organisation, ProcurementVolume
from portal.members.seen import seen_of
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit


class Profile(NamedTuple):
    """What an organisation may change of its own row. Its English name and its kind are the coordinators' to change."""

    own_name: str
    website: str
    contact_email: str
    languages: list[str]
    nuts: str


class Figures(NamedTuple):
    """One volume: pieces of a category in one year, or in any year where ``year`` is None."""

    category: str
    year: int | None
    low: int
    high: int
    source: str
    as_of: date | None


class Said(NamedTuple):
    """What an organisation says of one ambition."""

    ambition: str
    status: str
    target_date: date | None = None
    evidence: str = ""
    note: str = ""


def profile_of(organisation: Organisation) -> Profile:
    return Profile(*(getattr(organisation, name) for name in Profile._fields))


def figures_of(volume: ProcurementVolume) -> Figures:
    return Figures(*(getattr(volume, name) for name in Figures._fields))


def said_by(organisation: Organisation) -> list[Said]:
    """What the organisation has said, in the order of the ambitions."""
    rows = organisation.commitments.order_by("ambition")
    return [Said(*(getattr(row, name) for name in Said._fields)) for row in rows]


def ends_of(organisation: Organisation) -> dict[str, date]:
    """By category, the month in which its present contract ends."""
    return dict(organisation.contract_ends.order_by("category").values_list("category", "month"))


@transaction.atomic
def change_profile(pk: int, profile: Profile, *, seen: str, actor: User) -> Organisation:
    """Raises PermissionDenied, ChangedMeanwhile, or ValidationError by field."""
    organisation = _locked(pk, actor)
    if seen != seen_of(*profile_of(organisation)):
        raise ChangedMeanwhile(organisation)
    for name, value in profile._asdict().items():
        setattr(organisation, name, value)
    organisation.full_clean()
    organisation.save(update_fields=Profile._fields)
    return _changed("members.profile_changed", organisation)


@transaction.atomic
def add_volume(organisation_id: int, figures: Figures, *, actor: User) -> ProcurementVolume:
    """Raises PermissionDenied, or ValidationError by field."""
    organisation = _locked(organisation_id, actor)
    return _save_volume(ProcurementVolume(organisation=organisation), figures)


@transaction.atomic
def change_volume(pk: int, figures: Figures, *, seen: str, actor: User) -> ProcurementVolume:
    """Raises PermissionDenied, ChangedMeanwhile, or ValidationError by field; DoesNotExist if it was removed."""
    volume = _locked_volume(pk, actor)
    if seen != seen_of(*figures_of(volume)):
        raise ChangedMeanwhile(volume)
    return _save_volume(volume, figures)


@transaction.atomic
def remove_volume(pk: int, *, seen: str, actor: User) -> None:
    """Raises PermissionDenied, or ChangedMeanwhile if it is not the one that was seen any more."""
    volume = _locked_volume(pk, actor)
    if seen != seen_of(*figures_of(volume)):
        raise ChangedMeanwhile(volume)
    volume.delete()
    _figures_changed(volume.organisation)


@transaction.atomic
def repeat_last_year(organisation_id: int, *, year: int, actor: User) -> list[ProcurementVolume]:
    """Say for ``year`` what was said last for a year before it, in each category that has no figure for it yet.

    A repeat is harmless. Raises PermissionDenied, or NothingToRepeat where there is no earlier year.
    """
    organisation = _locked(organisation_id, actor)
    volumes = list(organisation.volumes.exclude(year=None).filter(year__lte=year).order_by("year"))
    newest = {volume.category: figures_of(volume) for volume in volumes}
    if not any(volume.year < year for volume in volumes if volume.year):
        raise NothingToRepeat(organisation)
    return [
        _save_volume(ProcurementVolume(organisation=organisation), figures._replace(year=year, as_of=localdate()))
        for figures in newest.values()
        if figures.year != year
    ]


@transaction.atomic
def confirm_figures(organisation_id: int, *, actor: User) -> Organisation:
    """Note that somebody of the organisation has looked: its figures still hold."""
    return _figures_changed(_locked(organisation_id, actor))


@transaction.atomic
def say_commitments(organisation_id: int, said: Sequence[Said], *, seen: str, actor: User) -> None:
    """Replace all that an organisation has said of the ambitions; one that is left out is not said any more.

    Raises PermissionDenied, ChangedMeanwhile, or ValidationError.
    """
    organisation = _locked(organisation_id, actor)
    stored = said_by(organisation)
    if seen != seen_of(*stored):
        raise ChangedMeanwhile(organisation)
    organisation.commitments.exclude(ambition__in=[each.ambition for each in said]).delete()
    rows = {row.ambition: row for row in organisation.commitments.all()}
    for each in said:
        if each in stored:
            continue  # its day of change stays
        row = rows.get(each.ambition) or Commitment(organisation=organisation)
        for name, value in each._asdict().items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    _changed("members.commitments_changed", organisation)


@transaction.atomic
def say_contract_ends(organisation_id: int, ends: Mapping[str, date], *, seen: str, actor: User) -> None:
    """Replace all that an organisation has said of the ends of its contracts; a category left out is not said any more.

    Everybody reads it from then on. Raises PermissionDenied, ChangedMeanwhile, or ValidationError.
    """
    organisation = _locked(organisation_id, actor)
    stored = ends_of(organisation)
    if seen != seen_of(stored):
        raise ChangedMeanwhile(organisation)
    organisation.contract_ends.exclude(category__in=ends).delete()
    rows = {row.category: row for row in organisation.contract_ends.all()}
    for category, month in ends.items():
        row = rows.get(category) or ContractEnd(organisation=organisation, category=category)
        row.month, row.said_on = month, localdate()
        row.full_clean()
        row.save()
    _figures_changed(organisation)


def _locked(organisation_id: int, actor: User) -> Organisation:
    """The organisation with its row locked, for an actor who may change its figures. Raises PermissionDenied."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require(actor, "members.change_figures", organisation)
    return organisation


def _locked_volume(pk: int, actor: User) -> ProcurementVolume:
    organisation_id = ProcurementVolume.objects.values_list("organisation", flat=True).get(pk=pk)
    organisation = _locked(organisation_id, actor)
    volume = ProcurementVolume.objects.get(pk=pk)  # again: it may have changed before the lock
    volume.organisation = organisation
    return volume


def _save_volume(volume: ProcurementVolume, figures: Figures) -> ProcurementVolume:
    for name, value in figures._asdict().items():
        setattr(volume, name, value)
    volume.full_clean()
    volume.save()
    _figures_changed(volume.organisation)
    return volume


def _figures_changed(organisation: Organisation) -> Organisation:
    """Whoever changes a figure has looked at the figures."""
    organisation.figures_checked_on = localdate()
    organisation.save(update_fields=["figures_checked_on"])
    return _changed("members.figures_changed", organisation)


def _changed(event: str, organisation: Organisation) -> Organisation:
    OutboxEvent.objects.record(event, organisation)
    deliver_after_commit()
    return organisation
