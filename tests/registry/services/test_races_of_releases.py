"""Two at once on the release of a set: one release, one draft, nothing lost. Run on whichever database tests run on."""

from threading import Event
from time import sleep

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import DraftState, StatusKind
from registry.errors import DraftExists, NotPublishable, StaleDraft, StepNotPossible
from registry.models import (
    CriterionVersion,
    Release,
    ReleaseDraft,
    ReleaseMember,
    ReleaseNote,
    ReleaseStep,
    StatusEvent,
)
from registry.sealed.verify import find_faults
from registry.services import issuing
from registry.services.assembling import abandon_release, save_members, start_release
from registry.services.issuing import digest_of, issue
from registry.services.noting import regenerate_notes, save_note
from registry.services.releasing import publish_release
from registry.services.sealing import seal_next, seal_translation
from registry.services.withdrawing import withdraw
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory, VersionFactory, battery_content
from tests.factories.releases import RELEASED, chosen, ready
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)

WIDER = battery_content(applies_to=("new", "refurbished"))


def losers(results) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def publishing(draft, seen=None):
    """A call that publishes what was read, with a publisher of its own."""
    actor, seen = secretary(), seen or digest_of(draft)
    return lambda: issue(draft.pk, seen=seen, on=RELEASED, actor=actor)


def withdrawing(version):
    return lambda: withdraw(version, reason={"en": "A flaw."}, use_instead=None, effective_on=RELEASED, origin="test")


@pytest.fixture(autouse=True)
def _promises_hold():
    """Whatever happened: the register verifies, what was published is one release, and none holds what was withdrawn
    before it was sealed."""
    yield
    assert list(find_faults()) == []
    events = list(OutboxEvent.objects.values_list("name", "object_id").exclude(name__startswith="letters."))
    assert len(events) == len(set(events))
    for draft in ReleaseDraft.objects.all():
        assert (draft.state == DraftState.PUBLISHED) == (draft.release is not None)
    for member in ReleaseMember.objects.select_related("release"):
        published = StatusEvent.objects.get(release=member.release)
        ended = StatusEvent.objects.filter(version=member.version, kind=StatusKind.WITHDRAWN).first()
        assert ended is None or ended.sequence > published.sequence


@pytest.mark.parametrize("count", [2, 4])
def test_publishers_of_the_same_draft_get_the_same_release(count):
    draft = ready(*VersionFactory.create_batch(3))

    results = race(*(publishing(draft) for _ in range(count)))

    assert losers(results) == []
    assert len({release.pk for release in results}) == Release.objects.count() == 1
    assert ReleaseNote.objects.count() == 5
    assert ReleaseStep.objects.filter(name="publish").count() == 1


def test_retry_after_a_time_out_gets_the_release_that_was_sealed(monkeypatch):
    """The first publisher is still at it when the second try comes; it waits and gets the same."""
    draft = ready(VersionFactory())
    actor, seen = secretary(), digest_of(draft)
    under_way, sealing = Event(), issuing.publish_release

    def slow(*args, **facts):
        under_way.set()
        sleep(0.5)
        return sealing(*args, **facts)

    monkeypatch.setattr(issuing, "publish_release", slow)

    def again():
        under_way.wait(10)
        return issue(draft.pk, seen=seen, on=RELEASED, actor=actor)

    first, second = race(lambda: issue(draft.pk, seen=seen, on=RELEASED, actor=actor), again)

    assert first == second == Release.objects.get()


def test_member_that_is_withdrawn_while_the_release_is_sealed():
    """Either the release came first, or it is refused: it never pins what was withdrawn before it."""
    members = VersionFactory.create_batch(3)

    results = race(publishing(ready(*members)), withdrawing(members[1]))

    assert losers(results) in ([], [NotPublishable])
    assert Release.objects.count() == (0 if losers(results) else 1)


def test_member_that_is_withdrawn_under_the_publisher_waits_for_the_release(monkeypatch):
    members = VersionFactory.create_batch(2)
    draft = ready(*members)
    under_way, sealing = Event(), issuing.publish_release

    def slow(*args, **facts):
        under_way.set()
        sleep(0.5)
        return sealing(*args, **facts)

    monkeypatch.setattr(issuing, "publish_release", slow)

    def meanwhile():
        under_way.wait(10)
        withdrawing(members[0])()

    results = race(publishing(draft), meanwhile)

    assert losers(results) == []
    assert StatusEvent.objects.last().kind == StatusKind.WITHDRAWN


