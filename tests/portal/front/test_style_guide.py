"""The living style guide shows every component, in development only."""

import re

import pytest
from django.urls import Resolver404, resolve

PAGES = ("", "front/", "set/", "criterion/")


@pytest.fixture
def style_guide(settings):
    settings.ROOT_URLCONF = "tests.portal.front.urls"


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_specimen_is_shown(client, style_guide, page):
    response = client.get(f"/styleguide/{page}", headers={"accept-language": "en"})

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.django_db
def test_wrong_form_keeps_what_was_typed_beside_its_errors(client, style_guide):
    page = client.get("/styleguide/").content.decode()

    assert 'value="anna"' in page
    assert re.search(r'aria-invalid="true"[^>]*id="wrong_email"|id="wrong_email"[^>]*aria-invalid="true"', page)


def test_style_guide_is_no_part_of_an_installation():
    with pytest.raises(Resolver404):
        resolve("/styleguide/")
