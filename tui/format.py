"""Values as text for people: names, days, money, reasons. Pure functions, and no clock of their own.

Text of people and its width in terminal cells are ``tui.cells``, which is offered here as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, IntEnum
from typing import Literal

from rich.cells import cell_len

from store.errors import N_, NP_, Reason
from store.figures import THOUSANDTHS, Figure, Unit, exponent, of_another_currency
from tui.cells import cell_width as cell_width
from tui.cells import cut as cut
from tui.cells import fit as fit
from tui.cells import plain as plain
from tui.cells import wrap as wrap
from tui.i18n import _, current, ngettext, pgettext

Tone = Literal["", "bold", "muted", "accent", "good", "warning", "bad"]
LATE, NOW = "✕", "●"
NONE = "–"

# Days and times

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)
_FEW = (  # the months where there is room for a number only, in languages that count them
    *(NP_("in few cells", "Jan"), NP_("in few cells", "Feb"), NP_("in few cells", "Mar"), NP_("in few cells", "Apr")),
    *(NP_("in few cells", "May"), NP_("in few cells", "Jun"), NP_("in few cells", "Jul"), NP_("in few cells", "Aug")),
    *(NP_("in few cells", "Sep"), NP_("in few cells", "Oct"), NP_("in few cells", "Nov"), NP_("in few cells", "Dec")),
)
_FORTNIGHT = 14


def _dated(pattern: str, d: date, months: Sequence[str] = MONTHS) -> str:
    names = {"weekday": _(WEEKDAYS[d.weekday()]), "month": _(months[d.month - 1])}
    return _(pattern).format(day=d.day, year=d.year, **names)


def weekday(d: date) -> str:
    """``Tue 24 Nov``."""
    return _dated(N_("{weekday} {day} {month}"), d)


def day(d: date | None, today: date | None = None, short: bool = False, cells: int = 0) -> str:
    """``today``, ``tomorrow``, ``yesterday``, ``Tue 24 Nov``, in another year ``24 Nov 2027``; ``–`` for None.

    ``short`` takes at most 9 cells: ``Tue 24`` within a fortnight, else ``24 Nov`` or ``Nov 2027``. With ``cells``
    it is the longest form that they hold; a language may have one of at most 7.
    """
    if d is None:
        return NONE
    if cells:
        longer = (day(d, today, form) for form in ((True,) if short else (False, True)))
        return next((text for text in longer if cell_len(text) <= cells), _few(d, today))
    away = (d - today).days if today else None
    if away in (-1, 0, 1):
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[away]
    other_year = today is not None and d.year != today.year
    if short:
        if away is not None and abs(away) < _FORTNIGHT:
            return _dated(N_("{weekday} {day}"), d)
        return _few(d, today) if other_year else _dated(N_("{day} {month}"), d)
    if other_year and (away is None or abs(away) >= _FORTNIGHT):
        return _dated(N_("{day} {month} {year}"), d)
    return weekday(d)


def _few(d: date, today: date | None) -> str:
    if today is not None and d.year != today.year and abs((d - today).days) >= _FORTNIGHT:
        return _dated(NP_("in few cells", "{month} {year}"), d, _FEW)
    return _dated(NP_("in few cells", "{day} {month}"), d, _FEW)


def month(d: date, cells: int = 0) -> str:
    """The month of a day: ``Nov 2027``; with ``cells`` in a shorter form, where they don't hold it."""
    text = _dated(N_("{month} {year}"), d)
    return text if not cells or cell_len(text) <= cells else _dated(NP_("in few cells", "{month} {year}"), d, _FEW)


def month_day(month: int, day: int) -> str:
    """A day of every year: ``3 Dec``, ``29 Feb``."""
    return _dated(N_("{day} {month}"), date(2028, month, day))  # a leap year


def due(d: date | None, today: date, short: bool = False, cells: int = 0) -> tuple[str, Tone]:
    """When something is due, and the tone of it: ``✕ 2 d late`` bad, ``● today`` accent, ``Tue 24 Nov`` none.

    Days are counted in the calendar. ``short``: ``✕ 2 d``, ``● today``, ``Tue 24``. With ``cells`` a day that is still
    to come is said in the longest form that they hold.
    """
    if d is None:
        return NONE, "muted"
    if d > today:
        if short and (d - today).days == 1:
            text = _dated(N_("{weekday} {day}"), d)
            return (text if not cells or cell_len(text) <= cells else _few(d, today)), ""
        return day(d, today, short, cells), ""
    if d == today:
        return f"{NOW} {_('today')}", "accent"
    late = (today - d).days
    words = _("{count} d") if short else _("{count} d late")
    return f"{LATE} {words.format(count=late)}", "bad"


def days(count: int) -> str:
    """``1 day``, ``3 days``."""
    return ngettext("{count} day", "{count} days", count).format(count=count)


