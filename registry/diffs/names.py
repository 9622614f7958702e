"""What the parts of a content are called, in the reader's language at the moment of reading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from registry.enums import Bump, Level, ProofType, Unit
from registry.sealed.content import CriterionContent, Parameter
from registry.sealed.wording import shown_value


@dataclass(frozen=True)
class Later:
    """A part of a lazy sentence: written each time it is shown, in the language of that moment."""

    write: Callable[[], object]

    def __str__(self) -> str:
        return str(self.write())


def amount(parameter: Parameter, *values: str, separator: str = " → ") -> Later:
    """Values of one parameter with its unit once: "800 → 1,000 cycles", "80 → 85 %"."""
    return Later(lambda: _amount(parameter, values, separator))


def listed(labels: Iterable[object]) -> Later:
    """Labels one after the other; "none" if there are none."""
    return Later(lambda: ", ".join(map(str, labels)) or _("none"))


def level_name(level: int) -> Later:
    return Later(lambda: f"{level} {Level(level).label}" if level in Level.values else level)


def language_name(code: str) -> Later:
    return Later(lambda: get_language_info(code)["name_translated"])


def bump_meaning(bump: Bump | None) -> str:
    """What a step asks of who made or judges a bid, in buyers' words."""
    if bump is None:
        return _("Nothing differs: the same bids comply, with the same scores.")
    return {
        Bump.MAJOR: _("Bidders must check again: a bid that complied may not comply now, or may score otherwise."),
        Bump.MINOR: _("Whoever complied still complies, with the same score. More bids may comply."),
        Bump.PATCH: _("The same bids comply, with the same scores."),
    }[bump]


def block_name(block: str, *contents: CriterionContent) -> Later:
    """The name of a text block: "Purpose", "Requirement, level 2 Advanced", "Means of proof: Test report".

    The type of a proof is looked up in the first content that has the route.
    """
    return Later(lambda: _block_name(block, contents))


def _amount(parameter: Parameter, values: Iterable[str], separator: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    shown = separator.join(shown_value(value, language) for value in values)
    return f"{shown} {Unit(parameter.unit).label}" if parameter.unit else shown


def _block_name(block: str, contents: Iterable[CriterionContent]) -> str:
    family, _dot, name = block.partition(".")
    if family == "proof":
        routes = (route for content in contents for route in content.proof if route.id == name)
        route = next(routes, None)
        return _("Means of proof: %(type)s") % {"type": ProofType(route.type).label if route else name}
    names = {
        "title": _("Title"),
        "subject_matter": _("Subject matter"),
        "purpose": _("Purpose"),
        "guidance": _("Advice to the buyer"),
        "follow_up": _("Follow-up during the contract"),
        "requirement": _("Requirement, level %(level)s") % {"level": level_name(int(name)) if name.isdigit() else name},
        "legal_floor": _("Legal floor “%(name)s”") % {"name": name},
        "parameter": _("Parameter “%(name)s”") % {"name": name},
    }
    return names.get(family, block)
