"""One policy for SQLite: where the file is, how it is opened, transactions, migrations, "has it changed?".

Every error of SQLite or Peewee becomes one of ours here, whichever question or verb met it. Models are bound
to the one deferred ``database``; ``open_store()`` names the file.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import IntegrityError, PeeweeException, SqliteDatabase

from store.errors import N_, Damaged, Problem, Reason, Unavailable

APPLICATION_ID = 0x48554444  # "HUDD", so that `file` and we know our own
HEADER = b"SQLite format 3\x00"
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_SECONDS = 2  # how long a second writer waits before it is told that the file is busy
DAMAGED = N_("{file} is damaged. Run `huddle check`, then `huddle restore` with your newest backup.")
MISSING = N_("There is no team at {file} yet. `huddle init` makes one.")
NEWER = N_("{file} is from a newer Huddle (schema {theirs}, this one knows {ours}). Update Huddle.")
GONE = N_("{file} is gone; nothing was written. Put it back, or leave and name another.")
REPLACED = N_(
    "{file} was replaced by another file while it was open; nothing was written. Leave and start Huddle anew."
)
CHECKED_BYTES = 8_000_000  # files up to this size are checked page by page on opening (a few milliseconds)


_BY_CODE = {  # SQLite's primary result codes
    sqlite3.SQLITE_BUSY: N_("{file} is busy with somebody else's change. Try again in a moment."),
    sqlite3.SQLITE_LOCKED: N_("{file} is busy with somebody else's change. Try again in a moment."),
    sqlite3.SQLITE_FULL: N_("The disk is full, nothing was written to {file}. Make room and try again."),
    sqlite3.SQLITE_READONLY: N_("{file} can't be written. Check the rights of the file and its folder."),
    sqlite3.SQLITE_CANTOPEN: N_("{file} can't be opened. Check the path and the rights of its folder."),
    sqlite3.SQLITE_IOERR: N_("The disk didn't take or give what {file} needs ({error}). Check the disk and try again."),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}


def unavailable(error: Exception, path: str | Path | None = None) -> Unavailable:
    """SQLite's error as a sentence that says what to do."""
    values = {"file": str(path or database.database), "error": str(error)}
    reason = _BY_CODE.get(_code(error), N_("The database {file} answered: {error}. Run `huddle check`."))
    return (Damaged if reason is DAMAGED else Unavailable)(Reason(reason, values))


def damaged(path: Path) -> Damaged:
    """This file is broken, as a check of it found."""
    return Damaged(Reason(DAMAGED, {"file": str(path)}))


def _code(error: BaseException) -> int:
    """SQLite's primary result code; Peewee keeps SQLite's own error as the origin of its own."""
    own = next((e for e in (error, getattr(error, "orig", None)) if isinstance(e, sqlite3.Error)), None)
    return getattr(own, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def our_errors(path: str | Path | None = None) -> Iterator[None]:
    """What SQLite or Peewee refuse within it is said as one of ours, about ``path`` or else the open file."""
    try:
        yield
    except IntegrityError:
        raise  # a broken constraint is the change's business: see changes.py
    except (PeeweeException, sqlite3.Error) as error:
        raise unavailable(error, path) from error


class _Cursor(sqlite3.Cursor):
    """A damaged page may be met only when a row of a SELECT that has begun well is fetched, where Peewee looks for
    no error."""

    def __next__(self) -> Any:
        with our_errors():
            return super().__next__()

    def fetchone(self) -> Any:
        with our_errors():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with our_errors():
            return super().fetchall()


class _Connection(sqlite3.Connection):
    """A connection whose rows are fetched by a ``_Cursor``."""

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


def _identity(path: str | Path) -> tuple[int, int]:
    """Which file is at ``path`` now: its device and inode, through links. Raises Unavailable when there is none."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise Unavailable(Reason(GONE, {"file": str(path)})) from error
    return found.st_dev, found.st_ino


class _Opened(threading.local):
    """Which file this thread's connection has open."""

    file: tuple[int, int] | None = None


class _Database(SqliteDatabase):
    """SQLite whose errors are ours wherever they arise, and which writes only to the file that has its name.

    A file that was removed or replaced stays open, and takes writes that nobody would ever see. It is not opened
    anew by itself: beside its successor there may still lie the log of the former one, which SQLite would play into it.
    """

    schema: int | None = None  # of the file that is open; None while it is being opened

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._opened = _Opened()
        super().__init__(*arguments, **options)

    def _connect(self) -> Any:
        made = super()._connect()  # type: ignore[misc]  # not in the stubs
        self._opened.file = _identity(self.database)
        return made

    def refuse_if_replaced(self) -> None:
        """Raise Unavailable unless the open file is still the one at its path. Costs one stat."""
        if _identity(self.database) != self._opened.file:
            raise Unavailable(Reason(REPLACED, {"file": str(self.database)}))

    def refuse_newer(self) -> None:
        """Raise Unavailable when a newer Huddle has brought the open file up to its own schema meanwhile."""
        theirs = int(self.execute_sql("PRAGMA user_version").fetchone()[0])
        if self.schema is not None and theirs > self.schema:
            values = {"file": str(self.database), "theirs": theirs, "ours": self.schema}
            raise Unavailable(Reason(NEWER, values))

    def connect(self, reuse_if_open: bool = False) -> bool:
        with our_errors():
            return bool(super().connect(reuse_if_open))

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        with our_errors():
            return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]  # untyped in the stubs

    def begin(self, lock_type: str | None = None) -> None:
        if lock_type != "DEFERRED":  # a reading goes on with what there was
            self.refuse_if_replaced()
        with our_errors():
            super().begin(lock_type)
        if lock_type != "DEFERRED":
            try:
                self.refuse_newer()
            except Unavailable:
                self.rollback()
                raise

    def commit(self) -> None:
        with our_errors():
            super().commit()

    def rollback(self) -> None:
        if not connection().in_transaction:
            return  # SQLite has taken it back itself, as it does on a full disk; what was wrong is said already
        with our_errors():
            super().rollback()


