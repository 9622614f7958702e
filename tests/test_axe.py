"""What is wrong with a page is named, whatever it was that axe was asked for."""

from tests.axe import look

PAGE = """<!doctype html><html lang="en"><head><title>A page</title></head><body style="margin: 0"><main><h1>A page</h1>
<p style="color: #ddd">Pale</p><img src="data:,"><p style="width: 3000px">Wide</p></main></body></html>"""


def test_faults_are_named_each_in_a_line(page):
    page.set_content(PAGE)

    found = look(page)

    assert found.faults == [
        'color-contrast: <p style="color: #ddd">Pale</p>',
        'image-alt: <img src="data:,">',
        'scrolls sideways to 3000: <p style="width: 3000px">Wide</p>',
    ]
    assert (found.violated, found.passed > 10) == (2, True)


def test_only_what_is_asked_for_is_looked_at(page):
    page.set_content(PAGE)

    faults = look(page, runOnly=["image-alt"]).faults

    assert [fault.partition(":")[0] for fault in faults] == ["image-alt", "scrolls sideways to 3000"]


def test_next_page_is_looked_at_too(page):
    page.set_content("<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1></main></html>")
    before = look(page).faults
    page.set_content(PAGE)

    assert (before, len(look(page).faults)) == ([], 3)
