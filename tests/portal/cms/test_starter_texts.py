"""What the starter texts promise: links that lead somewhere, role addresses, the words of the glossary."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.cms.blocks import in_this_language
from portal.cms.starter_files import HOME, SLUGS, read_page

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTS = [(slug, language) for slug in (HOME, *SLUGS) for language in LANGUAGES]
HREF = re.compile(r'href="([^"]*)"')
# From docs/glossary.md
NOT_LEGAL_ADVICE = {
    "en": "Starter draft, not legal advice",
    "sv": "Startutkast, inte juridisk rådgivning",
    "nb": "Startutkast, ikke juridisk rådgivning",
    "fi": "Alustava luonnos, ei oikeudellista neuvontaa",
    "da": "Startudkast, ikke juridisk rådgivning",
}


def texts(slug, language):
    """Every text of a page, one after the other."""

    def walk(value):
        if isinstance(value, dict):
            return [text for each in value.values() for text in walk(each)]
        if isinstance(value, list):
            return [text for each in value for text in walk(each)]
        return [str(value)]

    return "\n".join(walk(read_page(slug).fields(language)))


def addresses(slug, language):
    """Every address that a page of this language leads to."""
    with override(language):
        buttons = [
            in_this_language(each["value"]["address"])
            for each in read_page(slug).fields(language)["body"]
            if each["type"] == "call_to_action"
        ]
    return HREF.findall(texts(slug, language)) + buttons


@pytest.mark.parametrize(("slug", "language"), TEXTS)
def test_links_lead_to_pages_that_are_there(slug, language):
    with override(language):
        views = {reverse("registry:set", args=["smartphones"]), reverse("joining:start"), reverse("experiences:list")}
    known = {f"/{language}/{page}/" for page in SLUGS} | views

    paths = {address for address in addresses(slug, language) if address.startswith("/")}

    assert paths - known == set()


@pytest.mark.parametrize(("slug", "language"), TEXTS)
def test_other_links_are_role_addresses_or_the_licence(slug, language):
    others = {address for address in addresses(slug, language) if not address.startswith("/")}

    assert others <= {
        "mailto:secretariat@example.org",
        "mailto:accessibility@example.org",
        "mailto:privacy@example.org",
        "https://creativecommons.org/licenses/by/4.0/",
    }


@pytest.mark.parametrize(("slug", "language"), TEXTS)
def test_every_mail_address_is_a_role_at_example_org(slug, language):
    found = re.findall(r"[\w.+-]+@[a-z][\w-]*\.[a-z]+", texts(slug, language))

    assert {address.split("@")[1] for address in found} <= {"example.org"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["versions", "disclaimer"])
def test_criteria_are_called_starter_drafts_in_the_words_of_the_glossary(slug, language):
    headings = [each["value"] for each in read_page(slug).fields(language)["body"] if each["type"] == "heading"]

    assert NOT_LEGAL_ADVICE[language] in headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_disclaimer_gives_the_grant_and_the_sole_responsibility(language):
    text = texts("disclaimer", language)

    assert "CSO-LA12017/388-226" in text
    assert "Make ICT Fair" in text
    assert "EuropeAid" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_read_from_the_members_and_stand_in_no_text(language):
    figures = re.compile(r"\b(?:24|30|6|7|9)[\s.,\u00a0]?(?:500|000)\b")

    assert [slug for slug in (HOME, *SLUGS) if figures.search(texts(slug, language))] == []


@pytest.mark.parametrize(("slug", "language"), TEXTS)
def test_no_markdown_is_left_over(slug, language):
    assert re.findall(r"\*\*|\]\(|^#+ ", texts(slug, language), flags=re.MULTILINE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_way_in_is_the_request_and_the_secretariat_only_helps(language):
    buttons = [each["value"] for each in read_page("call-to-join").fields(language)["body"]]
    [button] = [value for value in buttons if isinstance(value, dict) and "address" in value]

    assert button["address"] == "/join/"
    assert texts("call-to-join", language).count("mailto:secretariat@example.org") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_privacy_gives_the_periods_of_requests_accounts_misses_and_questions(language):
    text = texts("privacy", language)

    assert sorted(re.findall(r"(?<!\d)\d+(?= )", text)) == ["180"] * 2 + ["90"] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_privacy_tells_of_all_that_is_asked_of_people_in_every_language(language):
    headings = [each["value"] for each in read_page("privacy").fields(language)["body"] if each["type"] == "heading"]

    assert len(headings) == 7
