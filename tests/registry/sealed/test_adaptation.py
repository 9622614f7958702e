"""Sealed adaptations: what their rows refuse, and what is found when somebody has changed one behind the guards."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.members.models import Organisation
from registry.diffs.adaptation_verify import find_adaptation_faults
from registry.enums import Relation, StatusKind
from registry.errors import NumberTaken, ReasonMissing
from registry.models import Adaptation, AdaptationDraft, AdaptedCriterion, StatusEvent
from registry.sealed.adaptation import AdaptationContent, AdaptedText
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import append_event
from registry.sealed.overrides import Overrides
from registry.sealed.verify import find_faults
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    without,
    words,
)
from tests.factories.registry import CriteriaSetFactory, VersionFactory
from tests.registry.sealed.tampering import tamper
from tests.strategies import contents

pytestmark = pytest.mark.django_db

TABLE, ROWS, EVENTS = "registry_adaptation", "registry_adaptedcriterion", "registry_statusevent"
RELATED = '"relation":"'
FIRST, SECOND = "malmo/smartphones@1.0.0", "malmo/smartphones@1.1.0"


# What it says


@given(st.lists(contents(), max_size=2))
def test_content_reads_back_as_it_was_sealed(texts):
    criteria = tuple(
        AdaptedText(
            version=f"BAT-0{place}@1.0.0", content_hash=sha256("x"), mandatory=True, relation="identical", content=text
        )
        for place, text in enumerate(texts)
    )
    changed = changes(cycles(), words(), without("LAB-01"))
    facts = {"release": "smartphones@1.0.0", "manifest_hash": sha256("y"), "language": "sv", "overrides": changed}
    sealed = AdaptationContent(**facts, criteria=criteria).as_json()

    read = AdaptationContent.from_json(sealed)

    assert read.as_json() == sealed == canonical(json.loads(sealed))
    assert (read.overrides, [str(each.number) for each in read.criteria]) == (changed, ["1.0.0"] * len(texts))


def test_content_has_no_number_date_status_or_person():
    adaptation = published_adaptation()

    said = json.loads(adaptation.content)

    assert sorted(said) == ["alter", "imports", "language", "left_out", "resolved", "schema", "set"]
    assert said["schema"] == "adaptation/1"
    assert said["imports"] == [{"manifest_hash": adaptation.release.content_hash, "release": "smartphones@1.0.0"}]
    assert sorted(said["resolved"][0]) == ["content", "content_hash", "mandatory", "relation", "version"]


def test_same_changes_of_two_cities_have_one_hash():
    release = smartphones()

    hashes = {published_adaptation(release=release).content_hash for _ in range(2)}

    assert len(hashes) == 1


def test_city_is_cited_by_the_slug_of_its_first_adaptation():
    """Slugs are not to change; if one does, what was cited stays in one line."""
    first = published_adaptation(organisation__slug="malmo")
    Organisation.objects.update(slug="malmoe")

    second = followed_by(Adaptation.objects.get(), changes(cycles("1000")))

    assert [str(first), str(second)] == [FIRST, SECOND]
    assert faults() == []


def test_slug_that_was_cited_is_nobody_elses():
    release = smartphones()
    published_adaptation(release=release, organisation__slug="malmo")
    Organisation.objects.update(slug="malmoe")

    with pytest.raises(NumberTaken, match="malmo/smartphones"):
        published_adaptation(release=release, organisation__slug="malmo")


# What the tables refuse


def refused(create, **facts) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        create(**facts)
    return str(refusal.value)


@pytest.fixture
def adaptation():
    return published_adaptation(organisation__slug="malmo")


def row(adaptation, **changed) -> dict[str, object]:
    names = ("organisation", "city", "criteria_set", "release", "major", "minor", "patch", "content", "content_hash")
    return {**{name: getattr(adaptation, name) for name in names}, **changed}


def test_number_is_given_once_to_a_city_and_set(adaptation):
    refused(Adaptation.objects.create, **row(adaptation))

    Adaptation.objects.create(**row(adaptation, city="lund"))
    Adaptation.objects.create(**row(adaptation, criteria_set=CriteriaSetFactory(slug="laptops")))


def test_adaptation_is_followed_once(adaptation):
    followed_by(adaptation, changes(cycles("1000")))

    refused(Adaptation.objects.create, **row(adaptation, major=7, previous=adaptation))


def test_criterion_and_place_are_there_once(adaptation):
    first, second = adaptation.criteria.all()
    facts = {"adaptation": adaptation, "version": first.version, "relation": "identical"}

    refused(AdaptedCriterion.objects.create, **facts, criterion=first.criterion, position=9)
    refused(AdaptedCriterion.objects.create, **facts, criterion=second.criterion, position=1)


def test_relation_is_a_known_one(adaptation):
    version = VersionFactory()
    facts = {"adaptation": adaptation, "criterion": version.criterion, "version": version}

    assert "adapted_relation_is_known" in refused(
        AdaptedCriterion.objects.create, **facts, position=9, relation="softer"
    )
    assert len(Relation.values) == 5


def test_event_is_of_one_thing_and_once_of_each_kind(adaptation):
    version = adaptation.release.members.first().version
    facts = {"sequence": 99, "kind": "superseded", "effective_on": ADAPTED_ON, "event_hash": "x"}

    assert "status_is_of_one_thing" in refused(
        StatusEvent.objects.create, **facts, adaptation=adaptation, version=version
    )
    refused(StatusEvent.objects.create, **{**facts, "kind": "published"}, adaptation=adaptation)
    assert adaptation.events.get().subject == adaptation
    assert str(adaptation.events.get()) == f"{FIRST} published {ADAPTED_ON}"


def test_draft_is_in_a_known_state_and_published_with_what_it_became():
    facts = {"release": smartphones()}

    assert "adaptation_draft_state_is_known" in refused(AdaptationDraftFactory, **facts, state="voting")
    assert "adaptation_draft_published_has_final" in refused(AdaptationDraftFactory, **facts, state="published")
    assert AdaptationDraft.objects.count() == 0


def test_chain_takes_no_withdrawal_without_a_reason(adaptation):
    with pytest.raises(ReasonMissing, match=FIRST):
        append_event(adaptation, StatusKind.WITHDRAWN, effective_on=ADAPTED_ON, details={"reason": {"en": " "}})


def test_status_is_the_newest_in_effect(adaptation):
    later = date(2026, 10, 1)
    second = followed_by(adaptation, changes(cycles("1000")), on=later)

    def statuses(on):
        rows = Adaptation.objects.with_status(on=on).newest_first()
        return [(str(row), row.status, row.status_since) for row in rows]

    assert statuses(date(2026, 8, 31)) == [(SECOND, None, None), (FIRST, None, None)]
    assert statuses(ADAPTED_ON) == [(SECOND, None, None), (FIRST, "published", ADAPTED_ON)]
    assert statuses(later) == [(SECOND, "published", later), (FIRST, "superseded", later)]
    assert list(Adaptation.objects.numbered(second.number)) == [second]


# What is found


def faults() -> list[str]:
    """The sentences, without the hashes in them."""
    return [fault.split(" (hash")[0] for fault in [*find_faults(), *find_adaptation_faults()]]


@pytest.fixture
def line():
    """Two adaptations; the chain is 1, 2 two criteria and 3 their release, 4 the first published, 5 the second
    published, 6 the first superseded."""
    second = followed_by(published_adaptation(organisation__slug="malmo"), changes(cycles("1000")))
    assert faults() == []
    return second


NOT_AS_SEALED = f"adaptation {SECOND}: its content is not what was sealed"
TEXTS = f"Adaptation {SECOND}: its texts are not its release with its own changes."
CRITERIA = f"Adaptation {SECOND}: its criteria are not the ones in its content."
NUMBER = f"Adaptation {SECOND}: its number does not follow the one before it."
BREAKS = f"The chain of events breaks at number 5: {SECOND} published {ADAPTED_ON}."


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            f'UPDATE {TABLE} SET content = replace(content, \'"value":"1000"\', \'"value":"1100"\') WHERE minor = 1',
            [NOT_AS_SEALED, TEXTS],
        ),
        (
            f"UPDATE {TABLE} SET content = replace(content, '{RELATED}stricter', '{RELATED}looser') WHERE minor = 1",
            [NOT_AS_SEALED, TEXTS],
        ),
        (f"UPDATE {TABLE} SET content_hash = '{sha256('other')}' WHERE minor = 1", [NOT_AS_SEALED, BREAKS]),
        (
            f"UPDATE {TABLE} SET content = '{{}}', content_hash = '{sha256('{}')}' WHERE minor = 1",
            [BREAKS, f"Adaptation {SECOND}: its content cannot be read."],
        ),
        (f"UPDATE {TABLE} SET patch = 7 WHERE minor = 1", [BREAKS.replace("1.1.0", "1.1.7")]),
        (f"UPDATE {TABLE} SET previous_id = NULL WHERE minor = 1", [BREAKS, NUMBER]),
        (
            f"UPDATE {TABLE} SET city = 'lund' WHERE minor = 1",
            [BREAKS.replace("malmo", "lund"), NUMBER.replace("malmo", "lund")],
        ),
        (f"UPDATE {ROWS} SET relation = 'identical' WHERE adaptation_id = (SELECT max(id) FROM {TABLE})", [CRITERIA]),
        (f"UPDATE {ROWS} SET position = 9 WHERE id = (SELECT max(id) FROM {ROWS})", [CRITERIA]),
        (f"UPDATE {ROWS} SET mandatory = NOT mandatory WHERE id = (SELECT max(id) FROM {ROWS})", [CRITERIA]),
        (f"DELETE FROM {ROWS} WHERE id = (SELECT max(id) FROM {ROWS})", [CRITERIA]),
        (
            f"UPDATE {EVENTS} SET details = '{{}}' WHERE sequence = 6",
            [f"The chain of events breaks at number 6: {FIRST} superseded {ADAPTED_ON}."],
        ),
        (
            f"DELETE FROM {EVENTS} WHERE sequence >= 5",
            [f"adaptation {SECOND}: the chain of events does not say since when it is published."],
        ),
    ],
)
def test_row_that_was_changed_is_named(line, statement, found):
    tamper(statement)

    assert faults() == found


def test_first_adaptation_is_numbered_one(line):
    tamper(f"UPDATE {TABLE} SET previous_id = NULL, major = 3, minor = 0 WHERE minor = 1")

    assert faults()[-1] == NUMBER.replace("1.1.0", "3.0.0")


def test_command_fails_naming_the_adaptation(line):
    call_command("registry_verify")
    tamper(f"UPDATE {ROWS} SET relation = 'looser' WHERE id = (SELECT max(id) FROM {ROWS})")

    with pytest.raises(CommandError, match="its criteria are not the ones in its content"):
        call_command("registry_verify")


def test_adaptation_without_changes_is_verified_too():
    published_adaptation(changed=Overrides())

    assert faults() == []
