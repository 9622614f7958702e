"""What a buyer ought to look at in a basket before it becomes a tender."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from registry.enums import CriterionKind, LineageKind, ProofType, StatusKind
from registry.models import CriterionVersion, LineageEdge
from registry.sealed.values import floors_undercut, value_fault
from registry.sealed.wording import NUMBER
from registry.takeaway.basket import BasketItem

WHOLE = Decimal(100)  # percent


@dataclass(frozen=True)
class Finding:
    """One thing to look at: ``code`` for tests and styles, ``text`` for the buyer."""

    code: str
    text: str


class Findings(NamedTuple):
    of_items: dict[str, tuple[Finding, ...]]  # by the key of the item
    of_basket: tuple[Finding, ...]


Chosen = Sequence[tuple[BasketItem, CriterionVersion]]


def findings_of(chosen: Chosen, *, known_codes: Mapping[str, CriterionVersion]) -> Findings:
    """Look at every chosen item, and at all of them together; ``known_codes`` are the criteria still in force."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for item, version in chosen:
        found[item.key] += _status_findings(version, known_codes)
        found[item.key] += _content_findings(item, version)
    _same_criterion(chosen, found)
    _edges(chosen, found)
    of_basket = _weights(chosen, found)
    return Findings({key: tuple(findings) for key, findings in found.items()}, tuple(of_basket))


def _status_findings(version: CriterionVersion, in_force: Mapping[str, CriterionVersion]) -> list[Finding]:
    status = version.status
    if status == StatusKind.WITHDRAWN:
        return [Finding("withdrawn", _("This version is withdrawn: take it out, or read what to use instead."))]
    if status == StatusKind.SUPERSEDED:
        newer = in_force.get(version.criterion.code)
        text = (
            _("A newer version is in force: %(number)s.") % {"number": newer.number}
            if newer
            else _("This version is superseded and no later one is in force: take it out, or read what to use instead.")
        )
        return [Finding("superseded", text)]
    if status == StatusKind.DEPRECATED:
        return [Finding("deprecated", _("This version is deprecated: see what replaces it."))]
    return []


def _content_findings(item: BasketItem, version: CriterionVersion) -> list[Finding]:
    content = version.parsed
    values = {**content.levels[item.level], **item.values}
    faults = [
        value_fault(content.parameters[code], value) for code, value in values.items() if code in content.parameters
    ]
    if wrong := [fault for fault in faults if fault]:
        return [Finding("value", " ".join(wrong))]
    findings = []
    if floors_undercut(content, values):
        findings.append(Finding("below_floor", _("A value lies below what the law already demands.")))
    if any(route.type == ProofType.LABEL and not route.or_equivalent for route in content.proof):
        findings.append(
            Finding("or_equivalent", _("A label is named without “or equivalent”: accept equivalent proof."))
        )
    return findings


def _same_criterion(chosen: Chosen, found: dict[str, list[Finding]]) -> None:
    times = Counter(item.code for item, pinned in chosen)
    for item, pinned in chosen:
        if times[item.code] > 1:
            others = [other.key for other, pinned in chosen if other.code == item.code and other.key != item.key]
            text = _("The basket also holds %(others)s: one level replaces the other, keep one.")
            found[item.key].append(Finding("twice", text % {"others": ", ".join(others)}))


def _edges(chosen: Chosen, found: dict[str, list[Finding]]) -> None:
    codes = {item.code for item, pinned in chosen}
    kinds = (LineageKind.CONFLICTS_WITH, LineageKind.REQUIRES)
    edges = LineageEdge.objects.filter(Q(source__code__in=codes) | Q(target__code__in=codes), kind__in=kinds)
    for edge in edges.select_related("source", "target"):
        source, target = edge.source.code, edge.target.code
        for item, _pinned in chosen:
            if edge.kind == LineageKind.CONFLICTS_WITH and {source, target} <= codes and item.code in (source, target):
                text = _("It conflicts with %(code)s, which is in the basket too: keep one of them.")
                other = target if item.code == source else source
                found[item.key].append(Finding("conflict", text % {"code": other}))
            if edge.kind == LineageKind.REQUIRES and item.code == source and target not in codes:
                text = _("It builds on %(code)s, which is not in the basket: add it, or check that you can do without.")
                found[item.key].append(Finding("requires", text % {"code": target}))


def _weights(chosen: Chosen, found: dict[str, list[Finding]]) -> list[Finding]:
    """Weights are percent of the whole evaluation, price included, so together at most 100."""
    total = Decimal(0)
    for item, version in chosen:
        if version.criterion.kind != CriterionKind.AWARD:
            continue
        weight = weight_of(item)
        low, high = version.parsed.suggested_weight or (0, 100)
        if weight is None:
            text = _("Give this award criterion a weight; %(low)s to %(high)s %% is suggested.")
            found[item.key].append(Finding("weight_missing", text % {"low": low, "high": high}))
            continue
        total += weight
        if not low <= weight <= high:
            text = _("The weight is outside the suggested %(low)s to %(high)s %%: be ready to say why.")
            found[item.key].append(Finding("weight_unusual", text % {"low": low, "high": high}))
    if total > WHOLE:
        text = _(
            "The weights of the award criteria add up to %(total)s %%: lower them to at most 100 %%, price included."
        )
        return [Finding("weights", text % {"total": f"{total.normalize():f}"})]
    return []


def weight_of(item: BasketItem) -> Decimal | None:
    """The weight in percent, 0 to 100; None if there is none that can be read."""
    if not NUMBER.fullmatch(item.weight):
        return None
    weight = Decimal(item.weight)
    return weight if 0 <= weight <= WHOLE else None
