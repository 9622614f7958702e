"""Adaptations in a basket and an annex: what a city uses, with its values and its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from registry.diffs.names import block_name
from registry.enums import Relation
from registry.models import Adaptation, AdaptedCriterion, CriterionVersion
from registry.sealed.numbers import NUMBER_PATTERN, VersionNumber
from registry.sealed.overrides import BlockAltered
from registry.sealed.texts import Texts
from registry.takeaway.basket import BasketItem

_CITATION = re.compile(rf"([a-z0-9-]+)/([a-z0-9-]+)@({NUMBER_PATTERN})")


@dataclass(frozen=True, kw_only=True)
class Adapted:
    """One version as an adaptation words it."""

    adaptation: Adaptation
    version: CriterionVersion

    @property
    def citation(self) -> str:
        """ "malmo/smartphones@1.0.0#BAT-01"."""
        return f"{self.adaptation}#{self.version.criterion.code}"

    @property
    def path(self) -> str:
        return self.adaptation.get_permanent_path()

    @property
    def city(self) -> str:
        return self.adaptation.organisation.display_name

    @property
    def words(self) -> tuple[BlockAltered, ...]:
        return self.adaptation.parsed.overrides.of(self.version.criterion.code).blocks

    @property
    def altered(self) -> list[str]:
        """The names of the blocks that have the city's own words."""
        return [str(block_name(each.block, self.version.parsed)) for each in self.words]

    @property
    def note(self) -> str:
        """Which blocks are the city's own, in a sentence; empty if none is."""
        return _("Own words in: %(blocks)s.") % {"blocks": ", ".join(self.altered)} if self.words else ""

    def texts(self, base: Texts) -> Texts:
        """The texts of the version with the city's words in place; one it has not translated is in the source."""
        original, translated = dict(base.original), dict(base.translated)
        for each in self.words:
            original[each.block] = each.written(base.source, base.original.get(each.block, ""))
            if not each.text.get(base.wanted, "").strip():
                translated.pop(each.block, None)
            else:
                translated[each.block] = each.written(base.wanted, base.translated.get(each.block, ""))
        if base.source == base.wanted:
            translated = original
        return replace(base, original=original, translated=translated)


def basket_items(adaptation: Adaptation, level: int) -> tuple[BasketItem, ...]:
    """What a city uses of each criterion at a level, or the next lower one that it has, with the city's values."""
    members = adaptation.release.members.select_related("version__criterion")
    versions = {str(member.version): member.version for member in members}
    items = []
    for text in adaptation.parsed.criteria:
        levels = sorted(text.content.levels)
        chosen = max((each for each in levels if each <= level), default=levels[0])
        base = versions[text.version].parsed.levels[chosen]
        values = text.content.levels[chosen]
        items.append(
            BasketItem(
                code=text.code,
                number=str(text.number),
                level=chosen,
                values={code: value for code, value in values.items() if value != base[code]},
                adaptation=str(adaptation),
            )
        )
    return tuple(items)


def adaptations_named(items: Iterable[BasketItem]) -> dict[str, Adaptation]:
    """The adaptations that items name, by citation; one query, none if nothing is named."""
    named = {match[0]: match for item in items if (match := _CITATION.fullmatch(item.adaptation))}
    if not named:
        return {}
    wanted = Q(pk__in=[])
    for match in named.values():
        number = VersionNumber.parse(match[3])
        at = {"major": number.major, "minor": number.minor, "patch": number.patch}
        wanted |= Q(city=match[1], criteria_set__slug=match[2], **at)
    found = Adaptation.objects.filter(wanted).select_related("organisation", "criteria_set")
    return {str(each): each for each in found}


def adapted(item: BasketItem, version: CriterionVersion, known: dict[str, Adaptation]) -> Adapted | None:
    """What an item's adaptation says of its version; None if there is none, or it is of another version."""
    adaptation = known.get(item.adaptation)
    text = adaptation.parsed.by_code.get(item.code) if adaptation else None
    if adaptation is None or text is None or text.version != str(version):
        return None
    return Adapted(adaptation=adaptation, version=version)


def counted(adaptations: Iterable[Adaptation]) -> list[tuple[Adaptation, list[tuple[Relation, int]]]]:
    """Each adaptation with how many of its criteria stand in which way to the release; one query for all of them."""
    wanted = list(adaptations)
    rows = AdaptedCriterion.objects.filter(adaptation__in=[each.pk for each in wanted]).order_by()
    found = rows.values_list("adaptation", "relation").annotate(number=Count("pk"))
    numbers = {(pk, relation): number for pk, relation, number in found}
    return [(each, [(way, numbers[each.pk, way]) for way in Relation if (each.pk, way) in numbers]) for each in wanted]
