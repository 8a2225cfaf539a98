"""Dates and times as people type them, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from functools import cache

from store.calendar.workdays import WorkCalendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
ENGLISH_DAYS = {"yesterday": -1, "today": 0, "tod": 0, "tomorrow": 1, "tom": 1}
CHINESE_DAYS = {"前天": -2, "昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
OF_A_PART = {"昨": -1, "今": 0, "明": 1, "后": 2}  # 明早, 今晚
CHINESE_NUMBERS = "零一二三四五六七八九"
NOON_BEFORE = {"pm": 12, "下午": 12, "傍晚": 12, "晚上": 12, "晚": 12, "中午": 3}  # hours below these are after noon
NOT_IN_A_LINE = {"tod", "tom"}  # "ask Tom about the price" names a person

# Full-width forms, as Chinese input methods type them, and wide blanks: one character for one character.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HALF_WIDTH |= dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)

Groups = dict[str, str]
Reader = Callable[[Groups, date, bool], date | None]

_WORD_ENDS = r"(?=[\s,;，；、。]|$|[\u4e00-\u9fff])"
# Thu 26 Nov, as we write it
_WEEKDAY_WORDS = "|".join(part for name in WEEKDAYS for part in (name, name[:3]))
_BEFORE = rf"(?:(?:{_WEEKDAY_WORDS}),?\ +)?"
_N = r"(?P<n>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_HAN_N = "[一二三四五六七八九十]{1,3}"
# what may stand behind a Chinese day that is also a common word: 月底 14点, but not 月底对账
_DAY_ENDS = r"(?:前|之前)?(?=[\s,;，；、。]|$|\d|凌晨|早上|上午|中午|下午|傍晚|晚上)"
_MONTH = r"(?P<away>[本这下])?个?"


def half_width(text: str) -> str:
    """The text with full-width letters, digits, signs and blanks as plain ones, each in its place."""
    return text.translate(HALF_WIDTH)


def parse_day(text: str, today: date, calendar: WorkCalendar | None = None) -> date | None:
    """The day that a text names, or None when it names none or an impossible one.

    Case, blanks around it and full-width characters don't matter. Understood are:
    today, tod, tomorrow, tom, yesterday; fri, friday (the next one after today; on a Friday the one in a
    week), this fri and next fri (the one of this or of the next calendar week, which begins on Monday);
    +3d, +2w, +1m; 30 Nov, Nov 30, 11-30 and 11/30 (always month-day; the next such day on or after today);
    30 Nov 2026, 2026-11-30, 2026/11/30; a weekday before such a day is not looked at;
    今天 明天 后天 大后天 昨天 前天, 今晚 明早, 周五 星期五 礼拜五, 本周五, 下周五, 下下周五,
    11月30日, 十一月三十日, 2026年11月30日, 30号 (the next one), 下月5号, 月底, 下月底, 年底, 3天后, 两周后, 一个月后.

    With a calendar, a distance (+3d, 3天后) ends on a working day; a day that was named stays as named.
    """
    folded = half_width(text).strip()
    return next((day for day, _ in _days(folded, 0, today, calendar)), None)


def day_at(line: str, start: int, today: date, *, past: bool = False) -> tuple[date, int] | None:
    """The day that is named at this place of a line, and the place where its words end; None without one.

    A line is read as `parse_day` reads a text, but tod and tom are no days. What follows an English day is a
    blank, a comma or a Chinese character; anything may follow a Chinese one (明天10点). In a report of what
    has happened (`past`) a weekday or a day without a year is the last such day, today included.
    """
    found = _days(half_width(line), start, today, whole=False, past=past)
    return max(found, key=lambda day_end: day_end[1], default=None)


def _days(
    folded: str,
    start: int,
    today: date,
    calendar: WorkCalendar | None = None,
    *,
    whole: bool = True,
    past: bool = False,
) -> Iterator[tuple[date, int]]:
    for pattern, read in _day_forms():
        match = pattern.fullmatch(folded, start) if whole else pattern.match(folded, start)
        if match is None or (not whole and match[0].lower() in NOT_IN_A_LINE):
            continue
        groups = {name: found.lower() for name, found in match.groupdict().items() if found}
        try:
            day = read(groups, today, past)
            if day and calendar and "n" in groups:
                day = calendar.on_or_after(day)
        except (ValueError, OverflowError):  # 30 February, or past the year 9999
            continue
        if day:
            yield day, match.end()


@cache
def _day_forms() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    english: tuple[tuple[str, Reader], ...] = (
        (r"(?P<named>[a-z]{3,9})", _named),
        (r"(?:(?P<week>this|next)\ +)?(?P<weekday>[a-z]{3,9})", _english_weekday),
        (r"\+(?P<n>\d{1,4})\ ?(?P<unit>[dwm])", _later),
        (_BEFORE + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\ *(?P<month>[a-z]{3,9})(?:,?\ +(?P<year>\d{4}))?", _dated),
        (_BEFORE + r"(?P<month>[a-z]{3,9})\ *(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\ +(?P<year>\d{4}))?", _dated),
        (r"(?P<year>\d{4})(?P<dash>[-/])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})", _dated),
        (r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})", _dated),
    )
    chinese: tuple[tuple[str, Reader], ...] = (
        (rf"(?P<named>{'|'.join(CHINESE_DAYS)})", _named),
        (r"(?P<named>[昨今明后])(?=[早晚])[早晚]?(?![\d一二两三四五六七八九十上])", _named),
        (r"(?P<named>[昨今明后])(?=[早晚](?:上|[\d一二两三四五六七八九十]+[点:]))", _named),
        (r"(?P<week>[本这下]|下下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])", _chinese_weekday),
        (
            rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}}|{_HAN_N})月(?P<day>\d{{1,2}}|{_HAN_N})[日号]?"
            r"(?: *周[一二三四五六日])?",
            _dated,
        ),
        (rf"{_MONTH}月(?P<day>\d{{1,2}})[日号]" + _DAY_ENDS, _of_month),
        (r"(?P<day>\d{1,2})[日号]" + _DAY_ENDS, _of_month),
        (rf"{_MONTH}月[底末]" + _DAY_ENDS, _end_of_month),
        (r"(?P<away>[今明])?年底" + _DAY_ENDS, _end_of_year),
        (rf"{_N}个?(?P<unit>天|日|周|星期|礼拜|月)(?:以后|之后|后)", _later),
    )
    flags = re.ASCII | re.IGNORECASE
    return (
        *((re.compile(pattern + _WORD_ENDS, flags), read) for pattern, read in english),
        *((re.compile(pattern, flags), read) for pattern, read in chinese),
    )


def _named(groups: Groups, today: date, past: bool) -> date | None:
    days = (ENGLISH_DAYS | CHINESE_DAYS | OF_A_PART).get(groups["named"])
    return None if days is None else today + timedelta(days=days)


def _english_weekday(groups: Groups, today: date, past: bool) -> date | None:
    weekday = _position(groups["weekday"], WEEKDAYS)
    return None if weekday is None else _weekday(weekday, groups.get("week", ""), today, past)


def _chinese_weekday(groups: Groups, today: date, past: bool) -> date:
    return _weekday(min("一二三四五六日天".index(groups["weekday"]), 6), groups.get("week", ""), today, past)


def _weekday(weekday: int, week: str, today: date, past: bool) -> date:
    if not week and past:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    if not week:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=weekday + 7 * {"next": 1, "下": 1, "下下": 2}.get(week, 0))


def _of_month(groups: Groups, today: date, past: bool) -> date | None:
    """A day without its month is the next such day (the last one of what has happened): 30号, 下月5号."""
    first = today.replace(day=1)
    wanted = int(groups["day"])
    if "away" in groups:
        return _months_on(first, groups["away"] == "下").replace(day=wanted)
    months = (
        _months_on(first, -away if past else away) for away in range(3)
    )  # no two follow each other without a 31st
    days = (_date_or_none(month.year, month.month, wanted) for month in months)
    return next((day for day in days if day and (day <= today if past else day >= today)), None)


def _end_of_month(groups: Groups, today: date, past: bool) -> date:
    return _months_on(today.replace(day=1), 1 + (groups.get("away") == "下")) - timedelta(days=1)


def _end_of_year(groups: Groups, today: date, past: bool) -> date:
    return date(today.year + (groups.get("away") == "明"), 12, 31)


def _months_on(first: date, months: int) -> date:
    """The first day of the month that is so many months on."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _later(groups: Groups, today: date, past: bool) -> date:
    from dateutil.relativedelta import relativedelta

    n, unit = _number(groups["n"]), groups["unit"]
    if unit in ("m", "月"):
        return today + relativedelta(months=n)
    return today + timedelta(days=n if unit in ("d", "天", "日") else 7 * n)


