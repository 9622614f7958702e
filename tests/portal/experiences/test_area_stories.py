"""Longer stories of the members' area, and what holds whatever is typed."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from portal.accounts.models import User
from portal.experiences.enums import Audience, State
from portal.experiences.forms.outcome import OutcomeForm
from portal.experiences.forms.sharing import SharingForm
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.forms.tender import TenderForm
from portal.experiences.models import Edition, Supplier, TenderExperience
from portal.experiences.services.moving import correct, publish, send_back
from portal.experiences.tasks import ROWS, Task
from tests.factories.accounts import MembershipFactory, city_editor, coordinator, sign_in_with_second_factor
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, SubmittedFactory, published
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.authors import AREA, author_of, own, say, task_of, typed_into, words_in
from tests.portal.experiences.marked import marked
from tests.races import race

pytestmark = pytest.mark.django_db
PAGES = ["", "check/", "preview/", "discard/", "retract/", "task/tender/", "task/outcome/", "task/lessons/"]
BUTTONS = ["send/", "take-back/", "correct/"]

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
typed = st.one_of(
    anything,
    st.sampled_from(["", "0", "-1", "2026", "99999999999", "1,2 M€", "SE", "SE224", "sv", "awarded", "members", "own"]),
)


def editor_of(thing):
    experience = thing.experience if isinstance(thing, Edition) else thing
    return city_editor(experience.organisation)


def headings_in(response):
    """Each heading of the page's own content, in order."""
    main = lxml_html.fromstring(response.content).get_element_by_id("content")
    return [" ".join(heading.text_content().split()) for heading in main.iter("h1", "h2", "h3")]


# Whatever is typed


def faults_of(edition, values):
    """What the model says of values that a form has accepted."""
    for name, value in values.items():
        setattr(edition, name, value)
    try:
        edition.clean_fields(exclude={field.name for field in Edition._meta.fields} - values.keys())
        edition.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize("form_class", [TenderForm, OutcomeForm, SharingForm])
@given(data=st.data())
def test_what_a_form_accepts_the_model_accepts(form_class, data):
    edition = EditionFactory.build(experience=TenderExperience(pk=0), pk=0, language="en")
    names = [name for name in form_class.base_fields if name != "seen"]
    sent = data.draw(st.dictionaries(st.sampled_from(names), typed))

    with translation.override("en"):
        form = form_class(edition, sent)
        form.is_valid()
        values = {name: value for name, value in form.values().items() if name not in ROWS.values()}

    assert faults_of(edition, values) == {}


@given(names=st.lists(anything, max_size=4), ticks=st.lists(st.booleans(), min_size=4, max_size=4))
def test_supplier_that_the_form_accepts_the_model_accepts(names, ticks):
    sent = {f"supplier_{place}_name": name for place, name in enumerate(names)}
    sent |= {f"supplier_{place}_won": "on" for place, tick in enumerate(ticks[: len(names)]) if tick}
    form = OutcomeForm(Edition(pk=0, language="en"), sent)
    form.is_valid()

    for bidder in form.values().get("suppliers", []):
        Supplier(edition_id=0, **bidder._asdict()).clean_fields(exclude={"edition"})


@given(sent=st.dictionaries(st.sampled_from([*TenderForm.base_fields, "do", "x"]), typed))
def test_no_answer_breaks_the_page(sent):
    edition = EditionFactory()
    client = Client()
    client.force_login(author_of(edition))

    saved = client.post(task_of(edition, Task.TENDER), sent)
    on_the_way = client.post(task_of(edition, Task.TENDER), {**sent, "do": "autosave"})

    assert saved.status_code in (200, 302, 409, 422)
    assert on_the_way.status_code in (200, 409, 422)


# Who gets in


@pytest.mark.parametrize("rest", PAGES)
def test_visitor_is_led_to_sign_in_and_learns_nothing(client, rest):
    there = client.get(own(EditionFactory(), rest))
    nowhere = client.get(f"{AREA}TE-NOWHERE/{rest}")

    assert (there.status_code, nowhere.status_code) == (302, 302)
    assert there["Location"].startswith("/accounts/login/?next=/en/me/tenders/TE-")


