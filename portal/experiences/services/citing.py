"""Which versions can be cited, and how each stands on the day of citing."""

from django.utils.translation import gettext as _

from portal.experiences.enums import CitedAs
from portal.experiences.errors import NotCitable
from registry.enums import StatusKind
from registry.models import CriterionVersion

_STANDING = {
    StatusKind.PUBLISHED: CitedAs.IN_FORCE,
    StatusKind.DEPRECATED: CitedAs.DEPRECATED,
    StatusKind.SUPERSEDED: CitedAs.SUPERSEDED,
    StatusKind.WITHDRAWN: CitedAs.WITHDRAWN,
}


def cited_as(version: CriterionVersion, level: int) -> CitedAs:
    """How a version with its status stands, for a citation of one of its levels.

    A superseded or withdrawn version may be cited: a tender of the past had it. Raises NotCitable for a candidate, a
    version that is not in force yet, and a level that it does not have.
    """
    if version.prerelease:
        raise NotCitable(version, why=_("it is a candidate. Cite the version that was published."))
    if version.status is None or StatusKind(version.status) not in _STANDING:
        raise NotCitable(version, why=_("it is not in force yet."))
    if level not in version.parsed.levels:
        levels = ", ".join(str(each) for each in sorted(version.parsed.levels))
        raise NotCitable(
            version, why=_("it has no level %(level)d. Its levels: %(levels)s.") % {"level": level, "levels": levels}
        )
    return _STANDING[StatusKind(version.status)]
