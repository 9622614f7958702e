"""Faces follow what is published, and hold nothing that their audience may not see."""

import pytest
from django.forms import model_to_dict
from django.utils import timezone

from portal.core.viewer import VISITOR
from portal.experiences.enums import Audience, Section, State
from portal.experiences.models import Face, FaceCitation, TenderExperience
from portal.experiences.services import faces as module
from portal.experiences.services.faces import rewrite_faces, write_faces
from portal.experiences.services.moving import correct, publish, retract, submit
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.showing import shown_to
from portal.experiences.shown import Shown
from portal.experiences.tasks import Task
from tests.factories.accounts import city_editor, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, ExperienceFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content
from tests.portal.experiences.marked import closed, marked, traces_in, traces_of

pytestmark = pytest.mark.django_db
CLOSABLE = [section for section in Section if section is not Section.TENDER]


def rows_of(experience, audience):
    """Every column of an audience's rows, in words."""
    face = experience.faces.get(audience=audience)
    return [model_to_dict(face), *(model_to_dict(row) | {"of": str(row.version)} for row in face.citations.all())]


def audiences(experience):
    return list(experience.faces.order_by("pk").values_list("audience", flat=True))


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MEMBERS])
@pytest.mark.parametrize("section", CLOSABLE)
def test_nothing_of_a_closed_section_is_in_any_column(section, audience):
    experience = published(marked(**closed(section, to=audience)))

    assert traces_in(rows_of(experience, audience), section, words=True) == []


def test_open_sections_are_in_the_columns():
    experience = published(marked())

    for audience in Audience:
        assert traces_in(rows_of(experience, audience), *Section) == sorted(traces_of(*Section))


def test_public_columns_hold_no_figure_of_two_bids():
    experience = published(marked(bids=2, estimated_value=None))

    [face, citation] = rows_of(experience, Audience.EVERYONE)
    assert (face["bids"], face["price_outcome"], face["value_band"]) == (None, "", "")
    assert (citation["bidders_met"], citation["is_verified"]) == (None, True)
    assert traces_in([face, citation], Section.VALUES) == ["PAPEROFVALUES"]


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [(Audience.MEMBERS, ["own", "members"]), (Audience.EVERYONE, ["own", "members", "everyone"])],
)
def test_each_audience_of_a_record_has_one_face(visibility, seen):
    assert audiences(published(visibility=visibility)) == seen


def test_face_shows_what_its_preview_showed():
    edition = marked(outcome_visibility=Audience.MEMBERS)
    previews = {audience: shown_to(edition, audience) for audience in Audience}

    experience = published(edition)

    assert {face.audience: Shown.from_dict(face.content) for face in experience.faces.all()} == previews


def test_columns_say_what_the_content_says():
    experience = published(marked())

    for face in experience.faces.all():
        shown = Shown.from_dict(face.content)
        columns = (face.title, face.language, face.country, face.year, face.stage, face.procedure, face.contract_type)
        assert columns == (
            *(shown.title, shown.language, shown.country, shown.year, shown.stage),
            *(shown.procedure, shown.contract_type),
        )
        assert (face.value_band, face.bids, face.price_outcome, face.again) == (
            *(shown.value_band, shown.outcome.bids),
            *(shown.outcome.price_outcome, shown.outcome.again),
        )


def test_citation_of_a_face_says_how_its_version_was_used():
    edition = EditionFactory()
    version = VersionFactory(body=battery_content(theme="climate"))
    CitationFactory(edition=edition, version=version, level=2, position=0, usage="adapted", verification="not_checked")
    CitationFactory(edition=edition, version=version, position=1, values={"cycles": "900"}, verification="audit")

    experience = published(edition)

    rows = FaceCitation.objects.filter(face__experience=experience, face__audience=Audience.EVERYONE)
    names = ("criterion", "version", "level", "theme", "usage", "has_own_values", "is_verified", "position")
    assert list(rows.values_list(*names)) == [
        (version.criterion_id, version.pk, 2, "climate", "adapted", False, False, 0),
        (version.criterion_id, version.pk, 1, "climate", "kept", True, True, 1),
    ]


def test_correction_replaces_the_faces_once_it_is_published():
    experience = published(marked())
    author = city_editor(experience.organisation)
    draft = correct(experience.pk, actor=author)
    hidden = {"lessons_visibility": "own", "visibility": "members"}
    save(experience.pk, Task.SHARING, hidden, seen=seen_mark(draft, Task.SHARING), actor=author)
    assert "TRACELESSON" in str(rows_of(experience, Audience.EVERYONE))

    submit(experience.pk, actor=author)
    publish(experience.pk, seen=2, actor=coordinator())

    assert audiences(experience) == ["own", "members"]
    assert "TRACELESSON" not in str(rows_of(experience, Audience.MEMBERS))


def test_retracted_experience_has_no_face_whatever_is_written_anew():
    experience = published(marked())
    retract(experience.pk, reason="Wrong.", actor=city_editor(experience.organisation))

    list(rewrite_faces())

    assert (Face.objects.count(), FaceCitation.objects.count()) == (0, 0)


def test_what_is_in_work_has_no_face():
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        write_faces(EditionFactory(state=state).experience)

    assert not Face.objects.exists()


def test_case_from_public_sources_is_seen_by_everyone_and_owned_by_nobody():
    case = ExperienceFactory(organisation=None, buyer="A ministry")

    published(EditionFactory(experience=case))

    assert list(TenderExperience.objects.visible_to(VISITOR)) == [case]
    assert set(case.faces.values_list("organisation", flat=True)) == {None}


def test_all_faces_can_be_written_anew(monkeypatch):
    monkeypatch.setattr(module, "BATCH_SIZE", 2)
    made = [published(title=f"Tender {number}") for number in range(3)]
    before = [list(each.faces.order_by("audience").values("audience", "content")) for each in made]
    Face.objects.update(title="", content={})

    assert list(rewrite_faces()) == [2, 3]

    assert [list(each.faces.order_by("audience").values("audience", "content")) for each in made] == before
    assert set(Face.objects.values_list("title", flat=True)) == {"Tender 0", "Tender 1", "Tender 2"}


@pytest.mark.parametrize("count", [1, 3])
def test_writing_faces_takes_as_many_queries_for_one_criterion_as_for_three(django_assert_num_queries, count):
    edition = EditionFactory()
    CitationFactory.create_batch(count, edition=edition)
    experience = published(edition)
    experience = TenderExperience.objects.select_related("organisation").get(pk=experience.pk)

    with django_assert_num_queries(16):
        write_faces(experience)


def test_face_is_dated_by_its_edition_and_not_by_the_writing():
    experience = published()
    day = timezone.now().replace(year=2020)
    experience.current.published_at = day
    experience.current.save()

    list(rewrite_faces())

    assert set(Face.objects.values_list("published_at", flat=True)) == {day}


def test_fictional_organisation_has_faces_that_count_for_nothing():
    published(EditionFactory(experience=ExperienceFactory(organisation=OrganisationFactory(is_fictional=True))))
    published(EditionFactory(experience=ExperienceFactory(organisation=None, buyer="A ministry")))
    real = published()

    faces = Face.objects.visible_to(VISITOR).real()

    assert {face.experience.buyer_name for face in faces} == {"A ministry", real.organisation.display_name}
