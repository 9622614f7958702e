"""Citation strings: what is written can be read back, anything else is refused with an example of how to write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.numbers import VersionNumber
from registry.takeaway.citations import Citation, source_line
from tests.factories.registry import VersionFactory

CODES = st.from_regex(r"[A-Z][A-Z0-9]{1,4}-[0-9]{2}", fullmatch=True)
PARTS = st.integers(min_value=0, max_value=999_999)
CANDIDATES = st.one_of(st.just(""), st.integers(min_value=1, max_value=99_999).map(lambda n: f"rc.{n}"))
NUMBERS = st.builds(VersionNumber, PARTS, PARTS, PARTS, CANDIDATES)


@given(st.builds(Citation, CODES, NUMBERS, st.sampled_from([None, 1, 2, 3])))
def test_citation_that_is_written_is_read_back(citation):
    assert Citation.parse(str(citation)) == citation


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("BAT-01@1.2.0", Citation("BAT-01", VersionNumber(1, 2, 0))),
        ("BAT-01@1.2.0/L2", Citation("BAT-01", VersionNumber(1, 2, 0), 2)),
        ("OS-01@2.0.0-rc.3/L1", Citation("OS-01", VersionNumber(2, 0, 0, "rc.3"), 1)),
        ("  BAT-01@1.2.0\n", Citation("BAT-01", VersionNumber(1, 2, 0))),
    ],
)
def test_citation_is_read(text, citation):
    assert Citation.parse(text) == citation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BAT-01",
        "BAT-01@",
        "bat-01@1.2.0",
        "BAT-1@1.2.0",
        "BAT-01@1.2",
        "BAT-01@01.2.0",
        "BAT-01@1.2.0/L0",
        "BAT-01@1.2.0/L4",
        "BAT-01@1.2.0/L22",
        "BAT-01@1.2.0 and more",
        "BAT-01@1.2.0-beta.1",
        "BAT-01@1.2.0\x00",
        "BAT-01@1.2.0/L٢",
    ],
)
def test_what_is_no_citation_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"is no citation: write it like BAT-01@1\.2\.0 or BAT-01@1\.2\.0/L2"):
        Citation.parse(text)


def test_source_line_names_code_version_level_and_language(db):
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")

    assert source_line(version, 2, "sv") == "BAT-01@1.2.0, level 2, sv"
