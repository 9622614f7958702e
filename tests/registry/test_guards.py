"""Sealed rows under attack: nothing changes, replaces or removes one, on SQLite and PostgreSQL alike."""

from datetime import datetime
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ProtectedError, UniqueConstraint

from registry.errors import AlreadySealed
from registry.models import Candidate, CriterionVersion, Elector
from registry.sealed import guards
from registry.sealed.base import Sealed, sealed_models
from tests.factories.drafts import DraftFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import (
    LineageEdgeFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
)

SEALED = sealed_models()
KEYS = [
    *((model, field.name) for model in SEALED for field in model._meta.concrete_fields if field.unique),
    *((model, key.name) for model in SEALED for key in model._meta.constraints if isinstance(key, UniqueConstraint)),
]
each_model = pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__name__)
each_key = pytest.mark.parametrize(
    ("model", "key"), KEYS, ids=lambda part: part if isinstance(part, str) else part.__name__
)


@pytest.fixture
def rows(db):
    """One sealed row of each model, with a value in every column that a unique key reads."""
    first = VersionFactory()
    second = VersionFactory(criterion=first.criterion, number="1.1.0", base_version=first)
    release = ReleaseFactory(members=[second])
    made = [first.criterion, second, release, release.members.get(), second.events.get()]
    made += [TranslationFactory(version=second), LineageEdgeFactory(source=first.criterion)]
    draft = DraftFactory(base_version=second)
    rc = VersionFactory(criterion=first.criterion, number="1.1.1-rc.1", base_version=second, published=None)
    candidate = Candidate.objects.create(draft=draft, version=rc)
    made += [candidate, Elector.objects.create(candidate=candidate, organisation=OrganisationFactory())]
    connection.check_constraints()  # now, so that PostgreSQL can truncate in this transaction
    return {type(row): row for row in made}


@pytest.fixture
def attack(rows):
    """Run an attack on a model's row; afterwards the whole table is as it was, and the guard has said why."""

    def run(model: type[Sealed], *statement: Any) -> None:
        before = list(model._default_manager.order_by("pk").values())
        with pytest.raises(IntegrityError, match="sealed: "), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*statement)
        assert list(model._default_manager.order_by("pk").values()) == before

    return run


