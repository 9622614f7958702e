"""What keeps a translation from being sealed, block by block, with the way out."""

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _

from registry.diffs.suggestions import Suggestion
from registry.sealed.wording import placeholders

Faults = dict[str, list[str]]  # block: sentences
LONGEST = 20_000  # characters of one text


def placeholder_faults(source: str, text: str) -> Iterator[str]:
    """The values of a text that a translation loses or makes up."""
    wanted, found = placeholders(source), placeholders(text)
    if lost := wanted - found:
        yield _("%(names)s is missing, where the value stands: copy it from the source.") % {"names": _named(lost)}
    if unknown := found - wanted:
        yield _("%(names)s is not in the source, so no value would stand there: take it out.") % {
            "names": _named(unknown)
        }


def translation_faults(
    source: Mapping[str, str],
    blocks: Mapping[str, str],
    *,
    offered: Mapping[str, Suggestion],
    settled: Mapping[str, str],
    kept: Collection[str],
) -> Faults:
    """All that keeps a translation of ``source`` from being handed in; empty when nothing does.

    ``settled`` are the blocks of the newest revision of the same version: their words were confirmed for this source.
    ``kept`` are the blocks of which its writer says that the earlier words still hold.
    """
    found = {
        block: list(_faults(block, text, blocks.get(block, ""), offered.get(block), settled.get(block), kept))
        for block, text in source.items()
    }
    return {block: sentences for block, sentences in found.items() if sentences}


def _faults(
    block: str, source: str, text: str, offer: Suggestion | None, settled: str | None, kept: Collection[str]
) -> Iterator[str]:
    if not text:
        yield _("There is no translation yet: write it, or take over what is suggested.")
        return
    yield from placeholder_faults(source, text)
    is_as_before = offer is not None and not offer.holds and text == offer.text != settled
    if is_as_before and block not in kept:
        yield _("The source has changed and the translation has not: change it too, or tick that it still holds.")


def _named(codes: Collection[str]) -> str:
    return ", ".join(f"{{{code}}}" for code in sorted(codes))
