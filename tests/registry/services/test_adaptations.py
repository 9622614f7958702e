"""Adaptations are sealed once, by a second person, under a computed number."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.members.enums import Role
from portal.outbox.models import OutboxEvent
from registry.enums import DraftState, StatusKind
from registry.errors import (
    NothingChanged,
    NotPublishable,
    StaleDraft,
    StepNotPossible,
    TooEarly,
)
from registry.models import Adaptation, AdaptationDraft
from registry.sealed.canonical import sha256
from registry.services.adaptations import preview_of, publish_adaptation
from registry.services.adapting import abandon_adaptation, rebase_adaptation, save_adaptation, start_next_adaptation
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    withdrawn_adaptation,
    without,
    words,
)
from tests.factories.drafts import secretary
from tests.factories.history import withdrawn
from tests.factories.registry import ReleaseFactory
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db

LATER = ADAPTED_ON + timedelta(days=30)
REASON = {"sv": "Vi hyr våra telefoner."}


@pytest.fixture(autouse=True)
def _promises():
    yield
    assert broken_promises() == []


@pytest.fixture
def draft():
    return AdaptationDraftFactory(organisation__slug="malmo")


def publish(draft, actor=None, *, seen=None, effective_on=ADAPTED_ON, on=ADAPTED_ON) -> Adaptation:
    seen = seen or preview_of(draft, on=effective_on).content_hash
    actor = actor or city_editor(draft.organisation)
    return publish_adaptation(draft.pk, seen=seen, effective_on=effective_on, on=on, actor=actor)


def status_of(adaptation, on=ADAPTED_ON) -> str | None:
    return Adaptation.objects.with_status(on=on).get(pk=adaptation.pk).status


def events_of(adaptation) -> list[tuple[str, date, dict[str, object]]]:
    return [(event.kind, event.effective_on, event.parsed_details) for event in adaptation.events.all()]


def announced() -> list[tuple[str, int]]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", "object_id"))


# The first one


def test_adaptation_is_sealed_with_all_that_a_citation_needs(draft):
    adaptation = publish(draft)

    content = adaptation.parsed
    assert (str(adaptation), str(adaptation.number)) == ("malmo/smartphones@1.0.0", "1.0.0")
    assert adaptation.get_permanent_path() == "/id/adaptation/malmo/smartphones/v1.0.0"
    assert (content.release, content.manifest_hash) == ("smartphones@1.0.0", draft.release.content_hash)
    assert content.overrides == draft.parsed
    assert [(text.version, text.relation) for text in content.criteria] == [
        ("BAT-01@1.0.0", "stricter"),
        ("LAB-01@1.0.0", "identical"),
    ]
    assert content.by_code["BAT-01"].content.levels[1] == {"cycles": "1200", "share": "80"}
    assert adaptation.content_hash == sha256(adaptation.content)


def test_adaptation_is_in_force_from_its_day_and_announced(draft):
    adaptation = publish(draft, effective_on=LATER)

    assert events_of(adaptation) == [(StatusKind.PUBLISHED, LATER, {"origin": "adaptation"})]
    assert (status_of(adaptation), status_of(adaptation, LATER)) == (None, "published")
    assert list(Adaptation.objects.in_force(on=ADAPTED_ON)) == []
    assert list(Adaptation.objects.in_force(on=LATER)) == [adaptation]
    assert announced() == [("registry.adapted", adaptation.pk)]


def test_draft_remembers_what_it_became(draft):
    editor = city_editor(draft.organisation)

    adaptation = publish(draft, editor)

    again = AdaptationDraft.objects.get()
    assert (again.state, again.final, adaptation.draft) == (DraftState.PUBLISHED, adaptation, again)
    assert list(again.steps.values_list("name", "user")) == [("publish", editor.pk)]


def test_criteria_can_be_asked_for_across_cities():
    release = smartphones("BAT-01", "LAB-01", "REP-01", mandatory=())
    changed = changes(cycles(), without("LAB-01"), words(criterion="REP-01"))
    adaptation = publish(AdaptationDraftFactory(release=release, changed=changed, organisation__slug="malmo"))

    rows = list(adaptation.criteria.values_list("position", "criterion__code", "version__major", "relation"))

    assert rows == [(1, "BAT-01", 1, "stricter"), (2, "LAB-01", 1, "left_out"), (3, "REP-01", 1, "not_comparable")]
    battery, label, _repair = adaptation.criteria.all()
    assert str(battery) == "malmo/smartphones@1.0.0#BAT-01"
    assert battery.text == adaptation.parsed.criteria[0]
    assert label.text is None


def test_release_may_be_used_as_it_is():
    adaptation = publish(AdaptationDraftFactory(changed=changes()))

    assert set(adaptation.criteria.values_list("relation", flat=True)) == {"identical"}


def test_each_city_counts_for_itself():
    release = smartphones()

    numbers = {str(publish(AdaptationDraftFactory(release=release, organisation__slug=slug))) for slug in ("a", "b")}

    assert numbers == {"a/smartphones@1.0.0", "b/smartphones@1.0.0"}


# Once


def test_publishing_again_is_harmless(draft):
    editor = city_editor(draft.organisation)
    adaptation = publish(draft, editor)

    again = publish(AdaptationDraft.objects.get(), editor, seen=adaptation.content_hash)

    assert (again, Adaptation.objects.count(), len(announced())) == (adaptation, 1, 1)


def test_published_draft_publishes_nothing_else(draft):
    publish(draft)

    with pytest.raises(StepNotPossible, match="is “published”"):
        publish(AdaptationDraft.objects.get(), seen=sha256("other"))


def test_abandoned_draft_is_not_published(draft):
    abandon_adaptation(draft.pk, reason="No.", actor=city_editor(draft.organisation))

    with pytest.raises(StepNotPossible, match="is “abandoned”"):
        publish(draft)


def test_what_was_saved_since_it_was_read_is_not_published(draft):
    editor, reader = city_editor(draft.organisation), city_editor(draft.organisation)
    seen = preview_of(draft, on=ADAPTED_ON).content_hash
    save_adaptation(draft.pk, overrides=changes(cycles("1500")), language="en", seen=1, actor=editor)

    with pytest.raises(StaleDraft):
        publish(draft, reader, seen=seen)
    assert Adaptation.objects.count() == 0


# By a second person


def test_nobody_publishes_what_they_saved_last(draft):
    writer, reader = city_editor(draft.organisation), city_editor(draft.organisation)
    writer.is_superuser = True
    writer.save()
    saved = save_adaptation(draft.pk, overrides=changes(cycles("1500")), language="en", seen=1, actor=writer)

    with pytest.raises(PermissionDenied):
        publish(saved, writer)
    assert publish(saved, reader).parsed.overrides == changes(cycles("1500"))


def test_coordinator_is_the_second_person_of_a_city_with_one_editor(draft):
    writer = city_editor(draft.organisation)
    saved = save_adaptation(draft.pk, overrides=changes(cycles("1500")), language="en", seen=1, actor=writer)

    assert str(publish(saved, secretary())) == "malmo/smartphones@1.0.0"


def test_coordinator_is_not_asked_where_the_city_has_a_second_editor(draft):
    city_editor(draft.organisation)

    with pytest.raises(PermissionDenied):
        publish(draft, secretary(is_superuser=True))


@pytest.mark.parametrize("who", ["buyer", "editor elsewhere", "stranger"])
def test_others_publish_nothing(draft, who):
    people = {
        "buyer": lambda: MembershipFactory(organisation=draft.organisation, role=Role.MEMBER).user,
        "editor elsewhere": city_editor,
        "stranger": lambda: UserFactory(is_superuser=True),
    }

    with pytest.raises(PermissionDenied):
        publish(draft, people[who]())


# What is in the way


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (changes(words(reason="")), "BAT-01, Requirement, level 1 Baseline: say why the words are changed."),
        (changes(without("LAB-01", reason="")), "LAB-01 is left out without a reason. Say why."),
        (changes(without("LAB-01"), without("BAT-01")), "Every criterion is left out. Use at least one."),
    ],
)
def test_what_is_missing_is_named(changed, sentence):
    draft = AdaptationDraftFactory(changed=changed)

    assert list(map(str, preview_of(draft, on=ADAPTED_ON).faults)) == [sentence]
    with pytest.raises(NotPublishable, match="cannot be published yet") as refusal:
        publish(draft)
    assert list(map(str, refusal.value.faults)) == [sentence]


def test_withdrawn_criterion_is_left_out(draft):
    version = draft.release.members.get(criterion__code="LAB-01").version
    withdrawn(version, ADAPTED_ON)
    editor = city_editor(draft.organisation)

    with pytest.raises(NotPublishable, match=r"is withdrawn\. Leave it out, or choose another release"):
        publish(draft)
    left_out = changes(cycles(), without("LAB-01"))
    saved = save_adaptation(draft.pk, overrides=left_out, language="en", seen=1, actor=editor)
    assert str(publish(saved)) == "malmo/smartphones@1.0.0"


def test_day_in_the_past_is_refused(draft):
    with pytest.raises(NotPublishable, match="in force from a day in the past"):
        publish(draft, effective_on=ADAPTED_ON, on=LATER)


# The next one


def test_next_adaptation_supersedes_the_one_before():
    first = published_adaptation(organisation__slug="malmo")

    second = followed_by(first, changes(cycles("1000")), on=LATER)

    assert (str(second), second.previous) == ("malmo/smartphones@1.1.0", first)
    assert (status_of(first), status_of(first, LATER), status_of(second, LATER)) == (
        "published",
        "superseded",
        "published",
    )
    details = {"by": "malmo/smartphones@1.1.0", "origin": "adaptation"}
    assert events_of(first)[1:] == [(StatusKind.SUPERSEDED, LATER, details)]
    assert list(Adaptation.objects.in_force(on=LATER)) == [second]


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        (changes(cycles("1300")), "2.0.0"),
        (changes(cycles("1200"), without("LAB-01")), "2.0.0"),
        (changes(cycles("1100")), "1.1.0"),
        (changes(), "1.1.0"),
        (changes(cycles("1200", reason="Another one.")), "1.0.1"),
        (changes(cycles("1200"), words("Ask us.", block="guidance", how="add")), "1.0.1"),
    ],
)
def test_number_is_computed_from_the_one_before(changed, number):
    assert str(followed_by(published_adaptation(), changed).number) == number


def test_next_adaptation_says_something_else():
    first = published_adaptation()
    draft = start_next_adaptation(first, actor=city_editor(first.organisation))

    with pytest.raises(NothingChanged, match="word for word"):
        publish(draft)


def test_next_adaptation_may_stand_on_another_release():
    first = published_adaptation()
    release = ReleaseFactory(number="1.1.0", members=[row.version for row in first.release.members.all()][:1])
    editor = city_editor(first.organisation)
    draft = start_next_adaptation(first, actor=editor)

    facts = {"decisions": {}, "values": {}, "seen": 1, "on": ADAPTED_ON, "actor": editor}
    second = publish(rebase_adaptation(draft.pk, release, **facts))

    assert (second.release, str(second.number)) == (release, "2.0.0")  # a criterion is gone


def test_next_adaptation_is_not_in_force_before_the_one_it_follows():
    first = published_adaptation(on=LATER)
    draft = start_next_adaptation(first, actor=city_editor(first.organisation))
    changed = changes(cycles("1500"))
    save_adaptation(draft.pk, overrides=changed, language="en", seen=1, actor=city_editor(first.organisation))

    with pytest.raises(TooEarly, match="takes effect on"):
        publish(AdaptationDraft.objects.get(pk=draft.pk))


# Withdrawn: tests/registry/services/test_ending.py


def test_withdrawn_adaptation_can_be_followed():
    first = published_adaptation()
    withdrawn_adaptation(first, on=LATER)

    second = followed_by(first, changes(cycles("1000")), on=LATER)

    assert (str(second.number), second.previous) == ("1.1.0", first)
    assert [kind for kind, *_ in events_of(first)] == ["published", "withdrawn"]


def test_withdrawn_adaptation_is_followed_once_it_has_ended():
    first = published_adaptation()
    withdrawn_adaptation(first, on=LATER)

    with pytest.raises(TooEarly):
        followed_by(first, changes(cycles("1000")), on=ADAPTED_ON)


def test_lists_take_one_query_without_the_texts(django_assert_num_queries):
    release = smartphones()
    for _ in range(3):
        published_adaptation(release=release)

    with django_assert_num_queries(1):
        found = [(row.organisation.name, str(row), str(row.release)) for row in Adaptation.objects.for_lists()]

    assert len(found) == 3