def table(model: type[Sealed]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def stored(row: Sealed) -> dict[str, Any]:
    """A row as the database has it, column: value."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table(type(row))} WHERE id = %s", [row.pk])
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def another(row: Sealed, *, same: set[str]) -> dict[str, Any]:
    """Column: value of a new row that shares only the given columns with an old one."""
    values = stored(row)
    for column in values.keys() - same:
        value = values[column]
        if isinstance(value, bool):
            values[column] = not value
        elif isinstance(value, int):
            values[column] = value + 1000
        elif isinstance(value, str) and value and column not in ("kind", "sealed_at"):
            values[column] = value[:-1] + ("0" if value[-1] != "0" else "1")
    return values


def insert(row: Sealed, values: dict[str, Any], *, how: str = "INSERT", after: str = "") -> tuple[str, list[Any]]:
    columns = ", ".join(connection.ops.quote_name(column) for column in values)
    places = ", ".join(["%s"] * len(values))
    return f"{how} INTO {table(type(row))} ({columns}) VALUES ({places}) {after}", list(values.values())


def columns_of(model: type[Sealed], key: str) -> tuple[set[str | None], set[str]]:
    """The columns of a unique key, and those with which its condition comes true."""
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    constraint = constraint_of(model, key)
    names = constraint.fields if constraint else [key]
    conditions = constraint.condition.children if constraint and constraint.condition else []
    condition = {lookup.partition("__")[0] for lookup, _ in conditions}
    return {columns[name] for name in names}, condition


def constraint_of(model: type[Sealed], key: str) -> Any:
    """The unique constraint of that name; None if the key is a unique field."""
    return next((constraint for constraint in model._meta.constraints if constraint.name == key), None)


def drop_one_guard() -> str:
    """Take off one guard by hand; its name."""
    name, on_table = "sealed_registry_criterion_update", ""
    if connection.vendor == "postgresql":
        name, on_table = "sealed_registry_criterion", "ON registry_criterion"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} {on_table}")
    return name


def test_every_sealed_model_is_attacked(rows):
    assert set(rows) == set(SEALED)


@each_model
def test_save_of_a_sealed_row_is_refused_in_words(rows, model):
    with pytest.raises(AlreadySealed, match="is sealed and never changes"):
        rows[model].save()


@each_model
def test_delete_of_a_sealed_row_is_refused_in_words(rows, model):
    with pytest.raises(AlreadySealed, match="is sealed and never changes"):
        rows[model].delete()


@each_model
def test_save_past_our_own_class_is_refused_by_the_database(rows, model):
    with pytest.raises(IntegrityError, match="sealed: UPDATE"), transaction.atomic():
        rows[model].save_base(force_update=True)


@each_model
def test_queryset_update_is_refused(rows, model):
    with pytest.raises(IntegrityError, match="sealed: UPDATE"), transaction.atomic():
        model._default_manager.update(sealed_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"))


@each_model
def test_bulk_update_is_refused(rows, model):
    with pytest.raises(IntegrityError, match="sealed: UPDATE"), transaction.atomic():
        model._default_manager.bulk_update([rows[model]], ["sealed_at"])


@each_model
def test_queryset_delete_is_refused(rows, model):
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        model._default_manager.all().delete()
    with pytest.raises(IntegrityError, match="sealed: DELETE"), transaction.atomic():
        model._default_manager.all()._raw_delete(connection.alias)


@each_model
def test_raw_update_is_refused(attack, model):
    attack(model, f"UPDATE {table(model)} SET sealed_at = sealed_at")


@each_model
def test_raw_delete_is_refused(attack, model):
    attack(model, f"DELETE FROM {table(model)}")


@each_key
def test_upsert_is_refused_through_every_unique_key(rows, attack, model, key):
    columns, condition = columns_of(model, key)
    constraint = constraint_of(model, key)
    where = constraint and constraint._get_condition_sql(model, connection.schema_editor())
    target = f"({', '.join(sorted(columns))})" + (f" WHERE {where}" if where else "")
    after = f"ON CONFLICT {target} DO UPDATE SET sealed_at = excluded.sealed_at"

    attack(model, *insert(rows[model], another(rows[model], same=columns | condition), after=after))


@pytest.mark.only_on("sqlite")
@each_key
@pytest.mark.parametrize("recursive_triggers", ["ON", "OFF"])
def test_insert_or_replace_is_refused_through_every_unique_key(rows, attack, model, key, recursive_triggers):
    """With the connection's setting off, as any other program has it, the insert guard stands alone."""
    columns, condition = columns_of(model, key)
    values = another(rows[model], same=columns | condition)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive_triggers}")

    try:
        attack(model, *insert(rows[model], values, how="INSERT OR REPLACE"))
        attack(model, *insert(rows[model], values, how="REPLACE"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.only_on("sqlite")
@each_model
@pytest.mark.parametrize("how", ["REPLACE", "IGNORE", "FAIL", "ROLLBACK"])
def test_update_with_any_conflict_clause_is_refused(rows, model, how):
    before = stored(rows[model])

    with pytest.raises(IntegrityError, match="sealed: UPDATE"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE OR {how} {table(model)} SET sealed_at = '2026-01-01'")

    assert stored(rows[model]) == before


@pytest.mark.only_on("sqlite")
@each_model
def test_every_unique_index_of_the_table_is_among_the_attacked_keys(rows, model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM pragma_index_list('{model._meta.db_table}') WHERE \"unique\"")
        indexes = cursor.fetchall()

    assert len(indexes) + 1 == len([key for attacked, key in KEYS if attacked is model])  # the primary key has none


@pytest.mark.only_on("postgresql")
@each_model
@pytest.mark.parametrize("how", ["CASCADE", "RESTART IDENTITY CASCADE"])
def test_truncate_cascade_is_refused(attack, model, how):
    attack(model, f"TRUNCATE {table(model)} {how}")


@pytest.mark.only_on("postgresql")
def test_truncate_of_all_sealed_tables_at_once_is_refused(attack):
    attack(CriterionVersion, f"TRUNCATE {', '.join(map(table, SEALED))} CASCADE")


@pytest.mark.only_on("postgresql")
def test_truncate_of_an_open_table_does_not_reach_the_sealed_ones(attack):
    attack(CriterionVersion, "TRUNCATE registry_register CASCADE")


@pytest.mark.only_on("postgresql")
@each_model
def test_session_that_plays_the_replica_is_refused_as_well(rows, model):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError, match="sealed: DELETE"), transaction.atomic():
            cursor.execute(f"DELETE FROM {table(model)}")


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize(
    "sabotage",
    [
        "ALTER TABLE registry_criterion DISABLE TRIGGER sealed_registry_criterion",
        "ALTER TABLE registry_criterion ENABLE TRIGGER sealed_registry_criterion",
        """CREATE OR REPLACE TRIGGER sealed_registry_criterion BEFORE DELETE ON registry_criterion
           EXECUTE FUNCTION sealed_row()""",
        """CREATE OR REPLACE TRIGGER sealed_registry_criterion BEFORE UPDATE OR DELETE ON registry_criterion
           FOR EACH ROW WHEN (false) EXECUTE FUNCTION sealed_row()""",
        """CREATE OR REPLACE TRIGGER sealed_registry_criterion BEFORE UPDATE OF code OR DELETE ON registry_criterion
           FOR EACH ROW EXECUTE FUNCTION sealed_row()""",
    ],
)
def test_guard_that_was_weakened_counts_as_missing(db, sabotage):
    with connection.cursor() as cursor:
        cursor.execute(sabotage)

    assert guards.missing(connection) == ["sealed_registry_criterion"]


@pytest.mark.only_on("postgresql")
def test_guard_function_that_was_emptied_counts_as_missing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION sealed_row() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
        )

    assert len(guards.missing(connection)) == 2 * len(SEALED)


@pytest.mark.only_on("sqlite")
def test_guard_that_was_weakened_on_sqlite_counts_as_missing(db):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER sealed_registry_criterion_update")
        cursor.execute(
            "CREATE TRIGGER sealed_registry_criterion_update BEFORE UPDATE ON registry_criterion"
            " WHEN false BEGIN SELECT RAISE(ABORT, 'sealed: UPDATE on registry_criterion'); END"
        )

    assert guards.missing(connection) == ["sealed_registry_criterion_update"]


def test_guard_that_is_dropped_is_named_by_check_readiness_and_verify(db, client):
    dropped = drop_one_guard()

    errors = run_checks(databases=["default"], tags=["database"])
    answer = client.get("/readiness")
    with pytest.raises(CommandError) as refusal:
        call_command("registry_verify")

    assert [(error.id, dropped in error.msg) for error in errors] == [("registry.E001", True)]
    assert (answer.status_code, answer.json()["faults"]) == (503, [f"The database guard {dropped} is missing."])
    assert dropped in str(refusal.value)


def test_guard_that_is_missing_stops_no_upgrade(db):
    """A new release may ask for other guards: ``migrate`` makes them, and begins with the checks."""
    dropped = drop_one_guard()
    [newest] = MigrationLoader(connection).graph.leaf_nodes("registry")
    MigrationRecorder(connection).record_unapplied(*newest)

    found = run_checks(databases=["default"], tags=["database"])

    assert [(each.id, each.is_serious(), dropped in each.msg) for each in found] == [("registry.W001", False, True)]


def test_intact_guards_leave_check_and_readiness_content(db, client):
    assert run_checks(databases=["default"], tags=["database"]) == []
    assert client.get("/readiness").json() == {"ready": True, "faults": []}


def test_install_puts_a_dropped_guard_back_and_may_be_repeated(db):
    drop_one_guard()

    guards.install(connection)
    guards.install(connection)

    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@each_model
def test_guards_are_back_after_a_migration_that_remakes_the_table(rows, model):
    """SQLite drops triggers with the old table; the migrate signals put them back."""
    nullable = models.DateTimeField(auto_now_add=True, null=True)
    nullable.set_attributes_from_name("sealed_at")
    nullable.model = model

    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    without = guards.missing(connection)
    with connection.schema_editor() as editor:
        editor.alter_field(model, model._meta.get_field("sealed_at"), nullable)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    of_sealed = [name for name in without if name.startswith("sealed_registry_")]
    of_votes = 4  # three on votes, one on electors beside those of a sealed row
    assert len(of_sealed) == len(SEALED) * (2 if connection.vendor == "postgresql" else 3) + of_votes
    assert guards.missing(connection) == []
    for statement in (f"UPDATE {table(model)} SET sealed_at = NULL", f"DELETE FROM {table(model)}"):
        with pytest.raises(IntegrityError, match="sealed: "), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model._default_manager.get(pk=rows[model].pk).sealed_at == rows[model].sealed_at


def test_migrate_with_nothing_to_do_leaves_the_guards_in_place(db):
    call_command("migrate", verbosity=0)

    assert guards.missing(connection) == []
