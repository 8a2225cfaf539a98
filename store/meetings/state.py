"""What is live about a running meeting: where the room is, who leads it and from which program, its time so far.

Read in two statements, so that a follower may ask after every commit of somebody else. Nothing here writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.calendar import now
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.meetings.kinds import LIVE, MeetingStatus
from store.meetings.spans import Span, ends_at
from store.records import Ref

FORGOTTEN = timedelta(minutes=30)  # past its end and without activity


class Live(NamedTuple):
    """A meeting that was started; ``facilitator`` is 0 when nobody leads it any more.

    ``minutes`` are those of today, ``shares`` those of each section. ``beat_at`` is when the facilitator's program
    was last heard of, ``active_at`` when somebody last did something.
    """

    meeting: int
    series: int
    day: date
    status: MeetingStatus
    started_at: datetime
    facilitator: int
    name: str
    session: str
    beat_at: datetime
    active_at: datetime
    section: int | None
    pointed: Ref | None
    minutes: int
    shares: Mapping[int, int]
    spans: tuple[Span, ...]

    @property
    def suspended(self) -> bool:
        """Whether it is paused."""
        return self.status is MeetingStatus.SUSPENDED

    @property
    def runs(self) -> bool:
        """Whether it was started and not closed yet."""
        return self.status in LIVE

    @property
    def face(self) -> tuple[object, ...]:
        """What can be seen of it: everything but the heartbeats."""
        return self._replace(beat_at=self.started_at, active_at=self.started_at)

    def at_row(self, ref: Ref | None) -> Live:
        """The same with the room at another row."""
        return self._replace(pointed=ref)

    def differs_by_row_only(self, other: Live) -> bool:
        """Whether the other one shows the same but for the row."""
        return self.at_row(None).face == other.at_row(None).face and self.face != other.face

    def ends_at(self, at: datetime) -> datetime:
        """When its minutes are over, pauses added."""
        return ends_at(self.started_at, self.minutes, self.spans, at)

    def forgotten(self, at: datetime) -> bool:
        """Whether it is open 30 minutes past its end, and nobody did anything for as long."""
        last = max(self.active_at, self.ends_at(at))
        return self.runs and at - last >= FORGOTTEN and at - self.active_at >= FORGOTTEN


def running_now(series: int) -> int | None:
    """The meeting of the series that runs or is suspended, if there is one."""
    found = rows(
        "SELECT id FROM meeting WHERE series_id = ? AND status IN ('running', 'suspended') AND deleted_at IS NULL"
        " ORDER BY id LIMIT 1",
        (series,),
    )
    return int(found[0][0]) if found else None


def any_running() -> bool:
    """Whether any meeting runs or is suspended."""
    sql = "SELECT 1 FROM meeting WHERE status IN ('running', 'suspended') AND deleted_at IS NULL LIMIT 1"
    return bool(rows(sql))


def live(meeting: int) -> Live:
    """A meeting that was started as it stands now. Raises NotFound for one that is gone or wasn't started."""
    found = rows(
        "SELECT e.id, e.series_id, e.day, e.status, e.started_at, coalesce(e.facilitator_id, 0), coalesce(m.name, ''),"
        " e.session, coalesce(e.beat_at, e.started_at), coalesce(e.active_at, e.started_at), e.section_id, e.pointed,"
        " coalesce(e.minutes, 0), e.shares FROM meeting e LEFT JOIN member m ON m.id = e.facilitator_id"
        " WHERE e.id = ? AND e.deleted_at IS NULL AND e.started_at IS NOT NULL",
        (meeting,),
    )
    if not found:
        raise NotFound(Reason(N_("This meeting isn't running any more."), {}))
    i, series, day, status, started, who, name, session, beat, active, section, pointed, minutes, shares = found[0]
    return Live(
        meeting=i,
        series=series,
        day=date.fromisoformat(day),
        status=MeetingStatus(status),
        started_at=datetime.fromisoformat(started),
        facilitator=who,
        name=name,
        session=session,
        beat_at=datetime.fromisoformat(beat),
        active_at=datetime.fromisoformat(active),
        section=section,
        pointed=Ref.parse(pointed) if pointed else None,
        minutes=minutes,
        shares={int(number): share for number, share in json.loads(shares or "{}").items()},
        spans=tuple(spans_of(meeting)),
    )


def spans_of(meeting: int) -> list[Span]:
    """The spans of a meeting, in order."""
    found = rows(
        "SELECT section_id, entered_at, left_at FROM section_visit WHERE meeting_id = ? AND deleted_at IS NULL"
        " ORDER BY id",
        (meeting,),
    )
    return [
        Span(section, datetime.fromisoformat(entered), datetime.fromisoformat(left) if left else None)
        for section, entered, left in found
    ]


def beat_age(found: Live, at: datetime | None = None) -> timedelta:
    """How long ago the facilitator's program was last heard of."""
    return max((at or now()) - found.beat_at, timedelta(0))
