"""Languages are named in the reader's own."""

import pytest
from django.utils.translation import override

from portal.core.languages import language_name


@pytest.mark.parametrize(
    ("reader", "name"),
    [("en", "Norwegian Bokmål"), ("sv", "norskt bokmål"), ("nb", "norsk bokmål"), ("fi", "norjan bokmål")],
)
def test_language_is_named_for_the_reader(reader, name):
    with override(reader):
        assert language_name("nb") == name


def test_unknown_language_keeps_its_code():
    with override("en"):
        assert language_name("tlh-x") == "tlh-x"
