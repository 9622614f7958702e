"""The test settings with Elasticsearch; events wait for the workers, as they do in production."""

from portal.settings.test import *  # noqa: F403

SEARCH_BACKEND = "search.elastic.ElasticBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
