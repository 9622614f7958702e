"""Every text that allauth can show here is translated: its next release may bring new ones in English."""

import ast
import io
import re
from pathlib import Path

import allauth
import pytest
from babel.messages.extract import extract
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation

ROOT = Path(allauth.__file__).parent
PARTS = ["account", "mfa", "usersessions", "socialaccount"]
# Neither telephone numbers nor other providers than those of OpenID Connect are used here.
ELSEWHERE = re.compile("phone|idp|socialaccount/providers/(?!base|oauth2|openid_connect)")
STRING = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def texts_of_templates():
    for part in PARTS:
        for path in (ROOT / "templates" / part).rglob("*.*"):
            if not ELSEWHERE.search(path.relative_to(ROOT).as_posix()):
                code = templatize(path.read_text("utf-8"), origin=path.name)
                for literal in re.findall(rf"\bn?gettext\({STRING}", code):
                    yield ast.literal_eval(literal)


def texts_of_code():
    for part in [*PARTS, "core"]:
        for path in (ROOT / part).rglob("*.py"):
            if not ELSEWHERE.search(path.relative_to(ROOT).as_posix()):
                for _line, _name, message, _comments in extract("python", io.BytesIO(path.read_bytes()), KEYWORDS):
                    yield from [message] if isinstance(message, str) else message[:1]


@pytest.mark.parametrize("language", ["sv", "nb", "fi", "da"])
def test_no_text_of_allauth_is_left_in_english(language):
    catalogue = translation(language)._catalog
    texts = {*texts_of_templates(), *texts_of_code()} - {""}

    assert len(texts) > 200
    assert sorted(text for text in texts if text not in catalogue and (text, 0) not in catalogue) == []


@pytest.mark.parametrize(
    ("language", "word"),
    [("sv", "Säkerhetsnycklar"), ("nb", "Sikkerhetsnøkler"), ("fi", "Turva-avaimet"), ("da", "Sikkerhedsnøgler")],
)
def test_texts_reach_the_page(language, word):
    with override(language):
        assert gettext("Security Keys") == word
