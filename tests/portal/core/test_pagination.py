"""The ways between the pages of a long list."""

import pytest
from django.core.paginator import Paginator
from django.utils import translation
from lxml.html import fromstring

from portal.core.templatetags.pages import pagination


def nav(number, last, query=""):
    return fromstring(pagination(Paginator(range(last), 1).page(number), query))


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 2, "Previous 1 2 Next"),
        (1, 4, "Previous 1 2 … 4 Next"),
        (3, 5, "Previous 1 2 3 4 5 Next"),
        (4, 9, "Previous 1 … 3 4 5 … 9 Next"),
        (9, 9, "Previous 1 … 8 9 Next"),
    ],
)
def test_pages_around_this_one_the_first_and_the_last(number, last, shown):
    assert " ".join(item.text_content() for item in nav(number, last).iter("li")) == shown


def test_single_page_needs_no_way():
    assert pagination(Paginator(range(3), 3).page(1)) == ""


def test_this_page_is_said_to_be_it_and_steps_say_where_they_lead():
    page = nav(2, 3)

    assert page.xpath("//a[@aria-current]/@aria-label") == ["Page 2"]
    assert page.xpath("//a[@rel='prev']/@href") == ["?page=1"]
    assert page.xpath("//a[@rel='next']/@href") == ["?page=3"]


@pytest.mark.parametrize(("number", "shut"), [(1, "Previous"), (3, "Next")])
def test_no_step_leads_over_an_end(number, shut):
    assert nav(number, 3).xpath("//span[@aria-hidden]/text()") == [shut]


def test_the_other_parameters_stay_in_the_address():
    html = pagination(Paginator(range(2), 1).page(1), 'q="&theme=repair')

    assert 'href="?q=&quot;&amp;theme=repair&amp;page=2"' in html


def test_pages_are_named_in_the_readers_language():
    with translation.override("sv"):
        assert nav(1, 2).xpath("//a/@aria-label") == ["Sida 1", "Sida 2"]