database = _Database(
    None,
    lock_type="IMMEDIATE",
    pragmas={"foreign_keys": 1, "synchronous": "FULL", "cache_size": -8000, "temp_store": "MEMORY"},
)


def rows(sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a hand-written SELECT answers, as tuples."""
    found: list[tuple[Any, ...]] = database.execute_sql(sql, tuple(params)).fetchall()
    return found


@contextmanager
def roomy() -> Iterator[None]:
    """Keep more of the file in memory while much is written, so that its indexes aren't written out again and again."""
    database.execute_sql("PRAGMA cache_size = -64000")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA cache_size = -8000")


@contextmanager
def impatient() -> Iterator[None]:
    """Don't wait while somebody else writes: for what can be tried again in a moment, while a person types on."""
    database.execute_sql("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        database.execute_sql(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")


def write_many(sql: str, values: Iterable[Sequence[object]]) -> None:
    """Run one statement for each of these rows, inside the open transaction. Raises IntegrityError, Unavailable."""
    with our_errors():
        try:
            connection().executemany(sql, values)
        except sqlite3.IntegrityError as error:
            raise IntegrityError(str(error)) from error


def connection() -> sqlite3.Connection:
    """This thread's connection to the open file, for what Peewee has no words for. Raises Unavailable."""
    found: sqlite3.Connection = database.connection()  # type: ignore[no-untyped-call]  # untyped in the stubs
    return found


def default_path() -> Path:
    """The team's file when nobody names another: in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("huddle")) / "team.db"


def known_version() -> int:
    """The newest schema this Huddle knows: the number of its last migration."""
    return max(int(name[:4]) for name in os.listdir(MIGRATIONS) if name[:4].isdigit())


def exists(path: Path) -> bool:
    """Whether there is a team at ``path``; an empty file is none."""
    try:
        return path.is_dir() or path.stat().st_size > 0
    except OSError:
        return False


def open_store(path: Path, *, create: bool = False) -> None:
    """Open the team's file, bring its schema up to date, and bind the records to it.

    Raises Unavailable, and leaves the file as it was, when it is a folder, no database, not Huddle's, from a
    newer Huddle, damaged, or missing while ``create`` is false.
    """
    close_store()
    if not exists(path):
        if not create:
            raise Unavailable(Reason(MISSING, {"file": str(path)}))
        _create_file(path)
    check_header(path)
    _check_rights(path)
    database.schema = None
    database.init(str(path), timeout=WAIT_SECONDS, factory=_Connection)
    try:
        with our_errors(path):
            database.connect()
            _check_content(path)
            if schema_version() < known_version():
                migrate(path)
            database.execute_sql("PRAGMA journal_mode = WAL")  # for a backup that somebody has copied here
    except Problem:
        close_store()
        raise
    database.schema = schema_version()
    watch.start()


def close_store() -> None:
    """Close this thread's connection, if there is one."""
    if not database.deferred and not database.is_closed():
        database.close()


def _create_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with our_errors(path), closing(sqlite3.connect(path)) as fresh:
            fresh.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            fresh.execute("PRAGMA journal_mode = WAL")
        path.chmod(0o600)
    except OSError as error:
        values = {"file": str(path), "error": error.strerror or str(error)}
        raise Unavailable(Reason(N_("{file} can't be made: {error}. Name another place with --db."), values)) from error


def check_header(path: Path) -> None:
    """Look at the first bytes before SQLite does, because SQLite may write to what it opens. Raises Unavailable."""
    values = {"file": str(path)}
    if path.is_dir():
        raise Unavailable(Reason(N_("{file} is a folder. Name the database file itself with --db."), values))
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        values["error"] = error.strerror or str(error)
        raise Unavailable(Reason(N_("{file} can't be read: {error}. Check its rights."), values)) from error
    if not head.startswith(HEADER):
        raise Unavailable(Reason(N_("{file} is not a database. Name Huddle's own file with --db."), values))
    if len(head) < 100:
        raise damaged(path)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise Unavailable(
            Reason(N_("{file} is a database of another program. Name Huddle's own file with --db."), values)
        )


def _check_rights(path: Path) -> None:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        values = {"file": str(path)}
        raise Unavailable(Reason(N_("{file} can't be written. Check the rights of the file and its folder."), values))


def check_version(path: Path, theirs: int) -> None:
    """Raise Unavailable for a schema that this Huddle doesn't know yet."""
    if theirs > known_version():
        raise Unavailable(Reason(NEWER, {"file": str(path), "theirs": theirs, "ours": known_version()}))


def _check_content(path: Path) -> None:
    check_version(path, schema_version())
    if path.stat().st_size <= CHECKED_BYTES:
        with closing(sqlite3.connect(path)) as own:  # all its pages are read, and given back when it closes
            found = own.execute("PRAGMA quick_check(1)").fetchone()
        if found != ("ok",):
            raise damaged(path)


def schema_version() -> int:
    """The number of the last migration that the open file has seen."""
    return int(rows("PRAGMA user_version")[0][0])


def migrate(path: Path) -> None:
    """Apply what the open file is missing: one process at a time, after a backup, in one transaction."""
    import fcntl

    from playhouse.migrations import Runner  # costs 20 ms, needed once per new version

    lock = path.with_name(path.name + ".migrating")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if schema_version() >= known_version():
            return  # somebody else did it while we waited
        if schema_version() > 0:
            from store.backups import backup

            backup(dated(path, "before-migration"))
        database.execute_sql("PRAGMA foreign_keys = OFF")  # can't be switched inside a transaction
        try:
            with database.atomic():
                Runner(database, str(MIGRATIONS)).up()  # type: ignore[no-untyped-call]  # playhouse has no types
                broken = rows("PRAGMA foreign_key_check")
                if broken:
                    raise damaged(path)
                database.execute_sql(f"PRAGMA user_version = {known_version()}")
        finally:
            database.execute_sql("PRAGMA foreign_keys = ON")
    lock.unlink(missing_ok=True)


def dated(path: Path, word: str) -> Path:
    """A free name beside ``path`` for a copy of it, such as ``team-before-restore-20261123-101500.db``."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}-{word}-{stamp}{path.suffix}")


@contextmanager
def made_whole(path: Path) -> Iterator[None]:
    """Open a new file beside ``path`` to be filled; when the block ends, it is moved to ``path`` and opened there.

    A block that fails, or a process that is killed meanwhile, leaves ``path`` as it was. Raises Unavailable.
    """
    making = path.with_name(path.name + ".making")
    _discard(making, "", "-wal", "-shm")
    try:
        open_store(making, create=True)
        database.execute_sql("PRAGMA synchronous = OFF")  # nobody needs a half of it: it is put on the disk as a whole
        yield
        close_store()  # the last connection folds the log into the file
        with making.open("rb") as whole:
            os.fsync(whole)
        _discard(path, "-wal", "-shm")
        making.replace(path)
    finally:
        close_store()
        _discard(making, "", "-wal", "-shm")
    open_store(path)


def _discard(path: Path, *ends: str) -> None:
    for end in ends:
        with suppress(OSError):  # what can't be made there can't be removed there either; making it says why
            path.with_name(path.name + end).unlink(missing_ok=True)


class Watch:
    """Answers "has somebody else changed the data?" at the price of one pragma and one stat."""

    def __init__(self) -> None:
        self._seen = 0
        self._change = 0
        self.before = 0  # the last change that was known when it was last asked
        self.moved = False  # whether somebody else committed anything, a change or a draft, before it was last asked

    def start(self) -> None:
        """Take the present state of the open file as seen."""
        self._seen = self._look()
        self._change = self._last_change()

    def changed(self) -> bool:
        """Whether another connection has committed a change since this was last asked. Raises Unavailable.

        Unfinished typing and heartbeats commit too, but make no Change row, so they don't count.
        """
        now = self._look()
        self.moved = now != self._seen
        if not self.moved:
            return False
        self._seen = now
        self.before, self._change = self._change, self._last_change()
        return self.before != self._change

    def own_change(self, change_id: int) -> None:
        """Remember a change of this process, which is told to its screens directly."""
        self._change = max(self._change, change_id)

    @staticmethod
    def _look() -> int:
        database.refuse_if_replaced()
        database.refuse_newer()
        return int(rows("PRAGMA data_version")[0][0])

    @staticmethod
    def _last_change() -> int:
        return int(rows("SELECT coalesce(max(id), 0) FROM change")[0][0])


watch = Watch()
