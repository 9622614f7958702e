"""References in three styles, whatever characters a title holds."""

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sealed.texts import Text
from registry.takeaway.cite import Reference, reference_to_release, reference_to_version
from tests.factories.registry import ReleaseFactory, VersionFactory

URL = "https://example.org/id/criterion/bat-01/v1.2.0"
TITLES = st.text(max_size=80).map(lambda text: " ".join(text.split()))


def reference(title="Battery that lasts", year="2026"):
    return Reference(citation="BAT-01@1.2.0", title=title, url=URL, year=year, language="en")


def bibtex_field(text, name):
    """What stands between the braces of a field."""
    value = re.search(rf"^  {name} = \{{(.*)\}},?$", text, re.MULTILINE)
    assert value, text
    return value[1]


def test_plain_reference_names_publisher_title_citation_year_and_address():
    assert reference().plain == f"Joint Demand: Battery that lasts. BAT-01@1.2.0 (2026). {URL}"


def test_plain_reference_without_a_year_leaves_the_brackets_out():
    assert reference(year="").plain == f"Joint Demand: Battery that lasts. BAT-01@1.2.0. {URL}"


def test_bibtex_is_a_technical_report():
    assert reference().bibtex == (
        "@techreport{bat-01-1_2_0,\n"
        "  author = {{Joint Demand}},\n"
        "  title = {Battery that lasts},\n"
        "  number = {BAT-01@1.2.0},\n"
        "  institution = {Joint Demand},\n"
        "  year = {2026},\n"
        f"  url = {{{URL}}},\n"
        "  language = {en}\n"
        "}"
    )


def test_ris_is_a_report_that_ends():
    assert reference().ris.split("\n") == [
        "TY  - RPRT",
        "AU  - Joint Demand",
        "TI  - Battery that lasts",
        "PB  - Joint Demand",
        "M1  - BAT-01@1.2.0",
        "PY  - 2026",
        f"UR  - {URL}",
        "LA  - en",
        "ER  - ",
    ]


@pytest.mark.parametrize("year", ["2026", ""])
def test_no_style_has_an_empty_field(year):
    both = reference(year=year).bibtex + reference(year=year).ris.removesuffix("ER  - ")

    assert "{}" not in both
    assert not re.search(r"  - $", both, re.MULTILINE)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("80 % of R&D", r"80 \% of R\&D"),
        ("a_b #1 $2", r"a\_b \#1 \$2"),
        ("{cycles} }{", r"{\textbraceleft}cycles{\textbraceright} {\textbraceright}{\textbraceleft}"),
        (r"C:\new", r"C:{\textbackslash}new"),
        ("x~y^z", r"x{\textasciitilde}y{\textasciicircum}z"),
    ],
)
def test_bibtex_makes_characters_plain_that_mean_something_to_it(title, written):
    assert bibtex_field(reference(title).bibtex, "title") == written


@given(TITLES.filter(bool))
def test_bibtex_keeps_its_braces_in_balance_whatever_the_title(title):
    depths = list(accumulate({"{": 1, "}": -1}.get(letter, 0) for letter in reference(title).bibtex))

    assert (min(depths), depths[-1]) == (0, 0)


@given(st.text(max_size=80))
def test_no_title_makes_a_second_ris_record(title):
    tags = [line[:6] for line in reference(title).ris.splitlines()]

    assert [tag for tag in tags if tag != "TI  - "] == [
        *("TY  - ", "AU  - ", "PB  - ", "M1  - ", "PY  - ", "UR  - ", "LA  - ", "ER  - ")
    ]


def test_reference_to_a_version_takes_the_title_in_its_own_language(db):
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")

    made = reference_to_version(version, Text("Batteri som håller", "sv"), base_url="https://example.org", year="2026")

    assert made == Reference(citation="BAT-01@1.2.0", title="Batteri som håller", url=URL, year="2026", language="sv")


def test_reference_to_a_release_has_the_address_of_the_release(db):
    release = ReleaseFactory(members=[VersionFactory(criterion__code="BAT-01")])

    made = reference_to_release(release, "Smartphones", base_url="https://example.org", year="2026", language="en")

    assert made.plain == (
        "Joint Demand: Smartphones. smartphones@1.0.0 (2026). https://example.org/id/set/smartphones/v1.0.0"
    )
