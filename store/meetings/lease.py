"""Who leads a running meeting: one person, in one program, for as long as it is heard of.

A program that leads says every few seconds that it is still there. When it hasn't been heard of for 45 seconds, anybody
who may write takes over; before that, the lead, the series' facilitator or the same person in another terminal may.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from store import changes
from store.access import Role
from store.calendar import now
from store.changes import change, draft
from store.database import rows
from store.errors import N_, Denied, Reason
from store.meetings.kinds import MeetingStatus
from store.meetings.records import Meeting, SectionVisit, Series
from store.meetings.spans import split
from store.meetings.state import Live, beat_age, live
from store.team import Member

LEASE = timedelta(seconds=45)
BEAT = 5  # seconds between two signs of life


class Hold(StrEnum):
    """How a member in this program stands to the lead of a meeting."""

    MINE = "mine"  # leads it here
    FREE = "free"  # may take over: the leading program isn't heard of any more
    CLAIM = "claim"  # may take over although it is heard of
    THEIRS = "theirs"


def hold(found: Live, actor: Member) -> Hold:
    """How ``actor``, in this program, stands to the lead of this meeting."""
    if found.facilitator == actor.id and found.session == changes.SESSION:
        return Hold.MINE
    if actor.role is Role.VIEWER:
        return Hold.THEIRS
    if not found.session or beat_age(found) > LEASE:
        return Hold.FREE
    series = Series.get_or_none(Series.id == found.series)
    usual = series is not None and series.facilitator_id == actor.id
    claims = actor.role is Role.LEAD or usual or found.facilitator == actor.id
    return Hold.CLAIM if claims else Hold.THEIRS


def leads_here() -> bool:
    """Whether a running meeting is led from this program."""
    sql = "SELECT 1 FROM meeting WHERE session = ? AND status IN ('running', 'suspended') AND deleted_at IS NULL"
    return bool(rows(sql, (changes.SESSION,)))


def may_lead(found: Live, actor: Member) -> None:
    """Raise Denied, with the reason in words, unless ``actor`` leads this meeting in this program."""
    if not found.runs:
        raise Denied(Reason(N_("This meeting isn't running any more."), {}))
    if hold(found, actor) is not Hold.MINE:
        raise Denied(Reason(N_("{name} leads this meeting; b takes over."), {"name": found.name}))


def take(actor: Member, meeting: int, *, paused: bool = False) -> Live:
    """Lead the meeting from here on; ``paused`` when nothing went on since its program was last heard of.

    Raises Denied (somebody leads it who is still heard of), NotFound, Conflict.
    """
    found = live(meeting)
    state = hold(found, actor)
    if state is Hold.MINE:
        return found
    if not found.runs:
        raise Denied(Reason(N_("This meeting isn't running any more."), {}))
    if state is Hold.THEIRS and actor.role is not Role.VIEWER:
        left = max(int((LEASE - beat_age(found)).total_seconds()), 0)
        values = {"name": found.name, "seconds": left}
        raise Denied(
            Reason(N_("{name} leads this meeting; you may take over when nothing is heard for {seconds} s."), values)
        )
    record = Meeting.load(meeting)
    with change(actor, N_("took over"), record) as it:
        it.update(record, facilitator=actor)
        if paused:
            _pause_since(it, found)
        _lead_here(meeting)
    return live(meeting)


def _lead_here(meeting: int) -> None:
    with draft():
        at = now()
        Meeting.update(session=changes.SESSION, beat_at=at, active_at=at).where(Meeting.id == meeting).execute()


def _pause_since(it: Any, found: Live) -> None:
    """Tell that the open span was a pause since the last sign of life; it goes on now."""
    told = split(found.spans, found.beat_at, now())
    if len(told) == len(found.spans):
        return
    open_span = SectionVisit.get(
        SectionVisit.meeting == found.meeting, SectionVisit.kept(), SectionVisit.left_at.is_null()
    )
    ended, pause, going_on = told[-3:]
    it.update(open_span, left_at=ended.left_at)
    for span in (pause, going_on):
        it.add(
            SectionVisit,
            meeting=found.meeting,
            section=span.section,
            entered_at=span.entered_at,
            left_at=span.left_at,
        )


def beat(meeting: int, active: bool) -> bool:
    """Say that this program still leads, and whether somebody did something; False when it doesn't lead any more."""
    at = now()
    values: dict[str, object] = {"beat_at": at}
    if active:
        values["active_at"] = at
    with draft():
        written: int = (
            Meeting.update(values)
            .where(
                Meeting.id == meeting,
                Meeting.session == changes.SESSION,
                Meeting.status << (MeetingStatus.RUNNING, MeetingStatus.SUSPENDED),
            )
            .execute()
        )
    return bool(written)


def give_up(meeting: int) -> None:
    """Lead no longer from here, so that somebody else can take over at once; the meeting goes on."""
    with draft():
        Meeting.update(session="").where(Meeting.id == meeting, Meeting.session == changes.SESSION).execute()
