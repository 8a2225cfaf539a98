"""On which day, and by whom, a visit is planned: at most eight generated items a day and person. No database."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from store.calendar import WorkCalendar

MOST_A_DAY = 8  # generated items due on one day, per person
TOLERANCE = 20  # percent of the interval by which a visit may come earlier or later
HORIZON = 366  # days; what finds no room until then is planned by a later run


class Away(NamedTuple):
    """Days on which somebody is away, both included, and who stands in."""

    first: date
    last: date
    stand_in: int | None


class Place(NamedTuple):
    """Where an item was put; ``late`` is whether it comes after the days that were allowed."""

    owner: int
    day: date
    late: bool


class Diary:
    """Everybody's working days from today on, with how many generated items are due on each.

    ``taken`` counts those that are planned already by (owner, day); ``working`` are the members who can be handed
    something.
    """

    def __init__(
        self,
        calendar: WorkCalendar,
        today: date,
        taken: Mapping[tuple[int, date], int],
        away: Mapping[int, Iterable[Away]],
        working: Iterable[int] = (),
    ) -> None:
        days = (today + timedelta(days=n) for n in range(HORIZON + 1))
        self.days = [day for day in days if calendar.is_working(day)]
        self.calendar = calendar
        self.taken = Counter(taken)
        self.away = {member: list(absences) for member, absences in away.items()}
        self.working = frozenset(working)
        self._after: dict[tuple[int, int], int] = {}

    def place(self, owner: int, ideal: date, interval: int) -> Place | None:
        """Put an item of this owner on a day, and count it there; None when nothing is free within a year.

        The nearest free working day within ±20 % of the interval around the ideal day (the earlier of two), which
        for an ideal day off includes the next working day. When an absence leaves none of them, the stand-in takes
        it, on such a day of theirs. Else the first free working day after them, which is late; the stand-in's where
        that is sooner.
        """
        slack = timedelta(days=interval * TOLERANCE // 100)
        wanted = self.calendar.on_or_after(ideal)
        first, last = ideal - slack, max(ideal + slack, wanted)
        takers = [owner, *self.stand_in(owner, max(wanted, self.days[0]))] if self.days else []
        for taker in takers:
            if (day := self._nearest(taker, wanted, first, last)) is not None:
                return self._put(taker, day, late=False)
        later = [(day, n) for n, taker in enumerate(takers) if (day := self._first_after(taker, last)) is not None]
        if not later:
            return None
        day, n = min(later)
        return self._put(takers[n], day, late=True)

    def _put(self, owner: int, day: date, *, late: bool) -> Place:
        self.taken[owner, day] += 1
        return Place(owner, day, late)

    def room(self, owner: int, days: Iterable[date]) -> date | None:
        """The first of these days that is free for this owner, counted there; None when none is."""
        day = next((day for day in days if self._free(owner, day)), None)
        if day is not None:
            self.taken[owner, day] += 1
        return day

    def is_away(self, member: int, day: date) -> bool:
        """Whether a member is away on a day."""
        return any(absence.first <= day <= absence.last for absence in self.away.get(member, ()))

    def _free(self, member: int, day: date) -> bool:
        return self.taken[member, day] < MOST_A_DAY and not self.is_away(member, day)

    def _nearest(self, member: int, wanted: date, first: date, last: date) -> date | None:
        allowed = self.days[bisect_left(self.days, first) : bisect_left(self.days, last + timedelta(days=1))]
        return next(
            (day for day in sorted(allowed, key=lambda day: (abs(day - wanted), day)) if self._free(member, day)), None
        )

    def stand_in(self, member: int, day: date) -> list[int]:
        """Who stands in for a member on a day: one, or nobody."""
        found = [a.stand_in for a in self.away.get(member, ()) if a.first <= day <= a.last]
        return [one for one in found if one is not None and one in self.working][:1]

    def _first_after(self, member: int, last: date) -> date | None:
        """The first free working day after this one. Days that were full stay full, so they are skipped next time."""
        at = bisect_left(self.days, last + timedelta(days=1))
        passed = []
        while at < len(self.days) and not self._free(member, self.days[at]):
            passed.append(at)
            at = self._after.get((member, at), at + 1)
        for place in passed:
            self._after[member, place] = at
        return self.days[at] if at < len(self.days) else None
