"""The end of a meeting: what is read back, ratings, and its minutes frozen as they were.

What the meeting didn't reach comes back by itself: topics without a decision and open action items wait for the next
one and count how often they were carried. A meeting that was held without this program is written down afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from store import actions, agenda, meetings, minutes, topics
from store.access import Role
from store.actions import ActionStatus
from store.calendar import now
from store.changes import change, draft
from store.errors import N_, NP_, Invalid, Reason
from store.followups import WHAT, Kind
from store.meetings import (
    Attendance,
    Hold,
    Live,
    Meeting,
    MeetingNote,
    MeetingStatus,
    Occasion,
    Presence,
    Section,
    SectionKind,
    SectionVisit,
)
from store.records import Line, Ref
from store.team import Member
from store.topics import TopicStatus

# What is on, and what is new


def now_on(found: Live, one: Occasion, section: Section) -> agenda.Agenda:
    """One section while its meeting runs: Solve keeps what was solved, Close reads back what is new."""
    shown = agenda.of_section(one, section)
    lines = list(shown.parts[0].lines)
    if section.kind is SectionKind.CLOSE:
        lines = read_back(found)
    elif section.kind is SectionKind.SOLVE:
        there = {line.ref for line in lines}
        lines += [line for line in map(topics.line_of, topics.of_meeting(found.meeting)) if line.ref not in there]
    return shown._replace(parts=(agenda.Part(section, tuple(lines), 0),))


def read_back(found: Live) -> list[Line]:
    """Everything new of a meeting, to be read aloud: decisions, topics discussed, action items, follow-ups."""
    until = now()
    lines = [_settled(row) for row in topics.of_meeting(found.meeting)]
    lines += [_agreed(row) for row in actions.made_between(found.started_at, until)]
    return lines + _planned(found.started_at, until)


def _settled(row: topics.TopicRow) -> Line:
    word, tone = topics.STATES.get(row.status, (NP_("topic", "open"), "muted"))
    return Line(
        ref=Ref("topic", row.id),
        what=N_("Decision") if row.decision else N_("Topic"),
        who=row.decision,
        text=row.title,
        owner=row.raised_by,
        state=Reason(word, {}),
        tone=tone,
    )


def _agreed(row: actions.ActionRow) -> Line:
    return Line(
        ref=Ref("action_item", row.id),
        what=N_("Action"),
        who=row.owner,
        text=row.title,
        day=row.due_on,
        owner=row.owner,
        state=Reason(N_("done"), {}) if row.status is ActionStatus.DONE else None,
        tone="good" if row.status is ActionStatus.DONE else "",
    )


def _planned(since: datetime, until: datetime) -> list[Line]:
    from store import followups
    from store.database import rows

    stored = [Meeting.created_at.db_value(at) for at in (since, until)]
    ids = rows(
        "SELECT id FROM follow_up WHERE origin = 'meeting' AND deleted_at IS NULL AND created_at BETWEEN ? AND ?"
        " ORDER BY id",
        stored,
    )
    listed = followups.listed([number for (number,) in ids])
    return [
        Line(
            ref=Ref("follow_up", row.id),
            what=WHAT[Kind(row.kind)],
            who=row.customer,
            text=row.subject,
            day=row.due_on,
            owner=row.owner,
            customer=row.customer_id,
        )
        for row in (listed[number] for (number,) in ids if number in listed)
    ]


# Verbs


def end(
    actor: Member,
    meeting: int,
    ratings: Mapping[int, tuple[int | None, str]] | None = None,
    *,
    as_of: datetime | None = None,
) -> Meeting:
    """End a running meeting, now or as of its last activity, and freeze its minutes, as one change.

    Notes that were being typed are finished. Raises Denied (somebody else leads it), Invalid, NotFound, Conflict.
    """
    found = meetings.live(meeting)
    _may_end(found, actor)
    given = dict(ratings or {})
    there = {s.member_id: s for s in Attendance.select().where(Attendance.meeting == meeting, Attendance.kept())}
    meetings.valid_ratings(given, there)
    ended = max(min(as_of or now(), now()), found.spans[-1].entered_at if found.spans else found.started_at)
    record = Meeting.load(meeting)
    with change(actor, N_("ended"), record) as it:
        for visit in list(SectionVisit.select().where(SectionVisit.meeting == meeting, SectionVisit.left_at.is_null())):
            it.update(visit, left_at=ended)
        for note in list(MeetingNote.select().where(MeetingNote.meeting == meeting, MeetingNote.typing.is_null(False))):
            it.update(note, body=(note.typing or "").strip())
        for member, (rating, why) in given.items():
            it.update(there[member], rating=rating, why=why.strip())
        _settle_and_carry(it, meetings.by_id(meeting))
        it.update(record, status=MeetingStatus.CLOSED, ended_at=ended)
        kept = minutes.gather(meetings.by_id(meeting), found.name, found.started_at, ended)
        it.update(record, frozen=minutes.as_text(kept))
        with draft():
            Meeting.update(session="", active_at=ended).where(Meeting.id == meeting).execute()
            MeetingNote.update(typing=None).where(MeetingNote.meeting == meeting).execute()
    return record


def _may_end(found: Live, actor: Member) -> None:
    if meetings.hold(found, actor) is not Hold.FREE or actor.role is Role.VIEWER or not found.runs:
        meetings.may_lead(found, actor)


def _settle_and_carry(it: Any, one: Occasion) -> None:
    """What was written about without a decision was discussed; what waits on, and what isn't done, is carried over."""
    talked = minutes.talked_about(one.meeting or 0)
    for topic in minutes.unsettled(one.series):
        values: dict[str, Any] = {"carried_count": topic.carried_count + 1}
        if topic.id in talked and topic.status is TopicStatus.OPEN:
            values |= {"status": TopicStatus.DISCUSSED, "decided_in": one.meeting}
        it.update(topic, **values)
    for item in minutes.unfinished(one.day):
        it.update(item, carried_count=item.carried_count + 1)


