"""How the meetings themselves go: action items done in time, ratings, minutes.

The action-item rate of a meeting is the share, of the items that were due after the meeting before it and up to its
day, that were done by its start; an item counts at the meeting it was due at, also when it was put off there. A
skipped meeting, or one at which nothing was due, has no rate. A mean is told from three meetings on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from store.database import rows
from store.meetings.kinds import MeetingStatus, SectionKind
from store.meetings.occasions import HERE, Occasion, minutes_held, past, previous_day
from store.meetings.records import Series
from store.meetings.spans import MINUTE

SHOWN = 13  # meetings: a quarter of a year
ENOUGH = 3  # meetings, for a mean of them
GOAL_RATE = 0.9
GOAL_RATING = 8.0


class Rate(NamedTuple):
    """Of ``due`` action items, ``done`` were done in time."""

    done: int
    due: int

    @property
    def share(self) -> float | None:
        """Of one; None where nothing was due."""
        return self.done / self.due if self.due else None


class Figures(NamedTuple):
    """One meeting's numbers: ``rate`` is None when it wasn't held, ``rating`` when nobody rated it."""

    one: Occasion
    rate: Rate | None
    rating: float | None
    raters: int
    minutes: int | None

    @property
    def held(self) -> bool:
        """Whether it took place, as far as somebody wrote that down."""
        return self.one.status is MeetingStatus.CLOSED


class Mean(NamedTuple):
    """A mean with the meetings and the things (items, ratings) it is made of; None when they are too few."""

    value: float | None
    meetings: int
    of: int


class SectionTime(NamedTuple):
    """A section's minutes at each of the meetings, None where nobody took its time; title "" is the usual one."""

    kind: SectionKind
    title: str
    planned: tuple[float | None, ...]
    spent: tuple[float | None, ...]

    @property
    def timed(self) -> int:
        """At how many meetings its time was taken."""
        return sum(spent is not None for spent in self.spent)

    @property
    def means(self) -> tuple[float, float] | None:
        """The minutes planned and spent, on average over the meetings with both; None when they are too few."""
        both = [(p, s) for p, s in zip(self.planned, self.spent, strict=True) if p is not None and s is not None]
        planned, spent = _mean([p for p, _s in both]), _mean([s for _p, s in both])
        return (planned, spent) if planned is not None and spent is not None else None


class Numbers(NamedTuple):
    """The latest meetings, oldest first, what they come to, and where their time went."""

    each: tuple[Figures, ...]
    sections: tuple[SectionTime, ...] = ()

    @property
    def rate(self) -> Mean:
        """Items done in time, of all that were due, over the meetings with any."""
        known = [f.rate for f in self.each if f.rate is not None and f.rate.due]
        due = sum(rate.due for rate in known)
        share = sum(rate.done for rate in known) / due if due and len(known) >= ENOUGH else None
        return Mean(share, len(known), due)

    @property
    def rating(self) -> Mean:
        """The mean of the meetings' ratings."""
        known = [f.rating for f in self.each if f.rating is not None]
        raters = sum(f.raters for f in self.each if f.rating is not None)
        return Mean(_mean(known), len(known), raters)

    @property
    def minutes(self) -> Mean:
        """How many minutes a meeting took."""
        known = [f.minutes for f in self.each if f.minutes is not None]
        return Mean(_mean(known), len(known), len(known))


def _mean(known: Sequence[float]) -> float | None:
    return sum(known) / len(known) if len(known) >= ENOUGH else None


def numbers(found: Series, count: int = SHOWN) -> Numbers:
    """The numbers of the latest meetings, skipped ones too, in a constant number of questions."""
    ones = past(found, count)[::-1]
    rates = action_rates(found, ones)
    rated = _ratings([one.meeting for one in ones if one.meeting is not None])
    each = tuple(_figures(one, rates.get(one.occurrence), rated) for one in ones)
    return Numbers(each, _section_times(ones))


def _figures(one: Occasion, rate: Rate | None, rated: dict[int, tuple[float, int]]) -> Figures:
    rating, raters = rated.get(one.meeting or 0, (None, 0))
    held = one.status is MeetingStatus.CLOSED
    return Figures(one, rate, rating if held else None, raters, minutes_held(one) if held else None)


