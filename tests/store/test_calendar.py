"""The clock, working days, periods, recurrences and typed dates, told by what a user would lose."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import assume, given
from hypothesis import strategies as st

from store.calendar import (
    NOW_VARIABLE,
    PeriodKind,
    Recurrence,
    WorkCalendar,
    clock,
    day_at,
    local,
    next_period,
    now,
    occurrences,
    parse_day,
    parse_time,
    period_of,
    previous_period,
    time_at,
    today,
    utc_of,
    zone_info,
)

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# China's National Day of 2026: 1-7 October are free, Sunday 20 September and Saturday 10 October are worked.
CHINA = WorkCalendar(
    zone="Asia/Shanghai",
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    made_up=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
near = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.builds(
    WorkCalendar,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(near, max_size=30),
    made_up=st.frozensets(near, max_size=10),
)


class TestClock:
    def test_a_test_that_sets_the_clock_gets_its_own_instant_and_gives_it_back(self) -> None:
        with clock(NOON):
            assert now() == NOON
            with clock(lambda: NOON + timedelta(hours=1)):
                assert now() == NOON + timedelta(hours=1)
            assert now() == NOON
        assert now() != NOON

    def test_the_clock_is_given_back_when_the_block_fails(self) -> None:
        with pytest.raises(RuntimeError), clock(NOON):
            raise RuntimeError
        assert now() != NOON

    def test_an_instant_without_a_zone_is_refused_before_it_shifts_every_date(self) -> None:
        with pytest.raises(ValueError, match="time zone"), clock(datetime(2026, 11, 23)):
            pass
        with pytest.raises(ValueError, match="time zone"):
            local(datetime(2026, 11, 23), "Asia/Shanghai")

    def test_now_is_in_utc_whatever_zone_the_clock_was_set_in(self) -> None:
        with clock(NOON.astimezone(zone_info("Asia/Shanghai"))):
            assert now().tzinfo is UTC
            assert now() == NOON

    @pytest.mark.parametrize("text", ["2026-11-23T12:00:00Z", "2026-11-23T20:00+08:00", "2026-11-23T12:00"])
    def test_the_environment_freezes_a_program_in_a_terminal(self, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        monkeypatch.setenv(NOW_VARIABLE, text)
        assert now() == NOON

    def test_a_mistyped_instant_in_the_environment_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(NOW_VARIABLE, "noon")
        with pytest.raises(ValueError, match=r"HUDDLE_NOW.*'noon'"):
            now()

    def test_time_machine_moves_this_clock_too(self) -> None:
        with time_machine.travel(NOON, tick=False):
            assert now() == NOON

    def test_a_follow_up_is_due_by_the_teams_day_not_by_utc(self) -> None:
        with clock(datetime(2026, 11, 23, 17, tzinfo=UTC)):
            assert today("Asia/Shanghai") == date(2026, 11, 24)
            assert today("America/New_York") == today("UTC") == date(2026, 11, 23)

    @pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Europe", "\0"])
    def test_a_mistyped_zone_is_named_and_breaks_nothing_else(self, zone: str) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            zone_info(zone)


class TestWallTime:
    @pytest.mark.parametrize(
        ("zone", "day", "hour", "minute", "utc"),
        [
            # clocks go forward: 02:30 doesn't exist, the meeting is at 03:30
            ("Europe/Berlin", date(2026, 3, 29), 2, 30, datetime(2026, 3, 29, 1, 30)),
            ("America/New_York", date(2026, 3, 8), 2, 30, datetime(2026, 3, 8, 7, 30)),
            # clocks go back: 02:30 (01:30) comes twice, the meeting is at the first
            ("Europe/Berlin", date(2026, 10, 25), 2, 30, datetime(2026, 10, 25, 0, 30)),
            ("America/New_York", date(2026, 11, 1), 1, 30, datetime(2026, 11, 1, 5, 30)),
            # before and after
            ("Europe/Berlin", date(2026, 3, 28), 10, 0, datetime(2026, 3, 28, 9)),
            ("Europe/Berlin", date(2026, 3, 30), 10, 0, datetime(2026, 3, 30, 8)),
            # no daylight saving
            ("Asia/Shanghai", date(2026, 3, 29), 2, 30, datetime(2026, 3, 28, 18, 30)),
            ("Asia/Tokyo", date(2026, 10, 25), 2, 30, datetime(2026, 10, 24, 17, 30)),
        ],
    )
    def test_a_meeting_is_at_its_wall_time_on_both_edges_of_daylight_saving(
        self, zone: str, day: date, hour: int, minute: int, utc: datetime
    ) -> None:
        assert utc_of(day, time(hour, minute), zone) == utc.replace(tzinfo=UTC)

    def test_a_time_that_does_not_exist_is_shown_moved_by_the_gap(self) -> None:
        shown = local(utc_of(date(2026, 3, 29), time(2, 30), "Europe/Berlin"), "Europe/Berlin")
        assert shown.time() == time(3, 30)

    def test_the_second_of_two_equal_times_is_never_chosen(self) -> None:
        assert utc_of(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin").hour == 0

    @given(day=days, at=st.times(), zone=st.sampled_from(["UTC", "Asia/Shanghai", "Asia/Kolkata"]))
    def test_a_time_is_shown_as_it_was_planned(self, day: date, at: time, zone: str) -> None:
        assert local(utc_of(day, at, zone), zone).replace(tzinfo=None, fold=0) == datetime.combine(
            day, at.replace(fold=0)
        )


class TestWorkingDays:
    def test_nobody_is_called_on_a_holiday_and_make_up_days_are_worked(self) -> None:
        assert CHINA.add(date(2026, 9, 30), 1) == date(2026, 10, 8)
        assert CHINA.add(date(2026, 10, 9), 1) == date(2026, 10, 10)
        assert CHINA.is_working(date(2026, 9, 20))
        assert CHINA.count(date(2026, 9, 30), date(2026, 10, 10)) == 4
        assert CHINA.add(date(2026, 10, 8), -1) == date(2026, 9, 30)

    def test_no_working_day_away_is_today_or_the_next_one(self) -> None:
        usual = WorkCalendar()
        assert usual.add(MONDAY, 0) == MONDAY
        assert usual.add(date(2026, 11, 28), 0) == usual.on_or_after(date(2026, 11, 28)) == date(2026, 11, 30)
        assert usual.on_or_before(date(2026, 11, 28)) == date(2026, 11, 27)

    def test_a_team_without_working_weekdays_is_told_so_instead_of_hanging(self) -> None:
        never = WorkCalendar(weekdays=frozenset())
        for ask in (never.on_or_after, never.on_or_before, lambda day: never.add(day, 3)):
            with pytest.raises(ValueError, match="working weekdays"):
                ask(MONDAY)
        with pytest.raises(ValueError, match="working weekdays"):
            occurrences(Recurrence("working_day", 1, 0, MONDAY), never, MONDAY, 1)
        assert never.count(MONDAY, date(2027, 1, 1)) == 0
        assert never.elapsed(MONDAY, date(2026, 12, 1), MONDAY) == 0
        assert never.elapsed(MONDAY, date(2026, 12, 1), date(2026, 12, 2)) == 1

    def test_pace_counts_a_day_only_once_it_is_over(self) -> None:
        usual, friday = WorkCalendar(), date(2026, 11, 27)
        assert usual.elapsed(MONDAY, friday, MONDAY) == 0
        assert usual.elapsed(MONDAY, friday, date(2026, 11, 25)) == pytest.approx(0.4)
        assert usual.elapsed(MONDAY, friday, date(2026, 11, 28)) == 1
        assert usual.left(MONDAY, friday, date(2026, 11, 25)) == 3
        assert usual.left(MONDAY, friday, date(2026, 1, 1)) == 5

    @given(calendar=calendars, day=near, n=st.integers(-40, 40).filter(bool))
    def test_a_planned_step_is_as_many_working_days_away_as_was_said(
        self, calendar: WorkCalendar, day: date, n: int
    ) -> None:
        there = calendar.add(day, n)
        assert calendar.is_working(there)
        between = (day + timedelta(1), there) if n > 0 else (there, day - timedelta(1))
        assert calendar.count(*between) == abs(n)

    @given(calendar=calendars, first=near, length=st.integers(-5, 400))
    def test_counting_working_days_agrees_with_looking_at_each(
        self, calendar: WorkCalendar, first: date, length: int
    ) -> None:
        each = [first + timedelta(n) for n in range(length)]
        assert calendar.count(first, first + timedelta(length - 1)) == sum(map(calendar.is_working, each))

    @given(calendar=calendars, day=near)
    def test_a_next_date_never_lands_on_a_holiday(self, calendar: WorkCalendar, day: date) -> None:
        for found in (calendar.on_or_after(day), calendar.on_or_before(day), calendar.add(day, 1)):
            assert found in calendar.made_up or found not in calendar.holidays
            assert calendar.is_working(found)

    @given(calendar=calendars, first=near, length=st.integers(0, 400), seen=st.lists(near, min_size=2))
    def test_a_goals_expected_share_never_runs_backwards(
        self, calendar: WorkCalendar, first: date, length: int, seen: list[date]
    ) -> None:
        last = first + timedelta(length)
        shares = [calendar.elapsed(first, last, day) for day in sorted(seen)]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)


class TestWorkingHours:
    @pytest.mark.parametrize(
        ("begins", "hours", "ends"),
        [
            ((23, 10), 2, (23, 12)),
            ((23, 17), 2, (24, 10)),  # an hour today, an hour tomorrow
            ((23, 7), 2, (23, 11)),  # before opening
            ((23, 20), 2, (24, 11)),  # after closing
            ((27, 17), 8, (30, 16)),  # over a weekend
            ((28, 12), 0, (30, 9)),  # on a Saturday: from Monday on
            ((23, 9), 9, (23, 18)),
        ],
    )
    def test_an_answer_is_owed_within_working_hours_only(
        self, begins: tuple[int, int], hours: float, ends: tuple[int, int]
    ) -> None:
        def at(day: int, hour: int) -> datetime:
            return datetime(2026, 11, day, hour, tzinfo=UTC)

        assert WorkCalendar().add_hours(at(*begins), hours) == at(*ends)

    def test_an_answer_is_owed_by_the_teams_wall_clock(self) -> None:
        opened = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 17:00 in Shanghai
        assert CHINA.add_hours(opened, 2) == datetime(2026, 11, 24, 2, tzinfo=UTC)

    def test_hours_that_end_before_they_begin_are_named_instead_of_hanging(self) -> None:
        with pytest.raises(ValueError, match="before they begin"):
            WorkCalendar(hours=(time(18), time(9))).add_hours(NOON, 1)


class TestPeriods:
    @pytest.mark.parametrize(
        ("day", "kind", "fiscal", "first", "last"),
        [
            (MONDAY, "year", 1, date(2026, 1, 1), date(2026, 12, 31)),
            (MONDAY, "year", 4, date(2026, 4, 1), date(2027, 3, 31)),
            (date(2026, 3, 31), "year", 4, date(2025, 4, 1), date(2026, 3, 31)),
            (MONDAY, "quarter", 1, date(2026, 10, 1), date(2026, 12, 31)),
            (MONDAY, "quarter", 2, date(2026, 11, 1), date(2027, 1, 31)),
            (date(2026, 1, 15), "quarter", 12, date(2025, 12, 1), date(2026, 2, 28)),
            (date(2028, 2, 29), "month", 7, date(2028, 2, 1), date(2028, 2, 29)),
        ],
    )
    def test_a_goal_runs_over_the_fiscal_years_own_months(
        self, day: date, kind: str, fiscal: int, first: date, last: date
    ) -> None:
        period = period_of(day, PeriodKind(kind), fiscal)
        assert (period.first, period.last) == (first, last)

    @given(day=days, kind=st.sampled_from(PeriodKind), fiscal=st.integers(1, 12))
    def test_no_day_is_lost_between_two_periods(self, day: date, kind: PeriodKind, fiscal: int) -> None:
        period = period_of(day, kind, fiscal)
        following = next_period(period)
        assert day in period
        assert following.first == period.last + timedelta(1)
        assert previous_period(following) == period
        assert following == period_of(following.last, kind, fiscal)

    @pytest.mark.parametrize("month", [0, 13])
    def test_a_fiscal_year_without_a_first_month_is_refused(self, month: int) -> None:
        with pytest.raises(ValueError, match="1 to 12"):
            period_of(MONDAY, PeriodKind.YEAR, month)


class TestRecurrences:
    def test_the_daily_meeting_leaves_out_the_holidays(self) -> None:
        daily = Recurrence("working_day", 1, 0, date(2026, 9, 1))
        assert occurrences(daily, CHINA, date(2026, 9, 29), 4) == [
            date(2026, 9, 30),
            *(date(2026, 10, day) for day in (8, 9, 10)),
        ]

    def test_the_weekly_meeting_on_a_holiday_is_kept_so_that_it_can_be_skipped_knowingly(self) -> None:
        weekly = Recurrence("week", 1, 0, date(2026, 9, 1))
        assert occurrences(weekly, CHINA, date(2026, 9, 28), 2) == [date(2026, 10, 5), date(2026, 10, 12)]

    def test_a_meeting_every_two_weeks_keeps_its_weeks_whenever_it_is_asked(self) -> None:
        fortnightly = Recurrence("week", 2, 0, date(2026, 11, 18))  # a Wednesday: the first Monday is the 23rd
        expected = [date(2026, 11, 23), date(2026, 12, 7), date(2026, 12, 21)]
        assert occurrences(fortnightly, CHINA, date(2026, 1, 1), 3) == expected
        assert occurrences(fortnightly, CHINA, date(2026, 11, 24), 2) == expected[1:]
        assert occurrences(fortnightly, CHINA, date(2026, 12, 7), 1) == expected[2:]

    @given(after=near, interval=st.integers(1, 5))
    def test_every_nth_working_day_does_not_depend_on_when_it_is_asked(self, after: date, interval: int) -> None:
        rhythm = Recurrence("working_day", interval, 0, date(2026, 1, 1))
        whole = occurrences(rhythm, CHINA, date(2025, 12, 1), 300)
        assert occurrences(rhythm, CHINA, after, 2) == [day for day in whole if day > after][:2]

    def test_nothing_asked_is_nothing_given_and_no_interval_is_refused(self) -> None:
        assert occurrences(Recurrence("week", 1, 0, MONDAY), CHINA, MONDAY, 0) == []
        with pytest.raises(ValueError, match="1 or more"):
            occurrences(Recurrence("week", 0, 0, MONDAY), CHINA, MONDAY, 1)


class TestTypedDays:
    @pytest.mark.parametrize(
        ("text", "month_day"),
        [
            *(("today", (11, 23)), ("tod", (11, 23)), ("TOMORROW", (11, 24)), (" tom ", (11, 24))),
            *(("yesterday", (11, 22)), ("fri", (11, 27)), ("Friday", (11, 27)), ("tues", (11, 24))),
            *(("mon", (11, 30)), ("next mon", (11, 30)), ("next friday", (12, 4)), ("this fri", (11, 27))),
            *(("+3d", (11, 26)), ("+2w", (12, 7)), ("+1m", (12, 23)), ("＋３ｄ", (11, 26))),
            *(
                ("30 Nov", (11, 30)),
                ("Nov 30", (11, 30)),
                ("30 november", (11, 30)),
                ("Mon 30 Nov", (11, 30)),
                ("23 nov", (11, 23)),
            ),
            *(("30th nov 2026", (11, 30)), ("Nov 30, 2026", (11, 30)), ("1 sept 2026", (9, 1))),
            *(("2026-11-30", (11, 30)), ("2026/11/30", (11, 30)), ("11-30", (11, 30)), ("12/3", (12, 3))),
            *(("今天", (11, 23)), ("明天", (11, 24)), ("后天", (11, 25)), ("大后天", (11, 26))),
            *(("昨天", (11, 22)), ("前天", (11, 21)), ("周五", (11, 27)), ("星期五", (11, 27))),
            *(("礼拜五", (11, 27)), ("周日", (11, 29)), ("周天", (11, 29)), ("周一", (11, 30))),
            *(("下周一", (11, 30)), ("下星期一", (11, 30)), ("下周五", (12, 4)), ("本周五", (11, 27))),
            *(("11月30日", (11, 30)), ("11月30号", (11, 30)), ("2026年11月30日", (11, 30))),
            *(("3天后", (11, 26)), ("两周后", (12, 7)), ("一个月后", (12, 23)), ("十二天后", (12, 5))),
        ],
    )
    def test_a_day_is_understood_as_people_write_it(self, text: str, month_day: tuple[int, int]) -> None:
        assert parse_day(text, MONDAY) == date(2026, *month_day)

    def test_a_month_and_day_that_have_passed_are_next_years(self) -> None:
        assert parse_day("22 Nov", MONDAY) == parse_day("11-22", MONDAY) == date(2027, 11, 22)
        assert parse_day("11月22日", MONDAY) == date(2027, 11, 22)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            *(("今晚", (11, 23)), ("明早", (11, 24)), ("下下周一", (12, 7)), ("十一月三十日", (11, 30))),
            *(("月底", (11, 30)), ("月末", (11, 30)), ("下月底", (12, 31)), ("下个月底", (12, 31)), ("年底", (12, 31))),
            *(
                ("30号", (11, 30)),
                ("20号", (12, 20)),
                ("31号", (12, 31)),
                ("下月5号", (12, 5)),
                ("１１月３０日", (11, 30)),
            ),
        ],
    )
    def test_a_chinese_day_is_the_one_that_is_meant(self, text: str, expected: tuple[int, int]) -> None:
        assert parse_day(text, MONDAY) == date(2026, *expected)

    def test_the_end_of_a_month_is_known_in_december_and_in_february(self) -> None:
        december = date(2026, 12, 15)
        assert parse_day("下月底", december) == date(2027, 1, 31)
        assert parse_day("31号", date(2027, 1, 31)) == date(2027, 1, 31)
        assert parse_day("30号", date(2027, 1, 31)) == date(2027, 3, 30)
        assert parse_day("明年底", december) == date(2027, 12, 31)
        assert parse_day("下月31号", date(2026, 8, 1)) is None

    def test_on_a_sunday_the_next_monday_is_tomorrow(self) -> None:
        sunday = date(2026, 11, 29)
        assert parse_day("next mon", sunday) == parse_day("下周一", sunday) == date(2026, 11, 30)
        assert parse_day("sun", sunday) == date(2026, 12, 6)

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", "30 Feb", "Feb 29", "2026-02-29", "13-01", "2月30日", "2026-13-01", "0-0", "31 apr"),
            *("2026-11/30", "fr", "sunny", "marching 3", "+d", "3d", "next", "next week", "friday afternoon"),
            *("2026", "十十天后", "1111月1日", "+9999m 1", "call fri", "0000-01-01"),
        ],
    )
    def test_what_is_no_day_plans_nothing(self, text: str) -> None:
        assert parse_day(text, MONDAY) is None

    def test_the_leap_day_is_found_when_there_is_one(self) -> None:
        assert parse_day("2028-02-29", MONDAY) == date(2028, 2, 29)
        assert parse_day("29 Feb", date(2027, 11, 23)) == date(2028, 2, 29)
        assert parse_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)

    def test_a_distance_ends_on_a_working_day_and_a_named_day_stays(self) -> None:
        eve = date(2026, 9, 30)
        assert parse_day("+3d", eve, CHINA) == parse_day("3天后", eve, CHINA) == date(2026, 10, 8)
        assert parse_day("tomorrow", eve, CHINA) == date(2026, 10, 1)

    def test_a_distance_past_the_last_year_is_no_day(self) -> None:
        assert parse_day("+9999w", date(9999, 1, 1)) is None
        assert parse_day("+9999m", date(9999, 1, 1)) is None
        assert parse_day("+1d", MONDAY, WorkCalendar(weekdays=frozenset())) is None

    words = st.sampled_from(
        [
            *"今明后天周星期礼拜一二三十两下个月年日号点半上午早晚底0123456789+-/:, ．＋２",
            *("next ", "fri", "nov", "am", "pm", "d", "w", "m", "大后天", "10点"),
        ]
    )

    @given(text=st.text() | st.lists(words).map("".join), day=st.dates(), at=st.integers(0, 9))
    def test_no_text_whatever_breaks_a_date_field(self, text: str, day: date, at: int) -> None:
        parse_day(text, day)
        parse_day(text, day, WorkCalendar())
        parse_time(text)
        assume(at <= len(text))
        for found in (day_at(text, at, day), time_at(text, at)):
            assert found is None or at < found[1] <= len(text)

    @given(day=days, today=days)
    def test_a_date_in_full_is_always_that_date(self, day: date, today: date) -> None:
        assert parse_day(day.isoformat(), today) == day
        assert parse_day(f"{day.year}年{day.month}月{day.day}日", today) == day
        assert parse_day(f"{day:%d %B %Y}", today) == parse_day(f"{day:%b %d, %Y}", today) == day

    @given(day=days, name=st.sampled_from(["mon", "周三", "sunday", "礼拜天", "23 nov", "11-23", "31号", "月底"]))
    def test_a_day_without_a_year_is_never_in_the_past(self, day: date, name: str) -> None:
        found = parse_day(name, day)
        assert found is not None
        assert day <= found <= day + timedelta(366)


class TestTypedTimes:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            *(("10:00", (10, 0)), ("9:30", (9, 30)), ("09:30", (9, 30)), ("10：00", (10, 0)), ("0:05", (0, 5))),
            *(("10am", (10, 0)), ("3pm", (15, 0)), ("3:30pm", (15, 30)), ("3:30 PM", (15, 30))),
            *(("12am", (0, 0)), ("12pm", (12, 0)), ("10点", (10, 0)), ("10点半", (10, 30))),
            *(("下午3点", (15, 0)), ("上午9点", (9, 0)), ("下午3点半", (15, 30)), ("下午3:30", (15, 30))),
            *(("晚上8点", (20, 0)), ("中午12点", (12, 0)), ("中午1点", (13, 0)), ("凌晨12点", (0, 0))),
            *(("晚8点", (20, 0)), ("早9点", (9, 0)), ("上午10点半", (10, 30)), ("１４：３０", (14, 30))),
            *(("十点二十分", (10, 20)), ("两点一刻", (2, 15)), ("10点05分", (10, 5)), ("下午15点", (15, 0))),
        ],
    )
    def test_a_time_is_understood_as_people_write_it(self, text: str, expected: tuple[int, int]) -> None:
        assert parse_time(text) == time(*expected)

    @pytest.mark.parametrize("text", ["", "10", "24:00", "10:60", "13pm", "0am", "25点", "晚上12点", "noonish", "1:2"])
    def test_what_is_no_time_plans_nothing(self, text: str) -> None:
        assert parse_time(text) is None


class TestInALine:
    def test_chinese_days_and_times_are_found_glued_together(self) -> None:
        line = "明天10点报价"
        assert day_at(line, 0, MONDAY) == (date(2026, 11, 24), 2)
        assert time_at(line, 2) == (time(10), 5)

    def test_a_common_word_that_could_be_a_day_is_one_only_where_it_stands_alone(self) -> None:
        assert day_at("月底 对账", 0, MONDAY) == (date(2026, 11, 30), 2)
        assert day_at("5号下午3点", 0, MONDAY) == (date(2026, 12, 5), 2)
        assert day_at("月底对账", 0, MONDAY) is day_at("5号线", 0, MONDAY) is day_at("年底冲刺", 0, MONDAY) is None

    def test_an_evening_is_a_day_and_part_of_a_time(self) -> None:
        assert day_at("明晚8点", 0, MONDAY) == (date(2026, 11, 24), 1)
        assert time_at("明晚8点", 1) == (time(20), 4)

    def test_the_longest_reading_wins_so_that_no_year_is_left_behind(self) -> None:
        assert day_at("30 nov 2027 x", 0, MONDAY) == (date(2027, 11, 30), 11)
        assert day_at("大后天见", 0, MONDAY) == (date(2026, 11, 26), 3)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            *(("fri", date(2026, 11, 20)), ("mon", MONDAY), ("周日", date(2026, 11, 22)), ("today", MONDAY)),
            *(("30 Nov", date(2025, 11, 30)), ("11-20", date(2026, 11, 20)), ("2026-11-30", date(2026, 11, 30))),
        ],
    )
    def test_what_has_happened_was_on_the_last_such_day(self, words: str, expected: date) -> None:
        assert day_at(words, 0, MONDAY, past=True) == (expected, len(words))

    @pytest.mark.parametrize("line", ["Tom about price", "friend", "fri's", "11-30-5", "may", "10:00"])
    def test_words_that_only_look_like_days_stay_words(self, line: str) -> None:
        assert day_at(line, 0, MONDAY) is None


def test_the_calendar_loads_neither_the_database_nor_dateutil() -> None:
    script = "import sys, store.calendar; print({'peewee', 'dateutil', 'textual'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
