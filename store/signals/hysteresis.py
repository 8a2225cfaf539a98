"""How a signal lives from team day to team day: pure, no database.

Its grade is the worse of what its rule said today and on the team day before, so that a figure which swings about its
bound keeps one signal that neither goes nor comes back; when both days are good, it is cleared. A dismissed signal
speaks up again when its quiet time is over, or when it is worse than it was when it was dismissed.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.signals.kinds import Grade, Status


class Standing(NamedTuple):
    """A signal as far as its life goes; see ``Signal`` for the fields."""

    status: Status
    grade: Grade
    measured: Grade | None
    before: Grade | None
    evaluated_on: date
    quiet_until: date | None = None
    dismissed_at: Grade | None = None


def opened(found: Grade, day: date) -> Standing:
    """A new signal. The day before counts as bad, because its first day can't be one of the two good ones."""
    return Standing(Status.NEW, found, found, found, day)


def after(past: Standing, found: Grade | None, day: date) -> Standing:
    """The signal after its rule said ``found`` (None is good) on this day.

    Asked again on the same day it takes the newer answer of that day; the same answer changes nothing.
    """
    before = past.measured if day > past.evaluated_on else past.before
    now = past._replace(measured=found, before=before, evaluated_on=max(day, past.evaluated_on))
    grade = max((one for one in (found, before) if one is not None), default=None)
    quiet = past.status is Status.DISMISSED and past.quiet_until is not None and day <= past.quiet_until
    if grade is None:
        return now if quiet else now._replace(status=Status.CLEARED)
    if past.status is not Status.DISMISSED:
        return now._replace(grade=grade)
    worse = past.dismissed_at is not None and grade > past.dismissed_at
    over = past.quiet_until is not None and not quiet and found is not None
    return now._replace(grade=grade, status=Status.NEW if worse or over else Status.DISMISSED)
