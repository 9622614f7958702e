"""Steps after publication in the admin: one coordinator proposes, another confirms, each page says what will happen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from registry.enums import ProposalState, StatusKind, StepAfter
from registry.models import LineageEdge, StatusProposal
from tests.factories.accounts import city_editor, sign_in_with_second_factor
from tests.factories.drafts import secretary
from tests.factories.experiences import CitationFactory, EditionFactory
from tests.factories.members import OrganisationFactory
from tests.factories.proposals import deprecation, erratum, proposed, replacement, taken, withdrawal
from tests.factories.registry import ReleaseFactory, VersionFactory
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.pages import alerts_of, messages_of, parsed, texts_of
from tests.registry.admin.test_access_to_steps import STRANGERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def coordinator(client):
    return signed_in(client)


@pytest.fixture
def today():
    return localdate()


def form_of(version, step):
    return reverse("criteria-admin:propose", args=[version.criterion_id, step])


def page_of(proposal, name="proposal"):
    return reverse(f"criteria-admin:{name}", args=[proposal.pk])


def given(today, **more):
    return {"version": "1.0.0", "effective_on": today.isoformat(), "words.en": "Read 80 % for 8 %.", **more}


def waiting(version, step, **more):
    return proposed(version, step(effective_on=localdate(), **more), on=localdate())


FIELDS = {
    StepAfter.ERRATUM: {"words.sv": "Läs 80 %."},
    StepAfter.DEPRECATION: {"successors": "BAT-02"},
    StepAfter.WITHDRAWAL: {"reason_class": "safety", "why_nothing.en": "No phone may be sold without it."},
    StepAfter.REPLACEMENT: {"successors": "bat-02", "ends_as": "superseded"},
    StepAfter.SPLIT: {"successors": "BAT-02, BAT-03", "ends_as": "deprecated"},
    StepAfter.MERGER: {"successors": "BAT-02", "also": "BAT-03", "ends_as": "superseded"},
}


@pytest.mark.parametrize("step", StepAfter)
def test_each_step_is_proposed_in_its_form_and_confirmed_by_another(client, coordinator, version, today, step):
    for code in ("BAT-02", "BAT-03"):
        VersionFactory(criterion__code=code)

    answer = client.post(form_of(version, step), given(today, **FIELDS[step]), follow=True)

    proposal = StatusProposal.objects.get()
    assert messages_of(answer) == ["The step is proposed. It waits for a second coordinator."]
    assert (proposal.kind, proposal.proposed_by, version.events.count()) == (step, coordinator, 1)

    signed_in(client)
    answer = client.post(page_of(proposal, "confirm"), follow=True)

    assert messages_of(answer) == ["The step is confirmed and sealed."]
    assert version.events.count() == 2


@pytest.mark.parametrize("step", StepAfter)
def test_form_of_each_step_opens_with_the_newest_version(client, coordinator, version, step):
    page = parsed(client.get(form_of(version, step)))

    assert texts_of(page, "//select[@name='version']/option[1]") == ["1.0.0"]
    assert texts_of(page, "//h2[contains(@class, 'w-mt-8')]") == [str(step.label)]


def test_what_was_typed_is_kept_beside_what_is_wrong(client, coordinator, version):
    answer = client.post(form_of(version, "withdrawal"), {"version": "1.0.0", "words.sv": "Fel."})

    assert [line in alerts_of(answer)[0] for line in ("Kind of reason", "Reason (English): Write it")] == [True, True]
    assert texts_of(parsed(answer), "//textarea[@name='words.sv']") == ["Fel."]
    assert StatusProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("step", "more", "fault"),
    [
        ("replacement", {"successors": "BAT-99", "ends_as": "superseded"}, "There is no criterion BAT-99."),
        ("merger", {"successors": "BAT-02", "also": "BAT-03", "ends_as": "superseded"}, "in force on that day"),
        ("split", {"successors": "BAT-02", "ends_as": "superseded"}, "name at least two criteria"),
        ("withdrawal", {"reason_class": "safety"}, "no words in English"),
        ("erratum", {"later": "1.0.0"}, "is not followed by BAT-01@1.0.0"),
    ],
)
def test_step_that_cannot_be_is_refused_in_words(client, coordinator, version, today, step, more, fault):
    VersionFactory(criterion__code="BAT-02")
    VersionFactory(criterion__code="BAT-03", published=None)

    answer = client.post(form_of(version, step), given(today, **more))

    assert fault in alerts_of(answer)[0]
    assert StatusProposal.objects.count() == 0


def test_day_that_has_passed_is_refused(client, coordinator, version, today):
    answer = client.post(form_of(version, "erratum"), given(today - timedelta(days=1)))

    assert "that day has passed" in alerts_of(answer)[0]


def test_page_of_a_step_says_what_will_happen_and_who_is_told(client, coordinator, version):
    city = OrganisationFactory()
    city_editor(city)
    CitationFactory(edition=EditionFactory(experience__organisation=city), version=version)

    page = parsed(client.get(page_of(waiting(version, withdrawal))))

    assert [
        text.partition(" is out of force")[0].partition(" ")[0]
        for text in texts_of(page, "//*[@id='happens-section']//li")
    ] == ["From", "The", "Its"]
    assert texts_of(page, "//*[@id='told-section']//li") == [
        "BAT-01@1.0.0: by e-mail, the editors of 1 organisation whose tenders cite it."
    ]
    assert texts_of(page, "//button[contains(., 'Confirm')]") == ["Confirm"]


SENTENCES = {
    erratum: "a note stands wherever BAT-01@1.0.0 is shown or taken away",
    deprecation: "BAT-01@1.0.0 carries a warning. It stays in force",
    withdrawal: "BAT-01@1.0.0 is out of force for good",
}


@pytest.mark.parametrize("step", SENTENCES)
def test_each_kind_has_its_sentences(client, coordinator, version, step):
    assert SENTENCES[step] in client.get(page_of(waiting(version, step))).content.decode()


@pytest.mark.parametrize("ends_as", ["superseded", "deprecated"])
def test_lineage_tells_of_every_version_it_ends(client, coordinator, version, ends_as):
    also, heir = VersionFactory(criterion__code="BAT-02"), VersionFactory(criterion__code="BAT-03")
    step = replacement(heir, kind=StepAfter.MERGER, also=[also], ends_as=ends_as, effective_on=localdate())

    page = parsed(client.get(page_of(proposed(version, step, on=localdate()))))

    said = texts_of(page, "//*[@id='happens-section']//li")
    assert [code in line for code, line in zip(("BAT-01@1.0.0", "BAT-02@1.0.0", "kept"), said, strict=True)] == [
        True
    ] * 3


def test_whoever_proposed_it_cannot_confirm_it(client, coordinator, version):
    step = erratum(effective_on=localdate())
    proposal = proposed(version, step, on=localdate(), actor=coordinator)

    page = parsed(client.get(page_of(proposal)))
    answer = client.post(page_of(proposal, "confirm"), follow=True)

    own = "You proposed this step yourself: another coordinator has to confirm it."
    assert texts_of(page, "//button[contains(., 'Confirm')]") == []
    assert messages_of(answer) == [own]
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WAITING


def test_step_is_taken_back(client, coordinator, version):
    proposal = waiting(version, withdrawal)

    answer = client.post(page_of(proposal, "take-back"), follow=True)

    assert messages_of(answer) == ["The step is taken back. Nothing has changed."]
    assert "Taken back by" in answer.content.decode()
    assert texts_of(parsed(answer), "//form//button[contains(., 'Take back')]") == []


def test_step_that_became_impossible_says_why(client, coordinator, version):
    proposal = waiting(version, deprecation)
    taken(version, withdrawal(effective_on=localdate()), on=localdate())

    answer = client.post(page_of(proposal, "confirm"), follow=True)

    assert messages_of(answer)[0].startswith("BAT-01@1.0.0 is not in force (withdrawn)")


def test_page_of_a_criterion_shows_versions_steps_and_what_waits(client, coordinator, version):
    taken(version, erratum(effective_on=localdate()), on=localdate())
    proposal = waiting(version, deprecation)

    page = parsed(client.get(reverse("criteria-admin:criterion", args=[version.criterion_id])))

    assert texts_of(page, "//a[contains(@href, '/steps/')]")[:1] == [str(proposal)]
    assert texts_of(page, "//*[@id='versions-section']//li/p") == ["Erratum: Read 80 % for 8 %."]
    assert len(texts_of(page, "//*[@id='steps-section']//li")) == len(StepAfter)
    assert texts_of(page, "//*[@id='events-section']//li")[0].startswith("BAT-01@1.0.0: erratum")


def test_criterion_without_a_version_offers_no_steps(client, coordinator):
    candidate = VersionFactory(number="1.0.0-rc.1", published=None)

    page = parsed(client.get(reverse("criteria-admin:criterion", args=[candidate.criterion_id])))

    assert texts_of(page, "//*[@id='steps-section']") == []


def rows(client, **query):
    answer = client.get(reverse("criteria-admin:list"), query)
    return texts_of(parsed(answer), "//table//td[1]//a")


def test_list_has_each_criterion_once_and_can_be_narrowed_down(client, coordinator, version):
    gone = VersionFactory(criterion__code="BAT-02")
    taken(gone, withdrawal(effective_on=localdate()), on=localdate())
    VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)
    release = ReleaseFactory(members=[version])

    assert rows(client) == ["BAT-01", "BAT-02"]
    assert rows(client, status="withdrawn") == ["BAT-02"]
    assert rows(client, q="bat-01") == ["BAT-01"]
    assert rows(client, criteria_set=release.criteria_set_id) == ["BAT-01"]
    assert rows(client, kind="award") == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries(client, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        VersionFactory()
    client.get(reverse("criteria-admin:list"))

    with django_assert_num_queries(22):
        assert len(rows(client)) == count


def test_log_lists_every_step_and_gives_it_as_a_sheet(client, coordinator, version):
    taken(version, erratum(effective_on=localdate()), on=localdate())
    waiting(version, deprecation)
    address = reverse("criteria-admin:proposals")

    assert texts_of(parsed(client.get(address)), "//table//td[1]//a") == [
        "BAT-01@1.0.0: Deprecation",
        "BAT-01@1.0.0: Erratum",
    ]
    assert texts_of(parsed(client.get(address, {"state": "waiting"})), "//table//td[1]//a") == [
        "BAT-01@1.0.0: Deprecation"
    ]
    sheet = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()
    assert [line.split(",")[0] for line in sheet.splitlines()[1:]] == ["BAT-01@1.0.0", "BAT-01@1.0.0"]


def test_first_page_lists_what_waits(client, coordinator, version):
    home = reverse("wagtailadmin_home")
    assert texts_of(parsed(client.get(home)), "//*[@id='registry_proposals-section']") == []
    waiting(version, erratum)

    assert texts_of(parsed(client.get(home)), "//section[contains(@id, 'registry_proposals')]//li/a") == [
        "BAT-01@1.0.0: Erratum"
    ]


ADDRESSES = ["list", "list-results", "proposals", "proposals-results"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_is_denied_every_page(client, version, method):
    proposal = waiting(version, erratum)
    pages = [
        *(reverse(f"criteria-admin:{name}") for name in ADDRESSES),
        *(page_of(proposal, name) for name in ("proposal", "confirm", "take-back")),
        reverse("criteria-admin:criterion", args=[version.criterion_id]),
        *(form_of(version, step) for step in StepAfter),
    ]
    for make in STRANGERS.values():
        sign_in_with_second_factor(client, make())
        for page in pages:
            assert getattr(client, method)(page).status_code in (302, 405)

    proposal.refresh_from_db()
    assert (proposal.state, StatusProposal.objects.count()) == (ProposalState.WAITING, 1)
    assert (version.events.filter(kind=StatusKind.ERRATUM).count(), LineageEdge.objects.count()) == (0, 0)
    assert secretary().is_active
