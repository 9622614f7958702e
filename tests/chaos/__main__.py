"""``python -m tests.chaos`` kills everything at random under load; ``python -m tests.chaos cluster`` one node of three.

Prints a table; fails if a write was lost, something old is still found, or somebody saw what was hidden.
"""

import argparse
import os
import subprocess
import sys

from tests.services.postgresql import binaries, running_server

DEFAULTS = {"all": (5_000, 110, 600.0), "cluster": (1_500, 3, 60.0)}  # writes, kills, seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("what", nargs="?", choices=DEFAULTS, default="all")
    parser.add_argument("--writes", type=int, help="that are acknowledged")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seconds", type=float, help="over which both are spread")
    parser.add_argument("--pages", type=int, default=400, help="that are written to")
    options = parser.parse_args()
    given = (options.writes, options.kills, options.seconds)
    writes, kills, seconds = (own or usual for own, usual in zip(given, DEFAULTS[options.what], strict=True))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run(options.what, int(writes), int(kills), seconds, options.pages)
    programs = binaries()
    if programs is None:
        print("PostgreSQL is missing: run `make packages`.", file=sys.stderr)
        return 1
    with running_server(programs) as url:  # in a process of its own: settings are read once
        command = [sys.executable, "-m", "tests.chaos", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


def run(what: str, writes: int, kills: int, seconds: float, pages: int) -> int:
    """One run on the database of the environment; its exit code."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.chaos.settings"
    django.setup()
    from tests.chaos.stories import Load, chaos, cluster
    from tests.services.elasticsearch.server import running_cluster

    load = Load(writes, kills, seconds, pages)
    given = os.environ.get("ELASTICSEARCH_URL")
    if what == "cluster":
        with running_cluster(3) as servers:
            verdict = cluster(servers, load)
    elif given:  # others use it too: it only seems to be killed
        verdict = chaos(given, None, load)
    else:
        with running_cluster() as (server,):
            verdict = chaos(server.url, server, load)
    print(verdict)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
