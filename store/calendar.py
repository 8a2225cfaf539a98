"""Days and times: the one clock, working days, periods, recurrences, and "next fri" read as a date.

Nothing here knows the database. An instant is an aware datetime in UTC; a day is a plain date in the team's
time zone; what is a working day is asked of a WorkCalendar, which the team's settings make.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

NOW_VARIABLE = "HUDDLE_NOW"
LONGEST_BREAK = 400  # days searched for the next working day before we say that there is none
ONE_DAY = timedelta(days=1)

# ------------------------------------------------------------------------------------------------ the clock

_clocks: list[Callable[[], datetime]] = []


def now() -> datetime:
    """The present instant, aware, in UTC: from `clock()`, else from HUDDLE_NOW, else from the system.

    Raises ValueError when HUDDLE_NOW holds no ISO instant.
    """
    if _clocks:
        return _clocks[-1]()
    frozen = os.environ.get(NOW_VARIABLE)
    return _read_instant(frozen) if frozen else datetime.now(UTC)


@contextmanager
def clock(at: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Set the clock to an aware instant, or to whatever a function answers, until the block ends."""
    _clocks.append(at if callable(at) else _standing(at))
    try:
        yield
    finally:
        _clocks.pop()


def _standing(at: datetime) -> Callable[[], datetime]:
    instant = _aware(at).astimezone(UTC)
    return lambda: instant


def _read_instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{NOW_VARIABLE} is no instant such as 2026-11-23T09:00:00Z: {text!r}") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"An instant needs its time zone: {instant}")
    return instant


def zone_info(zone: str) -> tzinfo:
    """The rules of an IANA time zone. Raises ValueError when there is none of that name."""
    if zone == "UTC":  # works on systems without the time zone database, too
        return UTC
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {zone!r}: use a name such as Europe/Berlin") from error


def today(zone: str) -> date:
    """The day it is now in a time zone."""
    return local(now(), zone).date()


def local(instant: datetime, zone: str) -> datetime:
    """An aware instant as the wall shows it in a time zone. Raises ValueError for a naive one."""
    return _aware(instant).astimezone(zone_info(zone))


def utc_of(day: date, at: time, zone: str) -> datetime:
    """The instant at which the wall in a time zone shows this day and time.

    When the clocks go back, the first of the two; when they go forward, a time that doesn't exist is moved
    forward by the gap (02:30 is 03:30). Both are what fold=0 means in PEP 495.
    """
    wall = datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone_info(zone))
    return wall.astimezone(UTC)


# -------------------------------------------------------------------------------------------- working days


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
        lost = sum(first <= day <= last and not self.is_working(day) for day in self._usual(self.holidays))
        won = sum(first <= day <= last for day in self.made_up - self._usual(self.made_up))
        return usual - lost + won

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
            begin = max(utc_of(day, opens, self.zone), _aware(instant).astimezone(UTC))
            room = utc_of(day, closes, self.zone) - begin
            if timedelta(0) <= room and wanted <= room:
                return begin + wanted
            wanted -= max(room, timedelta(0))
            day = self.add(day, 1)

    def _usual(self, days: frozenset[date]) -> frozenset[date]:
        return frozenset(day for day in days if day.weekday() in self.weekdays)

    def _search(self, day: date, step: int) -> date:
        for away in range(LONGEST_BREAK):
            candidate = day + timedelta(days=step * away)
            if self.is_working(candidate):
                return candidate
        raise ValueError(
            f"There is no working day within {LONGEST_BREAK} days of {day}: the team needs working weekdays"
        )


# ------------------------------------------------------------------------------------------------- periods


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


# --------------------------------------------------------------------------------------------- recurrences


@dataclass(frozen=True)
class Recurrence:
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


