"""Where a meeting's time went: pure arithmetic over its spans.

A span is a stay in a section, or a pause. Spans follow each other without a gap, so that together they are the
meeting's length, whatever keys were pressed. Minutes that a section leaves unused go to Solve, and an over-run is
taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

MINUTE = 60  # seconds


class Span(NamedTuple):
    """A stay in a section (its id), or a pause (None); the last one of a running meeting is open."""

    section: int | None
    entered_at: datetime
    left_at: datetime | None = None

    def seconds(self, at: datetime) -> float:
        """How long it was, or has been until now; never below zero."""
        return max(((self.left_at or at) - self.entered_at).total_seconds(), 0.0)


def spent(spans: Sequence[Span], at: datetime) -> dict[int | None, float]:
    """The seconds spent in each section; those of pauses stand under None."""
    found: dict[int | None, float] = {}
    for span in spans:
        found[span.section] = found.get(span.section, 0.0) + span.seconds(at)
    return found


def length(spans: Sequence[Span], at: datetime) -> float:
    """The seconds from the first span's beginning to the end of the last, or until now."""
    if not spans:
        return 0.0
    return max(((spans[-1].left_at or at) - spans[0].entered_at).total_seconds(), 0.0)


def split(spans: Sequence[Span], since: datetime, until: datetime) -> list[Span]:
    """The spans once the open one is told to have been a pause from ``since`` on; it goes on at ``until``."""
    *before, last = spans
    if last.left_at is not None or last.section is None:
        return list(spans)
    since = min(max(since, last.entered_at), until)
    return [*before, last._replace(left_at=since), Span(None, since, until), Span(last.section, until)]


class Stage(StrEnum):
    """Where a section stands in a running meeting."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


class Standing(NamedTuple):
    """One section in the head of a running meeting; all times are seconds.

    ``planned`` is its share of today's minutes. ``allotted`` is that, but for Solve, which gets what other sections
    leave and gives what they take.
    """

    section: int
    stage: Stage
    planned: float
    allotted: float
    spent: float

    @property
    def over(self) -> float:
        """What it took beyond what it has; 0 while it is within."""
        return max(self.spent - self.allotted, 0.0)


def standings(
    order: Sequence[int],
    shares: Mapping[int, int],
    spans: Sequence[Span],
    current: int | None,
    solve: int | None,
    at: datetime,
) -> list[Standing]:
    """Every section of the meeting in its order: minutes as shared out today, seconds as spent."""
    times = spent(spans, at)
    found = [
        Standing(
            section=number,
            stage=Stage.NOW if number == current else Stage.DONE if number in times else Stage.AHEAD,
            planned=(planned := shares.get(number, 0) * MINUTE),
            allotted=planned,
            spent=times.get(number, 0.0),
        )
        for number in order
    ]
    return [one._replace(allotted=_left_for_solve(found, one)) if one.section == solve else one for one in found]


def _left_for_solve(found: Sequence[Standing], solve: Standing) -> float:
    """Solve's own minutes, and what the sections before it left or took; a section that runs may still use its own."""
    left = solve.planned
    for one in found[: found.index(solve)]:
        if one.stage is Stage.DONE:
            left += one.planned - one.spent
        elif one.stage is Stage.NOW:
            left -= one.over
    return max(left, 0.0)


def ends_at(started_at: datetime, minutes: int, spans: Sequence[Span], at: datetime) -> datetime:
    """When a meeting of so many minutes is over: pauses move its end."""
    return started_at + timedelta(minutes=minutes, seconds=spent(spans, at).get(None, 0.0))
