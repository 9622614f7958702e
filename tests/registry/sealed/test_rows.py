"""What the tables themselves refuse and say: codes, numbers, edges, events, addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from registry.enums import LineageKind, StatusKind
from registry.models import (
    Criterion,
    CriterionVersion,
    LineageEdge,
    Release,
    ReleaseMember,
    StatusEvent,
    VersionTranslation,
)
from registry.sealed.base import sealed_models
from registry.sealed.basket import basket_key
from registry.sealed.canonical import sha256
from tests.factories.registry import (
    CriteriaSetFactory,
    CriterionFactory,
    LineageEdgeFactory,
    RegisterFactory,
    ReleaseFactory,
    SharedBasketFactory,
    TranslationFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


def refused(factory, **facts) -> str:
    """The database's words on a row that it refuses; on SQLite a guard speaks first where a unique key is met."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory(**facts)
    return str(refusal.value)


@pytest.mark.parametrize("code", ["BAT-01", "A11Y-01", "OS-02", "LABEL-99"])
def test_code_is_letters_a_hyphen_and_two_digits(code):
    CriterionFactory(code=code).full_clean(exclude=["sealed_at"])


@pytest.mark.parametrize("code", ["", "bat-01", "BAT-1", "BAT-001", "B-01", "11Y-01", "BAT01", "BÄT-01"])
def test_code_of_another_form_is_not_valid(code):
    with pytest.raises(ValidationError):
        Criterion(register=RegisterFactory(), code=code, kind="award").full_clean()


def test_code_is_given_once():
    CriterionFactory(code="BAT-01")

    refused(CriterionFactory, code="BAT-01")


def test_kind_is_one_of_those_of_the_directive():
    assert "criterion_kind_is_known" in refused(CriterionFactory, kind="wish")


def test_number_is_given_once():
    version = VersionFactory(number="1.2.0")

    refused(VersionFactory, criterion=version.criterion, number="1.2.0")
    VersionFactory(criterion=version.criterion, number="1.2.0-rc.1")
    VersionFactory(number="1.2.0")


def test_base_has_one_final_successor_of_each_major():
    """The database's own guard against two successors, behind the lock that the services take."""
    base = VersionFactory()
    follow = {"criterion": base.criterion, "base_version": base}
    VersionFactory(number="1.1.0", **follow)

    refused(VersionFactory, number="1.0.1", **follow)
    VersionFactory(number="1.2.0-rc.1", **follow)
    VersionFactory(number="1.2.0-rc.2", **follow)


@pytest.mark.parametrize("prerelease", ["beta.1", "1", "-", "rc1"])
def test_version_is_final_or_candidate(prerelease):
    assert "version_is_final_or_candidate" in refused(VersionFactory, prerelease=prerelease)


def test_revision_of_a_translation_is_given_once():
    translation = TranslationFactory(language="sv", revision=1)

    refused(TranslationFactory, version=translation.version, language="sv", revision=1)
    TranslationFactory(version=translation.version, language="fi", revision=1)


def test_release_holds_each_criterion_and_each_place_once():
    version = VersionFactory()
    other = VersionFactory(criterion=version.criterion, number="1.1.0")
    release = ReleaseFactory(members=[version])

    def pin(pinned, position):
        ReleaseMember.objects.create(
            release=release, criterion=pinned.criterion, version=pinned, position=position, mandatory=False
        )

    refused(pin, pinned=other, position=2)
    refused(pin, pinned=VersionFactory(), position=1)


def test_number_and_manifest_of_a_release_are_given_once():
    version = VersionFactory()
    ReleaseFactory(members=[version], number="1.0.0")

    refused(ReleaseFactory, members=[version], number="1.1.0")
    refused(ReleaseFactory, members=[VersionFactory()], number="1.0.0")


