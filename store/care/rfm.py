"""RFM: how recently, how often and for how much customers bought in 24 months, as scores 1-5 and a name. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

RFM_MONTHS = 24
FEWEST_FOR_QUINTILES = 25  # buying customers; under that quintiles are noise
RECENCY = (30, 90, 180, 365)  # days up to which the score is 5, 4, 3, 2
FREQUENCY = (6, 4, 3, 2)  # bookings from which it is 5, 4, 3, 2
MONETARY = (300, 150, 75, 30)  # percent of the median


class Bought(NamedTuple):
    """What a customer bought: days since the last booking, how many bookings, their sum in minor units."""

    days: int
    times: int
    amount: int


class Scores(NamedTuple):
    """Recency, frequency and monetary value, each from 1 to 5, where 5 is best."""

    r: int
    f: int
    m: int


class Segment(StrEnum):
    """What a customer with such scores is called; every cell of the 125 has a name."""

    CHAMPIONS = "champions"
    POTENTIAL_LOYALISTS = "potential_loyalists"
    LOYAL = "loyal"
    PROMISING = "promising"
    NEW = "new"
    CANT_LOSE = "cant_lose"
    AT_RISK = "at_risk"
    NEED_ATTENTION = "need_attention"
    ABOUT_TO_SLEEP = "about_to_sleep"
    LOST = "lost"
    OTHERS = "others"


# The ranges of R, F and M of each segment; the first that fits is it. After the table of the R package "rfm" (CRAN).
SEGMENTS: tuple[tuple[Segment, tuple[int, int], tuple[int, int], tuple[int, int]], ...] = (
    (Segment.CHAMPIONS, (5, 5), (5, 5), (5, 5)),
    (Segment.POTENTIAL_LOYALISTS, (3, 5), (3, 5), (2, 5)),
    (Segment.LOYAL, (2, 4), (2, 4), (2, 4)),
    (Segment.PROMISING, (3, 4), (1, 3), (3, 5)),
    (Segment.NEW, (4, 5), (1, 3), (1, 5)),
    (Segment.CANT_LOSE, (1, 2), (3, 4), (4, 5)),
    (Segment.AT_RISK, (1, 2), (2, 5), (4, 5)),
    (Segment.NEED_ATTENTION, (1, 3), (3, 5), (3, 5)),
    (Segment.ABOUT_TO_SLEEP, (2, 3), (1, 3), (1, 4)),
    (Segment.LOST, (1, 1), (1, 5), (1, 5)),
)


def segment(scores: Scores) -> Segment:
    """The first segment of the table that these scores fit; "Others" for the cells that it leaves over."""
    for name, *ranges in SEGMENTS:
        if all(low <= score <= high for score, (low, high) in zip(scores, ranges, strict=True)):
            return name
    return Segment.OTHERS


def quintile(value: int, ordered: Sequence[int]) -> int:
    """The score of a value among all of them, which are in order: clamp(ceil(5p), 1, 5) with p = (count below +
    (count equal + 1)/2) / n, so that equal values get equal scores. In whole numbers, because 5p often is one."""
    below = bisect_left(ordered, value)
    equal = bisect_right(ordered, value) - below
    return min(max(-(-5 * (2 * below + equal + 1) // (2 * len(ordered))), 1), 5)


def by_quintiles(bought: Mapping[int, Bought]) -> dict[int, Scores]:
    """Scores by each customer's place among all of them; recency is reversed, because fewer days are better."""
    days, times, amounts = (sorted(column) for column in zip(*bought.values(), strict=True))
    return {
        customer: Scores(6 - quintile(it.days, days), quintile(it.times, times), quintile(it.amount, amounts))
        for customer, it in bought.items()
    }


def by_thresholds(bought: Mapping[int, Bought]) -> dict[int, Scores]:
    """Scores by fixed thresholds: days ≤ 30/90/180/365 give R 5/4/3/2, bookings ≥ 6/4/3/2 F, and amounts ≥ 3/1.5/
    0.75/0.3 times the median M; else 1."""
    amounts = sorted(it.amount for it in bought.values())
    twice = amounts[len(amounts) // 2] + amounts[(len(amounts) - 1) // 2]  # the median, in halves
    return {
        customer: Scores(
            _score(it.days <= limit for limit in RECENCY),
            _score(it.times >= limit for limit in FREQUENCY),
            _score(it.amount * 200 >= limit * twice for limit in MONETARY),
        )
        for customer, it in bought.items()
    }


def _score(reached: Iterable[bool]) -> int:
    return next((5 - place for place, yes in enumerate(reached) if yes), 1)


def scores(bought: Mapping[int, Bought]) -> dict[int, Scores]:
    """The scores of everybody who bought: by quintiles from 25 customers on, else by fixed thresholds."""
    if not bought:
        return {}
    return by_quintiles(bought) if len(bought) >= FEWEST_FOR_QUINTILES else by_thresholds(bought)