def test_member_that_is_followed_while_the_release_is_sealed():
    member, other = VersionFactory.create_batch(2)
    base = CriterionVersion.objects.select_related("criterion").get(pk=member.pk)

    results = race(
        publishing(ready(member, other)),
        lambda: seal_next(base, WIDER, change={}, effective_on=RELEASED, origin="test"),
    )

    assert losers(results) in ([], [NotPublishable])
    assert base.successors.count() == 1


def test_translation_that_lands_while_the_release_is_sealed():
    member = VersionFactory()

    results = race(publishing(ready(member)), lambda: seal_translation(member, "sv", {"title": "Batteri"}))

    assert losers(results) in ([], [NotPublishable])  # the notes in Swedish would name its title
    assert member.translations.count() == 1


def test_members_in_opposite_order_do_not_wait_for_each_other():
    one, other = VersionFactory.create_batch(2)
    laptops = CriteriaSetFactory(slug="laptops")
    drafts = [ready(one, other), ready(other, one, criteria_set=laptops)]

    results = race(*(publishing(draft) for draft in drafts))

    assert losers(results) == []
    assert Release.objects.count() == 2


def test_release_that_an_import_sealed_meanwhile_is_not_sealed_twice():
    member = VersionFactory()
    draft = ready(member)

    results = race(
        publishing(draft),
        lambda: publish_release(draft.criteria_set, [(member, False)], effective_on=RELEASED, origin="import"),
    )

    assert losers(results) in ([], [NotPublishable])
    assert Release.objects.count() == 1


@pytest.mark.parametrize("what", ["members", "note", "regenerate"])
def test_edit_and_publication_exclude_each_other(what):
    battery, label = VersionFactory.create_batch(2)
    draft, actor = ready(battery), secretary()
    facts = {"seen": draft.lock_version, "actor": actor}
    edits = {
        "members": lambda: save_members(draft.pk, chosen(battery, label), effective_on=None, **facts),
        "note": lambda: save_note(draft.pk, "en", {"lead": "Edited."}, **facts),
        "regenerate": lambda: save_note(draft.pk, "en", {}, **facts),
    }

    results = race(publishing(draft), edits[what])

    assert len(losers(results)) == 1
    assert losers(results)[0] in (StaleDraft, StepNotPossible)


def test_of_two_saves_one_is_told():
    battery, label = VersionFactory.create_batch(2)
    draft, actors = ready(battery), [secretary(), secretary()]
    seen = draft.lock_version

    results = race(
        lambda: save_members(draft.pk, chosen(label), effective_on=None, seen=seen, actor=actors[0]),
        lambda: save_note(draft.pk, "en", {"lead": "Mine."}, seen=seen, actor=actors[1]),
    )

    assert losers(results) == [StaleDraft]
    draft.refresh_from_db()
    assert draft.lock_version == seen + 1


def test_of_two_who_begin_one_is_told():
    criteria_set, actors = CriteriaSetFactory(), [secretary(), secretary()]

    results = race(*(lambda actor=actor: start_release(criteria_set, on=RELEASED, actor=actor) for actor in actors))

    assert losers(results) == [DraftExists]
    assert ReleaseDraft.objects.count() == 1


def test_publication_and_giving_up_exclude_each_other():
    draft, actor = ready(VersionFactory()), secretary()

    results = race(publishing(draft), lambda: abandon_release(draft.pk, reason="Not now.", actor=actor))

    assert losers(results) == [StepNotPossible]


def test_notes_that_two_generate_are_saved_once():
    draft, actors = ready(VersionFactory()), [secretary(), secretary()]
    for language in ("en", "sv"):
        draft = save_note(draft.pk, language, {}, seen=draft.lock_version, actor=actors[0])
    seen = draft.lock_version

    results = race(*(lambda actor=actor: regenerate_notes(draft.pk, seen=seen, actor=actor) for actor in actors))

    assert losers(results) == [StaleDraft]