def span(first: date | None, last: date | None) -> str:
    """``23 Nov``, ``23–27 Nov``, ``30 Nov – 4 Dec``, with the years where they differ; ``–`` for no days."""
    if first is None or last is None:
        if first is None and last is None:
            return NONE
        return _("until {day}").format(day=weekday(last)) if last else _("from {day}").format(day=day(first))
    if first == last:
        return _dated(N_("{day} {month}"), first)
    if first.year != last.year:
        long = N_("{day} {month} {year}")
        return f"{_dated(long, first)} – {_dated(long, last)}"
    if first.month == last.month:
        return _("{first}–{last} {month}").format(first=first.day, last=last.day, month=_(MONTHS[first.month - 1]))
    short = N_("{day} {month}")
    return f"{_dated(short, first)} – {_dated(short, last)}"


def clock(at: time | datetime) -> str:
    """``09:05``."""
    return f"{at.hour:02}:{at.minute:02}"


def elapsed(seconds: float) -> str:
    """``3:20``, ``1:02:05``; below zero with ``-``."""
    whole = abs(int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    text = f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
    return f"-{text}" if seconds <= -1 else text


def moment(instant: datetime | None, zone: str | tzinfo, today: date | None = None, cells: int = 0) -> str:
    """An instant in a timezone: ``10:00`` when it is today, else ``Mon 23 Nov 10:00``; ``–`` for None.

    An instant without a timezone is UTC. With ``cells`` the day is said in the longest form that they hold.
    """
    if instant is None:
        return NONE
    if isinstance(zone, str):
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(zone)
    local = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(zone)
    if local.date() == today:
        return clock(local)
    at = f" {clock(local)}"
    return day(local.date(), today, cells=cells and cells - cell_len(at)) + at


# Numbers and money

_SYMBOLS = (
    {"EUR": "€ ", "USD": "$", "GBP": "£", "CNY": "¥", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "VND": "₫"}
    | {"HKD": "HK$", "TWD": "NT$", "SGD": "S$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "BRL": "R$", "MXN": "MX$"}
    | {"PLN": "zł ", "TRY": "₺", "UAH": "₴", "THB": "฿", "PHP": "₱", "KZT": "₸"}
)
_SHORT = ((10**9, N_("{amount} bn")), (10**6, N_("{amount} M")), (10**3, N_("{amount} k")))
_STEPS = {"zh_CN": ((10**8, N_("{amount} hundred million")), (10**4, N_("{amount} ten thousand")))}  # of a language
_TIMES = {"k": 3, "m": 6, "mio": 6, "bn": 9, "b": 9, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_MOST = 2**63 - 1  # what SQLite can hold


def symbol(currency: str) -> str:
    """``€``, ``CHF``."""
    return _SYMBOLS.get(currency.upper(), currency.upper()).strip()


def number(value: float, digits: int = 0) -> str:
    """``1,234`` or ``1,234.5``: rounded half up to at most ``digits`` decimals."""
    if isinstance(value, int):
        return f"{value:,}"
    from decimal import ROUND_HALF_UP, Decimal

    text = f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def percent(share: float | None, digits: int = 0) -> str:
    """A share of one as ``83%``; ``–`` for None."""
    return NONE if share is None else f"{number(float(share) * 100, digits)}%"


def money(minor: int | None, currency: str, short: bool = False) -> str:
    """An amount in minor units: ``€ 85,134``, ``€ 12.50``, ``¥480,000``, ``CHF 1,200``; ``–`` for None.

    ``short`` has no currency and three digits at most: ``950``, ``9.5 k``, ``480 k``, ``1.25 M``; in Chinese ``9,500``,
    ``48万``, ``1.25亿``.
    """
    if minor is None:
        return NONE
    places = exponent(currency)
    sign = "-" if minor < 0 else ""
    major, rest = divmod(abs(minor), 10**places)
    if short:
        text = _shortened(abs(minor), 10**places)
        return text if text == "0" else sign + text
    code = currency.upper()
    amount = f"{major:,}" + (f".{rest:0{places}}" if rest else "")
    return f"{sign}{_SYMBOLS.get(code, code + ' ')}{amount}"


def _shortened(minor: int, unit: int) -> str:
    """To three digits or, of the largest unit that fits, in whole ones; millions keep their zeros (``1.20 M``)."""
    for size, words in _STEPS.get(current(), _SHORT):
        for digits in (2, 1, 0):
            scale = size * unit
            rounded = (minor * 10**digits * 2 + scale) // (2 * scale)  # half up, in whole numbers
            if rounded < 1000 or digits == 0:
                break
        if rounded >= 10**digits:
            text = f"{rounded / 10**digits:.{digits}f}"
            kept = not digits or size in (10**6, 10**9)
            return _(words).format(amount=text if kept else text.rstrip("0").rstrip("."))
    return number((minor * 2 + unit) // (2 * unit))


def figure(value: Figure | None, short: bool = False) -> str:
    """A figure in its unit: ``€ 85,134``, ``1,250``, ``12.5%``; ``–`` for None. ``short``: ``85.1 k``, ``1.25 k``."""
    if value is None:
        return NONE
    if value.unit is Unit.MONEY:
        return money(value.amount, value.currency, short)
    if value.unit is Unit.PERCENT:
        return percent(value.amount / THOUSANDTHS / 100, 1 if short else 3)
    if short and abs(value.amount) >= 1000 * THOUSANDTHS:
        return ("-" if value.amount < 0 else "") + _shortened(abs(value.amount), THOUSANDTHS)
    return number(value.amount / THOUSANDTHS, 1 if short else 3)


_MARKS = ("€", "$", "£", "¥", "人民币", "rmb", "元", "圆", "块钱", "块")
_AMOUNT = re.compile(r"(?P<sign>-?)(?P<digits>[\d.,]*\d[\d.,]*)(?P<times>[a-z千万萬亿億]*)")


def parse_money(text: str, currency: str = "EUR") -> int | None:
    """What somebody typed, in minor units: ``1,200.50``, ``1.200,50``, ``12.5k``, ``1.2m``, ``12.5万``, ``€ 1,200``.

    A comma or point before exactly three digits separates thousands (unless ``k`` or ``m`` follows a point).
    None when it is no amount, of another currency, has more decimals than this one, or is too large to be kept.
    """
    compact = unicodedata.normalize("NFKC", text).lower().replace("−", "-")
    if of_another_currency(compact, currency):
        return None
    for sign in {symbol(currency).lower(), currency.lower(), *_MARKS}:
        compact = compact.replace(sign, "")
    found = _AMOUNT.fullmatch(re.sub(r"[\s'’_]", "", compact))
    if found is None or (found["times"] and found["times"] not in _TIMES):
        return None
    parts = _parted(found["digits"], bool(found["times"]))
    if parts is None:
        return None
    whole, decimals = parts
    shift = _TIMES.get(found["times"], 0) + exponent(currency)
    decimals = decimals.rstrip("0")
    if len(decimals) > shift or len(whole) + shift > len(str(_MOST)):
        return None
    minor = int((whole + decimals).ljust(len(whole) + shift, "0"))
    return None if minor > _MOST else -minor if found["sign"] else minor


def _parted(digits: str, scaled: bool) -> tuple[str, str] | None:
    """Whole and decimal digits of a number with separators, or None when they make no sense."""
    if digits.startswith((".", ",")):
        digits = "0" + digits
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return digits, ""
    groups = re.split(r"[.,]", digits)
    last = marks[-1]
    thousands = len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if len(set(marks)) == 1 and (len(marks) > 1 or (thousands and not (scaled and last == "."))):
        good = thousands and all(len(group) == 3 for group in groups[1:])
        return ("".join(groups), "") if good else None
    *front, decimals = groups
    grouped = all(len(group) == 3 for group in front[1:]) and last not in marks[:-1]
    return ("".join(front), decimals) if grouped else None


# Texts put together, as each language does it


def listed(words: Iterable[str]) -> str:
    """``Ana, Li Wei, Tom``."""
    return pgettext("between the words of a list", ", ").join(words)


def remarks(*parts: str) -> str:
    """What there is of these, one after the other: ``after 3 hours, Ana``."""
    return pgettext("between the parts of a remark", ", ").join(part for part in parts if part)


def sentences(parts: Iterable[str]) -> str:
    """A list of what may have commas itself: ``Ana 9, well led; Tom 7``."""
    return pgettext("between sentences of a list", "; ").join(parts)


def lead_in(label: str) -> str:
    """``Ana: ``, before what she said."""
    return pgettext("before what is said", "{label}: ").format(label=label)


def labelled(label: str, text: str) -> str:
    """``Ana: I was there``; one of them alone, where the other is empty."""
    return lead_in(label) + text if label and text else label or text


# Words of the store

AMBIGUOUS = {  # the words of an enumeration that mean something else elsewhere
    "CustomerKind.customer": NP_("kind of customer", "customer"),
    "CustomerKind.lost": NP_("kind of customer", "lost"),
    "Need.urgent": NP_("need", "urgent"),
    "ProgrammeKind.topic": NP_("kind of programme", "topic"),
    "TopicStatus.open": NP_("topic", "open"),
    "Status.open": NP_("risk", "open"),  # no other status is called so
}


def word(value: Enum, capital: bool = False) -> str:
    """A value of an enumeration, translated: ``no answer``; ``capital`` for the beginning of a line."""
    raw = value.name.lower() if isinstance(value, IntEnum) else str(value.value)
    text = _(AMBIGUOUS.get(f"{type(value).__name__}.{raw}") or raw.replace("_", " "))
    return text[:1].upper() + text[1:] if capital else text


def reason(why: Reason) -> str:
    """What the store says, translated, with its values written for people."""
    values = {name: _value(value) for name, value in why.values.items()}
    try:
        return _(why.msgid).format(**values)
    except (KeyError, IndexError, ValueError):  # a translation that names other places than the sentence
        return why.msgid.format(**values)


def _value(value: object) -> str:
    if isinstance(value, Reason):
        return reason(value)
    if isinstance(value, Enum):
        return word(value)
    if isinstance(value, Figure):
        return figure(value)
    if isinstance(value, datetime):
        return f"{weekday(value)} {clock(value)}"
    if isinstance(value, date):
        return _dated(N_("{day} {month} {year}"), value)
    if isinstance(value, time):
        return clock(value)
    if isinstance(value, timedelta):
        return days(value.days)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return listed(map(_value, value))
    return plain(str(value))
