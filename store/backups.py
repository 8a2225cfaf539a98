"""Copies of the team's file: made while others work, checked, put back in its place; and what is wrong with a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.database import (
    MISSING,
    WAIT_SECONDS,
    check_header,
    check_version,
    connection,
    damaged,
    database,
    dated,
    exists,
    known_version,
    made_whole,
    migrate,
    our_errors,
    schema_version,
    unavailable,
)
from store.errors import N_, Damaged, Reason, Unavailable


def backup(target: Path) -> None:
    """Copy the open database to ``target`` while others work, and check the copy.

    Raises Unavailable when ``target`` exists, can't be written, or the copy fails its check.
    """
    if exists(target):
        raise Unavailable(Reason(N_("{file} exists already. Name a new file for the backup."), {"file": str(target)}))
    try:
        with our_errors(target), closing(sqlite3.connect(target)) as copy:
            connection().backup(copy)
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except OSError as error:
        raise unavailable(sqlite3.OperationalError(f"unable to open: {error}"), target) from error
    if found != "ok":
        raise damaged(target)
    target.chmod(0o600)


def restore(source: Path) -> Path:
    """Copy a backup into the open live file, so that open sessions see it; returns where the former state is kept.

    Raises Unavailable, with the live file untouched, when the backup is missing, damaged, newer or not ours.
    """
    live = Path(str(database.database))
    with _opened_backup(source) as former:
        kept = dated(live, "before-restore")
        backup(kept)
        former.backup(connection())
    if schema_version() < known_version():
        migrate(live)
    return kept


def restore_anew(source: Path, path: Path) -> Path | None:
    """Put a backup where there is no file, or a damaged one, whose bytes are kept; returns where, or None.

    Sessions that have the damaged file open don't see it. Raises Unavailable as ``restore`` does.
    """
    import shutil

    with _opened_backup(source) as former:
        kept = None
        if exists(path):
            kept = dated(path, "damaged")
            for end in ("", "-wal"):
                if (part := path.with_name(path.name + end)).exists():
                    shutil.copyfile(part, kept.with_name(kept.name + end))
        with made_whole(path):
            former.backup(connection())
    return kept


@contextmanager
def _opened_backup(source: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads the backup, once it has been checked."""
    if not exists(source):
        raise Unavailable(Reason(N_("There is no backup at {file}."), {"file": str(source)}))
    check_header(source)
    with our_errors(source), closing(_read_only(source)) as found:
        check_version(source, int(found.execute("PRAGMA user_version").fetchone()[0]))
        if found.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise damaged(source)
        yield found


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


def check() -> list[tuple[str, str]]:
    """As ``examine``, for the open file."""
    return examine(Path(str(database.database)))