def test_edge_joins_two_criteria_once_by_a_known_kind():
    edge = LineageEdgeFactory(kind=LineageKind.RELATED)

    refused(LineageEdgeFactory, source=edge.source, target=edge.target, kind="related")
    assert "lineage_edge_joins_two_criteria" in refused(LineageEdgeFactory, source=edge.source, target=edge.source)
    assert "lineage_kind_is_known" in refused(LineageEdgeFactory, kind="likes")


@pytest.mark.parametrize("subjects", [{"version": True, "release": True}, {}])
def test_event_is_of_one_thing(subjects):
    release = ReleaseFactory()
    things = {"version": release.members.get().version, "release": release}
    facts = {name: things[name] for name in subjects}

    assert "status_is_of_one_thing" in refused(
        StatusEvent.objects.create, sequence=99, kind="erratum", effective_on="2026-05-04", event_hash="x", **facts
    )


def test_event_is_of_a_known_kind():
    assert "status_kind_is_known" in refused(
        StatusEvent.objects.create,
        sequence=99,
        version=VersionFactory(),
        kind="forgotten",
        effective_on="2026-05-04",
        event_hash="x",
    )


def test_rows_are_called_by_what_is_cited():
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0-rc.2")
    release = ReleaseFactory(number="1.1.0", members=[VersionFactory(criterion__code="LAB-01")])
    edge = LineageEdgeFactory(source__code="ACC-02", kind=LineageKind.MOVED_TO, target__code="ACC-01")

    assert str(version) == "BAT-01@1.2.0-rc.2"
    assert str(TranslationFactory(version=version, language="sv", revision=2)) == "BAT-01@1.2.0-rc.2/sv.r2"
    assert str(release) == "smartphones@1.1.0"
    assert str(release.members.get()) == "smartphones@1.1.0: LAB-01@1.0.0"
    assert str(edge) == "ACC-02 moved_to ACC-01"
    assert str(release.criteria_set.register) == "joint-demand"


def test_permanent_paths_have_no_language():
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")
    release = ReleaseFactory(number="1.1.0", members=[version])

    with override("sv"):
        assert version.get_permanent_path() == "/id/criterion/bat-01/v1.2.0"
        assert release.get_permanent_path() == "/id/set/smartphones/v1.1.0"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_pages_have_the_reader_s_language(language):
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")
    release = ReleaseFactory(number="1.1.0", members=[version])

    with override(language):
        assert version.criterion.get_absolute_url() == f"/{language}/criterion/bat-01/"
        assert version.get_absolute_url() == f"/{language}/criterion/bat-01/1.2.0/"
        assert release.criteria_set.get_absolute_url() == f"/{language}/criteria/smartphones/"
        assert release.get_absolute_url() == f"/{language}/criteria/smartphones/1.1.0/"


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Phones"), ("sv", "Telefoner"), ("fi", "Phones"), (None, "Phones")]
)
def test_title_of_a_set_falls_back_to_the_authoritative_language(language, title):
    criteria_set = CriteriaSetFactory(
        titles={"en": "Phones", "sv": "Telefoner", "fi": ""}, introductions={"en": "All of them."}
    )

    with override(language):
        assert (criteria_set.title, criteria_set.introduction) == (title, "All of them.")


def test_address_of_a_basket_is_made_of_its_hash():
    basket = SharedBasketFactory()

    assert (basket.key, len(basket.key)) == (basket_key(basket.content_hash), 26)
    assert basket_key(sha256("one")) != basket_key(sha256("other"))
    assert str(basket) == basket.key


def test_every_table_of_the_register_but_its_names_is_sealed():
    open_tables = {"Register", "CriteriaSet"}
    tables = [Criterion, CriterionVersion, VersionTranslation, StatusEvent, LineageEdge]
    tables += [Release, ReleaseMember]

    sealed = {model.__name__ for model in sealed_models()}

    assert {table.__name__ for table in tables} <= sealed
    assert sealed & open_tables == set()


def test_events_know_what_they_are_about():
    release = ReleaseFactory()
    version = release.members.get().version

    assert version.events.get().subject == version
    assert release.events.get().subject == release
    assert release.events.get().kind == StatusKind.PUBLISHED