@pytest.mark.parametrize("rest", [*BUTTONS, "discard/", "retract/", "task/tender/"])
def test_nothing_is_done_without_the_token_of_a_form_of_ours(rest):
    edition = EditionFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(author_of(edition))

    response = client.post(own(edition, rest), {"do": "autosave", "title": "Forged"})

    edition.refresh_from_db()
    assert response.status_code == 403
    assert (edition.title, edition.state) == ("Phones for the city", State.DRAFT)


def test_account_that_was_closed_writes_nothing(client):
    edition = EditionFactory()
    author = author_of(edition)
    client.force_login(author)
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Still here", do="save")
    User.objects.filter(pk=author.pk).update(is_active=False)

    response = client.post(task_of(edition, Task.TENDER), sent)

    edition.refresh_from_db()
    assert (response.status_code, edition.title) == (302, "Phones for the city")


def test_administrator_without_a_role_sees_no_record(client):
    edition = SubmittedFactory()
    sign_in_with_second_factor(client, User.objects.create(email="root@city.example", is_superuser=True))

    assert {client.get(own(edition, rest)).status_code for rest in PAGES} == {404}


@pytest.mark.parametrize("rest", [rest for rest in PAGES if rest != "retract/"])
def test_every_page_is_kept_by_no_cache_and_found_by_no_search(client, rest):
    edition = EditionFactory()
    client.force_login(author_of(edition))

    response = client.get(own(edition, rest))

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in words_in(response)


def test_way_back_leads_over_the_list_and_the_record(client):
    edition = EditionFactory(title="Phones")
    client.force_login(author_of(edition))

    trails = {
        rest: [(crumb.label, crumb.url) for crumb in client.get(own(edition, rest)).context["trail"]]
        for rest in ("", "task/tender/", "task/tender/?from=check")
    }

    above = [("Home", "/en/"), ("My pages", "/en/me/"), ("Tender experiences", AREA)]
    assert trails[""] == [*above, ("Phones", "")]
    assert trails["task/tender/"] == [*above, ("Phones", own(edition)), ("Describe the tender", "")]
    assert trails["task/tender/?from=check"] == [
        *above,
        ("Phones", own(edition)),
        ("Check your answers", own(edition, "check/")),
        ("Describe the tender", ""),
    ]


def test_record_of_a_fictional_member_says_so(client):
    edition = EditionFactory(experience__organisation__is_fictional=True)
    client.force_login(author_of(edition))

    assert ">Fictional</span>" in words_in(client.get(own(edition)))


# The preview and what readers get


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.EVERYONE])
def test_preview_has_the_parts_of_the_page_that_readers_get(client, audience):
    edition = marked(visibility=audience, bids=7717, lessons_visibility=Audience.MEMBERS)
    client.force_login(author_of(edition))
    previewed = headings_in(client.get(own(edition, "preview/"), {"as": audience}))

    experience = published(edition)
    reader = Client()
    if audience is Audience.MEMBERS:
        reader.force_login(MembershipFactory().user)
    read = headings_in(reader.get(f"/en/experiences/{experience.slug}/"))

    assert [heading for heading in read if heading in previewed] == previewed
    assert ("What was learned" in previewed) is (audience is Audience.MEMBERS)


def test_documents_of_a_preview_lead_to_the_members_area(client):
    document = ExperienceDocumentFactory(title="Annex")
    edition = document.edition
    client.force_login(author_of(edition))

    html = words_in(client.get(own(edition, "preview/")))

    assert f'href="{own(edition, f"documents/{document.pk}/")}"' in html


def test_coordinator_previews_what_is_published_while_a_correction_is_written(client):
    experience = published(EditionFactory(title="As published"))
    edition = correct(experience.pk, actor=author_of(experience))
    say(edition, Task.TENDER, author_of(experience), title="Being written")
    sign_in_with_second_factor(client, coordinator())

    html = words_in(client.get(own(experience, "preview/")))

    assert "As published" in html
    assert "Being written" not in html


# From the first word to what readers see, and back


