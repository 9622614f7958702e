"""Tender experiences are found by their faces: each audience by what it may see, once, and by nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from portal.experiences.enums import Again, Audience, Section, Stage
from portal.experiences.services.faces import write_faces
from portal.experiences.services.moving import retract
from portal.members.viewers import MEMBERS, audience_of
from portal.outbox.models import OutboxEvent
from search.entries import Entry, EntryKind, face_key
from search.finding import find
from search.sources import SOURCES
from tests.factories.accounts import city_editor
from tests.factories.experiences import CitationFactory, EditionFactory, ExperienceFactory, LessonFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content
from tests.factories.search import asked, deliver, keys, rebuild
from tests.portal.experiences.leaking import Site, body_of
from tests.portal.experiences.marked import SUPPLIER, closed, marked, traces_in
from tests.portal.experiences.test_leaks import change_everything

pytestmark = pytest.mark.django_db

SOURCE = SOURCES[EntryKind.EXPERIENCE]
TODAY = date(2026, 11, 23)
MEMBER = Viewer((EVERYONE, MEMBERS))
CLOSABLE = [section for section in Section if section is not Section.TENDER]
QUESTIONS = (
    *("?q=tender", "?q=TRACELESSON", "?q=TRACETENDER+TRACELESSON", "?q=TRC-01", "?q=trc-0", "?kind=experience"),
    *("?sort=used", "?sort=newest", "?again=with_changes", "?value_band=large", "?theme=battery", "?stage=awarded"),
    *("?q=tracelessom", "?q=1111111", "?q=7717", "?q=upheld", "?country=SE&kind=experience"),
)


def own_of(experience) -> Viewer:
    return Viewer((EVERYONE, MEMBERS, audience_of(experience.organisation_id)))


def faces_of(experience) -> dict[str, Entry]:
    """What is found of an experience, by the ending of the key."""
    wanted = {face_key(experience.pk, audience) for audience in Audience}
    entries = SOURCE.read(wanted, on=TODAY)
    return {entry.key.partition(":")[2].removeprefix(str(experience.pk)): entry for entry in entries}


def public(experience) -> Entry:
    return faces_of(experience)[""]


def found(text="", viewer=VISITOR, **fields):
    return keys(find(asked(text, viewer=viewer, kinds=("experience",), **fields)))


def indexed():
    deliver()
    list(rebuild())


def test_each_audience_has_an_entry_and_sees_none_that_is_poorer():
    experience = published()
    own = audience_of(experience.organisation_id)

    seen = {ending: (each.visible_to, each.hidden_from) for ending, each in faces_of(experience).items()}

    assert seen == {
        "": (("everyone",), ("members", own)),
        ".members": (("members",), (own,)),
        ".own": ((own,), ()),
    }


def test_record_for_members_has_no_entry_for_everyone():
    assert set(faces_of(published(visibility=Audience.MEMBERS))) == {".members", ".own"}


def test_case_from_public_sources_is_nobodys_own():
    case = ExperienceFactory(organisation=None, buyer="A group of provinces")

    entries = faces_of(published(EditionFactory(experience=case)))

    assert {ending: each.hidden_from for ending, each in entries.items()} == {"": ("members",), ".members": ()}
    assert entries[""].facets["buyer"] == ("A group of provinces",)
    assert entries[""].facets["origin"] == ("public_sources",)


def test_what_is_not_published_or_was_retracted_is_not_found():
    retracted = published()
    retract(retracted.pk, reason="Wrong tender.", actor=city_editor(retracted.organisation))

    assert (faces_of(EditionFactory().experience), faces_of(retracted)) == ({}, {})


def test_only_the_keys_that_were_asked_for_are_read():
    experience = published()

    assert [entry.key for entry in SOURCE.read({f"experience:{experience.pk}.own"}, on=TODAY)] == [
        f"experience:{experience.pk}.own"
    ]


def test_experience_is_found_in_its_own_language_at_its_page():
    experience = published(language="sv", title="Telefoner till hemtjänsten")

    entry = public(experience)

    assert entry.title == {"sv": "Telefoner till hemtjänsten"}
    assert entry.text["sv"].endswith(" Sverige. 2026. Tilldelad. Öppet förfarande. Ramavtal.")
    assert entry.path == f"/experiences/{experience.slug}/"
    assert entry.updated == experience.faces.get(audience="everyone").published_at


def test_text_tells_what_was_learned_first():
    edition = EditionFactory(summary="Two lots.", again=Again.WITH_CHANGES, again_text="Shorter.")
    LessonFactory(edition=edition, topic="wording", text="Ask the market first.")
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), change="Fewer cycles.")
    edition.experience.organisation.name = "City of Example"
    edition.experience.organisation.save()

    assert public(published(edition)).text["en"] == (
        "Two lots. Wording of the criteria: Ask the market first. Shorter. BAT-01 Battery that lasts. Fewer cycles."
        " City of Example. Sweden. 2026. Awarded. Open procedure. Framework agreement."
        " Yes, with changes."
    )


def test_values_are_written_in_the_way_of_the_language():
    edition = EditionFactory(currency="EUR", estimated_value=Decimal(1200000))

    assert "EUR\u00a01,200,000." in public(published(edition)).text["en"]


def test_titles_of_what_was_cited_are_in_the_language_of_the_text():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "Ett batteri som håller"})
    edition = EditionFactory(language="sv")
    CitationFactory(edition=edition, version=version)

    assert "Ett batteri som håller." in public(published(edition)).text["sv"]


def test_codes_are_those_of_reference_criteria_purchase_and_notice():
    edition = EditionFactory(cpv=["32250000-0"], notice="554113-2026")
    for level in (1, 2):
        CitationFactory(edition=edition, version__criterion__code=f"BAT-0{level}", level=level)

    experience = published(edition)

    assert public(experience).codes == (experience.reference, "BAT-01", "BAT-02", "32250000-0", "554113-2026")


def test_facets_are_what_was_told():
    edition = EditionFactory(currency="EUR", estimated_value=2_000_000, again=Again.YES, country="NO", year=2025)
    for theme in ("climate", "battery", "battery"):
        CitationFactory(edition=edition, version=VersionFactory(body=battery_content(theme=theme)))

    assert public(published(edition)).facets == {
        "country": ("NO",),
        "buyer": (edition.experience.organisation.name,),
        "year": ("2025",),
        "value_band": ("large",),
        "procedure": ("open",),
        "contract_type": ("framework",),
        "stage": ("awarded",),
        "again": ("yes",),
        "theme": ("battery", "climate"),
    }


def test_what_is_fictional_or_for_members_only_says_so():
    fictional = published(experience__organisation__is_fictional=True, visibility=Audience.MEMBERS)

    assert faces_of(fictional)[".members"].facets["origin"] == ("members", "fictional")


@pytest.mark.parametrize("count", [1, 3])
def test_experiences_are_read_in_four_queries(django_assert_num_queries, count):
    experiences = [published(CitationFactory().edition) for _ in range(count)]
    wanted = {face_key(experience.pk, "everyone") for experience in experiences}

    with django_assert_num_queries(4):  # faces, citations, versions, translations
        assert len(SOURCE.read(wanted, on=TODAY)) == count


def test_step_of_an_experience_concerns_all_its_faces():
    experience = published()
    event = OutboxEvent.objects.get(label="experiences.tenderexperience", object_id=experience.pk)

    assert SOURCE.concerned({event.label: [event.object_id]}) == {
        f"experience:{experience.pk}{ending}" for ending in ("", ".members", ".own")
    }


def test_change_of_a_buyer_concerns_its_experiences_only():
    experience, _other = published(), published()

    concerned = SOURCE.concerned({"members.organisation": [experience.organisation_id]})

    assert {key.partition(":")[2].partition(".")[0] for key in concerned} == {str(experience.pk)}


def test_translation_of_what_was_cited_concerns_the_experience():
    citation = CitationFactory()
    experience, _other = published(citation.edition), published()
    translation = TranslationFactory(version=citation.version)

    concerned = SOURCE.concerned({"registry.versiontranslation": [translation.pk]})

    assert face_key(experience.pk, "everyone") in concerned
    assert len(concerned) == 3


def test_everything_there_is_has_its_keys():
    experience = published()

    assert {key for batch in SOURCE.batches() for key in batch} == {
        face_key(experience.pk, audience) for audience in Audience
    }


def test_experience_is_found_once_by_the_richest_face(backend):
    experience, supporter = published(), OrganisationFactory(kind="supporter")
    indexed()

    readers = [VISITOR, Viewer((EVERYONE, audience_of(supporter.pk))), MEMBER, own_of(experience)]

    pk = f"experience:{experience.pk}"
    assert [found("phones", reader) for reader in readers] == [[pk], [pk], [f"{pk}.members"], [f"{pk}.own"]]
    assert [find(asked("phones", viewer=reader)).kinds["experience"] for reader in readers] == [1, 1, 1, 1]


def test_words_for_members_are_found_by_members_only(backend):
    experience = published(marked(**closed(*CLOSABLE, to=Audience.EVERYONE)))
    indexed()

    for word in ("TRACELESSON", "TRACECHANGE", "TRACEAGAIN", "TRC-01"):
        assert (found(word), found(word, MEMBER)) == ([], [f"experience:{experience.pk}.members"])


def test_words_for_the_own_organisation_are_found_by_its_people_only(backend):
    experience = published(marked(**closed(*CLOSABLE, to=Audience.MEMBERS)))
    indexed()

    assert (found("TRACELESSON"), found("TRACELESSON", MEMBER)) == ([], [])
    assert found("TRACELESSON", own_of(experience)) == [f"experience:{experience.pk}.own"]


def test_supplier_that_is_not_named_is_found_by_its_buyer_only(backend):
    experience = published(marked(summary=f"Phones of {SUPPLIER}"))
    indexed()

    assert (found(SUPPLIER), found(SUPPLIER, MEMBER)) == ([], [])
    assert found(SUPPLIER, own_of(experience)) == [f"experience:{experience.pk}.own"]


def test_retracted_experience_vanishes_before_the_index_knows(backend):
    experience = published()
    indexed()
    retract(experience.pk, reason="Wrong tender.", actor=city_editor(experience.organisation))
    OutboxEvent.objects.all().delete()

    assert [found("phones", reader) for reader in (VISITOR, MEMBER, own_of(experience))] == [[], [], []]


def test_face_that_was_closed_vanishes_before_the_index_knows(backend):
    experience = published()
    indexed()
    experience.faces.filter(audience=Audience.EVERYONE).delete()

    assert (found("phones"), found("phones", MEMBER)) == ([], [f"experience:{experience.pk}.members"])


@pytest.mark.parametrize("section", CLOSABLE)
def test_no_entry_for_everyone_has_anything_of_a_closed_section(section):
    experience = published(marked(**closed(section, to=Audience.EVERYONE)))

    assert traces_in(public(experience), section, words=True) == []
    assert traces_in(faces_of(experience)[".members"], section, words=True) != [] or section is Section.CONTACT


@pytest.mark.parametrize("section", CLOSABLE)
def test_no_entry_for_members_has_anything_of_a_section_that_is_the_owners(section):
    experience = published(marked(**closed(section, to=Audience.MEMBERS)))

    assert traces_in(faces_of(experience)[".members"], section, words=True) == []


def test_changing_what_is_hidden_changes_no_byte_of_a_visitors_results(backend):
    site = Site(marked(**closed(*CLOSABLE, to=Audience.EVERYONE)), shares=True)
    elsewhere = VersionFactory()
    before = _answers()

    change_everything(site.experience, elsewhere)

    assert _answers() == before


def test_record_for_members_changes_no_byte_of_a_visitors_results(backend):
    site = Site(marked(visibility=Audience.MEMBERS), shares=True)
    before = _answers()

    with transaction.atomic():
        site.experience.faces.all().delete()
    without = _answers()
    with transaction.atomic():
        write_faces(site.experience)

    assert without == before
    assert b"Another tender" in before["?kind=experience"]


def _answers() -> dict[str, bytes]:
    """What a visitor is answered, once everything is indexed."""
    indexed()
    client = Client()
    return {question: _body(client, question) for question in QUESTIONS}


def _body(client: Client, question: str) -> bytes:
    return body_of(client.get(f"/en/search/{question}"))


def test_planned_tender_is_found():
    assert public(published(stage=Stage.PLANNED)).facets["stage"] == ("planned",)
