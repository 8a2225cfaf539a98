"""The coming meetings as a calendar file needs them: which they are, and how often each was changed."""

from __future__ import annotations

from typing import NamedTuple

from store.database import rows
from store.meetings.occasions import Occasion, upcoming
from store.meetings.records import Series


class Ahead(NamedTuple):
    """A coming meeting. ``uid`` stays the same whatever is changed; ``sequence`` only rises, with every change of the
    series or of this meeting."""

    one: Occasion
    uid: str
    sequence: int


def ahead(found: Series, count: int = 13) -> list[Ahead]:
    """The next meetings, skipped ones too, in order.

    A meeting is named by the moment its series was set up, which no other team's series shares, and by the day the
    series gives it. Versions only rise and nothing is deleted, so their sum over the series and everything that was
    ever written about the day only rises, too.
    """
    ones = upcoming(found, count)
    marks = ",".join("?" * len(ones))
    written = dict(
        rows(
            f"SELECT occurrence, sum(version) FROM meeting WHERE series_id = ? AND occurrence IN ({marks})"
            " GROUP BY occurrence",
            (found.id, *(one.occurrence.isoformat() for one in ones)),
        )
    )
    stamp = f"{found.created_at:%Y%m%dT%H%M%S%f}"
    return [
        Ahead(
            one,
            f"{stamp}-{found.id}-{one.occurrence:%Y%m%d}@huddle",
            found.version - 1 + written.get(one.occurrence.isoformat(), 0),
        )
        for one in ones
    ]
