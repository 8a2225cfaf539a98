"""Copies of the team's file: a rotation keeps what it should and takes away nothing else; what is found is whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import backups, checking, customers, database, team
from store.calendar import clock
from store.database import close_store, connection, open_store, rows
from store.errors import Unavailable
from store.team import Member


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_store()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _found_another() -> None:
    """Another team in the open file, founded at another time; in a test everything is done in one session."""
    with clock(datetime(2026, 11, 22, tzinfo=UTC)):
        team.found_team("Other [/b]", timezone="UTC", currency="EUR", lead="Bo", login="bo")


def spoil(path: Path, *, pages: range = range(3, 40)) -> None:
    """Overwrite pages in the middle of a file that nobody has open."""
    content = bytearray(path.read_bytes())
    for page in pages:
        content[4096 * page : 4096 * (page + 1)] = b"\x5a" * 4096
    path.write_bytes(content[: path.stat().st_size])


def test_a_rotation_keeps_the_newest_good_ones_and_touches_nothing_else(ana: Member, folder: Path) -> None:
    folder.mkdir()
    (folder / "letters.txt").write_text("mine")
    (folder / "team-20261101.db").write_text("by hand")
    made = [backups.rotate(folder, 3).made for _ in range(3)]
    assert backups.rotate(folder, 3).dropped == [made[0]]
    spoil(made[2])
    done = backups.rotate(folder, 3)
    assert (done.broken, done.dropped) == ([made[2]], []), "what is broken doesn't count, and isn't taken away"
    assert backups.rotate(folder, 3).dropped == [made[1]]
    assert {"letters.txt", "team-20261101.db", made[2].name} < set(names(folder))
    assert len(names(folder)) == 3 + 3, "three good ones beside what is none of its business"
    assert not [name for name in names(folder) if name.endswith((".part", "-wal", "-shm", "-journal"))]
    assert done.made.stat().st_mode & 0o777 == 0o600, "it holds what only two people read"


def test_the_last_good_one_stays_even_when_the_clock_was_set_back(
    ana: Member, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backups.rotate(folder, 1).made
    tomorrow = first.rename(folder / first.name.replace("-20", "-29", 1))
    done = backups.rotate(folder, 1)
    assert names(folder) == [done.made.name] and done.dropped == [tomorrow], "the one just made is the newest"


def test_two_teams_may_share_a_folder(ana: Member, folder: Path, tmp_path: Path) -> None:
    backups.rotate(folder, 1)
    other = tmp_path / "elsewhere" / "team.db"
    open_store(other, create=True)
    _found_another()
    backups.rotate(folder, 1)
    assert backups.rotate(folder, 1).dropped and len(names(folder)) == 2


def test_two_rotations_at_once_and_writers_meanwhile_lose_nothing(ana: Member, folder: Path, store_file: Path) -> None:
    """Two processes rotate while this one writes; every copy is whole, and as new as when it was begun."""
    code = f"""
from pathlib import Path
from store import backups
from store.database import open_store
open_store(Path({str(store_file)!r}))
for _ in range(4):
    backups.rotate(Path({str(folder)!r}), 2)
"""
    both = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    written = 0
    while any(one.poll() is None for one in both):
        customers.add(ana, f"Customer {written}")
        written += 1
    for one in both:
        assert one.communicate()[1] == "" and one.returncode == 0
    kept = names(folder)
    assert 2 <= len(kept) <= 3 and not [name for name in kept if not name.endswith(".db")]
    for name in kept:
        assert checking.examine(folder / name) == []
    assert written and len(customers.ids()) == written


def test_what_a_killed_copy_left_is_taken_away_and_one_that_is_being_made_is_not(ana: Member, folder: Path) -> None:
    folder.mkdir()
    left, held = (folder / f".team-nightly-2026112{n}-000000-000000.db.7.part" for n in (1, 2))
    left.write_text("half")
    with backups._held(held):
        backups.rotate(folder, 2)
        assert held.exists() and not left.exists()
    assert not held.exists()


def test_a_full_disk_leaves_no_half_copy(ana: Member, tmp_path: Path) -> None:
    """On a small disk of its own; where none can be mounted, a file may not grow beyond a size."""
    for number in range(300):
        customers.add(ana, f"Customer {number}", notes="x" * 1000)
    code = f"""
