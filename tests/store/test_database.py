"""Opening, backup and restore: what can't be used says so, and is left as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from peewee import IntegrityError

from store import backups, changes, checking, customers, database, team
from store.database import MIGRATIONS, Watch, close_store, known_version, open_store, rows
from store.errors import Damaged, Unavailable
from store.records import models
from store.team import Member


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    close_store()


def _refused(path: Path, words: str) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Unavailable, match=words) as refused:
        open_store(path)
    assert str(path) in str(refused.value), "the sentence names the file"
    assert "\n" not in str(refused.value)
    if before is not None:
        assert path.read_bytes() == before, "the file is untouched"
        assert sorted(p.name for p in path.parent.iterdir()) == [path.name], "nothing is left beside it"


def test_a_missing_file_says_how_to_begin(tmp_path: Path) -> None:
    _refused(tmp_path / "none.db", "huddle init")
    assert not (tmp_path / "none.db").exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    _refused(tmp_path, "is a folder")


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Call Northwind\n" * 20)
    _refused(path, "not a database")


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    _refused(path, "of another program")


def test_a_database_of_a_newer_huddle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    open_store(path, create=True)
    rows("PRAGMA user_version = 9999")
    database.database.execute_sql("PRAGMA journal_mode = DELETE")
    close_store()
    _refused(path, "from a newer Huddle")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    open_store(path, create=True)
    ana = team.found_team("T", timezone="UTC", currency="EUR", lead="Ana", login="ana")
    for number in range(200):
        customers.add(ana, f"Customer {number}")
    database.database.execute_sql("PRAGMA journal_mode = DELETE")
    close_store()
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 30] = b"\x5a" * (4096 * 27)
    path.write_bytes(content)
    _refused(path, "damaged")


def test_a_path_through_a_file_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match="can't be made"):
        open_store(tmp_path / "file" / "team.db", create=True)


def test_the_tables_are_those_of_the_records(store_file: Path) -> None:
    """A field without a column, or a column without a field, is a migration that was forgotten."""
    for model in models():
        table = model._meta.table_name
        columns = {(name, bool(needed)) for _, name, _, needed, _, _ in rows(f'PRAGMA table_info("{table}")')}
        fields = {(field.column_name, not field.null) for field in model._meta.sorted_fields}
        assert columns == fields, table
        assert rows("SELECT sql LIKE '%STRICT' FROM sqlite_master WHERE name = ?", (table,)) == [(1,)], table


def test_an_amount_with_a_fraction_is_refused_by_the_file_itself(ana: Member) -> None:
    customers.add(ana, "Northwind")
    with pytest.raises(IntegrityError, match="cannot store REAL"):
        database.database.execute_sql("UPDATE customer SET loyalty = 1.5")


def test_an_older_file_is_backed_up_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "team.db"
    older = tmp_path / "migrations"
    older.mkdir()
    for file in MIGRATIONS.glob("[0-9]*.py"):
        (older / file.name).write_text(file.read_text())
    newest = known_version()
    monkeypatch.setattr(database, "MIGRATIONS", older)
    open_store(path, create=True)
    team.found_team("T", timezone="UTC", currency="EUR", lead="Ana", login="ana")
    close_store()
    (older / f"{newest + 1:04}_colour.py").write_text(
        'def up(migrator, db):\n    db.execute_sql("ALTER TABLE team ADD COLUMN colour TEXT")\n'
    )
    open_store(path)
    assert rows("SELECT colour FROM team") == [(None,)]
    assert len(list(tmp_path.glob("team-before-migration-*.db"))) == 1
    close_store()
    (older / f"{newest + 2:04}_wrong.py").write_text(
        "def up(migrator, db):\n"
        '    db.execute_sql("ALTER TABLE team ADD COLUMN half TEXT")\n'
        '    db.execute_sql("SELECT nothing")\n'
    )
    with pytest.raises(Unavailable):
        open_store(path)
    monkeypatch.setattr(database, "known_version", lambda: newest + 1)
    open_store(path)
    assert "half" not in {name for _, name, *_ in rows("PRAGMA table_info(team)")}, "a migration is all or nothing"


def test_a_backup_is_whole_and_never_overwrites(ana: Member, tmp_path: Path) -> None:
    customers.add(ana, "Northwind")
    target = tmp_path / "copy.db"
    backups.backup(target)
    with pytest.raises(Unavailable, match="exists already"):
        backups.backup(target)
    open_store(target)
    assert len(customers.ids()) == 1


def test_restore_brings_back_what_was_and_keeps_what_is(ana: Member, tmp_path: Path, store_file: Path) -> None:
    customers.add(ana, "Northwind")
    backups.backup(tmp_path / "copy.db")
    customers.add(ana, "Fabrikam")
    other = sqlite3.connect(store_file)
    kept = backups.restore(tmp_path / "copy.db")
    assert other.execute("SELECT name FROM customer").fetchall() == [("Northwind",)], "open sessions see it"
    other.close()
    assert len(customers.ids()) == 1
    open_store(kept)
    assert len(customers.ids()) == 2


def test_restore_refuses_what_is_no_backup(ana: Member, tmp_path: Path) -> None:
    customers.add(ana, "Northwind")
    (tmp_path / "copy.db").write_text("no database at all" * 100)
    for source in (tmp_path / "copy.db", tmp_path / "none.db"):
        with pytest.raises(Unavailable):
            backups.restore(source)
    assert len(customers.ids()) == 1


def test_check_names_what_is_wrong(ana: Member) -> None:
    assert list(checking.check()) == []
    database.database.execute_sql("PRAGMA foreign_keys = OFF")
    database.database.execute_sql("UPDATE change_entry SET change_id = 999 WHERE id = 1")
    assert [which for which, _ in checking.check()] == ["foreign keys"]


def test_somebody_elses_change_is_noticed_and_my_own_is_not(ana: Member, store_file: Path) -> None:
    watch = Watch()
    watch.start()
    other = sqlite3.connect(store_file, isolation_level=None)
    assert not watch.changed()
    other.execute("INSERT INTO search_entry (kind, record, title) VALUES ('x', 1, 'x')")
    assert not watch.changed(), "what makes no history repaints nobody"
    other.execute("INSERT INTO change (at, by, session, verb, kind, record, title) VALUES ('', 1, '', '', '', 1, '')")
    assert watch.changed()
    assert not watch.changed()
    other.close()


def _write_by_every_door(ana: Member) -> Iterator[Callable[[], object]]:
    def draft() -> None:
        with changes.draft():
            raise AssertionError("begun in a file that nobody sees")

    def derive() -> None:
        with changes.derive():
            raise AssertionError("begun in a file that nobody sees")

    return iter((lambda: customers.add(ana, "Lost"), lambda: changes.undo(ana), draft, derive))


@pytest.mark.parametrize(
    ("happens", "words"), [("removed", "is gone"), ("moved", "is gone"), ("replaced", "was replaced"), ("link", "was")]
)
def test_nothing_is_written_into_a_file_that_is_not_there_any_more(
    ana: Member, store_file: Path, happens: str, words: str
) -> None:
    """SQLite would go on writing into the removed file, and everything would seem to be saved."""
    customers.add(ana, "Northwind")
    copy = store_file.with_name("copy.db")
    backups.backup(copy)
    link = store_file.with_name("link.db")
    if happens == "link":
        link.symlink_to(store_file.name)
        open_store(link)
        link.unlink()
        link.symlink_to(copy.name)
    elif happens == "removed":
        store_file.unlink()
    elif happens == "moved":
        store_file.rename(store_file.with_name("moved.db"))
    else:
        copy.replace(store_file)
    for door in _write_by_every_door(ana):
        with pytest.raises(Unavailable, match=words):
            door()
    with pytest.raises(Unavailable, match=words):
        database.watch.changed()
    assert len(customers.ids()) == 1, "what was read stays to be read"
    if happens == "moved":
        store_file.with_name("moved.db").rename(store_file)
        customers.add(ana, "Back again")
        assert len(customers.ids()) == 2
        assert not database.watch.changed()


def test_the_newest_migration_is_the_known_version() -> None:
    numbers = sorted(int(file.name[:4]) for file in MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(1, known_version() + 1)), "numbers without a gap, none twice"


def test_what_was_confirmed_is_on_the_disk(tmp_path: Path) -> None:
    """A power cut may not lose it; the tests' own files don't wait for the disk (see conftest)."""
    code = f"""
