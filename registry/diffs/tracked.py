"""Differences as tracked changes: the HTML from which pandoc makes insertions and deletions of Word."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from registry.diffs.words import Line, Mark, Segment


@dataclass(frozen=True)
class Tracking:
    """Who is named for the changes, and the day; everything that it writes is escaped."""

    author: str
    on: date

    def inserted(self, text: object) -> SafeString:
        return self._span("insertion", text)

    def deleted(self, text: object) -> SafeString:
        return self._span("deletion", text)

    def segments(self, segments: Iterable[Segment]) -> SafeString:
        """One paragraph; the space before a change is part of it, so that neither answer leaves one behind."""
        return format_html_join("", "{}", ((piece,) for piece in self._pieces(list(segments))))

    def lines(self, lines: Iterable[Line]) -> SafeString:
        """A text's lines as ``p``, ``ol`` and ``ul``."""
        groups = groupby(lines, lambda line: line.style)
        return format_html_join("\n", "{}", ((self._group(style, list(group)),) for style, group in groups))

    def fact(self, name: str, was: str, now: str) -> SafeString:
        """A fact and its name; it comes or goes as a whole where one side does not have it."""
        if was == now:
            return _named(name, now)
        if not was or not now:
            return self.inserted(_named(name, now)) if now else self.deleted(_named(name, was))
        return format_html("{}{}", _named(name, self.deleted(was)), self.inserted(f" {now}"))

    def whole(self, text: object, *, was: bool, is_now: bool) -> SafeString:
        """Something that one side may not have, as a heading."""
        if was == is_now:
            return format_html("{}", text)
        return self.inserted(text) if is_now else self.deleted(text)

    def _span(self, kind: str, text: object) -> SafeString:
        html = '<span class="{}" data-author="{}" data-date="{}T00:00:00Z">{}</span>'
        return format_html(html, kind, self.author, self.on.isoformat(), text)

    def _pieces(self, segments: list[Segment]) -> Iterator[SafeString]:
        marked: dict[Mark, Callable[[object], SafeString]] = {Mark.INSERTED: self.inserted, Mark.DELETED: self.deleted}
        is_replaced = [segment.mark for segment in segments[:2]] == [Mark.DELETED, Mark.INSERTED]
        for place, segment in enumerate(segments):
            space = " " if segment.follows_space else ""
            if segment.mark is Mark.EQUAL:
                yield format_html("{}{}", self._space(segment), segment.text)
            else:  # what takes the place of a first word stands first itself
                yield marked[segment.mark](segment.text if is_replaced and place == 1 else space + segment.text)

    def _space(self, segment: Segment) -> SafeString | str:
        """What stood before an equal run and what stands there now."""
        if segment.follows_space == segment.followed_space:
            return " " if segment.follows_space else ""
        return self.inserted(" ") if segment.follows_space else self.deleted(" ")

    def _group(self, style: str, lines: list[Line]) -> SafeString:
        if style == "p":
            return format_html_join("\n", "<p>{}</p>", ((self.segments(line.segments),) for line in lines))
        items = format_html_join("", "<li>{}</li>", ((self.segments(line.segments),) for line in lines))
        if style == "ul":
            return format_html("<ul>{}</ul>", items)
        return format_html('<ol start="{}">{}</ol>', _first_number(lines), items)


def _first_number(lines: list[Line]) -> int:
    """That of the first item that stays, since Word counts anew once the others are taken out."""
    staying = (line.number for line in lines if any(each.mark is not Mark.DELETED for each in line.segments))
    return next(staying, lines[0].number)


def _named(name: str, value: object) -> SafeString:
    return format_html("<strong>{}:</strong> {}", name, value)
