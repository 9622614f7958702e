"""The only reader of the environment: every variable once, typed, with its default."""

from dataclasses import dataclass
from pathlib import Path

import environ

from portal.settings.identity_providers import IdentityProvider, identity_providers

BASE_DIR = Path(__file__).resolve().parents[2]
_env = environ.Env()


@dataclass(frozen=True)
class Environment:
    """What the operator decides; ``docs/operations.md`` explains each variable."""

    secret_key: str = _env.str("SECRET_KEY", default="")
    base_url: str = _env.str(
        "BASE_URL", default="http://127.0.0.1:8000"
    )  # without a final slash; links in mails and citations
    allowed_hosts: tuple[str, ...] = tuple(_env.list("ALLOWED_HOSTS", default=[]))
    trusted_proxies: int = _env.int(
        "TRUSTED_PROXIES", default=0
    )  # how many proxies stand in front and set X-Forwarded-Proto
    data_dir: Path = Path(_env.str("DATA_DIR", default=str(BASE_DIR / "var")))  # database file, media, static files
    database_url: str = _env.str("DATABASE_URL", default="")  # postgres://…; empty: SQLite in data_dir
    email_url: str = _env.str("EMAIL_URL", default="")  # smtp+tls://…; empty: mails are printed
    from_email: str = _env.str("FROM_EMAIL", default="Joint Demand <no-reply@example.org>")
    clamd_address: str = _env.str("CLAMD_ADDRESS", default="")  # tcp://host:3310 or unix:///path; empty: no virus check
    x_accel_prefix: str = _env.str("X_ACCEL_PREFIX", default="")  # nginx: internal location of the private files
    task_worker: bool = _env.bool("TASK_WORKER", default=False)  # in development: a db_worker runs beside the server
    elasticsearch_url: str = _env.str("ELASTICSEARCH_URL", default="")  # https://node:9200,…; empty: database search
    elasticsearch_ca: str = _env.str("ELASTICSEARCH_CA", default="")  # file with the certificate of its authority
    elasticsearch_api_key: str = _env.str("ELASTICSEARCH_API_KEY", default="")  # base64, of a key for our indices only
    elasticsearch_prefix: str = _env.str("ELASTICSEARCH_PREFIX", default="joint-demand")  # of our indices' names
    oidc_providers: tuple[IdentityProvider, ...] = identity_providers(_env.str("OIDC_PROVIDERS", default=""))
    services_required: bool = _env.bool("SERVICES_REQUIRED", default=False)  # tests: a missing service is a failure


ENV = Environment()