def test_record_goes_back_and_forth_until_it_is_published(client):
    organisation = OrganisationFactory(slug="example")
    author, reviewer = MembershipFactory(organisation=organisation).user, coordinator()
    client.force_login(author)
    client.post(f"{AREA}new/", {"title": "Phones", "language": "en"})
    edition = Edition.objects.get()
    tender = typed_into(client, task_of(edition, Task.TENDER), stage="awarded", year="2026", do="continue")
    client.post(task_of(edition, Task.TENDER), tender)
    client.post(own(edition, "send/"))

    send_back(edition.experience_id, reason="Which phones?", seen=1, actor=reviewer)
    duty = words_in(client.get("/en/me/"))
    tender = typed_into(client, task_of(edition, Task.TENDER), summary="Those that can be mended.", do="continue")
    client.post(task_of(edition, Task.TENDER), tender)
    client.post(own(edition, "send/"))
    publish(edition.experience_id, seen=2, actor=reviewer)

    assert f'<a href="{own(edition)}">The coordinators sent a tender experience back' in duty
    assert "The coordinators sent a tender experience back" not in words_in(client.get("/en/me/"))
    read = words_in(client.get(f"/en/experiences/{TenderExperience.objects.get().slug}/"))
    assert "Those that can be mended." in read
    labels = [step.label for step in client.get(own(edition)).context["steps"]]
    assert labels == [
        "The record was published",
        "The record was sent to the coordinators",
        "The coordinators sent the record back",
        "The record was sent to the coordinators",
        "The record was begun",
    ]


def test_editor_takes_back_and_corrects_what_a_colleague_published(client):
    experience = published(EditionFactory(title="Wrong"))
    editor = editor_of(experience)
    client.force_login(editor)

    client.post(own(experience, "retract/"), {"reason": "Wrong tender."})
    gone = Client().get(f"/en/experiences/{experience.slug}/")
    client.post(own(experience, "correct/"))
    edition = experience.editions.in_work().get()
    client.post(task_of(edition, Task.TENDER), typed_into(client, task_of(edition, Task.TENDER), title="Right"))
    client.post(own(experience, "send/"))
    edition.refresh_from_db()
    publish(experience.pk, seen=edition.submission, actor=coordinator())

    assert gone.status_code == 410
    assert "Wrong tender." in words_in(gone)
    assert '<h1 lang="en">Right</h1>' in words_in(Client().get(f"/en/experiences/{experience.slug}/"))


@pytest.mark.parametrize("task", TASK_FORMS)
def test_every_button_of_a_task_saves(client, task):
    edition = EditionFactory()
    client.force_login(author_of(edition))

    html = words_in(client.get(task_of(edition, task)))

    form = html[html.index('id="answers"') : html.index("</form>", html.index('id="answers"'))]
    assert set(re.findall(r'<button [^>]*name="(\w+)"', form)) == {"do"}
    assert set(re.findall(r'<button [^>]*value="(\w+)"', form)) - {"suppliers"} == {"save", "continue"}


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("do", ["save", "autosave"])
def test_two_tabs_that_save_at_the_same_moment_keep_one_text_and_tell_the_other(do):
    edition = EditionFactory()
    author = author_of(edition)
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(author)
    path = task_of(edition, Task.TENDER)
    sent = [typed_into(tab, path, title=title, do=do) for tab, title in zip(tabs, ("One", "Two"), strict=True)]

    answers = race(*(lambda tab=tab, data=data: tab.post(path, data) for tab, data in zip(tabs, sent, strict=True)))

    edition.refresh_from_db()
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == sorted([409, 302 if do == "save" else 200])
    assert edition.title == ("Two" if statuses[0] == 409 else "One")


@pytest.mark.django_db(transaction=True)
def test_sending_against_writing_ends_in_one_of_them():
    edition = EditionFactory()
    author = author_of(edition)
    writer, sender = Client(), Client()
    writer.force_login(author)
    sender.force_login(author)
    path = task_of(edition, Task.TENDER)
    sent = typed_into(writer, path, title="Written last", do="save")

    wrote, _sent = race(lambda: writer.post(path, sent), lambda: sender.post(own(edition, "send/")))

    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED
    assert (wrote.status_code, edition.title) in [(302, "Written last"), (409, "Phones for the city")]
