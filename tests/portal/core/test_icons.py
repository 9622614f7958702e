"""The icons that templates ask for by name."""

import re

from portal.core.templatetags.icons import ICONS
from tests.architecture import templates

ASKED = re.compile(r'{% icon "(\w+)" %}')


def test_every_icon_that_a_template_asks_for_is_there_and_none_beside():
    asked = {name for path in templates() for name in ASKED.findall(path.read_text())}

    assert asked == ICONS.keys()


def test_an_icon_is_decoration():
    for icon in ICONS.values():
        assert icon.startswith('<svg class="icon" ')
        assert 'aria-hidden="true"' in icon
