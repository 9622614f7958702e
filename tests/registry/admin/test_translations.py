"""What is to be translated: languages with their counts, the versions of one language, beginning."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.users.models import UserProfile

from registry.enums import TranslationState
from registry.models import TranslationDraft
from registry.sealed.canonical import canonical
from registry.services.translating import begin
from registry.wagtail_hooks import criteria_menu
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import secretary
from tests.factories.registry import (
    CriteriaSetFactory,
    RegisterFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.factories.translations import TranslationDraftFactory, followed, handed_in, written
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.drafters import registry_tables_asked
from tests.registry.admin.pages import messages_of, parsed, texts_of
from tests.registry.admin.translators import page, page_of, rows_of, said

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _day():
    with at_noon(TODAY):
        yield


def numbers(client):
    """By language, the numbers of its row."""
    table = parsed(client.get(page("overview")))
    rows = table.xpath("//table[@class='listing']/tbody/tr")
    return {texts_of(row, "./th")[0]: [int(text) for text in texts_of(row, "./td")] for row in rows}


def editor_of_pages():
    """Somebody with every permission of the models here and none of the roles, who gets into the admin."""
    user, group = city_editor(), Group.objects.create(name="Editors of pages")
    wanted = Permission.objects.filter(content_type__app_label="registry")
    group.permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    user.groups.add(group)
    return user


STRANGERS = {"editor of pages": editor_of_pages, "superuser": lambda: UserFactory(is_superuser=True, is_staff=True)}


def addresses():
    draft = TranslationDraftFactory()
    own = [page_of(draft, name) for name in ("read", "edit", "rebase", "send-back", "abandon")]
    of_language = [page(name, "sv") for name in ("language", "export", "import")]
    return [*own, *of_language, page("begin", "sv", draft.version_id), *map(page, ("overview", "log", "log-results"))]


# ---- who gets there


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, who, method):
    pages = addresses()
    sign_in_with_second_factor(client, STRANGERS[who]())

    answers = [getattr(client, method)(each, {"reason": "x", "seen": "1"}) for each in pages]

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/admin/")}
    assert [draft.state for draft in TranslationDraft.objects.all()] == [TranslationState.DRAFTING]


def test_visitor_is_led_to_the_sign_in_page(client):
    answers = [client.get(each) for each in addresses()]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


@pytest.mark.parametrize("name", ["read", "edit", "rebase", "send-back", "abandon"])
def test_translation_that_is_not_there_is_not_found(client, name):
    signed_in(client)

    assert client.post(page(name, 99), {"seen": "1"}).status_code == 404


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["language", "export", "import"])
def test_language_that_is_not_translated_into_is_not_found(client, language, name):
    RegisterFactory()
    signed_in(client)

    assert client.get(page(name, language)).status_code == 404


@pytest.mark.parametrize(("who", "is_shown"), [("coordinator", True), ("editor of pages", False)])
def test_menu_of_criteria_has_a_place_for_translations_for_coordinators(rf, client, who, is_shown):
    request = rf.get("/admin/")
    request.user = signed_in(client) if who == "coordinator" else editor_of_pages()

    shown = {item.name: item.url for item in criteria_menu.menu_items_for_request(request)}

    assert (shown.get("translations") == page("overview")) is is_shown


def test_way_back_leads_over_the_language(client):
    signed_in(client)
    draft = TranslationDraftFactory()

    trail = client.get(page_of(draft, "abandon")).context["breadcrumbs_items"]

    assert [(item["url"], str(item["label"])) for item in trail][1:] == [
        (page("overview"), "Translations"),
        (page("language", "sv"), "Swedish"),
        (page_of(draft), str(draft)),
        ("", "Abandon"),
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_names_of_languages_are_in_the_reader_s_own(client, language):
    user = signed_in(client)
    UserProfile.objects.create(user=user, preferred_language=language)
    RegisterFactory()

    assert (("Finska" in numbers(client)), ("Finnish" in numbers(client))) == (language == "sv", language == "en")


# ---- the languages


def test_overview_counts_how_far_the_versions_are(client):
    signed_in(client)
    complete, partly = VersionFactory.create_batch(2)
    TranslationFactory(version=complete)
    TranslationFactory(version=partly, blocks={"title": "Batteri"})
    _first, behind = followed("A battery.", "A good battery.")
    written(behind)
    handed_in(partly)

    found = numbers(client)

    assert found["Swedish"] == [1 + 1, 1, 1, 0, 1, 1]  # the first one of those that follow is in force as well
    assert found["Finnish"] == [0, 0, 0, 4, 0, 0]
    assert sorted(found) == ["Danish", "Finnish", "Norwegian Bokmål", "Swedish"]


def test_overview_of_no_register_says_so(client):
    signed_in(client)

    assert "There is no register yet." in client.get(page("overview")).content.decode()


def test_language_that_the_register_writes_itself_is_not_listed(client):
    RegisterFactory(authoritative_languages=["en", "sv"])
    signed_in(client)

    assert "Swedish" not in numbers(client)


@pytest.mark.parametrize("count", [1, 4])
def test_overview_asks_the_same_however_many_versions_there_are(client, count):
    signed_in(client)
    VersionFactory.create_batch(count)

    tables = registry_tables_asked(client, page("overview"))

    assert (tables.count("registry_statusevent"), tables.count("registry_translationdraft")) == (1, 4)  # the versions


# ---- one language


def test_language_lists_each_version_with_what_lacks_and_what_can_be_done(client):
    signed_in(client)
    version = VersionFactory()

    answer = client.get(page("language", "sv"))

    assert rows_of(answer) == [
        f"{version} Battery that lasts not translated 12 of 12 texts are to be translated Translate {version}"
    ]
    assert texts_of(parsed(answer), "//main//h2")[0] == "Swedish"


def test_version_that_is_to_come_is_listed_and_one_that_is_withdrawn_is_not(client):
    signed_in(client)
    VersionFactory(number="1.0.0-rc.1", published=None)
    coming = VersionFactory(published=date(2027, 1, 1))

    assert [row.split()[0] for row in rows_of(client.get(page("language", "sv")))] == [str(coming)]


@pytest.mark.parametrize(
    ("show", "expected"),
    [("", 4), ("lacking", 3), ("drafting", 1), ("waiting", 1), ("nonsense", 4)],
)
def test_list_is_filtered_by_what_is_to_be_done(client, show, expected):
    signed_in(client)
    versions = VersionFactory.create_batch(4)
    TranslationFactory(version=versions[0])
    written(versions[1])
    handed_in(versions[2])

    assert len(rows_of(client.get(page("language", "sv", query=f"?show={show}")))) == expected


def test_list_is_filtered_by_set(client):
    signed_in(client)
    inside, _outside = VersionFactory.create_batch(2)
    ReleaseFactory(criteria_set=CriteriaSetFactory(slug="laptops"), members=[inside])

    rows = rows_of(client.get(page("language", "sv", query="?criteria_set=laptops")))

    assert [row.split()[0] for row in rows] == [str(inside)]


def test_filters_that_nothing_fits_say_so(client):
    signed_in(client)
    RegisterFactory()

    assert rows_of(client.get(page("language", "sv", query="?show=waiting"))) == ["No version fits these filters."]


def test_long_list_has_pages_that_keep_the_filter(client):
    signed_in(client)
    VersionFactory.create_batch(26)

    first, second = (client.get(page("language", "sv", query=f"?show=lacking&p={number}")) for number in (1, 2))

    assert (len(rows_of(first)), len(rows_of(second))) == (25, 1)
    assert parsed(first).xpath("//nav[@aria-label='Pages']//a/@href") == ["?p=2&show=lacking"]


@pytest.mark.parametrize("count", [1, 4])
def test_list_asks_the_same_however_long_it_is(client, count):
    signed_in(client)
    for version in VersionFactory.create_batch(count):
        TranslationFactory(version=version)

    tables = registry_tables_asked(client, page("language", "sv"))

    assert sorted(tables) == [
        "registry_criteriaset",
        "registry_register",
        "registry_statusevent",  # the versions, with their status
        "registry_translationdraft",
        "registry_versiontranslation",
        "registry_versiontranslation",  # whether an earlier version was translated
    ]


# ---- beginning


def test_translation_is_begun_and_opens(client):
    user = signed_in(client)
    version = VersionFactory()

    answer = client.post(page("begin", "sv", version.pk))

    draft = TranslationDraft.objects.get()
    assert answer["Location"] == page_of(draft, "edit")
    assert (draft.version, draft.language, draft.steps.get().user) == (version, "sv", user)


def test_whoever_begins_what_somebody_works_on_gets_there(client):
    signed_in(client)
    draft = begin(VersionFactory(), "sv", actor=secretary())

    assert client.post(page("begin", "sv", draft.version_id))["Location"] == page_of(draft, "edit")


def test_version_that_is_written_in_the_language_is_not_begun(client):
    signed_in(client)
    texts = dict.fromkeys(("en", "sv"), battery_content().texts["en"])
    RegisterFactory(authoritative_languages=["en"])
    version = VersionFactory(body=battery_content(texts=texts))
    assert version.content == canonical(version.parsed.as_dict())

    answer = client.post(page("begin", "sv", version.pk))

    assert said(client, answer) == [f"{version} is not translated into sv. Choose another language of the site."]


def test_list_says_who_is_where(client):
    signed_in(client)
    waiting = handed_in(VersionFactory())

    (row,) = rows_of(client.get(page("language", "sv")))

    assert row.endswith(f"waiting for confirmation Read and confirm {waiting.version}")


# ---- the log


def test_log_lists_every_step_newest_first(client):
    signed_in(client)
    draft = handed_in(VersionFactory(), actor=secretary(name="Anna Berg"))

    rows = parsed(client.get(page("log"))).xpath("//div[@id='listing-results']//table/tbody/tr")

    cells = [texts_of(row, "./td") for row in rows]
    assert [(cell[1], cell[2]) for cell in cells] == [
        (str(draft), "Handed in"),
        (str(draft), "Translation begun"),
    ]
    assert cells[1][3] == "Anna Berg"


def test_log_can_be_had_as_a_table(client):
    signed_in(client)
    handed_in(VersionFactory(), actor=secretary())

    lines = b"".join(client.get(page("log", query="?export=csv")).streaming_content).decode().splitlines()

    assert lines[0] == "Time,Translation,Step,Person,Reason"
    assert [line.split(",")[2] for line in lines[1:]] == ["Handed in", "Translation begun"]


def test_pages_have_no_message_of_their_own(client):
    signed_in(client)
    RegisterFactory()

    assert messages_of(client.get(page("overview"))) == []
