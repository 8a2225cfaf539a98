"""A figure with its unit: an integer, never a float.

Money is in minor units (cents) of the team's currency, everything else in thousandths: 12.5 % is 12500, three
customers are 3000.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

THOUSANDTHS = 1000  # how many make one of whatever isn't money
CENTS = 100  # how many make one of a currency with two decimals; tui.format knows the others
LARGEST = 10**15  # fits an INTEGER, with room for sums


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