from pathlib import Path
from store.database import open_store, rows
open_store(Path({str(tmp_path / "team.db")!r}), create=True)
print(rows("PRAGMA synchronous")[0][0], rows("PRAGMA journal_mode")[0][0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 wal\n", "2 is FULL"


def test_a_damaged_page_is_said_in_a_sentence_wherever_it_is_met(ana: Member, store_file: Path) -> None:
    """While rows are fetched, too, where Peewee lets SQLite's own error through; by hand and by a model."""
    for number in range(300):
        customers.add(ana, f"Customer {number}", notes="n" * 500)
    pages = [page for (page,) in rows("SELECT pageno FROM dbstat WHERE name = 'customer' AND pagetype = 'leaf'")]
    database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store_file.open("r+b") as file:
        for page in pages[len(pages) // 2 :]:
            file.seek(4096 * (page - 1))
            file.write(b"\x5a" * 4096)
    database.database.close()
    asks: list[Callable[[], object]] = [
        lambda: rows("SELECT notes FROM customer NOT INDEXED"),
        lambda: list(customers.Customer.select().iterator()),
        lambda: list(database.database.execute_sql("SELECT notes FROM customer NOT INDEXED")),
        lambda: database.write_many("UPDATE customer SET notes = ? WHERE id = ?", [("x", n) for n in range(1, 301)]),
        lambda: backups.backup(store_file.with_name("copy.db")),
        lambda: customers.edit(ana, customers.Customer.load(299), city="Porto"),
    ]
    for ask in asks:
        with pytest.raises(Damaged, match="huddle check"):
            ask()
    assert not store_file.with_name("copy.db").exists(), "no damaged copy is left"
    assert not database.database.in_transaction()


def test_what_can_not_be_opened_any_more_says_so_at_the_next_question(ana: Member, store_file: Path) -> None:
    """The connection opens by itself, wherever it is asked for."""
    database.database.close()
    store_file.unlink()
    store_file.mkdir()
    for ask in (lambda: database.connection(), lambda: rows("SELECT 1"), lambda: list(customers.Customer.select())):
        with pytest.raises(Unavailable, match="can't be opened"):
            ask()


def test_nothing_is_written_once_a_newer_huddle_has_changed_the_schema(ana: Member, store_file: Path) -> None:
    with sqlite3.connect(store_file) as other:
        other.execute(f"PRAGMA user_version = {known_version() + 1}")
    other.close()
    for ask in (lambda: customers.add(ana, "Northwind"), database.watch.changed):
        with pytest.raises(Unavailable, match="from a newer Huddle"):
            ask()
    assert rows("SELECT count(*) FROM customer") == [(0,)] and not database.database.in_transaction()
