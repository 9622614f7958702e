"""What a visitor wrote into a shared basket can be erased; sealed texts cannot."""

import pytest
from django.core.management import CommandError, call_command

from registry.errors import AlreadySealed
from registry.models import SharedBasket
from tests.factories.registry import SharedBasketFactory

pytestmark = pytest.mark.django_db


def test_basket_is_erased_and_its_link_leads_nowhere(client, capsys):
    basket = SharedBasketFactory()
    other = SharedBasketFactory(body={"items": [], "title": "Another", "headings": {}})

    call_command("basket_erase", basket.key.upper())

    assert list(SharedBasket.objects.all()) == [other]
    assert capsys.readouterr().out == f"The shared basket {basket.key.upper()} is erased\n"
    assert client.get(f"/en/b/{basket.key}/").status_code == 404


def test_key_of_no_basket_is_named_with_the_way_out():
    message = "There is no shared basket nothing: copy the last part of its address, between the slashes."

    with pytest.raises(CommandError, match=message):
        call_command("basket_erase", "nothing")


def test_basket_that_is_shared_is_not_saved_again():
    basket = SharedBasketFactory()
    basket.content = "{}"

    with pytest.raises(AlreadySealed):
        basket.save()
