"""Starting a draft: from the version in force, or for a new code."""

import pytest

from registry.models import CriterionVersion, Draft
from registry.services.drafting import start_from
from tests.factories.accounts import MembershipFactory
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, VersionFactory
from tests.registry.admin.drafters import drafter, page_of, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return OrganisationFactory(name="Aarhus")


def begun(client, do, **fields):
    return client.post(start(), {"do": do, **{f"{do}-{name}": value for name, value in fields.items()}})


def offered(client, form, field):
    choices = client.get(start()).context[form].fields[field].choices
    return [str(label) for value, label in choices if value]


def test_draft_starts_from_the_version_in_force(client, city):
    user, base = drafter(client), VersionFactory()

    answer = begun(client, "next", base=base.pk, proposed_by=city.pk)

    draft = Draft.objects.get()
    assert answer["Location"] == page_of(draft)
    assert (draft.base_version, draft.proposed_by, list(draft.proposers.all())) == (base, city, [user])


def test_versions_that_can_follow_are_offered_and_no_others(client, city):
    drafter(client)
    free = VersionFactory(criterion__code="BAT-01")
    VersionFactory(criterion__code="BAT-02", published=None)
    taken = VersionFactory(criterion__code="BAT-03")
    start_from(taken, proposed_by=city, actor=secretary())

    assert offered(client, "next", "base") == [f"{free} Battery that lasts"]


def test_draft_that_was_started_meanwhile_is_named(client, city):
    drafter(client)
    base = VersionFactory()
    VersionFactory(criterion=base.criterion, number="1.1.0", base_version=base)

    answer = begun(client, "next", base=base.pk, proposed_by=city.pk)

    head = CriterionVersion.objects.get(minor=1)
    assert answer.context["next"].non_field_errors() == [
        f"{base} starts from a text that {head} has followed. Abandon it and start again from {head}."
    ]
    assert Draft.objects.count() == 0


def test_new_code_starts_with_a_title(client, city):
    drafter(client)
    register = RegisterFactory(authoritative_languages=["en", "sv"])
    facts = {"register": register.pk, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = begun(client, "new", code="CLI-09", proposed_by=city.pk, **facts)

    draft = Draft.objects.get()
    assert answer["Location"] == page_of(draft)
    assert (draft.code, draft.kind, draft.parsed.theme) == ("CLI-09", "award", "climate")
    assert draft.parsed.texts == {"en": {"title": "Less carbon"}, "sv": {}}
    assert client.get(page_of(draft)).status_code == 200


@pytest.mark.parametrize("code", ["cli-09", "CLI-9", "CLI09", "C-01"])
def test_code_that_is_none_is_said_at_its_field(client, city, code):
    drafter(client)
    facts = {"register": RegisterFactory().pk, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = begun(client, "new", code=code, proposed_by=city.pk, **facts)

    assert answer.context["new"].errors == {"code": ["Write two to five capitals, a hyphen and two digits."]}
    assert answer.context["new"]["title"].value() == "Less carbon"


def test_code_that_has_a_version_is_refused(client, city):
    drafter(client)
    version = VersionFactory(criterion__code="CLI-09")
    facts = {"register": version.criterion.register_id, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = begun(client, "new", code="CLI-09", proposed_by=city.pk, **facts)

    assert len(answer.context["new"].non_field_errors()) == 1
    assert Draft.objects.count() == 0


def test_one_proposes_for_a_public_buyer_or_for_oneself(client, city):
    user = drafter(client)
    own = user.memberships.get().organisation
    supplier = MembershipFactory(organisation__kind="supporter", organisation__legal_type="").organisation

    names = offered(client, "next", "proposed_by")

    assert sorted(names) == sorted([str(city), str(own)])
    assert str(supplier) not in names
