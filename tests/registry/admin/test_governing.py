"""The rules of a register in the admin: explained, changed with what somebody saw, with the log beside them."""

import pytest
from django.urls import reverse

from registry.models import Register
from registry.services.governing import change_rules, rules_of, rules_seen
from tests.factories.drafts import secretary
from tests.factories.registry import RegisterFactory
from tests.registry.admin.coordinators import signed_in

pytestmark = pytest.mark.django_db


def rules(register):
    return reverse("registry-rules:rules", args=[register.pk])


def save(client, register, **changes):
    sent = {**rules_of(register), "seen": rules_seen(register), **changes}
    return client.post(rules(register), sent)


def test_one_register_shows_its_rules_at_once(client):
    signed_in(client)
    register = RegisterFactory()

    assert client.get(reverse("registry-rules:registers"))["Location"] == rules(register)


def test_several_registers_are_listed(client):
    signed_in(client)
    first, second = RegisterFactory(), RegisterFactory(code="other")

    page = client.get(reverse("registry-rules:registers")).content.decode()

    assert [f'href="{rules(each)}"' in page for each in (first, second)] == [True, True]


def test_without_a_register_the_page_says_so(client):
    signed_in(client)

    assert "There is no register yet." in client.get(reverse("registry-rules:registers")).content.decode()


def test_page_explains_the_rules_and_shows_them(client):
    signed_in(client)
    register = RegisterFactory()

    page = client.get(rules(register))

    assert {name: page.context["form"].initial[name] for name in rules_of(register)} == rules_of(register)
    text = page.content.decode()
    assert "A vote that is open keeps the quorum and the majority with which it was opened." in text
    assert "Nobody has changed the rules yet." in text


def test_coordinator_changes_the_rules_and_everybody_there_reads_who_did(client):
    user = signed_in(client)
    register = RegisterFactory()

    answer = save(client, register, consultation_min_days=30)

    assert (answer["Location"], Register.objects.get().consultation_min_days) == (rules(register), 30)
    page = client.get(rules(register))
    [change] = page.context["changes"]
    assert (change.by, change.lines) == (str(user), ["Days of consultation: 14 → 30"])
    assert [str(message).strip() for message in page.context["messages"]] == ["The rules are saved."]


def test_vote_may_be_asked_for_no_days(client):
    signed_in(client)
    register = RegisterFactory(voting_min_days=7)

    save(client, register, voting_min_days=0)

    assert Register.objects.get().voting_min_days == 0
    assert client.get(rules(register)).context["changes"][0].lines == ["Days of voting: 7 → 0"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consultation_min_days": 0}, "consultation_min_days"),
        ({"consultation_min_days": "soon"}, "consultation_min_days"),
        ({"voting_min_days": 366}, "voting_min_days"),
        ({"translations_percent": 101}, "translations_percent"),
        ({"majority_numerator": 1, "majority_denominator": 2}, "__all__"),
        ({"quorum_numerator": 3}, "__all__"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_rules_that_make_no_sense_are_named_and_kept_in_the_form(client, changes, field):
    signed_in(client)
    register = RegisterFactory()

    page = save(client, register, **changes)

    assert list(page.context["form"].errors) == [field]
    assert rules_of(Register.objects.get()) == rules_of(register)
    [(name, value)] = list(changes.items())[:1]
    assert page.context["form"].data[name] == str(value)


def test_change_of_somebody_else_is_not_written_over(client):
    signed_in(client)
    register = RegisterFactory()
    theirs = {**rules_of(register), "consultation_min_days": 21}
    change_rules(register.pk, theirs, seen=rules_seen(register), actor=secretary())

    page = save(client, register, consultation_min_days=30)

    assert "Somebody has changed the rules of joint-demand" in page.context["form"].non_field_errors()[0]
    assert Register.objects.get().consultation_min_days == 21


def test_person_who_has_left_is_no_longer_named(client):
    signed_in(client)
    register, leaver = RegisterFactory(), secretary()
    rules_now = {**rules_of(register), "translations_percent": 50}
    change_rules(register.pk, rules_now, seen=rules_seen(register), actor=leaver)
    leaver.delete()

    assert client.get(rules(register)).context["changes"][0].by == "Somebody who has left"


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_twenty_queries(client, django_assert_num_queries, count):
    signed_in(client)
    register = RegisterFactory()
    for number in range(count):
        register = change_rules(
            register.pk,
            {**rules_of(register), "translations_percent": number + 1},
            seen=rules_seen(register),
            actor=secretary(),
        )
    client.get(rules(register))

    with django_assert_num_queries(20):
        client.get(rules(register))
