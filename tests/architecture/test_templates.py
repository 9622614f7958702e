"""What a template must hand on to the templates that it includes."""

import re

from portal.settings.env import BASE_DIR
from tests.architecture import named, templates

TOKEN = re.compile(r"{% csrf_token %}|\bcsrf_token=csrf_token\b")
ALONE = re.compile(r'{% include "(?P<name>[^"]+)"(?P<given>[^%]*) only %}')


def test_every_form_that_is_included_alone_is_given_the_token_that_it_sends():
    """Without it every button of the form ends at "This form has expired"; Django's test client does not notice."""
    sends = {str(path.relative_to(BASE_DIR / "templates")) for path in templates() if TOKEN.search(path.read_text())}
    forgotten = [
        (named(path), include["name"])
        for path in templates()
        for include in ALONE.finditer(path.read_text())
        if include["name"] in sends and "csrf_token=csrf_token" not in include["given"]
    ]

    assert len(sends) > 20
    assert forgotten == []
