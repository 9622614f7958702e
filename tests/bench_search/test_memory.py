"""What a worker holds is its own: pages of the database that the system keeps are not."""

import subprocess
import sys
from pathlib import Path

from tests.bench_search.memory import held_by, of_workers

MAPPINGS = """\
7f0000000000-7f0000002000 r-xp 00000000 08:01 11                         /usr/lib/libone.so
Size:                  8 kB
Rss:                   8 kB
Pss:                   2 kB
Pss_Dirty:             0 kB
7f0000002000-7f0000006000 rw-p 00000000 00:00 0
Rss:                  16 kB
Pss:                  16 kB
7f0000006000-7f0000106000 r--s 00000000 08:01 12                         /data/db one.sqlite3
Rss:                1024 kB
Pss:                 512 kB
7f0000106000-7f0000107000 rw-s 00000000 08:01 13                         /data/db one.sqlite3-shm
Rss:                   4 kB
Pss:                   4 kB
"""


def test_pages_of_the_database_are_left_out() -> None:
    assert held_by(MAPPINGS, leaving_out="/data/db one.sqlite3") == {"Rss": 24, "Pss": 18}


def test_everything_counts_where_no_such_file_is_mapped() -> None:
    assert held_by(MAPPINGS, leaving_out="/data/other.sqlite3") == {"Rss": 1052, "Pss": 534}


def test_a_child_that_holds_more_is_seen(tmp_path: Path) -> None:
    """A process with two children: one holds 40 MB that the other does not."""
    waits = "import sys; held = b'x' * int(sys.argv[1]); print(len(held), flush=True); sys.stdin.read()"
    program = (
        "import subprocess, sys\n"
        f"start = lambda size: subprocess.Popen([sys.executable, '-c', {waits!r}, size], stdin=subprocess.PIPE)\n"
        "children = [start('1'), start('40000000')]\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert sorted(int(parent.stdout.readline()) for _ in range(2)) == [1, 40_000_000]
        held = of_workers(parent.pid, database=tmp_path / "none.sqlite3")
        parent.communicate()
    assert held["Rss"] > 40_000_000 / 1_024**2
    assert held["Pss"] <= held["Rss"]
