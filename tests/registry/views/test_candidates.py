"""A candidate has its own address and is shown nowhere else that finals are."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from portal.outbox.models import OutboxEvent
from registry.enums import Announcement
from registry.models import Criterion
from registry.services.sealing import head_of
from registry.takeaway.annex import make_annex
from registry.takeaway.basket import Basket, BasketItem
from registry.takeaway.standing import history_of
from search.entries import version_key
from search.models import IndexedEntry
from search.sources.criteria import CriteriaSource
from tests.factories.drafts import DraftFactory, carried, in_consultation, in_vote, published
from tests.factories.registry import RegisterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    """Of a criterion that has one final."""
    return in_consultation().version


@pytest.fixture
def newcomer():
    """The candidate of a code that has no final."""
    draft = DraftFactory(
        base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="technical_specification"
    )
    return in_consultation(draft).version


def adopted():
    candidate = carried()
    published(candidate)
    return candidate


def path_of(name, *arguments):
    return reverse(f"registry:{name}", args=arguments)


@pytest.mark.parametrize("put", [in_consultation, in_vote, adopted], ids=["consultation", "voting", "adopted"])
def test_candidate_is_read_at_its_own_address_with_its_standing(client, put):
    version = put().version

    page = client.get(version.get_absolute_url())

    assert page.status_code == 200
    assert page.context["standing"].kind == version.events.last().kind
    assert client.get(version.get_permanent_path()).status_code == 200


def test_criterion_leads_to_the_final(client, candidate):
    response = client.get(path_of("criterion", candidate.criterion.slug))

    assert response["Location"] == candidate.base_version.get_absolute_url()


def test_criterion_that_has_only_candidates_is_not_there_yet(client, newcomer):
    assert client.get(path_of("criterion", "new-01")).status_code == 404
    assert client.get("/id/criterion/new-01").status_code == 404
    assert head_of(Criterion.objects.get(code="NEW-01")) is None


def test_nearest_codes_and_versions_are_those_of_finals(client, candidate, newcomer):
    code = client.get(path_of("criterion", "new-02")).content.decode()
    version = client.get(path_of("version", candidate.criterion.slug, "9.9.9")).content.decode()

    assert ("NEW-01" in code, str(candidate) in version) == (False, False)
    assert f"{candidate.base_version}<" in version


def test_history_lists_finals_and_the_candidate_only_around_itself(candidate):
    def listed(around):
        rows = history_of(candidate.criterion, on=localdate(), language="en", around=around)
        return [row.version for row in rows]

    assert listed(candidate.base_version) == listed(None) == [candidate.base_version]
    assert listed(candidate) == [candidate, candidate.base_version]


def test_no_version_names_a_candidate_as_its_successor(client, candidate):
    header = client.get(candidate.base_version.get_permanent_path())["Link"]

    assert ("rc." in header, "successor-version" in header) == (False, False)


def test_candidate_names_its_base_as_predecessor(client, candidate):
    header = client.get(candidate.get_permanent_path())["Link"]

    assert f'<http://127.0.0.1:8000{candidate.base_version.get_permanent_path()}>; rel="predecessor-version"' in header


def test_candidate_is_compared_with_its_base_but_not_offered_elsewhere(client, candidate):
    slug, base = candidate.criterion.slug, str(candidate.base_version.number)

    redline = client.get(path_of("compare", slug, base, str(candidate.number)))
    elsewhere = client.get(path_of("compare", slug, base, base))

    assert [number for number, _ in redline.context["choices"]] == [str(candidate.number), base]
    assert [number for number, _ in elsewhere.context["choices"]] == [base]


def test_candidate_is_no_part_of_an_annex(candidate):
    item = BasketItem(code=candidate.criterion.code, number=str(candidate.number), level=1)

    annex = make_annex(Basket(items=(item,)), language="en", on=localdate())

    assert (list(annex.entries), annex.unknown) == ([], (item,))


def test_candidate_is_not_put_into_the_basket(client, candidate):
    client.post(path_of("basket-add"), {"item": f"{candidate}/L1"})

    assert client.get(path_of("basket")).context["annex"].entries == ()


def test_candidates_are_in_no_list_for_machines(client, candidate, newcomer):
    sitemap = client.get("/sitemap-criteria.xml").content.decode()

    assert ("new-01" in sitemap, "rc." in sitemap) == (False, False)


def test_search_reads_finals_whatever_is_announced_of_a_candidate(candidate, newcomer):
    source = CriteriaSource()
    changed = {"registry.criterionversion": {candidate.pk, newcomer.pk}}

    assert source.concerned(changed) == {version_key(candidate.base_version_id)}
    assert source.read([version_key(newcomer.pk)], on=localdate()) == []
    assert not IndexedEntry.objects.filter(key=version_key(candidate.pk)).exists()


def test_all_that_is_announced_on_the_way_is_about_a_version():
    """Search reads anew what an event is about: one on a draft would mean nothing to it."""
    published(carried())

    announced = OutboxEvent.objects.values_list("name", "label")
    assert list(announced) == [
        ("registry.consultation-opened", "registry.criterionversion"),
        ("registry.voting-opened", "registry.criterionversion"),
        ("registry.published", "registry.criterionversion"),
        ("registry.candidate-adopted", "registry.criterionversion"),
    ]
    assert set(Announcement.values) >= {name for name, _label in announced if name != "registry.published"}
