"""A question that is sent now and read later: a server on loopback plays the engine."""

import datetime
import http.client
import ipaddress
import json
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from search.elastic.asking import ask
from search.errors import EngineFault, EngineUnavailable
from tests.search.test_elastic_client import engine

QUESTION = {"size": 1}


def put(**changes):
    return ask("/_search", QUESTION, **{"seconds": 5.0} | changes)


@pytest.fixture
def connected(monkeypatch):
    """Every connection that is made from here on."""
    made, connect = [], http.client.HTTPConnection.connect

    def counted(connection):
        connect(connection)
        made.append(connection)

    monkeypatch.setattr(http.client.HTTPConnection, "connect", counted)
    return made


def test_question_is_with_the_engine_before_anybody_waits_for_the_answer(settings):
    with engine(body={"took": 3}) as (settings.ELASTICSEARCH_URL, asked):
        answer = put()
        deadline = time.monotonic() + 5
        while not asked and time.monotonic() < deadline:
            time.sleep(0.01)
        [(method, path, _type, body)] = asked

        assert answer() == {"took": 3}

    assert (method, path, json.loads(body)) == ("POST", "/_search", QUESTION)


def test_next_question_goes_over_the_same_connection(settings, connected):
    with engine(body={"took": 3}) as (settings.ELASTICSEARCH_URL, asked):
        put()()
        put()()

    assert (len(asked), len(connected)) == (2, 1)


def test_two_questions_at_once_have_a_connection_each(settings, connected):
    with engine(body={"took": 3}) as (settings.ELASTICSEARCH_URL, _asked):
        first, second = put(), put()

        assert (first(), second()) == ({"took": 3}, {"took": 3})

    assert len(connected) == 2


def test_answer_that_nobody_reads_is_not_taken_for_the_next_one(settings):
    with engine(body={"took": 3}) as (settings.ELASTICSEARCH_URL, asked):
        put()

        assert put()() == {"took": 3}

    assert len(asked) == 2


def test_connection_that_was_cut_meanwhile_is_no_harm(settings, connected):
    with engine(body={"took": 3}) as (settings.ELASTICSEARCH_URL, _asked):
        put()()
        connected[0].sock.shutdown(socket.SHUT_RDWR)

        assert put()() == {"took": 3}
        assert put()() == {"took": 3}


def test_key_is_sent_and_the_form_of_the_eighth_engine_asked_for(settings):
    headers = []
    settings.ELASTICSEARCH_API_KEY = "a2V5"
    with engine(headers=headers) as (settings.ELASTICSEARCH_URL, _asked):
        put()()

    [sent] = headers
    assert sent["authorization"] == "ApiKey a2V5"
    assert sent["accept"] == sent["content-type"] == "application/vnd.elasticsearch+json; compatible-with=8"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_engine_that_is_overloaded_is_unavailable_and_is_asked_once(settings, status):
    with engine(status, {"error": "busy"}) as (settings.ELASTICSEARCH_URL, asked):
        answer = put()
        with pytest.raises(EngineUnavailable, match="busy"):
            answer()

    assert len(asked) == 1


@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_the_engine_refuses_is_a_fault(settings, status):
    with engine(status, {"error": "no such index"}) as (settings.ELASTICSEARCH_URL, _asked):
        answer = put()
        with pytest.raises(EngineFault, match="no such index"):
            answer()


def test_engine_that_is_slow_is_unavailable_in_the_time_that_was_given(settings):
    with engine(seconds=3) as (settings.ELASTICSEARCH_URL, _asked):
        answer, began = put(seconds=0.3), time.monotonic()
        with pytest.raises(EngineUnavailable):
            answer()
        waited = time.monotonic() - began

    assert waited < 2.5


def test_engine_that_is_not_there_is_unavailable_when_its_answer_is_wanted(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    answer = put()

    with pytest.raises(EngineUnavailable):
        answer()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 that is its own authority; the file of it and that of its key."""
    folder, key, now = (
        tmp_path_factory.mktemp("tls"),
        ec.generate_private_key(ec.SECP256R1()),
        datetime.datetime.now(datetime.UTC),
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "engine")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "engine.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "engine.key").write_bytes(key.private_bytes(*plain))
    return folder / "engine.pem", folder / "engine.key"


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_engine_behind_tls_is_known_by_its_authority(settings, secure, certificate, connected):
    settings.ELASTICSEARCH_CA = str(certificate[0])
    with engine(body={"took": 3}, tls=secure) as (settings.ELASTICSEARCH_URL, _asked):
        assert put()() == {"took": 3}

    assert [type(connection) for connection in connected] == [http.client.HTTPSConnection]


def test_engine_that_nobody_vouches_for_is_told_nothing(settings, secure):
    with engine(body={"took": 3}, tls=secure) as (settings.ELASTICSEARCH_URL, asked):
        answer = put()
        with pytest.raises(EngineUnavailable):
            answer()

    assert asked == []
