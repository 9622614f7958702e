"""Citations under attack: none can name a candidate or another text than its hash says, on either database."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, transaction

from portal.experiences.models import Citation
from registry.sealed import guards
from tests.factories.experiences import CitationFactory, EditionFactory
from tests.factories.registry import VersionFactory, battery_content

pytestmark = pytest.mark.django_db

TABLE = Citation._meta.db_table
NAMES = {
    "sqlite": [f"sealed_{TABLE}_insert", f"sealed_{TABLE}_update"],
    "postgresql": [f"sealed_{TABLE}"],
}[connection.vendor]
refused = pytest.raises(IntegrityError, match="citation: its version is none that is final with this hash")


@pytest.fixture
def citation():
    return CitationFactory()


@pytest.fixture
def candidate(citation):
    return VersionFactory(criterion=citation.version.criterion, number="2.0.0-rc.1", published=None)


@pytest.fixture
def other():
    """A final version with another text."""
    return VersionFactory(number="3.0.0", body=battery_content(theme="climate"))


def stored(citation: Citation) -> dict[str, Any]:
    return dict(Citation.objects.filter(pk=citation.pk).values().get())


def run(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(citation: Citation, *, how: str = "INSERT", **changes: Any) -> tuple[str, list[Any]]:
    """A statement that adds another row like this one, and its values."""
    fields = [field for field in Citation._meta.concrete_fields if not field.primary_key]
    row = {str(field.column): field.get_db_prep_save(getattr(citation, field.attname), connection) for field in fields}
    row |= {"cited_as": "in_force", "usage": "kept", **changes}
    columns = ", ".join(map(connection.ops.quote_name, row))
    return f"{how} INTO {TABLE} ({columns}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())


def test_citation_of_a_final_version_with_its_hash_is_stored(citation):
    citation.bidders_met = 4
    citation.save()

    assert stored(citation)["bidders_met"] == 4


def test_candidate_is_not_stored_by_the_model(candidate):
    with refused, transaction.atomic():
        CitationFactory(version=candidate)


def test_candidate_is_not_stored_in_bulk(citation, candidate):
    edition = EditionFactory()
    good = Citation(edition=edition, version=citation.version, level=1, cited_hash=citation.cited_hash)
    bad = Citation(edition=edition, version=candidate, level=1, cited_hash=candidate.content_hash)

    with refused, transaction.atomic():
        Citation.objects.bulk_create([good, bad])

    assert Citation.objects.get() == citation


@pytest.mark.parametrize("digest", ["", "0" * 64, "F" * 64], ids=["empty", "zeros", "capitals"])
def test_other_hash_is_not_stored(citation, digest):
    with refused, transaction.atomic():
        CitationFactory(version=citation.version, cited_hash=digest)


def test_hash_of_another_version_is_not_stored(citation, other):
    with refused, transaction.atomic():
        CitationFactory(version=citation.version, cited_hash=other.content_hash)


def test_raw_insert_is_refused(citation, candidate):
    statement, values = insert(citation, version_id=candidate.pk, level=2)

    with refused:
        run(statement, *values)

    assert Citation.objects.get() == citation


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
def test_insert_with_any_conflict_clause_is_refused(citation, how):
    before = stored(citation)
    statement, values = insert(citation, how=how, cited_hash="0" * 64)

    with refused:
        run(statement, *values)

    assert stored(citation) == before


def test_raw_insert_of_what_can_be_cited_is_stored(citation):
    """The attack above fails for its version, not for its form."""
    statement, values = insert(citation, level=2)

    run(statement, *values)

    assert list(Citation.objects.values_list("level", flat=True)) == [1, 2]


def test_upsert_is_refused(citation):
    statement, values = insert(citation)
    after = "ON CONFLICT (edition_id, version_id, level) DO UPDATE SET cited_hash = %s"
    before = stored(citation)

    with refused:
        run(f"{statement} {after}", *values, "0" * 64)

    assert stored(citation) == before


@pytest.mark.parametrize("column", ["cited_hash", "version_id"])
def test_raw_update_is_refused(citation, candidate, column):
    value = {"cited_hash": "0" * 64, "version_id": candidate.pk}[column]
    before = stored(citation)

    with refused:
        run(f"UPDATE {TABLE} SET {column} = %s", value)

    assert stored(citation) == before


def test_queryset_update_is_refused(citation, other):
    before = stored(citation)

    with refused, transaction.atomic():
        Citation.objects.update(version=other)

    assert stored(citation) == before


def test_bulk_update_is_refused(citation, other):
    citation.cited_hash = other.content_hash

    with refused, transaction.atomic():
        Citation.objects.bulk_update([citation], ["cited_hash"])


def test_citation_moves_to_another_final_version_together_with_its_hash(citation, other):
    Citation.objects.update(version=other, cited_hash=other.content_hash)

    assert (stored(citation)["version_id"], stored(citation)["cited_hash"]) == (other.pk, other.content_hash)


def test_citation_can_be_deleted(citation):
    Citation.objects.all().delete()

    assert Citation.objects.exists() is False


@pytest.mark.only_on("postgresql")
def test_session_that_plays_the_replica_is_refused_as_well(citation, candidate):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with refused, transaction.atomic():
            cursor.execute(f"UPDATE {TABLE} SET version_id = %s", [candidate.pk])


def drop(name: str) -> None:
    on_table = f"ON {TABLE}" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {name} {on_table}")


@pytest.mark.parametrize("name", NAMES)
def test_guard_that_is_dropped_is_named_by_check_and_readiness(client, name):
    drop(name)

    errors = run_checks(databases=["default"], tags=["database"])

    assert [(error.id, name in error.msg) for error in errors] == [("registry.E001", True)]
    assert client.get("/readiness").json()["faults"] == [f"The database guard {name} is missing."]


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize(
    "sabotage",
    [
        f"ALTER TABLE {TABLE} DISABLE TRIGGER sealed_{TABLE}",
        f"ALTER TABLE {TABLE} ENABLE TRIGGER sealed_{TABLE}",
        f"""CREATE OR REPLACE TRIGGER sealed_{TABLE} BEFORE INSERT ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION sealed_citation()""",
        f"""CREATE OR REPLACE TRIGGER sealed_{TABLE} BEFORE INSERT OR UPDATE OF level ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION sealed_citation()""",
        "CREATE OR REPLACE FUNCTION sealed_citation() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
    ],
)
def test_guard_that_was_weakened_counts_as_missing(sabotage):
    run(sabotage)

    assert guards.missing(connection) == [f"sealed_{TABLE}"]


@pytest.mark.only_on("sqlite")
def test_guard_that_was_weakened_on_sqlite_counts_as_missing():
    name = f"sealed_{TABLE}_update"
    drop(name)
    run(f"CREATE TRIGGER {name} BEFORE UPDATE ON {TABLE} WHEN false BEGIN SELECT 1; END")

    assert guards.missing(connection) == [name]


def test_install_puts_a_dropped_guard_back_and_may_be_repeated(citation, candidate):
    connection.check_constraints()  # now, so that PostgreSQL can change the table in this transaction
    drop(NAMES[0])

    guards.install(connection)
    guards.install(connection)

    assert guards.missing(connection) == []
    with refused, transaction.atomic():
        CitationFactory(version=candidate)


@pytest.mark.django_db(transaction=True)
def test_guards_are_off_while_a_migration_remakes_the_table_and_back_afterwards(citation, candidate):
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    without = guards.missing(connection)
    with connection.schema_editor() as editor:
        field = Citation._meta.get_field("relaxed")
        editor.remove_field(Citation, field)
        editor.add_field(Citation, field)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert set(NAMES) <= set(without)
    assert guards.missing(connection) == []
    with refused:
        Citation.objects.update(version=candidate)
