"""Copies of the team's file: made while others work, checked, kept in rotation, and put back in its place.

A copy is written under a name of its own, checked, brought to the disk, and only then gets its name: whoever finds a
backup finds a whole one.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store.checking import opened_sound, team_of, team_of_file
from store.database import (
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
)
from store.errors import N_, Problem, Reason, Unavailable

ROTATED = "nightly"  # the word in the names of the copies that a rotation makes, and may take away again


class Rotation(NamedTuple):
    """What a rotation did: the new copy, the copies it took away, and those of its own that fail their check."""

    made: Path
    dropped: list[Path]
    broken: list[Path]


def backup(target: Path) -> None:
    """Copy the open database to ``target`` while others work, and check the copy.

    Raises Unavailable, leaving nothing at ``target``, when there is something already, when it can't be written, or
    when the copy fails its check.
    """
    if exists(target):
        raise Unavailable(Reason(N_("{file} exists already. Name a new file for the backup."), {"file": str(target)}))
    with _begun(target) as part:
        with our_errors(target), closing(sqlite3.connect(part)) as copy:
            connection().backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, which can be read from a disk that isn't written
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise damaged(target)


@contextmanager
def _begun(target: Path) -> Iterator[Path]:
    """A new file beside ``target`` to be filled, which then takes its name; when it fails, nothing is left."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _held(part) as held:
            yield part
            os.fsync(held)
            part.replace(target)
            _settle(target.parent)
    except OSError as error:
        values = {"file": str(target), "error": error.strerror or str(error)}
        raise Unavailable(Reason(N_("{file} can't be written: {error}. Name another place."), values)) from error


@contextmanager
def _held(part: Path) -> Iterator[int]:
    """The open file, locked for as long as it is being filled, so that nobody takes it for what a crash left."""
    held = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield held
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
        os.close(held)


def _settle(folder: Path) -> None:
    """A new name is on the disk only once its folder is."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


# The rotation


def rotate(folder: Path, keep: int) -> Rotation:
    """Make a dated copy in ``folder``, and keep the newest ``keep`` good ones of this team that a rotation has made.

    Nothing else is taken away: no file of another name or team, and none that fails its check. Raises Unavailable.
    """
    live = Path(str(database.database))
    made = folder / dated(live, ROTATED).name
    with _as_unavailable(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(folder)
    backup(made)
    _remember(live, folder)
    good, dropped, broken = 1, [], []
    for older in sorted(_rotated(live, folder) - {made}, reverse=True):
        try:
            if team_of_file(older) != team_of(connection()):
                continue
            with opened_sound(older):
                good += 1
        except Problem:
            if exists(older):  # another rotation may have taken it away meanwhile
                broken.append(older)
            continue
        if good > keep:
            with _as_unavailable(folder):
                older.unlink(missing_ok=True)  # another rotation may have done it
            dropped.append(older)
    return Rotation(made, dropped, broken)


def _rotated(live: Path, folder: Path) -> set[Path]:
    name = re.compile(rf"{re.escape(live.stem)}-{ROTATED}-\d{{8}}-\d{{6}}-\d{{6}}{re.escape(live.suffix)}")
    return {path for path in folder.iterdir() if name.fullmatch(path.name) and path.is_file()}


def _clear(folder: Path) -> None:
    """Take away what copies that were killed have left half done; those that are being made are locked."""
    for part in folder.glob(f".*-{ROTATED}-*.part"):
        with suppress(OSError), part.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


@contextmanager
def _as_unavailable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        values = {"file": str(folder), "error": error.strerror or str(error)}
        raise Unavailable(Reason(N_("{file} can't be used: {error}. Name another folder."), values)) from error


def _remembered(live: Path) -> Path:
    return live.with_name(live.name + ".backups")


def _remember(live: Path, folder: Path) -> None:
    """Note beside the file where its copies are: once it is damaged, it can't say so itself."""
    with suppress(OSError):  # the copy is made; `huddle check --backups` names the folder, too
        _remembered(live).write_text(f"{folder.absolute()}\n", encoding="utf-8")


def folder_of_rotation(live: Path) -> Path | None:
    """Where the last rotation of this file wrote to."""
    try:
        return Path(_remembered(live).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None


# Putting back


def restore(source: Path) -> Path:
    """Copy a backup into the open live file, so that open sessions see it; returns where the former state is kept.

    Raises Unavailable, with the live file untouched, when the backup is missing, damaged, newer, not Huddle's or of
    another team.
    """
    live = Path(str(database.database))
    with opened_sound(source) as former:
        _refuse_another_team(source, former, team_of(connection()))
        kept = dated(live, "before-restore")
        backup(kept)
        with our_errors():
            former.backup(connection())
    if schema_version() < known_version():
        migrate(live)
    return kept


def restore_anew(source: Path, path: Path) -> Path | None:
    """Put a backup where there is no file, or a damaged one, whose bytes are kept; returns where, or None.

    Sessions that have the damaged file open don't see it. Raises Unavailable as ``restore`` does.
    """
    import shutil

    with opened_sound(source) as former:
        kept = None
        if exists(path):
            with suppress(Problem):  # so much is broken that it doesn't say whose it is
                _refuse_another_team(source, former, team_of_file(path))
            kept = dated(path, "damaged")
            for end in ("", "-wal"):
                if (part := path.with_name(path.name + end)).exists():
                    shutil.copyfile(part, kept.with_name(kept.name + end))
        with made_whole(path), our_errors(path):
            former.backup(connection())
    return kept


def _refuse_another_team(source: Path, former: sqlite3.Connection, here: object) -> None:
    if here is not None and team_of(former) not in (None, here):
        name = former.execute("SELECT name FROM team ORDER BY id LIMIT 1").fetchone()[0]
        values = {"file": str(source), "team": str(name)}
        raise Unavailable(
            Reason(N_("{file} is a backup of another team, {team}. Restore it to a file of its own with --db."), values)
        )