def _dated(groups: Groups, today: date, past: bool) -> date | None:
    named = groups["month"]
    position = _number(named) - 1 if not named.isascii() or named.isdigit() else _position(named, MONTHS)
    if position is None:
        return None
    day = _number(groups["day"])
    if "year" in groups:
        return date(int(groups["year"]), position + 1, day)
    this_year = _date_or_none(today.year, position + 1, day)
    if this_year and (this_year <= today if past else this_year >= today):
        return this_year
    return _date_or_none(today.year + (-1 if past else 1), position + 1, day)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
    folded = half_width(text).strip()
    for pattern in _time_forms():
        if match := pattern.fullmatch(folded):
            return _time(match)
    return None


def time_at(line: str, start: int) -> tuple[time, int] | None:
    """The time of day that is named at this place of a line, and the place where its words end."""
    folded = half_width(line)
    for pattern in _time_forms():
        if (match := pattern.match(folded, start)) and (found := _time(match)):
            return found, match.end()
    return None


@cache
def _time_forms() -> tuple[re.Pattern[str], ...]:
    part = r"(?P<part>凌晨|早上|早|上午|中午|下午|傍晚|晚上|晚)?"
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
        if hour < NOON_BEFORE.get(part, 0):
            hour += 12
        elif part in ("晚上", "晚") and hour == 12:  # the midnight that begins the next day
            return None
        return time(hour, minute)
    except ValueError:
        return None
