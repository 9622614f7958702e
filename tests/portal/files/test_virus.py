"""clamd is asked over its own protocol; whatever is no clear verdict makes a file wait."""

import io
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.files.virus import Unavailable, is_switched_on, virus_in
from tests.factories.files import EICAR


def test_without_an_address_it_is_switched_off(settings):
    assert (settings.CLAMD_ADDRESS, is_switched_on()) == ("", False)


def test_clean_file_has_no_virus_and_was_seen_as_a_whole(clamd):
    content = b"%PDF-1.7" + b"x" * 5_000

    assert virus_in(io.BytesIO(content)) == ""
    assert clamd.seen == [content]


def test_virus_is_named(clamd):
    assert virus_in(io.BytesIO(b"a" * 3_000 + EICAR)) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR\n", b"stream: Can't open file ERROR\n", b"what?\n", b"\n"],
    ids=["too large for clamd", "its own trouble", "nonsense", "nothing"],
)
def test_no_clear_verdict_is_none(clamd, answer):
    clamd.answer = answer

    with pytest.raises(Unavailable):
        virus_in(io.BytesIO(b"a"))


def test_clamd_that_does_not_answer_gives_no_verdict(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{closed_soon.getsockname()[1]}"

    with pytest.raises(Unavailable, match=r"clamd at tcp://127.0.0.1:"):
        virus_in(io.BytesIO(b"a"))


def test_socket_that_is_not_there_gives_no_verdict(settings, tmp_path):
    settings.CLAMD_ADDRESS = f"unix://{tmp_path}/clamd.ctl"

    with pytest.raises(Unavailable):
        virus_in(io.BytesIO(b"a"))


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "http://127.0.0.1", "unix://"])
def test_address_that_is_none_is_told(settings, address):
    settings.CLAMD_ADDRESS = address

    with pytest.raises(ImproperlyConfigured, match="CLAMD_ADDRESS is neither"):
        virus_in(io.BytesIO(b"a"))
