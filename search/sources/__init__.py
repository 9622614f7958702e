"""Everything that can be found, by kind."""

from search.sources.base import Source
from search.sources.criteria import CriteriaSource
from search.sources.experiences import ExperiencesSource
from search.sources.members import MembersSource
from search.sources.pages import PagesSource

SOURCES: dict[str, Source] = {
    source.kind: source for source in (CriteriaSource(), ExperiencesSource(), MembersSource(), PagesSource())
}
