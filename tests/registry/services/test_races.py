"""Two at once: one wins, the other is told, the chain has no gap. Run on whichever database the tests run on."""

from datetime import date
from threading import Event
from time import sleep

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import LineageKind, StatusKind
from registry.errors import LineageCycle, NotInForce, NumberTaken
from registry.models import CriterionVersion, LineageEdge, Register, Release, StatusEvent
from registry.sealed.verify import find_faults
from registry.services.importing import import_folder
from registry.services.releasing import publish_release
from registry.services.sealing import add_edges, seal_first, seal_next, seal_translation
from registry.services.withdrawing import withdraw
from tests.factories.registry import CriteriaSetFactory, CriterionFactory, VersionFactory, battery_content
from tests.factories.sources import criterion, stricter, withdrawal, write
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)

MAY = date(2026, 5, 4)
DURABILITY = battery_content(theme="durability")  # a patch
WIDER = battery_content(applies_to=("new", "refurbished"))  # a minor step


def next_version(base, content):
    """A call that seals ``content`` after ``base``."""
    fresh = CriterionVersion.objects.select_related("criterion").get(pk=base.pk)
    return lambda: seal_next(fresh, content, change={}, effective_on=MAY, origin="import")[0]


def winners(results) -> list:
    return [result for result in results if not isinstance(result, Exception)]


def losers(results) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


@pytest.fixture(autouse=True)
def _chain_has_no_gap():
    """Whatever happened at once, the register verifies afterwards, and no event is announced twice."""
    yield
    sequences = list(StatusEvent.objects.order_by("sequence").values_list("sequence", flat=True))
    announced = list(OutboxEvent.objects.values_list("name", "label", "object_id"))
    assert sequences == list(range(1, len(sequences) + 1))
    assert list(find_faults()) == []
    assert len(announced) == len(set(announced))


@pytest.mark.parametrize(
    "contents",
    [(DURABILITY, DURABILITY), (WIDER, WIDER), (DURABILITY, WIDER)],
    ids=["same", "same minor", "other step"],
)
def test_of_two_successors_of_one_base_one_is_sealed(contents):
    base = VersionFactory()

    results = race(*(next_version(base, content) for content in contents))

    assert losers(results) == [NumberTaken]
    assert [version.base_version for version in winners(results)] == [base]
    assert base.criterion.versions.count() == 2
    assert base.events.filter(kind=StatusKind.SUPERSEDED).count() == 1


def test_of_four_successors_of_one_base_one_is_sealed():
    base = VersionFactory()

    results = race(*[next_version(base, WIDER)] * 4)

    assert (len(winners(results)), losers(results)) == (1, [NumberTaken] * 3)


def test_of_two_first_versions_one_is_sealed():
    new = CriterionFactory()

    results = race(*[lambda: seal_first(new, battery_content(), effective_on=MAY, origin="import")] * 2)

    assert (len(winners(results)), losers(results)) == (1, [NumberTaken])


def test_versions_of_different_criteria_are_all_sealed_in_one_chain():
    bases = VersionFactory.create_batch(4)

    results = race(*(next_version(base, WIDER) for base in bases))

    assert (len(winners(results)), losers(results)) == (4, [])
    assert StatusEvent.objects.count() == 12


def test_same_translation_is_sealed_once():
    version = VersionFactory()

    results = race(*[lambda: seal_translation(version, "sv", {"title": "Batteri"})] * 3)

    assert sorted(map(str, results)) == [f"{version}/sv.r1", "None", "None"]


def test_two_translations_are_two_revisions():
    version = VersionFactory()

    results = race(*(lambda text=text: seal_translation(version, "sv", {"title": text}) for text in ("Ack", "Batteri")))

    assert sorted(map(str, results)) == [f"{version}/sv.r1", f"{version}/sv.r2"]


def test_same_release_is_sealed_once():
    members = [(version, False) for version in VersionFactory.create_batch(3)]
    criteria_set = CriteriaSetFactory()

    results = race(*[lambda: publish_release(criteria_set, members, effective_on=MAY, origin="import")] * 2)

    assert losers(results) == []
    assert sorted(is_new for _release, is_new in results) == [False, True]
    assert Release.objects.count() == 1


