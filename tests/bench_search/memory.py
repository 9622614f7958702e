"""What the workers of a server hold in memory."""

import re
from pathlib import Path

_MEGABYTE = 1_024  # kilobytes
_SIZE = re.compile(r"^(Rss|Pss): +([0-9]+) kB", re.MULTILINE)


def of_workers(pid: int) -> dict[str, float]:
    """The most that a child of the process holds, in megabytes: resident ("Rss"), and with what is shared
    divided among those who share it ("Pss")."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = [dict(_SIZE.findall(Path(f"/proc/{child}/smaps_rollup").read_text())) for child in children]
    return {name: max(int(sizes[name]) for sizes in found) / _MEGABYTE for name in ("Rss", "Pss")}