def _ratings(meetings: Sequence[int]) -> dict[int, tuple[float, int]]:
    """The mean rating of those present and how many rated, by meeting."""
    marks = ",".join("?" * len(meetings))
    here = ",".join(f"'{presence.value}'" for presence in HERE)
    found = rows(
        "SELECT meeting_id, avg(rating), count(rating) FROM attendance WHERE deleted_at IS NULL AND rating IS NOT NULL"
        f" AND presence IN ({here}) AND meeting_id IN ({marks}) GROUP BY meeting_id",
        meetings,
    )
    return {meeting: (mean, count) for meeting, mean, count in found}


# Where the time went


def _section_times(ones: Sequence[Occasion]) -> tuple[SectionTime, ...]:
    """The sections of the frozen minutes of these meetings, in the order of the latest."""
    marks = ",".join("?" * len(ones))
    stored = dict(
        rows(f"SELECT id, frozen FROM meeting WHERE id IN ({marks}) AND frozen != ''", [one.meeting for one in ones])
    )
    kept = [json.loads(stored[one.meeting])["parts"] if one.meeting in stored else [] for one in ones]
    order = list(dict.fromkeys((part["kind"], part["title"]) for parts in reversed(kept) for part in parts))
    return tuple(_section_time(kind, title, kept) for kind, title in order)


def _section_time(kind: str, title: str, kept: Sequence[Sequence[dict[str, Any]]]) -> SectionTime:
    parts = [next((p for p in there if (p["kind"], p["title"]) == (kind, title)), None) for there in kept]
    planned = tuple(float(part["planned"]) if part is not None else None for part in parts)
    spent = tuple(part["spent"] / MINUTE if part is not None and part["spent"] is not None else None for part in parts)
    return SectionTime(SectionKind(kind), title, planned, spent)


# Action items done in time


class Due(NamedTuple):
    """An action item: its day now, and the days it had before, each until an instant, oldest first."""

    day: date
    done_at: datetime | None
    made_at: datetime
    before: tuple[tuple[datetime, date], ...] = ()

    def at(self, instant: datetime) -> date:
        """The day it was due then."""
        return next((day for until, day in self.before if until > instant), self.day)


def rate_of(items: Iterable[Due], since: date, day: date, start: datetime) -> Rate:
    """The rate of a meeting on ``day`` that began at ``start``, when the one before was on ``since``."""
    due = [item for item in items if item.made_at < start and since < item.at(start) <= day]
    return Rate(sum(item.done_at is not None and item.done_at <= start for item in due), len(due))


def action_rates(found: Series, ones: Sequence[Occasion]) -> dict[date, Rate]:
    """The rates of these held meetings, which follow each other, by their occurrence; dropped items don't count."""
    held = sorted((one for one in ones if one.status is MeetingStatus.CLOSED), key=lambda one: one.day)
    if not held:
        return {}
    before = [previous_day(found, held[0].day)]
    took_place = sorted(one.day for one in ones if one.status is not MeetingStatus.SKIPPED)
    before += [max(day for day in took_place if day < one.day) for one in held[1:]]
    items = _items(before[0])
    return {
        one.occurrence: rate_of(items, since, one.day, one.started_at or one.start)
        for one, since in zip(held, before, strict=True)
    }


def _items(since: date) -> list[Due]:
    stored = rows(
        "SELECT id, due_on, done_at, created_at FROM action_item"
        " WHERE deleted_at IS NULL AND status != 'dropped' AND due_on > ?",
        (since.isoformat(),),
    )
    moved = _moved(since)
    return [
        Due(
            date.fromisoformat(due),
            datetime.fromisoformat(done) if done else None,
            datetime.fromisoformat(made),
            tuple(moved.get(number, ())),
        )
        for number, due, done, made in stored
    ]


def _moved(since: date) -> dict[int, list[tuple[datetime, date]]]:
    """The days that action items had, by item, each with the instant at which it was changed."""
    found = rows(
        "SELECT e.record, c.at, e.before FROM change_entry e JOIN change c ON c.id = e.change_id"
        " WHERE e.kind = 'action_item' AND e.before LIKE '%\"due_on\"%' AND c.at >= ? ORDER BY e.id",
        (since.isoformat(),),
    )
    days: dict[int, list[tuple[datetime, date]]] = {}
    for number, at, before in found:
        day = date.fromisoformat(json.loads(before)["due_on"])
        days.setdefault(number, []).append((datetime.fromisoformat(at), day))
    return days
