"""Cells as people write them: days, amounts, words of an enumeration. Each distinct text is read once.

A reader answers a value as SQLite keeps it, None for an empty cell, or the Reason why the text is none. Whether 03/04
is in March or in April, and whether 1.200 is a thousand or one, is decided for the whole file by texts that can be
read one way only; a file without such a day is asked about, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any

from store.calendar import parse_day
from store.errors import N_, Reason
from store.figures import LARGEST, exponent, of_another_currency

Wrong = dict[int, Reason]  # by the index of a row: why it can't be taken
Read = Callable[[str], Any]

LONGEST = 4_000  # characters of a cell


def read_each(cells: Sequence[str], header: str, read: Read, wrong: Wrong) -> list[Any]:
    """The values of a column; what can't be read is None and noted in ``wrong`` with the heading."""
    plain = PLAIN.get(read)
    if plain is not None and plain("".join(cells)) and max(map(len, cells), default=0) <= LONGEST:
        return [cell or None for cell in cells]
    known = {cell: read(cell) if cell else None for cell in set(cells)}
    bad = {cell: value for cell, value in known.items() if isinstance(value, Reason)}
    if bad:
        for row, cell in enumerate(cells):
            if cell in bad:
                wrong.setdefault(row, Reason(N_("{column}: {why}"), {"column": header, "why": bad[cell]}))
        known.update(dict.fromkeys(bad))
    return [known[cell] for cell in cells]


# Texts


def text(cell: str) -> str | Reason:
    """A line of text: control characters and ends of line become blanks."""
    if len(cell) > LONGEST:
        return Reason(N_("{length} characters; at most {most} fit here."), {"length": len(cell), "most": LONGEST})
    return cell if cell.isprintable() else " ".join("".join(c if c.isprintable() else " " for c in cell).split())


def long_text(cell: str) -> str | Reason:
    """A text of several lines."""
    if len(cell) > LONGEST:
        return Reason(N_("{length} characters; at most {most} fit here."), {"length": len(cell), "most": LONGEST})
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def phone(cell: str) -> str | Reason:
    """A phone number as it is written; one that a spreadsheet has shortened to 1.38E+10 is lost."""
    if cell.isprintable() and "E" not in cell and "e" not in cell:
        return cell
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", cell, re.IGNORECASE):
        return Reason(N_("the spreadsheet has shortened this number; format the column as text"))
    if any(unicodedata.category(c) == "Cc" for c in cell):
        return Reason(N_("a phone number has no control characters"))
    return cell


def email(cell: str) -> str | Reason:
    """An e-mail address."""
    return cell if "@" in cell else Reason(N_("an e-mail address has an @"))


def mark(cell: str) -> int | Reason:
    """A mark from 1 to 5."""
    found = unicodedata.normalize("NFKC", cell)
    return int(found) if found in ("1", "2", "3", "4", "5") else Reason(N_("a number from 1 to 5 is meant"))


# Whether a whole column, its cells joined, has nothing in it that these would change or refuse: names and numbers are
# mostly all different, and looking at each of them once more would take longer than all the rest.
PLAIN: Mapping[Read, Callable[[str], bool]] = {
    text: str.isprintable,
    long_text: lambda joined: "\r" not in joined,
    phone: lambda joined: joined.isprintable() and "E" not in joined and "e" not in joined,
}

_YES = frozenset(["1", "y", "yes", "true", "x", "✓", "是", "有", "对", "真", "si", "sí", "oui", "ja"])
_NO = frozenset(["0", "n", "no", "false", "-", "否", "无", "不", "假", "non", "nein"])


def yes_no(cell: str) -> int | Reason:
    """1 for yes, 0 for no."""
    folded = cell.casefold()
    return 1 if folded in _YES else 0 if folded in _NO else Reason(N_("yes or no is meant"))


def word(table: Mapping[Any, str]) -> Read:
    """A reader of the words for the values of an enumeration, which are understood themselves, too.

    What stands behind in brackets explains a value: ``A（重点客户）`` is A.
    """
    known: dict[str, object] = {}
    for value, names in table.items():
        stored = value.value if isinstance(value, Enum) else value
        own = value.name if isinstance(value, Enum) and isinstance(value.value, int) else str(stored)
        for name in (own, *names.split("|")):
            known[_folded(name)] = stored
    choices = [str(getattr(v, "name", v)).lower().replace("_", " ") for v in table]

    def read(cell: str) -> object:
        folded = _folded(cell)
        if (found := known.get(folded, known.get(folded.partition("(")[0]))) is None:
            return Reason(N_("{text} is none of: {choices}"), {"text": cell[:40], "choices": choices})
        return found

    return read


def person(people: Iterable[tuple[int, str, str]]) -> Read:
    """A reader of members' ids by (id, name, login)."""
    known: dict[str, int] = {}
    for number, name, login in people:
        known[_folded(name)] = number
        known.setdefault(_folded(login), number)

    def read(cell: str) -> object:
        found = known.get(_folded(cell))
        return Reason(N_("nobody in the team is called {name}"), {"name": cell[:40]}) if found is None else found

    return read


def _folded(cell: str) -> str:
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", cell).casefold())


# Days

_TIME = r"(?:[T ]+(?P<time>\d{1,2}:\d\d)(?::\d\d(?:\.\d+)?)?(?: *(?:Z|[+-]\d\d:?\d\d))?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.年] *(\d{{1,2}})[-/.月] *(\d{{1,2}})日?{_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_TWO_FIRST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}")
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_WITH_YEAR = re.compile(r"\d{4}")
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet, as Lotus counted


