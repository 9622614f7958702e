"""``python -m tests.services.elasticsearch COMMAND…`` runs a command with a server of its own in ELASTICSEARCH_URL."""

import os
import signal
import subprocess
import sys
from types import FrameType

from portal.settings.env import ENV
from tests.services.elasticsearch.install import install, is_installed
from tests.services.elasticsearch.server import running_cluster


def main(command: list[str]) -> int:
    """The command's exit code. Without a JDK and Maven it runs all the same, unless services are required."""
    try:
        if not is_installed():
            install()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1 if ENV.services_required else subprocess.run(command).returncode
    signal.signal(signal.SIGTERM, _leave)
    with running_cluster() as (server,):
        return subprocess.run(command, env={**os.environ, "ELASTICSEARCH_URL": server.url}).returncode


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
