"""One reading sees one state of the file, asks the same only once, and writes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store import customers, team
from store.calendar import clock
from store.changes import derive, draft, undo
from store.database import close_store, database, open_store, rows
from store.reading import reading, state
from store.team import Member

CHRISTMAS = date(2026, 12, 25)


def elsewhere(path: Path, sql: str) -> None:
    """What another process writes meanwhile."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(sql)


def test_what_another_process_writes_is_seen_by_the_next_reading_and_by_no_half(ana: Member, store_file: Path) -> None:
    with reading():
        before = (team.team().name, team.today(), team.names())
        elsewhere(store_file, "UPDATE team SET name = 'Southern', timezone = 'Pacific/Kiritimati'")
        elsewhere(store_file, "UPDATE member SET name = 'Anna'")
        assert (team.team().name, team.today(), team.names()) == before
        assert rows("SELECT name FROM team") == [("Northern Sales",)]
    with clock(datetime(2026, 11, 23, 20, 0, tzinfo=UTC)), reading():
        assert (team.team().name, team.today(), team.names()) == ("Southern", date(2026, 11, 24), {ana.id: "Anna"})


def test_outside_of_a_reading_nothing_is_remembered(ana: Member, store_file: Path) -> None:
    assert team.team().name == "Northern Sales"
    elsewhere(store_file, "UPDATE team SET name = 'Southern'")
    assert team.team().name == "Southern"


def test_an_own_holiday_and_its_undo_are_seen_at_once(ana: Member) -> None:
    def is_off() -> bool:
        with reading():
            return CHRISTMAS in team.work_calendar().holidays

    assert not is_off()
    team.add_holidays(ana, [(CHRISTMAS, False, "Christmas")])
    assert is_off()
    undo(ana)
    assert not is_off()


def test_a_reading_in_a_reading_is_a_part_of_it(ana: Member, store_file: Path) -> None:
    with reading():
        with reading():
            assert team.team().name == "Northern Sales"
        elsewhere(store_file, "UPDATE team SET name = 'Southern'")
        assert team.team().name == "Northern Sales"


def test_the_clock_goes_on_while_it_is_read(ana: Member) -> None:
    with reading():
        assert team.today() == date(2026, 11, 23)
        with clock(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
            assert team.today() == date(2026, 11, 24)  # past midnight in Madrid


def test_a_failed_reading_leaves_nothing_behind(ana: Member, store_file: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half"), reading():
        team.team()
        raise ValueError("half")
    team.edit_team(ana, team.team(), name="Southern")  # no transaction is open
    with reading():
        assert team.team().name == "Southern"
    close_store()
    open_store(tmp_path / "other.db", create=True)
    with reading():
        assert not team.is_set_up()
        assert team.today() == date(2026, 11, 23)
    open_store(store_file)
    with reading():
        assert team.team().name == "Southern"


def test_nothing_is_written_while_a_screen_is_being_filled(ana: Member) -> None:
    found = team.edit_team(ana, team.team(), fiscal_month=4)
    with reading():
        with pytest.raises(RuntimeError, match="filled"):
            team.edit_team(ana, found, name="Southern")
        with pytest.raises(RuntimeError, match="filled"):
            undo(ana)
        for door in (draft, derive):
            with pytest.raises(RuntimeError, match="filled"), door():
                pass
    assert (team.team().name, team.team().fiscal_month) == ("Northern Sales", 4)


def test_the_state_of_the_file_is_another_one_after_every_write_of_anybody(ana: Member, store_file: Path) -> None:
    seen = {state()}
    assert state() in seen, "nothing was written"
    customers.add(ana, "Northwind")
    assert state() not in seen
    seen.add(state())
    with derive():
        database.execute_sql("UPDATE team SET care_run_on = '2026-11-23'")
    assert state() not in seen, "computed values, too"
    seen.add(state())
    with closing(sqlite3.connect(store_file)) as other:
        other.execute("UPDATE team SET care_run_on = '2026-11-24'")
        other.commit()
    assert state() not in seen, "somebody else's"
    seen.add(state())
    close_store()
    open_store(store_file)
    assert state() not in seen, "another connection doesn't know what was written meanwhile"
