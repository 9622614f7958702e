"""A site on which one experience can be looked for in every place, by everybody who may not see all of it."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.cms.models import CityPage, MembersPage
from portal.experiences.models import Edition, TenderExperience
from portal.members.enums import OrganisationKind
from portal.members.models import Organisation
from registry.models import CriterionVersion
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory

STRANGERS = ("visitor", "supporter", "removed member", "administrator")
NETWORK = ("member of another city", "coordinator")
# What the list can be asked for, and what it might be asked for in vain.
QUESTIONS = (
    *("?sort=bids", "?sort=published", "?again=with_changes", "?again=no", "?value_band=large", "?value_band=small"),
    *("?theme=battery", "?stage=awarded", "?bids=4", "?price_outcome=higher", "?challenge=upheld&verified=1"),
)
NONCE = re.compile(rb"value=\"[A-Za-z0-9]{64}\"|nonce[^\"'>]*[\"'][^\"'>]*[\"']")


class Site:
    """Pages, a release, another city's experience that is open to all, and the experience that is looked for.

    With ``shares``, the other experience cites the same version, so that both are counted together.
    """

    def __init__(self, edition: Edition, *, shares: bool = False) -> None:
        self.experience: TenderExperience = published(edition)
        self.version: CriterionVersion = edition.citations.select_related("version__criterion").get().version
        assert self.experience.organisation is not None
        self.owner: Organisation = self.experience.organisation
        other = EditionFactory.create(title="Another tender", bids=4)
        CitationFactory.create(edition=other, version=self.version if shares else VersionFactory.create())
        self.other = published(other)
        ReleaseFactory.create(members=[self.version])
        members = page_under(home_in("en"), MembersPage, title="Members", slug="members")
        page_under(members, CityPage, title="The city", slug="the-city", organisation=self.owner)

    def documents(self) -> list[int]:
        return list(self.experience.current.documents.values_list("pk", flat=True)) if self.experience.current else []

    def main_addresses(self) -> list[str]:
        """Where most of it stands."""
        slug, version = self.experience.slug, [self.version.criterion.slug, str(self.version.number)]
        with translation.override("en"):
            pages = [reverse(f"experiences:{name}", args=[slug]) for name in ("experience", "experience-json")]
            rest = [
                reverse("experiences:list"),
                reverse("experiences:matrix"),
                reverse("registry:version", args=version),
            ]
        return [*pages, *rest]

    def addresses(self) -> list[str]:
        """Every public place where something of an experience could stand."""
        code, slug = self.version.criterion.slug, self.experience.slug
        version = {"slug": code, "number": str(self.version.number)}
        with translation.override("en"):
            list_of, matrix = reverse("experiences:list"), reverse("experiences:matrix")
            exports = [reverse("experiences:export", args=[suffix]) for suffix in ("csv", "json")]
            matrices = [reverse("experiences:matrix-export", args=[suffix]) for suffix in ("csv", "json")]
            of_it = [reverse(f"experiences:{name}", args=[slug]) for name in ("experience", "experience-json")]
            other = reverse("experiences:experience", args=[self.other.slug])
            criterion = [reverse("registry:version", kwargs=version), f"/id/criterion/{code}/v{self.version.number}"]
            rest = [reverse("experiences:feed"), reverse("members:volumes"), reverse("members:buyers")]
            found = reverse("search:search")
        asked = [list_of, *exports, f"{list_of}?buyer={self.owner.slug}"]
        asked += [f"{place}{question}" for place in (list_of, exports[0]) for question in QUESTIONS]
        asked += [f"{place}{question}" for place in (matrix, *matrices) for question in ("", "?country=SE")]
        swedish = [address.replace("/en/", "/sv/", 1) for address in (list_of, *of_it, *criterion)]
        cms = ["/en/", "/en/members/", "/en/members/the-city/", f"{found}?q=tender"]
        sitemaps = ["/sitemap.xml", *(f"/sitemap-{name}.xml" for name in ("experiences", "pages", "figures"))]
        return [*asked, *of_it, other, *criterion, *rest, *swedish, *cms, *sitemaps]


def reader(name: str) -> User | None:
    """Somebody by a name of STRANGERS or NETWORK; None is nobody who has signed in."""
    if name == "visitor":
        return None
    if name == "supporter":
        return city_editor(OrganisationFactory.create(kind=OrganisationKind.SUPPORTER))
    if name == "administrator":
        return UserFactory.create(is_superuser=True, is_staff=True)
    return coordinator() if name == "coordinator" else MembershipFactory.create().user


def browser_of(name: str, site: Site) -> Client:
    """The browser of a reader; a removed member has signed in while they belonged to the owner, and read it all."""
    client, user = Client(), reader(name)
    if user is None:
        return client
    client.force_login(user)
    if name == "removed member":
        membership = MembershipFactory.create(user=user, organisation=site.owner)
        with translation.override("en"):
            assert client.get(site.experience.get_absolute_url()).status_code == 200
        user.memberships.all().delete()
        assert membership.pk
    return client


def body_of(response: Any) -> bytes:
    """What came back, headers that could tell something included, without what is random in every answer."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    told = "".join(f"{name}: {response.headers.get(name, '')}\n" for name in ("ETag", "Last-Modified", "Link"))
    return f"{response.status_code}\n{told}".encode() + NONCE.sub(b"", content)
