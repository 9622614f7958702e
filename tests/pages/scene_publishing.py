"""Of the scene, what is being written, translated, adapted and released, and what is done after publication."""

from dataclasses import replace

from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.members.models import Organisation
from registry.enums import Bump
from registry.models import Adaptation, AdaptationDraft, Candidate, CriteriaSet, CriterionVersion, Draft, Release
from registry.services.adapting import save_adaptation, start_next_adaptation
from registry.services.asking import ask_for_consultation
from registry.services.assembling import choices_of, save_members, start_release
from registry.services.ending import ask_withdrawal
from registry.services.raising import raise_number
from registry.services.sealing import head_of
from tests.factories.accounts import city_editor
from tests.factories.adaptations import AdaptationDraftFactory, changes, cycles, published_adaptation, without, words
from tests.factories.drafts import DraftFactory, secretary
from tests.factories.proposals import erratum, proposed, taken
from tests.factories.releases import note_proposed, noted, renoted
from tests.factories.translations import handed_in, written

CITY = "malmo"
SET = "smartphones"


def publishing_places(city: Organisation, editor: User) -> dict[str, object]:
    """The places of all that this module is about; ``editor`` is one of the city's."""
    sealed = _sealed_adaptation(city, editor)
    asked = longer("OS-01")
    ask_for_consultation(asked.pk, note="Please open it.", seen=asked.lock_version, actor=editor)
    corrected = head("LAB-01")
    return {
        "asked": asked.pk,
        "sealed": sealed.pk,
        "adaptation": str(sealed.number),
        "adapted": _next_adaptation(sealed).pk,
        "ending": _ending_adaptation(editor).pk,
        "translating": written(head("DAT-01")).pk,
        "translated": handed_in(head("MIN-01")).pk,
        "release": _release_draft(),
        "raised": _raised_draft(),
        "published_release": _renoted_release(),
        "criterion": head("TAK-02").criterion_id,
        "proposal": proposed(head("TAK-02"), erratum(effective_on=localdate()), on=localdate()).pk,
        "erratum": taken(corrected, erratum(effective_on=localdate()), on=localdate()).pk,
        "corrected": f"{corrected.criterion.slug}/{corrected.number}",
    }


def _sealed_adaptation(city: Organisation, editor: User) -> Adaptation:
    """Of the first release, so that there is a newer one to move to; without the one that is withdrawn since."""
    release = Release.objects.get(criteria_set__slug=SET, major=1)
    changed = changes(cycles("1200"), words(), without("DUR-03"))
    draft = AdaptationDraftFactory.create(organisation=city, release=release, changed=changed)
    return published_adaptation(draft, on=localdate(), actor=editor)


def _next_adaptation(sealed: Adaptation) -> AdaptationDraft:
    """Saved by a colleague, so that the editor may publish it."""
    colleague = city_editor(sealed.organisation)
    draft = start_next_adaptation(sealed, actor=colleague)
    changed = changes(cycles("1500"), words(), without("DUR-03"))
    return save_adaptation(draft.pk, overrides=changed, language="en", seen=draft.lock_version, actor=colleague)


def _ending_adaptation(editor: User) -> Adaptation:
    """Of the editor's other city; a colleague has asked to withdraw it, so that the editor may confirm."""
    other = Organisation.objects.exclude(slug=CITY).get(memberships__user=editor)
    release = Release.objects.get(criteria_set__slug=SET, major=2)
    draft = AdaptationDraftFactory.create(organisation=other, release=release, changed=changes(without("DUR-01")))
    adaptation = published_adaptation(draft, on=localdate(), actor=editor)
    reason = {"en": "We rent our phones.", "sv": "Vi hyr våra telefoner."}
    ask_withdrawal(adaptation.pk, reason=reason, on=localdate(), actor=city_editor(other))
    return adaptation


def _release_draft() -> int:
    """The next release of the set, without its last member, with its notes."""
    writer = secretary()
    draft = start_release(CriteriaSet.objects.get(slug=SET), on=localdate(), actor=writer)
    members = choices_of(draft)[:-1]
    draft = save_members(draft.pk, members, effective_on=None, seen=draft.lock_version, actor=writer)
    return noted(draft, actor=writer).pk


def _raised_draft() -> int:
    """The next release of another set, with the same members, so that its number can be raised; it is once, and can be
    raised again."""
    draft = start_release(CriteriaSet.objects.get(slug="laptops"), on=localdate(), actor=secretary())
    why = {"en": "A new edition of the law that it refers to."}
    return raise_number(draft.pk, Bump.MINOR, reason=why, seen=draft.lock_version, actor=secretary()).pk


def _renoted_release() -> int:
    """One with a later revision of its notes that waits for a second coordinator."""
    release = Release.objects.get(criteria_set__slug=SET, major=1)
    renoted(release, "sv", {"lead": "Kriterier för telefoner."}, on=localdate())
    return note_proposed(release, "sv", {"lead": "Kriterier för telefoner och plattor."}).release_id


def head(code: str) -> CriterionVersion:
    """The newest version of a criterion."""
    version = CriterionVersion.objects.finals().filter(criterion__code=code).first()
    newest = head_of(version.criterion) if version else None
    assert newest is not None
    return newest


def longer(code: str) -> Draft:
    """A draft that says more of the purpose of a criterion, in all its languages."""
    base = head(code)
    texts = {
        language: {**blocks, "purpose": f"{blocks['purpose']} BAT-01."}
        for language, blocks in base.parsed.texts.items()
    }
    return DraftFactory.create(
        base_version=base, body=replace(base.parsed, texts=texts), proposed_by=Organisation.objects.get(slug=CITY)
    )


def place(candidate: Candidate) -> str:
    """The end of the address of a candidate."""
    version = candidate.version
    return f"{version.criterion.slug}/{version.number}"
