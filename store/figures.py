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
