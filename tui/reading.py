"""Numbers as people type them. (Days are read by store.calendar, money by tui.format.)"""

from __future__ import annotations

import re
from decimal import Decimal

from store.figures import LARGEST, THOUSANDTHS, Unit
from tui.format import parse_money

_SCALE = {"": 1, "k": 1_000, "m": 1_000_000, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"([+-]?)([\d.,' \u00a0\u202f]*\d)\s*([km千万亿]?)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")


def number(text: str) -> int | Decimal | None:
    """The number in a text such as ``1,200``, ``1 200.5``, ``12k``, ``48万``; None when it is none.

    A comma or a point followed by exactly three digits groups thousands (``1.200`` is 1200), unless a suffix
    follows (``1.250k`` is 1250); any other last one is the decimal mark.
    """
    found = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).strip().lower())
    if found is None:
        return None
    sign, digits, suffix = found.groups()
    plain = _decimal(re.sub(r"['\s]", "", digits), bool(suffix))
    if plain is None:
        return None
    value = Decimal(sign + plain) * _SCALE[suffix]
    return int(value) if value == value.to_integral_value() else value


def figure(text: str, unit: Unit, currency: str) -> int | None:
    """What somebody typed, as the store keeps it: minor units of money, thousandths of anything else.

    None when it is no figure, has more decimals than are kept, or is too large.
    """
    if unit is Unit.MONEY:
        amount = parse_money(text, currency)
    else:
        found = number(text.replace("%", "").replace("％", ""))
        scaled = Decimal("nan") if found is None else Decimal(found) * THOUSANDTHS
        amount = int(scaled) if scaled == scaled.to_integral_value() else None
    return amount if amount is not None and abs(amount) <= LARGEST else None


def _decimal(digits: str, scaled: bool) -> str | None:
    """Digits with a point for the decimals; None when the marks are in impossible places."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return digits
    whole, last, rest = digits.rpartition(marks[-1])
    groups = len(rest) == 3 and not scaled and not whole.startswith("0")
    if groups and len(set(marks)) == 1:
        whole, last, rest = digits, "", ""
    elif len(marks) > 1 and marks[-1] in marks[:-1]:
        return None
    parts = re.split(r"[.,]", whole)
    if len(parts) > 1 and (len(parts[0]) > 3 or not parts[0] or any(len(part) != 3 for part in parts[1:])):
        return None
    return "".join(parts) + ("." + rest if last else "") if parts[0] or rest else None
