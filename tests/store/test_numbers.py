"""The numbers of the meetings: what was agreed is counted once, where it was due, whatever happens to it later."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import actions, changes, closing, meetings
from store.actions import ActionItem
from store.calendar import clock
from store.database import rows
from store.meetings import Due, Occasion, Presence, Rate, SectionKind, Series
from store.team import Member

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 6 * WEEK)


def hold(ana: Member, series: Series, day: date, minutes: int = 60, **told: object) -> Occasion:
    """The meeting of a day is held, and written down as it ends."""
    with clock(at(day, 12)):
        seats = told.get("seats", {ana.id: (Presence.PRESENT, 8)})
        spent = told.get("spent")
        closing.write_down(ana, meetings.on(series, day), minutes, seats, spent)  # type: ignore[arg-type]
        return meetings.on(series, day)


def agree(ana: Member, due: date, made: date) -> ActionItem:
    with clock(at(made)):
        return actions.add(ana, f"due {due}", ana, due)


def finish(ana: Member, item: ActionItem, day: date) -> None:
    with clock(at(day)):
        actions.finish(ana, ActionItem.load(item.id))


def rates(series: Series) -> dict[date, Rate | None]:
    return {one.one.day: one.rate for one in meetings.numbers(series).each}


def test_the_rate_is_of_what_was_due_after_the_meeting_before_and_done_by_the_start(
    ana: Member, series: Series
) -> None:
    hold(ana, series, MONDAY - 2 * WEEK)
    early = agree(ana, MONDAY - 2 * WEEK, MONDAY - 3 * WEEK)  # due at the meeting before
    done = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    in_between = agree(ana, MONDAY - 9 * DAY, MONDAY - 2 * WEEK)
    late = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    agree(ana, MONDAY, MONDAY - 2 * WEEK)  # due at the next one
    dropped = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    with clock(at(MONDAY - 8 * DAY)):
        actions.drop(ana, ActionItem.load(dropped.id))
    finish(ana, early, MONDAY - 10 * DAY)
    finish(ana, done, MONDAY - 8 * DAY)
    finish(ana, in_between, MONDAY - 8 * DAY)
    with clock(at(MONDAY - WEEK, 11)):  # in the meeting
        actions.finish(ana, ActionItem.load(late.id))
    hold(ana, series, MONDAY - WEEK)
    assert rates(series)[MONDAY - WEEK] == Rate(2, 3)
    assert rates(series)[MONDAY - 2 * WEEK] == Rate(0, 1)


def test_what_is_put_off_in_the_meeting_was_due_at_it_all_the_same(ana: Member, series: Series) -> None:
    hold(ana, series, MONDAY - 2 * WEEK)
    item = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    before = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    with clock(at(MONDAY - 10 * DAY)):  # put off in time: it was never due at that meeting
        actions.postpone(ana, ActionItem.load(before.id), MONDAY)
    hold(ana, series, MONDAY - WEEK)
    with clock(at(MONDAY - WEEK, 12)):
        actions.postpone(ana, ActionItem.load(item.id), MONDAY)
    finish(ana, item, MONDAY - 2 * DAY)
    hold(ana, series, MONDAY)
    with clock(at(MONDAY + DAY)):
        assert rates(series)[MONDAY - WEEK] == Rate(0, 1)
        assert rates(series)[MONDAY] == Rate(1, 2)


def test_a_carried_item_counts_once_and_a_skipped_week_has_no_rate(ana: Member, series: Series) -> None:
    hold(ana, series, MONDAY - 3 * WEEK)
    agree(ana, MONDAY - 2 * WEEK, MONDAY - 3 * WEEK)
    with clock(at(MONDAY - 2 * WEEK, 7)):
        meetings.skip(ana, meetings.on(series, MONDAY - 2 * WEEK), "fair")
    hold(ana, series, MONDAY - WEEK)
    hold(ana, series, MONDAY)
    with clock(at(MONDAY + DAY)):
        found = rates(series)
        assert (found[MONDAY - 2 * WEEK], found[MONDAY - WEEK], found[MONDAY]) == (None, Rate(0, 1), Rate(0, 0))
        assert rows("SELECT carried_count FROM action_item") == [(2,)]
        assert meetings.numbers(series).rate == meetings.Mean(None, 1, 1)


def test_an_undone_postponement_leaves_the_rate_as_it_was(ana: Member, series: Series) -> None:
    hold(ana, series, MONDAY - 2 * WEEK)
    item = agree(ana, MONDAY - WEEK, MONDAY - 2 * WEEK)
    with clock(at(MONDAY - 9 * DAY)):
        actions.postpone(ana, ActionItem.load(item.id), MONDAY)
        changes.undo(ana)
    hold(ana, series, MONDAY - WEEK)
    assert rates(series)[MONDAY - WEEK] == Rate(0, 1)


def test_a_rating_is_the_mean_of_those_who_were_there(ana: Member, li: Member, wang: Member, series: Series) -> None:
    seats = {
        ana.id: (Presence.PRESENT, 8),
        li.id: (Presence.LATE, 7),
        wang.id: (Presence.ABSENT, 1),
    }
    hold(ana, series, MONDAY - WEEK, seats=seats)
    (one,) = [one for one in meetings.numbers(series).each if one.held]
    assert (one.rating, one.raters, one.minutes) == (7.5, 2, 60)
    assert meetings.numbers(series).rating == meetings.Mean(None, 1, 2), "one meeting is no mean"


def test_means_are_told_from_three_meetings_on_with_what_they_are_made_of(ana: Member, series: Series) -> None:
    for n, minutes in ((3, 50), (2, 70), (1, 75)):
        agree(ana, MONDAY - n * WEEK, MONDAY - 4 * WEEK)
        hold(ana, series, MONDAY - n * WEEK, minutes)
    found = meetings.numbers(series)
    assert found.rate == meetings.Mean(0.0, 3, 3)
    assert found.rating == meetings.Mean(8.0, 3, 3)
    assert found.minutes == meetings.Mean(65.0, 3, 3)


def test_the_sections_time_is_read_from_the_frozen_minutes_whatever_becomes_of_the_section(
    ana: Member, series: Series
) -> None:
    there = meetings.sections(series.id)
    for n, minutes in ((3, 9), (2, 6), (1, 6)):
        hold(
            ana,
            series,
            MONDAY - n * WEEK,
            spent={there[1].id: minutes} if n != 2 else {there[1].id: 6, there[6].id: 20},
        )
    meetings.edit_section(ana, there[1], minutes=15)
    meetings.remove_section(ana, there[6])
    found = {section.kind: section for section in meetings.numbers(series).sections}
    scorecard, solve = found[SectionKind.SCORECARD], found[SectionKind.SOLVE]
    assert (scorecard.means, scorecard.timed) == ((5.0, 7.0), 3)
    assert (solve.means, solve.timed) == (None, 1)
    assert scorecard.spent[-3:] == (9.0, 6.0, 6.0)


def test_the_numbers_are_asked_for_in_as_many_questions_for_two_meetings_as_for_five(
    ana: Member, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.database import database

    def count() -> int:
        asked: list[str] = []
        real = database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(database, "execute_sql", lambda sql, params=None: (asked.append(sql), real(sql, params))[1])
            meetings.numbers(series)
        return len(asked)

    for n in (5, 4):
        agree(ana, MONDAY - n * WEEK, MONDAY - 6 * WEEK)
        hold(ana, series, MONDAY - n * WEEK)
    few = count()
    for n in (3, 2, 1):
        agree(ana, MONDAY - n * WEEK, MONDAY - 6 * WEEK)
        hold(ana, series, MONDAY - n * WEEK)
    assert count() == few <= 16


days = st.dates(date(2026, 10, 1), date(2026, 12, 31))
items = st.builds(
    Due,
    day=days,
    done_at=st.none() | days.map(at),
    made_at=days.map(at),
    before=st.lists(st.tuples(days.map(at), days), max_size=3).map(lambda found: tuple(sorted(found))),
)


@given(st.lists(items), st.lists(days, min_size=2, unique=True))
def test_an_item_is_never_due_at_two_meetings_that_follow_each_other_unless_it_was_put_off(
    found: list[Due], ends: list[date]
) -> None:
    ends.sort()
    calm = [item._replace(before=()) for item in found]
    each = [meetings.rate_of(calm, since, day, at(day)) for since, day in itertools.pairwise(ends)]
    assert sum(rate.due for rate in each) <= len(calm)
    assert all(0 <= rate.done <= rate.due for rate in each)
    assert all(rate.share is None or 0 <= rate.share <= 1 for rate in each)
    moved = [meetings.rate_of(found, since, day, at(day)) for since, day in itertools.pairwise(ends)]
    assert all(rate.due <= len(found) for rate in moved)