def order_of(columns: Iterable[Sequence[str]]) -> bool | None:
    """Whether days come before months in the texts of these columns; None when both are possible or both occur.

    False, too, when no text leaves it open.
    """
    seen, open_ = set(), False
    for cells in columns:
        for cell in set(cells):
            found = _TWO_FIRST.fullmatch(unicodedata.normalize("NFKC", cell))
            if found is None:
                continue
            first, second = int(found[1]), int(found[3])
            if first > 12 or second > 12:
                seen.add(first > 12)
            elif first != second:
                open_ = True
    if len(seen) == 1:
        return seen.pop()
    return None if open_ or seen else False


def day(day_first: bool, today: date) -> Read:
    """A reader of days as ISO text: 2026/11/23, 23.11.2026, 2026年11月23日, 20261123, 23 Nov 2026, a serial number."""

    def read(cell: str) -> object:
        folded = unicodedata.normalize("NFKC", cell).strip()
        try:
            found = _day(folded, day_first, today)
        except (ValueError, OverflowError):
            found = None
        return found.isoformat() if found else Reason(N_("{text} is no day such as 2026-11-23"), {"text": cell[:40]})

    return read


def _day(folded: str, day_first: bool, today: date) -> date | None:
    if match := _YEAR_FIRST.fullmatch(folded) or _COMPACT.fullmatch(folded):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _TWO_FIRST.fullmatch(folded):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if year < 100:
            year += 2000 if year < 70 else 1900
        return date(year, second, first) if day_first else date(year, first, second)
    if match := _SERIAL.fullmatch(folded):
        return _EPOCH + timedelta(days=int(match[1]))
    return parse_day(folded, today) if _WITH_YEAR.search(folded) else None


def time_in(cell: str) -> str | None:
    """The time of day behind a day, ``09:30``; None without one, or at midnight, which spreadsheets add themselves."""
    folded = unicodedata.normalize("NFKC", cell).strip()
    match = _YEAR_FIRST.fullmatch(folded) or _TWO_FIRST.fullmatch(folded)
    found = match["time"] if match else None
    if found is None or found.zfill(5) == "00:00" or not "00:00" <= found.zfill(5) <= "23:59":
        return None
    return str(found.zfill(5))


# Amounts

_AMOUNT = re.compile(r"(?P<sign>[-(]?)(?P<digits>[\d.,]*\d[\d.,]*)(?P<times>亿|億|万|萬|千|k|m)?\)?")
_TIMES = {"k": 3, "m": 6, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_CURRENCY = re.compile(r"人民币|rmb|cny|usd|eur|gbp|hkd|jpy|chf|元|圆|[¥$€£\s'’_]")


def decimal_mark(cells: Iterable[str]) -> str:
    """The mark of decimals in a column, "." or ",", as far as its amounts show it; "" when none does."""
    seen = set()
    for cell in set(cells):
        marks = re.findall(r"[.,]", cell)
        if not marks:
            continue
        behind = len(re.sub(r"\D", "", cell[max(cell.rfind("."), cell.rfind(",")) + 1 :]))
        other = "," if marks[-1] == "." else "."
        if len(set(marks)) == 2 or (len(marks) == 1 and behind != 3):
            seen.add(marks[-1])
        elif len(marks) > 1:
            seen.add(other)
    return seen.pop() if len(seen) == 1 else ""


def amount(currency: str, mark: str = "") -> Read:
    """A reader of amounts in minor units of the team's currency: 1,200.00, 12.5万, 1.200,50, € 12, (12).

    ``mark`` is the column's mark of decimals. Without one, a mark before exactly three digits groups thousands.
    """
    plain = re.compile(r"-?\d{1,12}")
    digits = exponent(currency)

    def read(cell: str) -> object:
        if plain.fullmatch(cell):
            return _within(int(cell) * 10**digits)
        folded = unicodedata.normalize("NFKC", cell).casefold().replace("−", "-")
        if of_another_currency(folded, currency):
            values = {"text": cell[:40], "currency": currency}
            return Reason(N_("{text} is of another currency; write it in {currency}"), values)
        found = _AMOUNT.fullmatch(_CURRENCY.sub("", folded))
        minor = _minor(found, digits, mark) if found else None
        return Reason(N_("{text} is no amount"), {"text": cell[:40]}) if minor is None else _within(minor)

    return read


def _within(minor: int) -> int | Reason:
    return minor if abs(minor) <= LARGEST else Reason(N_("this amount is too large to be true"))


def _minor(found: re.Match[str], digits: int, mark: str) -> int | None:
    whole, _, decimals = _parted(found["digits"], mark, bool(found["times"])).partition(".")
    shift = digits + _TIMES.get(found["times"] or "", 0)
    decimals = decimals.rstrip("0")
    if not (whole + decimals).isdigit() or len(decimals) > shift:
        return None
    minor = int((whole + decimals).ljust(len(whole) + shift, "0") or 0)
    return -minor if found["sign"] else minor


def _parted(text: str, mark: str, scaled: bool) -> str:
    """The digits with a point before the decimals; with a stray mark left in them when they make no sense."""
    marks = re.findall(r"[.,]", text)
    if not mark and marks:
        last = text[max(text.rfind("."), text.rfind(",")) + 1 :]
        grouped = len(set(marks)) == 1 and (len(marks) > 1 or (len(last) == 3 and not scaled and text[0] not in "0.,"))
        mark = ({".": ",", ",": "."} if grouped else {".": ".", ",": ","})[marks[-1]]
    whole, _, decimals = text.partition(mark) if mark else (text, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return "?"
    return "".join(groups) + "." + decimals