import resource, signal
from pathlib import Path
from store import backups
from store.database import open_store
from store.errors import Unavailable
open_store(Path({str(database.database.database)!r}))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    backups.rotate(Path({str(tmp_path / "small")!r}), 2)
except Unavailable as problem:
    print(problem)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "small" in done.stdout and done.stderr == "", done.stderr
    assert names(tmp_path / "small") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_full_says_so(ana: Member, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(Unavailable, match="disk is full"):
            backups.rotate(disk, 2)
        assert names(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("broken", ["damaged", "another team's", "newer", "missing", "a text"])
def test_restore_refuses_what_would_lose_the_team_and_leaves_it_as_it_was(
    ana: Member, tmp_path: Path, store_file: Path, broken: str
) -> None:
    customers.add(ana, "Northwind")
    copy = tmp_path / "copy.db"
    words = _unusable(broken, copy)
    open_store(store_file)
    with pytest.raises(Unavailable, match=words):
        backups.restore(copy)
    assert len(customers.ids()) == 1
    assert not list(tmp_path.glob("team-before-restore-*")), "nothing was begun"


def _unusable(why: str, copy: Path) -> str:
    if why == "a text":
        copy.write_text("no database " * 100)
        return "no backup of Huddle's"
    if why == "missing":
        return "no backup"
    if why == "another team's":
        open_store(copy, create=True)
        _found_another()
        close_store()
        return "another team, Other"
    backups.backup(copy)
    if why == "newer":
        with sqlite3.connect(copy) as there:
            there.execute("PRAGMA user_version = 9999")
        there.close()
        return "newer Huddle"
    spoil(copy)
    return "name another copy"


def test_a_backup_is_read_from_a_disk_that_can_not_be_written(ana: Member, tmp_path: Path) -> None:
    """It is one file; reading one in WAL mode would make two more beside it."""
    customers.add(ana, "Northwind")
    backups.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes()[18:20] == b"\x01\x01", "the mode stands in the header: no WAL"
    shutil.copy(tmp_path / "copy.db", tmp_path / "live.db")
    open_store(tmp_path / "live.db")
    assert rows("PRAGMA journal_mode") == [("wal",)], "somebody who copies it into place works in WAL as before"
    assert len(customers.ids()) == 1


# What is damaged, and what could take its place


def test_check_names_the_tables_that_are_damaged(ana: Member, tmp_path: Path, store_file: Path) -> None:
    for number in range(200):
        customers.add(ana, f"Customer {number}")
    root = rows("SELECT rootpage FROM sqlite_schema WHERE name = 'customer'")[0][0]
    assert checking.broken_tables(store_file) == []
    _fold(store_file)
    spoil(store_file, pages=range(root - 1, root))
    assert "customer" in checking.broken_tables(store_file)
    assert "team" not in checking.broken_tables(store_file)


def _fold(path: Path) -> None:
    """Bring what is in the log into the file, which then can be damaged."""
    connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    close_store()


def test_the_newest_backup_that_passes_is_found_wherever_it_is(
    ana: Member, folder: Path, tmp_path: Path, store_file: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    made: list[Path] = []
    steps: list[Callable[[], Path]] = [
        lambda: backups.rotate(folder, 9).made,
        lambda: _copied(tmp_path / "team-before-migration-x.db"),
        lambda: _copied(elsewhere / "by-hand.db"),
        lambda: backups.rotate(folder, 9).made,
    ]
    for number, step in enumerate(steps):
        customers.add(ana, f"Customer {number}")
        made.append(step())
    other = folder / "other.db"
    open_store(other, create=True)
    _found_another()
    open_store(store_file)
    _fold(store_file)
    assert backups.folder_of_rotation(store_file) == folder

    def newest(*folders: Path) -> Path | None:
        found = checking.newest_sound(store_file, folders)
        return found and found.path

    assert newest(folder, elsewhere) == made[3]
    spoil(made[3])
    assert newest(folder, elsewhere) == made[2]
    assert newest(folder) == made[1], "nobody said to look elsewhere"
    made[1].unlink()
    spoil(store_file, pages=range(1))
    assert newest(folder) is not None, "a file that can't say whose it is"


def _copied(path: Path) -> Path:
    backups.backup(path)
    return path
