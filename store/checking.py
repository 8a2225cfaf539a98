"""What is wrong with a file, and which backup could take its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from store.database import (
    MISSING,
    WAIT_SECONDS,
    check_header,
    check_version,
    database,
    exists,
    our_errors,
)
from store.errors import N_, Damaged, Problem, Reason, Unavailable

Team = tuple[str, str]  # what tells one team's files from another's: when it was founded, and in which session


class Sound(NamedTuple):
    """A backup that passes its check, and the last change in it: its number, and when it was (UTC)."""

    path: Path
    change: int
    until: datetime


def team_of(found: sqlite3.Connection) -> Team | None:
    """Whose file it is; None when no team is in it."""
    founded = found.execute(
        "SELECT t.created_at, c.session FROM team t, change c WHERE c.id = (SELECT min(id) FROM change) ORDER BY t.id"
    ).fetchone()
    return founded and (str(founded[0]), str(founded[1]))


def team_of_file(path: Path) -> Team | None:
    """Whose file this is. Raises Unavailable when it can't be read."""
    check_header(path)
    with our_errors(path), closing(_read_only(path)) as found:
        return team_of(found)


@contextmanager
def opened_sound(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads a backup, once it has been checked. Raises Unavailable."""
    if not exists(path):
        raise Unavailable(Reason(N_("There is no backup at {file}."), {"file": str(path)}))
    try:
        check_header(path)
    except Unavailable as problem:
        raise _no_backup(path) from problem
    with our_errors(path), closing(_read_only(path)) as found:
        try:
            version = int(found.execute("PRAGMA user_version").fetchone()[0])
            answer = found.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.OperationalError:
            raise  # locked, or not to be read: nothing is said of its pages
        except sqlite3.DatabaseError as error:
            raise _no_backup(path) from error
        check_version(path, version)
        if answer != "ok":
            raise _no_backup(path)
        yield found


def _no_backup(path: Path) -> Damaged:
    """What to do about a copy is another thing than what to do about the team's own file."""
    words = N_("{file} is damaged, or no backup of Huddle's. Nothing was changed; name another copy.")
    return Damaged(Reason(words, {"file": str(path)}))


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True, timeout=WAIT_SECONDS)


def examine(path: Path) -> list[tuple[str, str]]:
    """What is wrong with a file, as (which check, what it found); nothing when all is well. It changes nothing.

    A file that ``open_store`` refuses as damaged can be examined. Raises Unavailable when it is no file of
    Huddle's, is missing, or comes from a newer Huddle.
    """
    if not exists(path):
        raise Unavailable(Reason(MISSING, {"file": str(path)}))
    try:
        check_header(path)
        with our_errors(path), closing(_read_only(path)) as found:
            check_version(path, int(found.execute("PRAGMA user_version").fetchone()[0]))
            return [*_broken_pages(found), *_broken_links(found)]
    except Damaged as problem:
        return [("file", str(problem.__cause__ or N_("its first page is cut off")))]


def _broken_pages(found: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for (answer,) in found.execute("PRAGMA integrity_check"):
        if answer != "ok":
            yield from (("integrity", line) for line in str(answer).splitlines() if not line.startswith("***"))


def _broken_links(found: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for table, row, parent, _number in found.execute("PRAGMA foreign_key_check"):
        yield "foreign keys", f"{table} {row} → {parent}"


def broken_tables(path: Path) -> list[str]:
    """The names of the tables in which something is wrong; none when not even their list can be read."""
    try:
        with our_errors(path), closing(_read_only(path)) as found:
            names = [name for (name,) in found.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return sorted(name for name in names if not _is_sound(found, name))
    except Unavailable:
        return []


def _is_sound(found: sqlite3.Connection, table: str) -> bool:
    try:
        pages = found.execute(f'PRAGMA integrity_check("{table}")').fetchone()
        return pages == ("ok",) and found.execute(f'PRAGMA foreign_key_check("{table}")').fetchone() is None
    except sqlite3.DatabaseError:
        return False


def newest_sound(path: Path, folders: Iterable[Path]) -> Sound | None:
    """Of the copies of this file beside it, and of all in these folders: the one with the latest change that passes
    its check. What is known to be of another team is none."""
    team = None
    with suppress(Problem):
        team = team_of_file(path)
    beside = path.parent.glob(f"{path.stem}-*{path.suffix}")
    elsewhere = (file for folder in folders for file in folder.glob(f"*{path.suffix}"))
    found = [sound for file in {*beside, *elsewhere} - {path} if (sound := _looked_into(file, team)) is not None]
    for sound in sorted(found, key=lambda one: (one.change, one.path), reverse=True):
        with suppress(Problem), opened_sound(sound.path):
            return sound
    return None


def _looked_into(file: Path, team: Team | None) -> Sound | None:
    with suppress(Problem):
        check_header(file)
        with our_errors(file), closing(_read_only(file)) as found:
            last = found.execute("SELECT id, at FROM change ORDER BY id DESC LIMIT 1").fetchone()
            if last is not None and (team is None or team_of(found) == team):
                return Sound(file, last[0], datetime.fromisoformat(last[1]))
    return None


def check() -> list[tuple[str, str]]:
    """As ``examine``, for the open file."""
    return examine(Path(str(database.database)))
