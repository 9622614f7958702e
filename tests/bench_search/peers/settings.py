"""A server of Wagtail's search and nothing else: only the middleware that the installed apps insist on."""

from tests.bench_search.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_search.peers.urls"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
