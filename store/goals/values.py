"""A goal's figures: integers, never floats.

Money is in minor units (cents) of the team's currency, everything else in thousandths: 12.5 % is 12500, three
customers are 3000. ``Unit`` tells which; ``SCALE`` is how many make one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from store.calendar import half_width


class Unit(StrEnum):
    """What a goal is counted in."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"


SCALE = {Unit.NUMBER: 1000, Unit.MONEY: 100, Unit.PERCENT: 1000}
LARGEST = 10**15  # fits an INTEGER with room for sums
TIMES = {"k": 10**3, "m": 10**6, "万": 10**4, "亿": 10**8, "": 1}
_NUMBER = re.compile(r"([+-]?)(\d[\d,.\s']*|[.,]\d+)\s*([km万亿]?)\s*%?", re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:([,.\s'])\d{3})(?:\1\d{3})*")


class Value(NamedTuple):
    """A figure with its unit; as text it reads 520,000 or 12.5 % (a screen may write it by its own customs)."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        text = f"{self.amount / SCALE[self.unit]:,.3f}".rstrip("0").rstrip(".")
        return f"{text} %" if self.unit is Unit.PERCENT else text


def parse_value(text: str, unit: Unit) -> int | None:
    """What somebody typed, as the integer that is stored; None when it is no figure or too large.

    Understood are 520000, 520,000, 520 000, 520.000,50, 0.93M, 140k, 52万, 12.5 %, full-width digits. A point or
    comma before exactly three digits parts thousands, but a single point only in money (1.500 customers are 1.5).
    """
    match = _NUMBER.fullmatch(half_width(text).strip())
    if match is None:
        return None
    sign, digits, times = match.groups()
    plain = _plain(digits.strip(), unit, bool(times))
    if plain is None:
        return None
    whole, _, part = plain.partition(".")
    scaled = int((whole or "0") + part) * TIMES[times.lower()] * SCALE[unit]
    amount, rest = divmod(scaled, int(10 ** len(part)))
    if amount > LARGEST or (rest and not times and len(part) > len(str(SCALE[unit])) - 1):
        return None
    return -amount if sign == "-" else amount


def _plain(digits: str, unit: Unit, shortened: bool) -> str | None:
    """The digits with a point as the only sign, or None when the signs make no sense."""
    marks = [c for c in digits if not c.isdigit()]
    if not marks:
        return digits
    last = marks[-1]
    grouped = _GROUPS.fullmatch(digits)
    lone_point = last == "." and len(marks) == 1 and (unit is not Unit.MONEY or shortened)
    if grouped and not lone_point and not (shortened and len(marks) == 1):
        return "".join(c for c in digits if c.isdigit())
    if last not in ".,":
        return None
    head, _, tail = digits.rpartition(last)
    if any(not c.isdigit() for c in head) and (last in head or not _GROUPS.fullmatch(head)):
        return None
    return "".join(c for c in head if c.isdigit()) + "." + tail
