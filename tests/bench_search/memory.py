"""What the workers of a server hold in memory."""

import re
from pathlib import Path

_MEGABYTE = 1_024  # kilobytes
_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$")
_SIZE = re.compile(r"^(Rss|Pss): +([0-9]+) kB$")


def of_workers(pid: int, *, database: Path) -> dict[str, float]:
    """The most that a child of the process holds, in megabytes: resident ("Rss"), and with what is shared
    divided among those who share it ("Pss").

    Pages of the ``database`` file that SQLite maps are left out: they are the system's cache of that file, counted
    or not, and are given back when memory is short.
    """
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    held = [held_by(Path(f"/proc/{child}/smaps").read_text(), leaving_out=str(database)) for child in children]
    return {name: max(sizes[name] for sizes in held) / _MEGABYTE for name in ("Rss", "Pss")}


def held_by(mappings: str, *, leaving_out: str) -> dict[str, int]:
    """The sums of a ``/proc/<pid>/smaps`` in kilobytes, without the mappings of a file and of those named after it."""
    sums, file = {"Rss": 0, "Pss": 0}, ""
    for line in mappings.splitlines():
        if mapping := _MAPPING.match(line):
            file = mapping[1]
        elif (size := _SIZE.match(line)) and not file.startswith(leaving_out):
            sums[size[1]] += int(size[2])
    return sums
