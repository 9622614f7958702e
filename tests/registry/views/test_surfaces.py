"""What happens after publication is seen at once wherever a text is shown; the text stays as it is."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from docx import Document
from openpyxl import load_workbook

from registry.models import CriterionVersion
from registry.sealed.canonical import sha256
from registry.takeaway.basket import Basket, BasketItem, share
from registry.takeaway.exports.formats import ANNEX_FORMATS
from registry.takeaway.exports.redline import redline_docx
from registry.views.basket import annex_of
from tests.factories.accounts import city_editor
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.proposals import deprecation, erratum, taken, withdrawal
from tests.factories.registry import ReleaseFactory, VersionFactory
from tests.factories.search import deliver, rebuild
from tests.printed import text_of
from tests.registry.takeaway.redlines import redline_of
from tests.registry.views.pages import parsed, words

pytestmark = pytest.mark.django_db
PERMANENT = "/id/criterion/bat-01/v1.0.0"
L1 = BasketItem(code="BAT-01", number="1.0.0", level=1)
NOTE, REASON, WHY = "Read 80 % for 8 %.", "A better test is coming.", "It shut out equal bids."


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def shown(client, address):
    """The words of the main part of a page."""
    [main] = parsed(client.get(address)).xpath("//main")
    return words(main)


def taken_away(client, address):
    return client.get(address).content.decode()


def in_word(data):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def in_pdf(data):
    return " ".join(text_of(data))


def annex(name):
    return ANNEX_FORMATS[name].export(annex_of(Basket(items=(L1,))))


def of_set(client, version):
    return shown(client, "/en/criteria/smartphones/")


def of_basket(client, version):
    client.post("/en/basket/add/", {"item": L1.key})
    return shown(client, "/en/basket/")


def of_sheet(client, version):
    return load_workbook(io.BytesIO(annex("xlsx"))).active["E2"].value


def of_search(client, version):
    list(rebuild())
    deliver()  # what waits in the outbox is not found meanwhile
    return shown(client, "/en/search/?q=battery")


def of_record(client, version):
    """A published tender that cites it."""
    return shown(client, f"/en/experiences/{version.tender.slug}/")


def of_own_record(client, version):
    """The same tender, as its authors write in it."""
    client.force_login(version.author)
    return shown(client, reverse("tenders:criteria", args=[version.draft_reference]))


PLAIN = {"erratum": NOTE, "deprecation": "Deprecated since", "withdrawal": "Withdrawn since"}
WITH_REASON = {"erratum": NOTE, "deprecation": REASON, "withdrawal": WHY}
TAGS = {"erratum": "Erratum", "deprecation": "Deprecated", "withdrawal": "Withdrawn"}
LINES = {"erratum": NOTE, "deprecation": "This version is deprecated", "withdrawal": "This version is withdrawn"}
OF_RECORD = {
    "erratum": "An erratum stands on the page",
    "deprecation": "This version is deprecated",
    "withdrawal": "This version has been withdrawn",
}
OWN_TAGS = {"erratum": "Erratum", "deprecation": "deprecated", "withdrawal": "withdrawn"}

SURFACES = {
    "page": (lambda client, version: shown(client, version.get_absolute_url()), WITH_REASON),
    "status strip": (lambda client, version: shown(client, version.get_absolute_url()), PLAIN),
    "permanent page": (lambda client, version: shown(client, PERMANENT), WITH_REASON),
    "set": (of_set, TAGS),
    "basket": (of_basket, LINES),
    "shared basket": (
        lambda client, version: shown(client, share(Basket(items=(L1,))).get_absolute_url()),
        LINES,
    ),
    "comparison": (lambda client, version: shown(client, "/en/criterion/bat-01/compare/1.0.0...1.0.0/"), PLAIN),
    "JSON": (lambda client, version: taken_away(client, f"{PERMANENT}.json"), WITH_REASON),
    "JSON-LD": (lambda client, version: taken_away(client, f"{PERMANENT}.jsonld"), WITH_REASON),
    "CSV": (lambda client, version: taken_away(client, f"{PERMANENT}.csv"), WITH_REASON),
    "Word": (lambda client, version: in_word(client.get(f"{PERMANENT}.docx").content), WITH_REASON),
    "PDF": (lambda client, version: in_pdf(client.get(f"{PERMANENT}.pdf").content), WITH_REASON),
    "annex, PDF": (lambda client, version: in_pdf(annex("pdf")), LINES),
    "tracked changes": (lambda client, version: in_word(redline_docx(redline_of((version, version)))), LINES),
    "annex, Word": (lambda client, version: in_word(annex("docx")), LINES),
    "annex, sheet": (of_sheet, LINES),
    "annex, JSON": (lambda client, version: annex("json").decode(), LINES),
    "search": (of_search, TAGS),
    "tender": (of_record, OF_RECORD),
    "own tender": (of_own_record, OWN_TAGS),
}
STEPS = {"erratum": erratum, "deprecation": deprecation, "withdrawal": withdrawal}


@pytest.fixture
def cited(version):
    """The version, with a release that holds it and tenders that cite it."""
    ReleaseFactory(members=[version])
    edition = EditionFactory()
    CitationFactory(edition=edition, version=version)
    version.tender = published(edition)
    version.author = city_editor()
    own = EditionFactory(experience__organisation=version.author.memberships.get().organisation)
    CitationFactory(edition=own, version=version)
    version.draft_reference = own.experience.reference
    return version


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("surface", SURFACES)
def test_step_is_seen_on_every_surface_once_it_is_confirmed(client, cited, surface, step, request):
    if "PDF" in surface:
        request.getfixturevalue("pango")
    look, said = SURFACES[surface]
    before, content_hash = look(client, cited), cited.content_hash

    taken(cited, STEPS[step](effective_on=localdate()), on=localdate())
    after = look(client, cited)

    kept = CriterionVersion.objects.get(pk=cited.pk)
    assert said[step] not in before
    if (surface, step) == ("search", "withdrawal"):
        assert ("BAT-01@1.0.0" in before, "BAT-01@1.0.0" in after) == (True, False)
    else:
        assert said[step] in after
    assert (kept.content_hash, sha256(kept.content)) == (content_hash, content_hash)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("path", [PERMANENT, f"{PERMANENT}.json", f"{PERMANENT}.csv", "/id/set/smartphones/v1.0.0"])
def test_etag_of_a_permanent_page_changes_with_the_step(client, cited, path, step):
    etag = client.get(path)["ETag"]

    taken(cited, STEPS[step](effective_on=localdate()), on=localdate())

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_sealed_bytes_keep_their_etag(client, cited):
    path = f"{PERMANENT}/content.json"
    before = client.get(path)

    taken(cited, erratum(effective_on=localdate()), on=localdate())

    assert client.get(path, headers={"If-None-Match": before["ETag"]}).status_code == 304
