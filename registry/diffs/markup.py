"""Differences as HTML: ``ins`` and ``del`` with words for who does not see them, everything escaped."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from registry.diffs.words import Line, Mark, Segment


def inserted(text: object) -> SafeString:
    return format_html('<ins><span class="ds-sr-only">{} </span>{}</ins>', _("added:"), text)


def deleted(text: object) -> SafeString:
    return format_html('<del><span class="ds-sr-only">{} </span>{}</del>', _("removed:"), text)


def segments_html(segments: Iterable[Segment]) -> SafeString:
    """One paragraph's segments in a row."""
    shown: dict[Mark, Callable[[object], str]] = {Mark.EQUAL: str, Mark.INSERTED: inserted, Mark.DELETED: deleted}
    pieces = ((" " if segment.follows_space else "", shown[segment.mark](segment.text)) for segment in segments)
    return format_html_join("", "{}{}", pieces)


def lines_html(lines: Iterable[Line]) -> SafeString:
    """A text's lines as ``p``, ``ol`` and ``ul``; a numbered item shows the number it has where it stands."""
    return format_html_join("\n", "{}", ((_group(style, list(group)),) for style, group in groupby(lines, _style)))


def change_html(old: object, new: object) -> SafeString:
    """A fact that was replaced: both sides where they differ, else the one they share; either may be empty."""
    if old == new:
        return format_html("{}", new)
    sides = [deleted(old)] if old not in ("", None) else []
    sides += [inserted(new)] if new not in ("", None) else []
    return format_html_join(" ", "{}", ((side,) for side in sides))


def _style(line: Line) -> str:
    return line.style


def _group(style: str, lines: list[Line]) -> SafeString:
    bodies = [(line.number, segments_html(line.segments)) for line in lines]
    if style == "p":
        return format_html_join("\n", "<p>{}</p>", ((body,) for _number, body in bodies))
    if style == "ol":
        return format_html("<ol>{}</ol>", format_html_join("", '<li value="{}">{}</li>', bodies))
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((body,) for _number, body in bodies)))
