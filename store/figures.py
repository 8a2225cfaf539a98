"""A figure with its unit: an integer, never a float.

Money is in minor units (cents) of the team's currency, everything else in thousandths: 12.5 % is 12500, three
customers are 3000.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

THOUSANDTHS = 1000  # how many make one of whatever isn't money
CENTS = 100  # how many make one of a currency with two decimals; see exponent()
LARGEST = 10**15  # fits an INTEGER, with room for sums

_EXPONENTS = dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF"), 0) | (
    dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
)
"""Digits of the minor unit where they aren't two (ISO 4217)."""


# How the currencies that people write most are marked in an amount; a code marks its own.
_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "BRL", "MXN"),
    "¥": ("CNY", "JPY"),
    "元": ("CNY", "HKD", "TWD"),
    "圆": ("CNY",),
    "人民币": ("CNY",),
    "rmb": ("CNY",),
} | {code.lower(): (code,) for code in ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "CHF")}


def of_another_currency(text: str, currency: str) -> bool:
    """Whether an amount (NFKC, small letters) is marked as one of another currency: ``¥480`` where euros are meant.

    Nothing here knows a rate, so such an amount is refused rather than taken for as many of one's own.
    """
    marks = [mark for mark in _SIGNS if mark in text]
    return bool(marks) and not any(currency.upper() in _SIGNS[mark] for mark in marks)


def exponent(currency: str) -> int:
    """How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY (ISO 4217)."""
    return _EXPONENTS.get(currency.upper(), 2)


class Unit(StrEnum):
    """What is counted."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"


class Figure(NamedTuple):
    """An amount, its unit and, for money, its currency; ``tui.format.figure`` writes it for people."""

    amount: int
    unit: Unit
    currency: str = ""

    def __str__(self) -> str:
        if self.unit is Unit.MONEY:
            return f"{self.amount} {self.currency}".strip()
        text = f"{self.amount / THOUSANDTHS:,.3f}".rstrip("0").rstrip(".")
        return f"{text}%" if self.unit is Unit.PERCENT else text
