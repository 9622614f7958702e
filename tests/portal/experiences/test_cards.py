"""Experiences at a glance."""

import pytest
from django.utils.translation import override

from portal.core.viewer import VISITOR, Viewer
from portal.experiences.cards import MOST_CITED, cards_of
from portal.experiences.enums import Audience
from portal.experiences.models import Face
from tests.factories.experiences import CitationFactory, EditionFactory, published

pytestmark = pytest.mark.django_db
MEMBER = Viewer(("everyone", "members"))


def cards(viewer=VISITOR):
    return cards_of(list(Face.objects.visible_to(viewer).order_by("title").values_list("pk", flat=True)), viewer)


def test_card_tells_whose_tender_it_was():
    experience = published(title="Phones", year=2025, experience__organisation__name="City of Lund")

    [card] = cards()

    assert (card.face.title, card.buyer, card.country, card.face.year) == ("Phones", "City of Lund", "Sweden", 2025)
    assert card.url == experience.get_absolute_url()


def test_card_says_what_kind_of_record_it_is():
    published(title="1 plain", language="sv")
    published(title="2 fictional", experience__organisation__is_fictional=True)
    published(title="3 case", experience__organisation=None, experience__buyer="Ministry")
    published(title="4 for members", visibility=Audience.MEMBERS)

    kinds = [(card.is_fictional, card.is_from_public_sources, card.is_for_members) for card in cards(MEMBER)]

    assert kinds == [
        (False, False, False),
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert [card.text_language for card in cards()] == ["Swedish", "", ""]
    with override("sv"):
        assert [card.text_language for card in cards()] == ["", "engelska", "engelska"]


def test_card_names_a_few_versions_and_counts_the_rest():
    edition = EditionFactory()
    for position in range(MOST_CITED + 2):
        CitationFactory(edition=edition, position=position)
    published(edition)

    [card] = cards()

    assert [str(cited) for cited in card.cited] == [str(cited) for cited in edition.citations.all()[:MOST_CITED]]
    assert card.uncounted == 2


def test_card_with_few_versions_has_no_rest():
    published(CitationFactory().edition)

    [card] = cards()

    assert (len(card.cited), card.uncounted) == (1, 0)


def test_order_is_the_callers():
    for title in ("A", "B", "C"):
        published(title=title)
    ids = list(Face.objects.visible_to(VISITOR).order_by("-title").values_list("pk", flat=True))

    assert [card.face.title for card in cards_of(ids, VISITOR)] == ["C", "B", "A"]


def test_face_of_another_audience_makes_no_card():
    published()
    hidden = Face.objects.exclude(audience=Audience.EVERYONE).values_list("pk", flat=True)

    assert cards_of(list(hidden), VISITOR) == []


@pytest.mark.parametrize("count", [1, 3])
def test_cards_take_two_queries(django_assert_num_queries, count):
    for _each in range(count):
        published(CitationFactory().edition)
    ids = list(Face.objects.visible_to(VISITOR).values_list("pk", flat=True))

    with django_assert_num_queries(2):  # the faces with their buyers, what they cite
        for card in cards_of(ids, VISITOR):
            assert (card.buyer, card.uncounted, card.url, [str(each) for each in card.cited]) != ("", 0, "", [])