# ---------------------------------------------------------------------------------------- what people type

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
ENGLISH_DAYS = {"yesterday": -1, "today": 0, "tod": 0, "tomorrow": 1, "tom": 1}
CHINESE_DAYS = {"前天": -2, "昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
CHINESE_NUMBERS = "零一二三四五六七八九"
NOT_IN_A_LINE = {"tod", "tom"}  # "ask Tom about the price" names a person

# Full-width forms, as Chinese input methods type them, and wide blanks: one character for one character.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HALF_WIDTH |= dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)

Groups = dict[str, str]
Form = tuple[str, Callable[[Groups, date], date | None]]

_WORD_ENDS = r"(?=[\s,;，；、。]|$|[\u4e00-\u9fff])"
_N = r"(?P<n>\d{1,4}|[一二两三四五六七八九十]{1,3})"


def parse_day(text: str, today: date, calendar: WorkCalendar | None = None) -> date | None:
    """The day that a text names, or None when it names none or an impossible one.

    Case, blanks around it and full-width characters don't matter. Understood are:
    today, tod, tomorrow, tom, yesterday; fri, friday (the next one after today; on a Friday the one in a
    week), this fri and next fri (the one of this or of the next calendar week, which begins on Monday);
    +3d, +2w, +1m; 30 Nov, Nov 30, 11-30 and 11/30 (always month-day; the next such day on or after today);
    30 Nov 2026, 2026-11-30, 2026/11/30; 今天 明天 后天 大后天 昨天 前天, 周五 星期五 礼拜五, 本周五, 下周五,
    11月30日, 2026年11月30日, 3天后, 两周后, 一个月后.

    With a calendar, a distance (+3d, 3天后) ends on a working day; a day that was named stays as named.
    """
    folded = text.translate(HALF_WIDTH).strip()
    return next((day for day, _ in _days(folded, 0, today, calendar, whole=True)), None)


def day_at(
    line: str, start: int, today: date, calendar: WorkCalendar | None = None
) -> tuple[date, int] | None:
    """The day that is named at this place of a line, and the place where its words end; None without one.

    A line is read as `parse_day` reads a text, but tod and tom are no days. What follows an English day is a
    blank, a comma or a Chinese character; anything may follow a Chinese one (明天10点).
    """
    found = _days(line.translate(HALF_WIDTH), start, today, calendar, whole=False)
    return max(found, key=lambda day_end: day_end[1], default=None)


def _days(
    folded: str, start: int, today: date, calendar: WorkCalendar | None, whole: bool
) -> Iterator[tuple[date, int]]:
    for pattern, read in _day_forms():
        match = pattern.fullmatch(folded, start) if whole else pattern.match(folded, start)
        if match is None or (not whole and match[0].lower() in NOT_IN_A_LINE):
            continue
        groups = {name: found.lower() for name, found in match.groupdict().items() if found}
        try:
            day = read(groups, today)
            if day and calendar and "n" in groups:
                day = calendar.on_or_after(day)
        except (ValueError, OverflowError):  # 30 February, or past the year 9999
            continue
        if day:
            yield day, match.end()


@cache
def _day_forms() -> tuple[tuple[re.Pattern[str], Callable[[Groups, date], date | None]], ...]:
    english: tuple[Form, ...] = (
        (r"(?P<named>[a-z]{3,9})", lambda it, today: _shifted(it, today, ENGLISH_DAYS)),
        (r"(?:(?P<week>this|next)\ +)?(?P<weekday>[a-z]{3,9})", _english_weekday),
        (r"\+(?P<n>\d{1,4})\ ?(?P<unit>[dwm])", _later),
        (r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\ *(?P<month>[a-z]{3,9})(?:,?\ +(?P<year>\d{4}))?", _dated),
        (r"(?P<month>[a-z]{3,9})\ *(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\ +(?P<year>\d{4}))?", _dated),
        (r"(?P<year>\d{4})(?P<dash>[-/])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})", _dated),
        (r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})", _dated),
    )
    chinese: tuple[Form, ...] = (
        (rf"(?P<named>{'|'.join(CHINESE_DAYS)})", lambda it, today: _shifted(it, today, CHINESE_DAYS)),
        (r"(?P<week>[本这下])?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])", _chinese_weekday),
        (r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?", _dated),
        (rf"{_N}个?(?P<unit>天|日|周|星期|礼拜|月)(?:以后|之后|后)", _later),
    )
    flags = re.ASCII | re.IGNORECASE
    return (
        *((re.compile(pattern + _WORD_ENDS, flags), read) for pattern, read in english),
        *((re.compile(pattern, flags), read) for pattern, read in chinese),
    )


def _shifted(groups: Groups, today: date, names: dict[str, int]) -> date | None:
    days = names.get(groups["named"])
    return None if days is None else today + timedelta(days=days)


def _english_weekday(groups: Groups, today: date) -> date | None:
    weekday = _position(groups["weekday"], WEEKDAYS)
    return None if weekday is None else _weekday(weekday, groups.get("week", ""), today)


def _chinese_weekday(groups: Groups, today: date) -> date:
    return _weekday(min("一二三四五六日天".index(groups["weekday"]), 6), groups.get("week", ""), today)


def _weekday(weekday: int, week: str, today: date) -> date:
    if not week:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=weekday + 7 * (week in ("next", "下")))


def _later(groups: Groups, today: date) -> date:
    from dateutil.relativedelta import relativedelta

    n, unit = _number(groups["n"]), groups["unit"]
    if unit in ("m", "月"):
        return today + relativedelta(months=n)
    return today + timedelta(days=n if unit in ("d", "天", "日") else 7 * n)


def _dated(groups: Groups, today: date) -> date | None:
    named = groups["month"]
    month = int(named) if named.isdigit() else 1 + (_position(named, MONTHS) or 0)
    if not named.isdigit() and _position(named, MONTHS) is None:
        return None
    day = int(groups["day"])
    if "year" in groups:
        return date(int(groups["year"]), month, day)
    for year in (today.year, today.year + 1):
        if _exists(year, month, day) and (candidate := date(year, month, day)) >= today:
            return candidate
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _position(word: str, names: tuple[str, ...]) -> int | None:
    """Where a name, or its first three letters or more, stands among names."""
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _number(text: str) -> int:
    """A number in digits, or in Chinese from 一 to 九十九. Raises ValueError for another."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    return (CHINESE_NUMBERS.index(tens or "一") * 10 if ten else 0) + CHINESE_NUMBERS.index(ones or "零")


def parse_time(text: str) -> time | None:
    """The time of day that a text names, or None: 10:00, 10am, 3:30pm, 10点, 10点半, 下午3点, 两点一刻."""
    folded = text.translate(HALF_WIDTH).strip()
    for pattern in _time_forms():
        if match := pattern.fullmatch(folded):
            return _time(match)
    return None


def time_at(line: str, start: int) -> tuple[time, int] | None:
    """The time of day that is named at this place of a line, and the place where its words end."""
    folded = line.translate(HALF_WIDTH)
    for pattern in _time_forms():
        if (match := pattern.match(folded, start)) and (found := _time(match)):
            return found, match.end()
    return None


@cache
def _time_forms() -> tuple[re.Pattern[str], ...]:
    part = r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?"
    minutes = r"(?P<minutes>半|一刻|三刻|\d\d(?!\d)分?|\d分|[一二三四五六七八九十]{1,3}分)?"
    flags = re.ASCII | re.IGNORECASE
    return (
        re.compile(rf"{part}(?P<n>\d{{1,2}}):(?P<minutes>\d\d){_WORD_ENDS}", flags),
        re.compile(rf"(?P<n>\d{{1,2}})(?::(?P<minutes>\d\d))?\ ?(?P<part>[ap]m){_WORD_ENDS}", flags),
        re.compile(rf"{part}{_N}点钟?{minutes}", flags),
    )


def _time(match: re.Match[str]) -> time | None:
    part, said = (match["part"] or "").lower(), match["minutes"] or "0"
    try:
        hour = _number(match["n"])
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(said) or _number(said.rstrip("分"))
        if part in ("am", "pm") and not 1 <= hour <= 12:
            return None
        if part in ("am", "凌晨") and hour == 12:
            return time(0, minute)
        if (part in ("pm", "下午", "傍晚", "晚上") and hour < 12) or (part, hour) in (("中午", 1), ("中午", 2)):
            hour += 12
        elif part == "晚上" and hour == 12:  # the midnight that begins the next day
            return None
        return time(hour, minute)
    except ValueError:
        return None
