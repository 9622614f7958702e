"""Everything that can be found, by kind."""

from search.sources.base import Source
from search.sources.criteria import CriteriaSource
from search.sources.pages import PagesSource

SOURCES: dict[str, Source] = {source.kind: source for source in (CriteriaSource(), PagesSource())}