def test_two_releases_get_two_numbers():
    """Their members in opposite order: whoever waits, waits at the register."""
    one, other = VersionFactory.create_batch(2)
    criteria_set = CriteriaSetFactory()
    lists = [[(one, False), (other, False)], [(other, False), (one, False)]]

    results = race(
        *(
            lambda members=members: publish_release(criteria_set, members, effective_on=MAY, origin="import")
            for members in lists
        )
    )

    assert sorted(str(release.number) for release, _is_new in winners(results)) == ["1.0.0", "1.0.1"]


def test_of_two_withdrawals_one_is_sealed():
    version = VersionFactory()

    def end():
        withdraw(version, reason={"en": "Obsolete."}, use_instead=None, effective_on=MAY, origin="import")

    results = race(end, end)

    assert losers(results) == [NotInForce]
    assert version.events.filter(kind=StatusKind.WITHDRAWN).count() == 1


def test_withdrawal_and_successor_exclude_each_other():
    version = VersionFactory()

    def end():
        withdraw(version, reason={"en": "Obsolete."}, use_instead=None, effective_on=MAY, origin="import")

    results = race(end, next_version(version, WIDER))

    assert losers(results) == [NotInForce]
    assert version.events.count() == 2


def test_two_criteria_do_not_come_to_replace_each_other():
    old, new = CriterionFactory.create_batch(2)

    results = race(
        lambda: add_edges(old, [(LineageKind.MOVED_TO, new)]), lambda: add_edges(new, [(LineageKind.MOVED_TO, old)])
    )

    assert losers(results) == [LineageCycle]
    assert LineageEdge.objects.count() == 1


def test_first_import_twice_at_once_seals_once(tmp_path):
    """Also the register and the set are made once."""
    write(tmp_path, criterion(languages=("en", "sv")), criterion("BAT-02"))

    results = race(*[lambda: import_folder(tmp_path)] * 2)

    assert losers(results) == []
    assert sorted((len(report.sealed), report.unchanged) for report in results) == [(0, 2), (2, 0)]
    assert (Register.objects.count(), CriterionVersion.objects.count(), Release.objects.count()) == (1, 2, 1)


def test_next_import_twice_at_once_seals_once(tmp_path):
    import_folder(write(tmp_path, criterion(languages=("en", "sv")), criterion("BAT-02")))
    write(tmp_path, stricter(languages=("en", "sv")), withdrawal("BAT-02"), effective_on="2026-09-07")

    results = race(*[lambda: import_folder(tmp_path)] * 2)

    assert losers(results) == []
    assert sorted((len(report.sealed), len(report.withdrawn), report.unchanged) for report in results) == [
        (0, 0, 2),
        (1, 1, 0),
    ]
    assert [str(release) for release in Release.objects.order_by("pk")] == ["smartphones@1.0.0", "smartphones@2.0.0"]


def test_two_different_imports_at_once_are_both_sealed_one_after_the_other(tmp_path):
    import_folder(write(tmp_path / "first", criterion()))
    one = write(tmp_path / "one", criterion("LAB-01"), members=["BAT-01", "LAB-01"], effective_on="2026-09-07")
    other = write(tmp_path / "other", criterion("REP-01"), members=["BAT-01", "REP-01"], effective_on="2026-09-07")

    results = race(lambda: import_folder(one), lambda: import_folder(other))

    assert losers(results) == []
    assert sorted(report.released[0] for report in results) == ["smartphones@1.1.0", "smartphones@2.0.0"]


def test_import_and_a_single_version_do_not_wait_for_each_other(tmp_path):
    """The import holds the register when the other comes; else each would hold what the other needs next."""
    import_folder(write(tmp_path, criterion("ACC-01"), criterion("BAT-01")))
    battery = CriterionVersion.objects.get(criterion__code="BAT-01")
    write(tmp_path, stricter("ACC-01"), stricter("BAT-01"), effective_on="2026-09-07")
    heard, under_way = [], Event()

    def on_step(name):
        heard.append(name)
        if heard.count("BAT-01.yaml") == 2:  # read before, now to be sealed: ACC-01 is sealed already
            under_way.set()
            sleep(0.5)

    def meanwhile():
        under_way.wait(10)
        return next_version(battery, WIDER)()

    results = race(lambda: import_folder(tmp_path, on_step=on_step), meanwhile)

    assert losers(results) == [NumberTaken]
    assert [str(version) for version, _difference in results[0].sealed] == ["ACC-01@2.0.0", "BAT-01@2.0.0"]