def write_down(
    actor: Member,
    one: Occasion,
    lasted: int,
    seats: Mapping[int, tuple[Presence, int | None]],
    spent: Mapping[int, int] | None = None,
) -> Meeting:
    """Write down that a meeting was held: how many minutes it took, who was there and how each rated it (1-10).

    ``spent`` are the minutes of its sections, as far as somebody noted them. Minutes are frozen, topics without a
    decision and open action items are carried over. Raises Denied, Invalid, Conflict.
    """
    meetings.valid_span(one, lasted)
    if any(rating not in range(1, 11) for _presence, rating in seats.values() if rating is not None):
        raise Invalid({"rating": Reason(N_("A rating is a number from 1 to 10."), {})})
    ended = min(one.start + timedelta(minutes=lasted), now())
    started = ended - timedelta(minutes=lasted)
    with change(actor, N_("closed"), meetings.subject(one)) as it:
        values = {"status": MeetingStatus.CLOSED, "started_at": started, "ended_at": ended}
        meeting = meetings.written(it, one, **values)
        for member, (presence, rating) in seats.items():
            it.add(Attendance, meeting=meeting, member=member, presence=presence, rating=rating)
        _settle_and_carry(it, meetings.by_id(meeting.id))
        kept = minutes.gather(meetings.by_id(meeting.id), one.leader, started, ended)
        it.update(meeting, frozen=minutes.as_text(_with_times(kept, one, spent or {})))
    return meeting


def _with_times(kept: minutes.Minutes, one: Occasion, spent: Mapping[int, int]) -> minutes.Minutes:
    """The minutes with what somebody noted about the time of its sections."""
    there = [section.id for section, _minutes in meetings.plan(one)]
    for part, section in zip(kept["parts"], there, strict=False):
        if section in spent:
            part["spent"] = spent[section] * 60
    return kept
