"""``huddle agenda`` and ``huddle calendar``: the meeting for a message, for a program and for a calendar."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from store import changes, meetings, team, topics
from store.calendar import clock
from store.database import open_store
from store.meetings import Series
from store.team import Member
from tui.cli import main

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 3 * WEEK)


def run(path: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["--db", str(path), "--as", "ana", *words])
    open_store(path)
    return result


def events(path: Path) -> list[dict[str, Any]]:
    """The calendar, read back: each event's fields as Python values."""
    result = run(path, "calendar", "-")
    assert result.exit_code == 0, result.output
    fields = ("uid", "sequence", "status", "summary", "description")
    found = []
    for one in Calendar.from_ical(result.stdout).walk("VEVENT"):
        times = {name: one.decoded(name) for name in ("dtstart", "dtend")}
        found.append({name: str(one.get(name, "")) for name in fields} | times)
    return found


def test_the_agenda_is_markdown_and_an_object(store_file: Path, ana: Member, series: Series) -> None:
    topics.raise_topic(ana, series.id, "Index clause \x1b[2J")
    meetings.write_update(ana, meetings.on(series, MONDAY), ana, progress="Hongtu signed", confidence=8)
    text = run(store_file, "agenda").stdout
    assert text.startswith("# Weekly\n\nMon 23 Nov · 09:30 (Europe/Madrid) · 60 min\nAna leads\n")
    assert "## Solve · 23 min\n\n- Topic · Index clause ␛\\[2J · Ana · since today\n" in text
    assert "  - Progress:\n    - Hongtu signed\n  - Confidence: 8 of 10\n" in text
    found = json.loads(run(store_file, "agenda", "--json").stdout)
    assert (found["day"], found["start"], found["leader"]) == ("2026-11-23", "2026-11-23T08:30:00+00:00", "Ana")
    solve = next(section for section in found["sections"] if section["kind"] == "solve")
    assert [line["text"] for line in solve["lines"]] == ["Index clause \x1b[2J"]
    assert found["updates"][0]["progress"] == "Hongtu signed"


def test_thirteen_events_keep_their_wall_time_over_both_edges_in_utc(store_file: Path, ana: Member) -> None:
    meetings.set_up(ana, "Weekly", at=time(9), timezone="America/New_York", start=MONDAY)
    with clock(datetime(2027, 2, 1, 5, tzinfo=UTC)):
        found = events(store_file)
    assert len(found) == 13
    assert len({one["uid"] for one in found}) == 13
    assert [one["dtstart"].hour for one in found] == [14] * 6 + [13] * 7  # from 14 March on
    assert {one["dtstart"].tzname() for one in found} == {"UTC"}
    assert {one["dtend"] - one["dtstart"] for one in found} == {timedelta(hours=1)}


def test_a_change_raises_the_sequence_and_a_skip_cancels_under_the_same_name(
    store_file: Path, ana: Member, series: Series
) -> None:
    before = events(store_file)
    meetings.skip(ana, meetings.on(series, MONDAY + WEEK), "fair; in Vigo, all week")
    meetings.move(ana, meetings.on(series, MONDAY + 2 * WEEK), MONDAY + 2 * WEEK + timedelta(days=1), time(11))
    after = events(store_file)
    assert [one["uid"] for one in before] == [one["uid"] for one in after]
    assert (after[1]["status"], after[1]["description"]) == ("CANCELLED", "skipped: fair; in Vigo, all week")
    assert after[2]["dtstart"] == datetime(2026, 12, 8, 10, tzinfo=UTC)
    raised = [int(new["sequence"]) - int(old["sequence"]) for old, new in zip(before, after, strict=True)]
    assert raised == [0, 1, 1, *[0] * 10]
    changes.undo(ana)
    assert int(events(store_file)[2]["sequence"]) > int(after[2]["sequence"])


def test_another_rhythm_never_lowers_a_sequence(store_file: Path, ana: Member, series: Series) -> None:
    meetings.skip(ana, meetings.on(series, MONDAY + 2 * WEEK), "fair")
    meetings.unskip(ana, meetings.on(series, MONDAY + 2 * WEEK))
    before = {one["uid"]: int(one["sequence"]) for one in events(store_file)}
    meetings.edit_series(ana, Series.load(series.id), interval=2, start=MONDAY)
    after = {one["uid"]: int(one["sequence"]) for one in events(store_file)}
    assert all(after[uid] > before[uid] for uid in after.keys() & before.keys())


def test_days_that_another_rhythm_drops_are_cancelled_as_long_as_an_earlier_file_may_hold_them(
    store_file: Path, ana: Member, series: Series, tmp_path: Path
) -> None:
    before = {one["uid"]: one for one in events(store_file)}
    meetings.edit_series(ana, Series.load(series.id), interval=2, start=MONDAY)
    after = {one["uid"]: one for one in events(store_file)}
    assert before.keys() <= after.keys()
    cancelled = {uid for uid, one in after.items() if one["status"] == "CANCELLED"}
    assert [before[uid]["dtstart"].date() for uid in sorted(cancelled)] == [MONDAY + n * WEEK for n in range(1, 13, 2)]
    assert all(int(after[uid]["sequence"]) > int(before[uid]["sequence"]) for uid in cancelled)
    assert run(store_file, "calendar", str(tmp_path / "m.ics")).stdout.startswith("13 meetings are in ")
    meetings.edit_series(ana, Series.load(series.id), weekday=1)
    found = events(store_file)
    assert sum(one["status"] != "CANCELLED" for one in found) == 13
    assert {one["dtstart"].weekday() for one in found if one["status"] != "CANCELLED"} == {1}
    assert before.keys() <= {one["uid"] for one in found}
    with clock(datetime(2027, 3, 1, 5, tzinfo=UTC)):
        assert sum(one["status"] == "CANCELLED" for one in events(store_file)) == 6, "of every second Monday"
    with clock(datetime(2027, 8, 1, 5, tzinfo=UTC)):
        assert all(one["status"] != "CANCELLED" for one in events(store_file))


def test_the_file_is_written_whole_or_not_at_all(store_file: Path, series: Series, tmp_path: Path) -> None:
    file = tmp_path / "meetings.ics"
    assert run(store_file, "calendar", str(file)).stdout == f"13 meetings are in {file}.\n"
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert [path.name for path in tmp_path.glob("*.new")] == []
    refused = run(store_file, "calendar", str(tmp_path / "nowhere" / "x.ics"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "can't be written" in refused.stderr


@pytest.mark.parametrize("command", [("agenda",), ("calendar", "-")])
def test_without_a_series_one_sentence_says_where_to_begin(
    store_file: Path, ana: Member, command: tuple[str, ...]
) -> None:
    found = run(store_file, *command)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Set one up on the Meeting screen" in found.stderr


def test_a_stranger_sees_no_agenda(store_file: Path, series: Series) -> None:
    found = CliRunner().invoke(main, ["--db", str(store_file), "--as", "eve", "agenda"])
    assert found.exit_code == 2
    assert team.by_login("eve") is None
