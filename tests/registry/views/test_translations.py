"""What readers see of a translation: which revision it is, what is not translated yet, and each revision for ever."""

from datetime import date

import pytest

from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import sealed_by_two
from tests.registry.admin.coordinators import at_noon
from tests.registry.admin.pages import parsed, texts_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(date(2026, 9, 1)):
        yield


@pytest.fixture
def version():
    return VersionFactory()


def page(client, version, language="sv"):
    return client.get(f"/{language}/criterion/{version.criterion.slug}/{version.number}/")


def revisions(answer):
    """The revision that the facts name, with its address."""
    links = parsed(answer).xpath("//dl[@class='facts']//a[contains(., '/sv.r')]")
    return [(link.text_content(), link.get("href")) for link in links]


def test_page_names_the_revision_that_is_read(client, version):
    TranslationFactory(version=version)
    TranslationFactory(version=version, revision=2)

    path = version.get_permanent_path()
    assert revisions(page(client, version)) == [(f"{version}/sv.r2", f"{path}/sv.r2")]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_page_in_another_language_names_none(client, version, language):
    TranslationFactory(version=version)

    assert revisions(page(client, version, language)) == []


def test_revision_of_two_people_is_read_at_once(client, version):
    before = page(client, version)
    sealed = sealed_by_two(version)
    after = page(client, version)

    assert revisions(before) == []
    assert revisions(after) == [(str(sealed), sealed.get_permanent_path())]
    assert texts_of(parsed(after), "//h1//*[@lang='sv'] | //h1[@lang='sv']") == ["Battery that lasts [sv]"]


def test_address_of_a_revision_stays_when_another_follows(client, version):
    first = sealed_by_two(version, {"title": "Ett batteri"})
    answer = client.get(first.get_permanent_path())
    sealed_by_two(version, {"title": "Ett annat batteri"})

    again = client.get(first.get_permanent_path())

    assert (again.content, again["ETag"]) == (answer.content, answer["ETag"])
    assert again.json()["texts"] == {**translated(version, "sv"), "title": "Ett batteri"}
    assert "immutable" in again["Cache-Control"]


def test_new_revision_leaves_the_version_and_its_hash_as_they_were(client, version):
    path = f"{version.get_permanent_path()}/content.json"
    before = client.get(path)
    sealed_by_two(version)

    after = client.get(path)

    assert (after.content, after["ETag"]) == (before.content, before["ETag"])


def test_new_revision_changes_what_caches_know_of_the_page(client, version):
    before = client.get(version.get_permanent_path(), HTTP_ACCEPT_LANGUAGE="sv")
    sealed_by_two(version)

    after = client.get(version.get_permanent_path(), HTTP_ACCEPT_LANGUAGE="sv", HTTP_IF_NONE_MATCH=before["ETag"])

    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_what_is_not_translated_yet_is_marked_as_the_other_language(client, version):
    TranslationFactory(version=version, blocks={"title": "Ett batteri som håller"})

    answer = parsed(page(client, version))

    assert texts_of(answer, "//h1//*[@lang='sv'] | //h1[@lang='sv']") == ["Ett batteri som håller"]
    assert [text[:15] for text in texts_of(answer, "//main//*[@lang='en']") if text.startswith("A battery that")]


def test_version_without_a_translation_says_so(client, version):
    answer = page(client, version, "fi").content.decode()

    assert "A battery that lasts keeps a phone in use." in answer
    assert parsed(page(client, version, "fi")).xpath("//main//*[@lang='en']") != []


def test_version_and_the_one_before_have_translations_of_their_own(client, version):
    sealed_by_two(version)
    newer = VersionFactory(criterion=version.criterion, number="1.0.1", base_version=version)

    assert revisions(page(client, newer)) == []
    assert revisions(page(client, version)) != []
