"""A disk that is full, a file that is locked, damaged or can't be written: the screen says so, keeps what was typed,
and goes on when it can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pilots import lines_of, press, said, typed
from textual.pilot import Pilot

from store import customers, followups
from store.calendar import clock
from store.customers import Customer
from store.database import connection, database, rows
from store.followups import FollowUp
from store.team import Member
from tui.app import HuddleApp
from tui.screens import SCREENS
from tui.widgets.form import Form
from tui.widgets.panel import Completing
from tui.widgets.quickentry import QuickEntry

NOTES = "n" * 3_900  # a page of its own


@contextmanager
def full() -> Iterator[None]:
    """A disk that has no room for another page."""
    (pages,) = rows("PRAGMA page_count")[0]
    rows(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        rows("PRAGMA max_page_count = 1000000")


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else who writes, and writes."""
    rows("PRAGMA busy_timeout = 20")  # two seconds otherwise
    other = sqlite3.connect(str(database.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def read_only() -> Iterator[None]:
    """Nothing may be written: what SQLite answers for a file or folder without the right."""
    rows("PRAGMA query_only = ON")
    try:
        yield
    finally:
        rows("PRAGMA query_only = OFF")


FAULTS = [(full, "disk is full"), (locked, "busy"), (read_only, "can't be written")]


@pytest.mark.parametrize(("fault", "words"), FAULTS)
async def test_what_was_typed_waits_until_it_can_be_written(
    ana: Member, fault: Callable[[], Iterator[None]], words: str
) -> None:
    """A form, quick entry, and the panel that completes a follow-up."""
    northwind = customers.add(ana, "Northwind", owner=ana)
    followups.add(ana, date(2026, 11, 23), customer=northwind, subject="x" * 100)
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(100, 40)) as pilot:
        await _form(pilot, app, fault, words)
        await _line(pilot, app, fault, words)
        await _panel(pilot, app, fault, words)
    assert rows("PRAGMA integrity_check") == [("ok",)]


async def _form(pilot: Pilot[None], app: HuddleApp, fault: Callable[[], Iterator[None]], words: str) -> None:
    await press(pilot, "n", *typed("Fabrikam"))
    form = app.screen
    assert isinstance(form, Form)
    form.row("notes").rewrite(NOTES)
    with fault():  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert app.screen is form and words in form.trouble.text
        assert (form.row("name").read(), form.row("notes").read()) == ("Fabrikam", NOTES)
        assert Customer.select().count() == 1
    await press(pilot, "ctrl+s")
    assert app.screen is not form and Customer.load(2).notes == NOTES


async def _line(pilot: Pilot[None], app: HuddleApp, fault: Callable[[], Iterator[None]], words: str) -> None:
    subject = "y" * 6_000
    await press(pilot, "plus")
    line = app.screen.query_one(QuickEntry)
    line.line.value = f"call - {subject} today"
    with fault():  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert words in " ".join(str(line.shown.render()).split()) and subject in line.line.value
    await press(pilot, "enter")
    assert FollowUp.select().where(FollowUp.subject == subject).count() == 1


async def _panel(pilot: Pilot[None], app: HuddleApp, fault: Callable[[], Iterator[None]], words: str) -> None:
    await press(pilot, "4", "g", "space")
    panel = app.screen.query_one(Completing)
    panel.note.value = NOTES
    with fault():  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert words in panel.remark.words.plain and panel.note.value == NOTES
    await press(pilot, "enter")
    assert FollowUp.select().where(FollowUp.note == NOTES).count() == 1


async def test_no_screen_ends_when_nothing_can_be_read(ana: Member) -> None:
    """Every question fails, while the screens open and whatever is pressed; afterwards they go on."""
    northwind = customers.add(ana, "Northwind", owner=ana)
    followups.add(ana, date(2026, 11, 23), customer=northwind)
    app = HuddleApp(ana)
    async with app.run_test(size=(100, 30)) as pilot:
        connection().set_progress_handler(lambda: 1, 1)
        for place in SCREENS:
            await app.switch_mode(place.name)
            await press(pilot, *"nem", "escape", "enter", "escape")
            assert app.is_running and said(app)
        await press(pilot, "1", *"xhu", "ctrl+p", "n", "escape", "plus", *"call n", "enter", "escape")
        assert app.is_running
        connection().set_progress_handler(None, 0)
        await app.switch_mode("customers")
        app.tell_changed()
        await press(pilot, "g")
        assert "Northwind" in "\n".join(lines_of(app))


async def test_damaged_pages_are_said_on_reading_and_on_writing(ana: Member, store_file: Path) -> None:
    for number in range(120):
        customers.add(ana, f"Customer {number}", owner=ana, notes="n" * 2_000)
    app = HuddleApp(ana, start="followups")
    async with app.run_test(size=(100, 30)) as pilot:
        _damage(store_file)
        await press(pilot, "5")
        assert "huddle check" in said(app) and "damaged" in said(app)
        await press(pilot, "n", *typed("Fabrikam"), "ctrl+s")
        if isinstance(app.screen, Form):  # where SQLite comes upon the damage before it has written
            assert "damaged" in app.screen.trouble.text and app.screen.row("name").read() == "Fabrikam"
        assert app.is_running


def _damage(path: Path) -> None:
    """Overwrite what the customers are kept in, below the screens' connection, which then has to read it anew."""
    connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = [page for (page,) in rows("SELECT pageno FROM dbstat WHERE name LIKE 'customer%' AND pageno > 1")]
    with path.open("r+b") as file:
        for page in pages:
            file.seek(4096 * (page - 1))
            file.write(b"\x5a" * 4096)
    database.close()
    database.connect()


async def test_a_clock_that_was_set_back_breaks_nothing(ana: Member, northwind: Customer) -> None:
    customers.edit(ana, northwind, city="Porto")
    with clock(datetime(2025, 1, 1, tzinfo=UTC)):
        app = HuddleApp(ana, start="customers")
        async with app.run_test(size=(100, 30)) as pilot:
            await press(pilot, "e", *typed("!"), "ctrl+s")
            assert Customer.load(northwind.id).name == "Northwind!"
            await press(pilot, "h")
            assert "edited" in app.export_screenshot()
            await press(pilot, "u")
            assert Customer.load(northwind.id).name == "Northwind", "what is undone is the last, not the youngest"


@pytest.fixture
def northwind(ana: Member) -> Customer:
    return customers.add(ana, "Northwind", owner=ana)
