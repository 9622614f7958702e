"""The rows that the pages of ``table.py`` are about, on top of the starter data, and the people who open them."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.experiences.models import Citation, Edition, TenderExperience
from portal.experiences.services.suggesting import link_to_follow, link_to_prove
from portal.joining.enums import State
from portal.joining.grants import APPLY
from portal.joining.models import JoinRequest
from portal.letters.services import issue_link
from portal.members.enums import Role, Topic
from portal.members.models import Organisation
from portal.members.services.colleagues import INVITATION, LIFETIME, invite
from portal.members.services.notifications import signed_link
from registry.models import CriterionVersion
from registry.services.consulting import comment_as_public, link_to_confirm
from registry.services.drafting import save, start_from
from registry.services.voting import send_ballot
from registry.takeaway.basket import Basket, BasketItem, share
from search.saved import save_search
from search.saved import signed_link as stop_link
from tests.factories.accounts import MembershipFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import CommentFactory, in_consultation, in_vote, secretary
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    FeedbackFactory,
    LessonFactory,
    SubmittedFactory,
    SuggestionFactory,
    SupplierFactory,
    published,
)
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import ContractEndFactory, OrganisationFactory, VolumeFactory
from tests.factories.network import NetworkQuestionFactory
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory
from tests.pages.scene_publishing import CITY, head, longer, place, publishing_places
from tests.pages.table import Reader
from tests.portal.joining.visitors import visiting

CONSULTED_SINCE = timedelta(days=3)
LAPTOPS = {
    "en": "Laptops",
    "sv": "Bärbara datorer",
    "nb": "Bærbare datamaskiner",
    "fi": "Kannettavat tietokoneet",
    "da": "Bærbare computere",
}


class Scene:
    """One of everything that a page can be about. Made in the database of the moment."""

    def __init__(self) -> None:
        self.city = Organisation.objects.get(slug=CITY)
        self.editor: User = city_editor(self.city)
        self.secretary: User = secretary()
        self.request: JoinRequest = JoinRequestFactory.create()
        self.places: dict[str, object] = {
            "city": CITY,
            **self._of_members(),
            **self._of_joining(),
            **self._of_records(),
            **self._of_drafts(),
            **self._of_criteria(),
            **publishing_places(self.city, self.editor),
        }

    def address(self, path: str) -> str:
        return path.format(**self.places)

    @cached_property
    def clients(self) -> dict[Reader, Client]:
        """A browser of each reader, as they are once the way in is behind them."""
        found = {reader: Client() for reader in Reader}
        sign_in_with_second_factor(found[Reader.EDITOR], self.editor)
        sign_in_with_second_factor(found[Reader.SECRETARY], self.secretary)
        for request in (self.request, JoinRequest.objects.get(reference=self.places["sent_request"])):
            visiting(found[Reader.APPLICANT], request)
        return found

    def speak(self, language: str) -> None:
        """Let pages without a language in their address be in one: by the cookie, in the admin by the account."""
        for client in self.clients.values():
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        UserProfile.objects.update_or_create(user=self.secretary, defaults={"preferred_language": language})

    def _of_members(self) -> dict[str, object]:
        colleague = MembershipFactory.create(organisation=self.city, user__name="Matti Member")
        invitation = invite(self.city.pk, email="new@example.org", role=Role.MEMBER, language="en", actor=self.editor)
        save_search("q=battery", language="en", actor=self.editor, on=localdate())
        new_city = OrganisationFactory.create(name="Exempelköping")
        MembershipFactory.create(user=self.editor, organisation=new_city, role=Role.CITY_EDITOR)
        for country, days in (("FI", 400), ("SE", 2000)):  # within the picture of ends, and beyond it
            month = (localdate() + timedelta(days=days)).replace(day=1)
            ContractEndFactory.create(organisation__country=country, month=month)
        return {
            "new_city": new_city.slug,
            "volume": VolumeFactory.create(organisation=self.city, year=2025).pk,
            "colleague": colleague.pk,
            "invitation": issue_link(INVITATION, invitation.pk, email=invitation.email, lifetime=LIFETIME),
            "unsubscribe": signed_link(self.editor.pk, Topic.FIGURES),
            "stop": stop_link(self.editor),
            "question": NetworkQuestionFactory.create(asker=self.editor, organisation=self.city).pk,
        }

    def _of_joining(self) -> dict[str, object]:
        return {
            "request": self.request.reference,
            "sent_request": JoinRequestFactory.create(state=State.SUBMITTED).reference,
            "in_review": JoinRequestFactory.create(state=State.IN_REVIEW).pk,
            "link": issue_link(APPLY, self.request.pk, email=self.request.email, lifetime=LIFETIME),
        }

    def _of_records(self) -> dict[str, object]:
        version = CriterionVersion.objects.finals().get(criterion__code="BAT-01", major=2)
        own = {"experience__organisation": self.city}
        draft = _written(EditionFactory.create(**own, language="sv", title="Telefoner"), version)
        public = published(_written(EditionFactory.create(**own, bids=4), version))
        waiting = _written(SubmittedFactory.create(submitted_by=MembershipFactory.create().user), version)
        return {
            "record": draft.experience.reference,
            "own_published": public.reference,
            "published": public.slug,
            "retractable": public.pk,
            "case": TenderExperience.objects.filter(organisation=None).exclude(slug=None)[0].slug,
            "waiting": waiting.experience_id,
            "suggestion": link_to_follow(
                SuggestionFactory.create(version=version, answer="Yes.", answer_language="sv")
            ),
            "unproved_suggestion": link_to_prove(SuggestionFactory.create(version=version, verified_at=None)),
            "feedback": FeedbackFactory.create(organisation=self.city, version=version).pk,
        }

    def _of_drafts(self) -> dict[str, object]:
        draft = start_from(head("BAT-01"), proposed_by=self.city, actor=self.secretary)
        first = draft.revisions.order_by("pk").first()
        texts = {**draft.parsed.texts["en"], "title": "A better title"}
        changed = replace(draft.parsed, texts={**draft.parsed.texts, "en": texts})
        save(draft.pk, content=changed, summary={"en": "Named anew."}, seen=draft.lock_version, actor=self.secretary)
        voted = in_vote(longer("DUR-01"), members=0)
        elector = voted.electors.get(organisation=self.city)
        return {
            "draft": draft.pk,
            "revision": first.pk if first else 0,
            "register": draft.register_id,
            "in_vote": voted.draft_id,
            "voted": place(voted),
            "elector": elector.pk,
            "without_editor": voted.electors.get(organisation__slug="oslo").pk,
            "ballot": send_ballot(elector.pk, email="mayor@example.org", actor=self.editor),
        }

    def _of_criteria(self) -> dict[str, object]:
        consulted = in_consultation(longer("REP-01"), on=localdate() - CONSULTED_SINCE)
        laptops = CriteriaSetFactory.create(slug="laptops", titles=LAPTOPS)
        ReleaseFactory.create(criteria_set=laptops, members=[VersionFactory.create(criterion__code="ZZZ-01")])
        comment: Any = CommentFactory.create(candidate=consulted, block="purpose", text="Longer than what?")
        said = comment_as_public(consulted.pk, block="title", text="Why?", language="en", email="a@example.org")
        chosen = (("BAT-01", "1.0.0", 2), ("TAK-01", "1.1.0", 3), ("CLI-01", "1.0.0", 2))
        items = tuple(BasketItem(code=code, number=number, level=level) for code, number, level in chosen)
        return {
            "candidate": place(consulted),
            "consulted": consulted.draft_id,
            "comment": comment.pk,
            "confirm": link_to_confirm(said),
            "basket": share(Basket(items=items, title="Annex 3: telephones")).key,
        }


def _written(edition: Edition, version: CriterionVersion) -> Edition:
    """An edition with one of everything that stands below it."""
    CitationFactory.create(edition=edition, version=version, usage="adapted", change="700 cycles")
    ExperienceDocumentFactory.create(edition=edition)
    LessonFactory.create(edition=edition, text="Fråga dem." if edition.language == "sv" else "Ask them first.")
    SupplierFactory.create(edition=edition, is_winner=True)
    assert Citation.objects.filter(edition=edition).count() == 1
    return edition
