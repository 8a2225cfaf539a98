"""Working days and hours, the periods that goals run over, and what comes again every week."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple

from store.calendar.clock import aware, local, utc_of

LONGEST_BREAK = 400  # days searched for the next working day before we say that there is none
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """When a team works: weekdays (0 is Monday), hours of a day, holidays, and make-up days that are worked.

    A day that is both a holiday and a make-up day is worked. Every search for a working day raises
    ValueError when there is none within 400 days.
    """

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset(range(5))
    hours: tuple[time, time] = (time(9), time(18))
    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the team works on this day."""
        return day in self.made_up or (day.weekday() in self.weekdays and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """This day if it is worked, else the next one that is."""
        return self._search(day, 1)

    def on_or_before(self, day: date) -> date:
        """This day if it is worked, else the last one before it that is."""
        return self._search(day, -1)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after this day; before it for a negative n; on or after it for 0."""
        if n == 0:
            return self.on_or_after(day)
        step = 1 if n > 0 else -1
        for _ in range(abs(n)):
            day = self._search(day + step * ONE_DAY, step)
        return day

    def count(self, first: date, last: date) -> int:
        """How many working days there are from first to last, both included; 0 when last is before first."""
        days = (last - first).days + 1
        if days <= 0:
            return 0
        weeks, rest = divmod(days, 7)
        usual = weeks * len(self.weekdays)
        usual += sum((first.weekday() + n) % 7 in self.weekdays for n in range(rest))
        return usual - _within(self._lost, first, last) + _within(self._won, first, last)

    def left(self, first: date, last: date, today: date) -> int:
        """Working days of first..last that are not over; today isn't over."""
        return self.count(max(first, today), last)

    def elapsed(self, first: date, last: date, today: date) -> float:
        """The share, 0 to 1, of the working days of first..last that are over; today isn't over.

        Without any working day in first..last it is 0 until last is over, then 1.
        """
        total = self.count(first, last)
        if total == 0:
            return float(today > last)
        return 1 - self.left(first, last, today) / total

    def add_hours(self, instant: datetime, hours: float) -> datetime:
        """The instant (UTC) at which so many working hours have passed since this one."""
        wanted = timedelta(hours=hours)
        opens, closes = self.hours
        if opens >= closes:
            raise ValueError(f"The working hours end ({closes:%H:%M}) before they begin ({opens:%H:%M})")
        day = self.on_or_after(local(instant, self.zone).date())
        while True:
            begin = max(utc_of(day, opens, self.zone), aware(instant).astimezone(UTC))
            room = utc_of(day, closes, self.zone) - begin
            if timedelta(0) <= room and wanted <= room:
                return begin + wanted
            wanted -= max(room, timedelta(0))
            day = self.add(day, 1)

    @cached_property
    def _lost(self) -> list[date]:
        """The days of the usual week that aren't worked, in order."""
        return sorted(day for day in self.holidays if day.weekday() in self.weekdays and not self.is_working(day))

    @cached_property
    def _won(self) -> list[date]:
        """The worked days beside the usual week, in order."""
        return sorted(day for day in self.made_up if day.weekday() not in self.weekdays)

    def _search(self, day: date, step: int) -> date:
        for away in range(LONGEST_BREAK):
            candidate = day + timedelta(days=step * away)
            if self.is_working(candidate):
                return candidate
        raise ValueError(
            f"There is no working day within {LONGEST_BREAK} days of {day}: the team needs working weekdays"
        )


def _within(days: list[date], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS_OF = {PeriodKind.YEAR: 12, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}


@dataclass(frozen=True, order=True)
class Period:
    """A year, quarter or month, from its first to its last day."""

    kind: PeriodKind
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(day: date, kind: PeriodKind, fiscal_month: int = 1) -> Period:
    """The period that holds a day; years and quarters are counted from the fiscal year's first month."""
    if not 1 <= fiscal_month <= 12:
        raise ValueError(f"A fiscal year begins in a month from 1 to 12, not {fiscal_month}")
    months = MONTHS_OF[kind]
    begin = day.year * 12 + day.month - 1 - (day.month - fiscal_month) % months
    return Period(kind, _month(begin), _month(begin + months) - ONE_DAY)


def next_period(period: Period) -> Period:
    """The period of the same kind that follows."""
    return period_of(period.last + ONE_DAY, period.kind, period.first.month)


def previous_period(period: Period) -> Period:
    """The period of the same kind that went before."""
    return period_of(period.first - ONE_DAY, period.kind, period.first.month)


def _month(serial: int) -> date:
    return date(serial // 12, serial % 12 + 1, 1)


class Recurrence(NamedTuple):
    """Every n-th working day, or a weekday (0 is Monday) every n weeks, from start on.

    Weeks are counted from the first such weekday on or after start; `weekday` means nothing for working days.
    """

    every: Literal["working_day", "week"]
    interval: int
    weekday: int
    start: date


def occurrences(recurrence: Recurrence, calendar: WorkCalendar, after: date, count: int) -> list[date]:
    """The next `count` days of a recurrence after a day (exclusive).

    Every working day leaves out what isn't worked. A weekly day that is a holiday is in the answer, so that
    the team can be asked whether to skip it. Raises ValueError for an interval under 1.
    """
    if recurrence.interval < 1:
        raise ValueError(f"A recurrence comes every 1 or more times, not every {recurrence.interval}")
    days = _weekly(recurrence, after) if recurrence.every == "week" else _working(recurrence, calendar, after)
    return list(islice(days, max(count, 0)))


def _weekly(recurrence: Recurrence, after: date) -> Iterator[date]:
    from dateutil.rrule import WEEKLY, rrule

    first = recurrence.start + timedelta(days=(recurrence.weekday - recurrence.start.weekday()) % 7)
    rule = rrule(WEEKLY, interval=recurrence.interval, dtstart=datetime.combine(first, time()))
    return (moment.date() for moment in rule.xafter(datetime.combine(after, time())))


def _working(recurrence: Recurrence, calendar: WorkCalendar, after: date) -> Iterator[date]:
    day = calendar.on_or_after(max(recurrence.start, after + ONE_DAY))
    while True:
        if (calendar.count(recurrence.start, day) - 1) % recurrence.interval == 0:
            yield day
        day = calendar.add(day, 1)
