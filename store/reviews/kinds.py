"""What a review can be, and the score that its parts amount to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from store import team
from store.calendar import PeriodKind
from store.figures import THOUSANDTHS

SCORES = range(1, 6)
WHOLE = 100  # what the weights of a cycle add up to


class Status(StrEnum):
    """Where a review stands.

    The self review and the lead's draft don't wait for each other, so that a drafted review may still want its self
    review. Signed means by one of the two, closed by both.
    """

    NOT_STARTED = "not_started"
    SELF_DONE = "self_done"
    DRAFTED = "drafted"
    SHARED = "shared"
    SIGNED = "signed"
    DISPUTED = "disputed"
    CLOSED = "closed"


class Source(StrEnum):
    """Which records speak for a criterion."""

    SALES = "sales"
    SATISFACTION = "satisfaction"
    EFFICIENCY = "efficiency"
    NONE = "none"


class Side(StrEnum):
    """Who rates."""

    SELF = "self"
    LEAD = "lead"


def period_name(kind: PeriodKind, first: date) -> str:
    """``2026``, ``2026 Q3``, ``2026-07``: a period's name in every language; a fiscal year is its first day's."""
    if kind is PeriodKind.MONTH:
        return f"{first:%Y-%m}"
    month = team.team().fiscal_month
    year = first.year - (first.month < month)
    return f"{year}" if kind is PeriodKind.YEAR else f"{year} Q{(first.month - month) % 12 // 3 + 1}"


class Weighted(NamedTuple):
    """A weighted score in thousandths (3600 is 3.6), None while nothing is rated; ``rated`` of ``whole`` weight was."""

    score: int | None
    rated: int
    whole: int


def weighted(parts: Iterable[tuple[int, int | None]]) -> Weighted:
    """What (weight, score) pairs amount to: Σ w·s / Σ w over the parts that were rated, rounded half up.

    Missing is not zero: a part without a score takes its weight out of both sums (domain.md §4), and ``rated`` says
    how much weight is left.
    """
    total = rated = whole = 0
    for weight, score in parts:
        whole += weight
        if score is not None:
            total, rated = total + weight * score, rated + weight
    return Weighted((2 * THOUSANDTHS * total + rated) // (2 * rated) if rated else None, rated, whole)
