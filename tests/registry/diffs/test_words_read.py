"""Differences word by word as they read, in the five languages of the site."""

import pytest

from registry.diffs.words import Mark, diff_text, diff_words

_SHOWN = {Mark.EQUAL: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "[+{}+]"}


def _read(segments) -> str:
    """The segments on one line: [-gone-] and [+come+]."""
    return "".join(" " * seg.follows_space + _SHOWN[seg.mark].format(seg.text) for seg in segments)


def _read_text(old: str, new: str, language: str) -> list[str]:
    marks = {"p": "", "ul": "- "}
    lines = diff_text(old, new, language)
    return [marks.get(line.style, f"{line.number}. ") + _read(line.segments) for line in lines]


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        (
            "en",
            "The battery shall keep at least 80 % of its capacity after 800 cycles.",
            "The battery shall keep at least 80 % of its capacity after 1,000 cycles.",
            "The battery shall keep at least 80 % of its capacity after [-800 cycles-] [+1,000 cycles+].",
        ),
        (
            "sv",
            "Batteriet ska behålla minst 80 % av sin kapacitet efter 800 cykler.",
            "Batteriet ska behålla minst 80 % av sin kapacitet efter 1\u00a0000 cykler.",
            "Batteriet ska behålla minst 80 % av sin kapacitet efter [-800 cykler-] [+1\u00a0000 cykler+].",
        ),
        (
            "nb",
            "Leverandøren skal reparere innen 10 arbeidsdager.",
            "Leverandøren skal reparere innen 12 arbeidsdager.",
            "Leverandøren skal reparere innen [-10 arbeidsdager-] [+12 arbeidsdager+].",
        ),
        (
            "fi",
            "Takuu on voimassa vähintään 3 vuotta.",
            "Takuu on voimassa vähintään 4 vuotta.",
            "Takuu on voimassa vähintään [-3 vuotta-] [+4 vuotta+].",
        ),
        (
            "da",
            "Batteriet skal kunne oplades 1.000 gange og have 80 % tilbage.",
            "Batteriet skal kunne oplades 1.200 gange og have 80,5 % tilbage.",
            "Batteriet skal kunne oplades [-1.000-] [+1.200+] gange og have [-80 %-] [+80,5 %+] tilbage.",
        ),
        ("en", "within 5 days", "within 5 working days", "within [-5 days-] [+5 working days+]"),
        ("en", "in 2 years, or less", "in 2 years or less", "in 2 years[-,-] or less"),
        ("en", "charged by cable", "charged", "charged [-by cable-]"),
        ("en", "charged", "always charged", "[+always+] charged"),
        ("en", "see ISO 14024:2018.", "see ISO 14024:2025.", "see ISO [-14024:2018-] [+14024:2025+]."),
        ("en", "Regulation (EU) 2023/1670", "Regulation (EU) 2023/1669", "Regulation (EU) [-2023/1670-] [+2023/1669+]"),
        ("en", "from -10 °C to 40 °C", "from -20 °C to 40 °C", "from [--10 °C-] [+-20 °C+] to 40 °C"),
        ("en", "3–5 years", "3–6 years", "3–[-5 years-] [+6 years+]"),
        ("en", "the tenderer's offer", "the supplier's offer", "the [-tenderer's-] [+supplier's+] offer"),
        ("en", "“A” and ‘B’", "“A” or ‘B’", "“A” [-and-] [+or+] ‘B’"),
        ("sv", "80% av allt", "80 % av allt", "80 % av allt"),
        ("en", "", "All of it.", "[+All of it.+]"),
        ("en", "All of it.", "", "[-All of it.-]"),
        ("en", "", "", ""),
    ],
)
def test_words_read(language: str, old: str, new: str, expected: str):
    assert _read(diff_words(old, new, language)).replace("][+", "] [+") == expected


def test_text_reads_with_an_item_put_in_the_middle():
    old = "The supplier shall\n\n1. take every device back;\n2. erase its data."
    new = "The supplier shall\n\n1. take every device back;\n2. report what became of it;\n3. erase its data in 5 days."

    assert _read_text(old, new, "en") == [
        "The supplier shall",
        "1. take every device back;",
        "2. [+report what became of it;+]",
        "3. erase its data [+in 5 days+].",
    ]


def test_text_reads_with_an_item_taken_out():
    old = "- charger;\n- cable;\n- headphones."
    new = "- charger;\n- headphones."

    assert _read_text(old, new, "en") == ["- charger;", "- [-cable;-]", "- headphones."]


def test_text_reads_with_a_paragraph_put_before_all():
    assert _read_text("It lasts for years.", "New devices only.\n\nIt lasts for years.", "en") == [
        "[+New devices only.+]",
        "It lasts for years.",
    ]


def test_text_reads_with_items_that_changed_places():
    lines = _read_text("- erase the data;\n- collect the device;", "- collect the device;\n- erase the data;", "en")

    assert lines == ["- [+collect the device;+]", "- erase the data;", "- [-collect the device;-]"]


def test_words_at_the_start_are_apart():
    assert _read(diff_words("Any device", "Every device", "en")) == "[-Any-] [+Every+] device"


def test_text_reads_with_a_paragraph_split_in_two():
    old = "The phone shall be repairable by its user without special tools."
    new = "The phone shall be repairable.\n\nIts user needs no special tools for that whatsoever."

    assert _read_text(old, new, "en") == [
        "The phone shall be repairable [-by its user without special tools-].",
        "[+Its user needs no special tools for that whatsoever.+]",
    ]


def test_text_of_many_items_is_compared_in_no_time():
    old = "\n".join(f"- item {n} of a long list of things to do;" for n in range(60))
    new = "\n".join(f"- item {n} of a long list of things to do;" for n in range(1, 61))

    lines = diff_text(old, new, "en")

    assert sum(line.is_changed for line in lines) <= 61
