"""What people paste is understood: links, citations, source lines; what is not comes back word for word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.services.reading import read_basket, read_pasted
from portal.experiences.tasks import Cited
from registry.models import CriterionVersion
from registry.sealed.texts import Text
from registry.takeaway.annex import make_annex
from registry.takeaway.basket import Basket, BasketItem, share
from registry.takeaway.citations import source_line
from registry.takeaway.cite import reference_to_version
from registry.takeaway.exports.formats import ANNEX_FORMATS
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import SharedBasketFactory, VersionFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 1)


def versions_of(*citations):
    """Versions by their citation: "BAT-01@1.2.0"."""
    made = {}
    for citation in citations:
        code, number = citation.split("@")
        same = next((version.criterion for version in made.values() if version.criterion.code == code), None)
        criterion = {"criterion": same} if same else {"criterion__code": code}
        made[citation] = VersionFactory(number=number, **criterion)
    return made


@pytest.fixture
def version():
    return versions_of("BAT-01@1.2.0")["BAT-01@1.2.0"]


def found(text, *, on=TODAY):
    """(code@number, level) of each version that is found, and what is left over word for word."""
    pasted = read_pasted(text, on=on)
    names = {row.pk: str(row) for row in CriterionVersion.objects.select_related("criterion")}
    return [(names[row.version_id], row.level) for row in pasted.cited], [row.text for row in pasted.unknown]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("BAT-01@1.2.0", 1),
        ("BAT-01@1.2.0/L2", 2),
        ("bat-01@1.2.0/l2", 2),
        ("  BAT-01@1.2.0 / L2  ", 2),
        ("BAT-01@1.2.0, level 2, sv", 2),
        ("BAT-01@1.2.0 level 2", 2),
        ("BAT-01@1.2.0, nivå 2", 2),
        ("BAT-01@1.2.0, taso\u00a02", 2),
        ("BAT-01@1.2.0 L2", 2),
        ("We asked for BAT-01@1.2.0/L2.", 2),
        ("(BAT-01@1.2.0)", 1),
        ("BAT-01@1.2.0.", 1),
        ("BAT-01@1.2.0, sv", 1),
        ("https://jointdemand.example/id/criterion/bat-01/v1.2.0", 1),
        ("https://jointdemand.example/id/criterion/BAT-01/v1.2.0/L2", 2),
        ("/id/criterion/bat-01/v1.2.0.json", 1),
        ("/id/criterion/bat-01/v1.2.0/content.json", 1),
        ("/id/criterion/bat-01/v1.2.0/sv.r2", 1),
        ("See https://jointdemand.example/id/criterion/bat-01/v1.2.0.", 1),
        ("https://elsewhere.example/nb/criterion/bat-01/1.2.0/", 1),
        ("https://elsewhere.example/nb/criterion/bat-01/1.2.0/#level-2", 2),
        ("/nb/criterion/bat-01/1.2.0/?2.cycles=900#level-2", 2),
    ],
)
def test_version_is_found_however_it_is_written(version, text, level):
    assert found(text) == ([("BAT-01@1.2.0", level)], [])


@pytest.mark.parametrize(
    "text",
    [
        "BAT-01",
        "BAT-01@1.2",
        "BAT-01@01.2.0",
        "BAT-01@1.2.0.4",
        "BAT-01@1.2.0-beta",
        "BAT-01@1.2.0x",
        "A-BAT-01@1.2.0x-01",
        "/id/criterion/bat-01",
        "/id/criterion/bat-01/v1.2.0.4",
        "/id/set/smartphones/v1.2.0",
        "The battery keeps 80 % after 1,000 cycles.",
        "/sv/b/short/",
        "mail@example.org",
    ],
)
def test_line_that_names_nothing_comes_back_word_for_word(version, text):
    cited, unknown = found(f"BAT-01@1.2.0\n{text}\n")

    assert (cited, unknown) == ([("BAT-01@1.2.0", 1)], [text])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("BAT-99@1.2.0/L1", "BAT-99@1.2.0 cannot be cited: there is no such version."),
        ("BAT-01@9.0.0", "BAT-01@9.0.0 cannot be cited: there is no such version."),
        ("BAT-01@1.2.0/L7", "BAT-01@1.2.0 cannot be cited: it has no level 7. Its levels: 1, 2."),
        (
            "BAT-01@2.0.0-rc.1",
            "BAT-01@2.0.0-rc.1 cannot be cited: it is a candidate. Cite the version that was published.",
        ),
        ("BAT-01@3.0.0", "BAT-01@3.0.0 cannot be cited: it is not in force yet."),
        ("/b/aaaaaaaaaaaaaaaaaaaaaaaaaa", "There is no basket behind this link. Check that the whole link was copied."),
    ],
)
def test_what_cannot_be_cited_is_said_with_its_reason(version, text, why):
    VersionFactory(criterion=version.criterion, number="2.0.0-rc.1", published=None)
    VersionFactory(criterion=version.criterion, number="3.0.0", published=date(2027, 1, 1))

    pasted = read_pasted(f"It was {text}", on=TODAY)

    assert (pasted.cited, [tuple(row) for row in pasted.unknown]) == ((), [(text, why)])


def as_superseded(version):
    followed_by(version, "2.0.0")


@pytest.mark.parametrize("past", [as_superseded, withdrawn], ids=lambda past: past.__name__)
def test_version_of_the_past_is_found(version, past):
    past(version)

    assert found("BAT-01@1.2.0/L2") == ([("BAT-01@1.2.0", 2)], [])


def test_several_in_one_line_stay_in_order_and_once():
    versions_of("BAT-01@1.2.0", "CLI-01@1.0.0", "CLI-01@2.0.0")

    text = "CLI-01@2.0.0/L2 and BAT-01@1.2.0/L1, CLI-01@1.0.0/L2; CLI-01@2.0.0/L2 again"

    assert found(text) == ([("CLI-01@2.0.0", 2), ("BAT-01@1.2.0", 1), ("CLI-01@1.0.0", 2)], [])


def test_one_version_at_two_levels_is_two():
    versions_of("BAT-01@1.2.0")

    assert found("BAT-01@1.2.0/L1\nBAT-01@1.2.0/L2")[0] == [("BAT-01@1.2.0", 1), ("BAT-01@1.2.0", 2)]


def test_link_beside_a_source_line_is_the_same_level(version):
    """A copied text has both under it."""
    text = "BAT-01@1.2.0, level 2, en\nhttps://jointdemand.example/id/criterion/bat-01/v1.2.0"

    assert found(text) == ([("BAT-01@1.2.0", 2)], [])


def test_link_to_a_basket_brings_levels_and_own_values(version):
    item = BasketItem(code="BAT-01", number="1.2.0", level=2, values={"cycles": "1200"})
    shared = share(Basket(items=(item,)))

    pasted = read_pasted(f"See https://elsewhere.example/fi/b/{shared.key.upper()}/ .", on=TODAY)

    assert pasted == ((Cited(version.pk, 2, {"cycles": "1200"}),), ())


def test_value_that_the_version_does_not_allow_makes_it_adapted(version):
    item = BasketItem(code="BAT-01", number="1.2.0", level=2, values={"cycles": "9000", "share": "80"})

    pasted = read_basket(Basket(items=(item,)), on=TODAY)

    assert pasted.cited == (Cited(version.pk, 2, {"cycles": "9000"}, usage="adapted"),)


def test_values_of_parameters_that_the_level_does_not_have_are_left_out(version):
    item = BasketItem(code="BAT-01", number="1.2.0", level=2, values={"colour": "red", "cycles": "1000"})

    assert read_basket(Basket(items=(item,)), on=TODAY).cited == (Cited(version.pk, 2, {}),)


def test_item_of_a_basket_that_does_not_exist_is_named(version):
    items = tuple(BasketItem(code=code, number="1.2.0", level=1) for code in ("BAT-77", "BAT-01"))

    pasted = read_basket(Basket(items=items), on=TODAY)

    assert [row.version_id for row in pasted.cited] == [version.pk]
    assert [row.text for row in pasted.unknown] == ["BAT-77@1.2.0/L1"]


def test_basket_that_cannot_be_read_is_left_over(version):
    shared = SharedBasketFactory(body={"items": [{"code": "?"}], "title": ""})

    assert found(f"/en/b/{shared.key}/") == ([], [f"/b/{shared.key}"])


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(django_assert_num_queries, count):
    versions_of(*[f"BAT-{number:02}@1.0.0" for number in range(1, count + 1)])
    items = [BasketItem(code=f"BAT-{number:02}", number="1.0.0", level=1) for number in range(1, count + 1)]
    keys = [share(Basket(items=tuple(items), title=str(number))).key for number in range(count)]
    text = "\n".join([*(f"/en/b/{key}/" for key in keys), *(item.key for item in items)])

    with django_assert_num_queries(2):
        pasted = read_pasted(text, on=TODAY)

    assert len(pasted.cited) == count


def test_text_without_anything_asks_for_no_version(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_pasted(" \n\n", on=TODAY) == ((), ())


WAYS = {
    "citation": lambda version, level: f"{version}/L{level}",
    "source line": lambda version, level: source_line(version, level, "nb"),
    "permanent link": lambda version, level: f"https://jointdemand.example{version.get_permanent_path()}/L{level}",
    "page": lambda version, level: f"https://jointdemand.example{version.get_absolute_url()}#level-{level}",
}
AROUND = st.sampled_from(["", " ", "- ", "1. ", "We took ", "(", "\t", "Bilaga 3: "])
BEHIND = st.sampled_from(["", " ", ".", ", as it is", ")", "; ", " – ok"])


def test_whatever_is_exported_as_a_citation_is_read_back():
    versions = list(versions_of("BAT-01@1.2.0", "BAT-01@10.0.1", "CLI-01@0.1.0", "OS2-11@2.0.0").values())
    mention = st.tuples(st.sampled_from(versions), st.sampled_from([1, 2]), st.sampled_from(sorted(WAYS)))
    lines = st.lists(st.tuples(AROUND, mention, BEHIND), min_size=1, max_size=6)

    @given(lines, st.sampled_from(["\n", "\r\n", "\n\n", " and "]))
    def law(rows, between):
        text = between.join(before + WAYS[way](version, level) + after for before, (version, level, way), after in rows)

        cited = [(row.version_id, row.level) for row in read_pasted(text, on=TODAY).cited]

        assert cited == list(dict.fromkeys((version.pk, level) for _before, (version, level, _way), _after in rows))

    law()


@pytest.mark.parametrize("style", ["plain", "bibtex", "ris"])
def test_ready_made_reference_is_read_back(version, style):
    title = version.parsed.texts["en"]["title"]
    reference = reference_to_version(version, Text(title, "en"), base_url="https://jointdemand.example", year="2026")

    assert found(getattr(reference, style))[0] == [("BAT-01@1.2.0", 1)]


def test_annex_as_json_is_read_back(version):
    annex = make_annex(Basket(items=(BasketItem(code="BAT-01", number="1.2.0", level=2),)), language="en", on=TODAY)

    exported = ANNEX_FORMATS["json"].export(annex).decode()

    assert found(exported)[0] == [("BAT-01@1.2.0", 2)]


@given(st.text(max_size=200))
def test_nothing_of_a_text_without_versions_is_lost(text):
    """Lines come back as they are; empty ones need not."""
    pasted = read_pasted(text, on=TODAY)

    assert pasted.cited == ()
    left = [row.text for row in pasted.unknown]
    assert left == list(dict.fromkeys(line for line in text.splitlines() if line.strip()))
