"""The tables of the database backend, and beside them the words: FTS5 on SQLite, tsvector on PostgreSQL."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CREATE_WORDS = {
    "sqlite": ["CREATE VIRTUAL TABLE search_words USING fts5(codes, titles, texts, tokenize = 'ascii')"],
    "postgresql": [
        """CREATE TABLE search_words (
            rowid bigint PRIMARY KEY REFERENCES search_indexedentry (id) ON DELETE CASCADE, vector tsvector NOT NULL)""",
        "CREATE INDEX search_words_vector ON search_words USING gin (vector)",
    ],
}


def create_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE_WORDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EngineChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="IndexedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("revision", models.BigIntegerField(default=0)),
                ("is_gone", models.BooleanField(default=False)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("position", models.CharField(max_length=100)),
                ("facets", models.TextField(blank=True)),
                ("visible_to", models.TextField()),
                ("hidden_from", models.TextField(blank=True)),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("path", models.TextField()),
                ("code", models.CharField(blank=True, max_length=20)),
                ("version", models.CharField(blank=True, max_length=40)),
                ("codes", models.TextField(blank=True)),
                ("used", models.PositiveIntegerField(default=0)),
                ("updated", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "indexed entries",
                "ordering": ["kind", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="search.indexedentry"
                    ),
                ),
            ],
            options={
                "ordering": ["entry", "language"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "language"), name="indexed_text_once_per_language")
                ],
            },
        ),
        migrations.RunPython(create_words, drop_words),
    ]
