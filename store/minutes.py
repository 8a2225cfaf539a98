"""What a meeting leaves: its minutes as data, frozen with the figures as they were.

Gathered from the domains in the moment in which the meeting is closed; names, figures and states are copied, so that
nothing that happens later changes them. They hold no sentence of ours: who shows them says it in the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from store import actions, goals, meetings, notes, scorecard, topics
from store.actions import ActionRow, ActionStatus
from store.calendar import utc_of
from store.database import rows
from store.errors import NotFound
from store.meetings import Jotting, Occasion, Series, Tally
from store.records import Ref, label
from store.topics import TopicRow

VERSION = 1
MOST_GOALS = 20


class Said(TypedDict):
    """A note: who wrote it, and what."""

    author: str
    body: str


class Agreed(TypedDict):
    """An action item; ``about`` is the topic or record it came from."""

    title: str
    owner: str
    due_on: str
    status: str
    carried: int
    about: str


class Talked(TypedDict):
    """A topic that was talked about, with what came of it."""

    title: str
    by: str
    why: str
    about: str
    status: str
    problem: str
    decision: str
    notes: list[Said]
    actions: list[Agreed]
    stars: NotRequired[int]


class Waits(TypedDict):
    """A topic that wasn't reached; ``carried`` counts the meetings that didn't reach it, this one included."""

    title: str
    by: str
    carried: int
    stars: NotRequired[int]


class Wrote(TypedDict):
    """The weekly update of somebody who was expected; all three are "" when nothing was written."""

    name: str
    progress: str
    problems: str
    support: str
    confidence: int | None


class Seated(TypedDict):
    """Who was there, and the rating."""

    name: str
    presence: str
    rating: int | None
    why: str


class Score(TypedDict):
    """A number of the scorecard in the week before, or a goal of the team, as it stood; amounts as ``store.figures``
    has them. A number has the ``bound`` that its target is."""

    title: str
    current: int | None
    target: int
    unit: str
    currency: str
    state: str
    pace: float | None
    bound: NotRequired[str]


class Planned(TypedDict):
    """A follow-up that was planned in the meeting."""

    kind: str
    customer: str
    subject: str
    owner: str
    due_on: str


class Part(TypedDict):
    """A section: minutes planned, seconds spent (None when nobody took the time), its notes; title "" is the usual."""

    kind: str
    title: str
    planned: int
    spent: int | None
    notes: list[Said]


class Told(TypedDict):
    """A headline."""

    kind: str
    text: str
    by: str


class Minutes(TypedDict):
    """The minutes of one meeting; instants are ISO in UTC, durations seconds."""

    version: int
    title: str
    day: str
    zone: str
    started_at: str
    ended_at: str
    minutes: int
    paused: int
    facilitator: str
    attendance: list[Seated]
    rating: float | None
    headlines: list[Told]
    updates: NotRequired[list[Wrote]]
    scorecard: list[Score]
    parts: list[Part]
    due: list[Agreed]
    topics: list[Talked]
    waiting: list[Waits]
    agreed: list[Agreed]
    followups: list[Planned]
    notes: list[Said]


# Frozen


def frozen(meeting: int) -> Minutes | None:
    """The minutes of a meeting that was closed; None while there are none."""
    found = rows("SELECT frozen FROM meeting WHERE id = ? AND deleted_at IS NULL", (meeting,))
    return json.loads(found[0][0]) if found and found[0][0] else None


def on(series: Series, day: date | None) -> Minutes | None:
    """The minutes of the meeting that was held on a day, without a day of the last one; None when there are none."""
    found = rows(
        "SELECT frozen FROM meeting WHERE series_id = ? AND status = 'closed' AND deleted_at IS NULL AND frozen != ''"
        " AND (? IS NULL OR day = ?) ORDER BY day DESC, ended_at DESC LIMIT 1",
        (series.id, day.isoformat() if day else None, day.isoformat() if day else None),
    )
    return json.loads(found[0][0]) if found else None


def as_text(found: Minutes) -> str:
    """The minutes as they are stored."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


# Gathered


def gather(one: Occasion, leader: str, started_at: datetime, ended_at: datetime) -> Minutes:
    """The minutes of a meeting as everything stands now; ``leader`` is the name of who led it."""
    meeting = one.meeting or 0
    held_by = meetings.series()
    since = meetings.previous_day(held_by, one.day) if held_by is not None else one.day
    seats = meetings.attendance(meeting)
    jotted = meetings.jottings(meeting)
    reached = topics.of_meeting(meeting)
    made = actions.made_between(started_at, ended_at)
    names = {row.id: _about(row) for row in made}
    votes = meetings.tallies(one, since)
    return Minutes(
        version=VERSION,
        title=one.title,
        day=one.day.isoformat(),
        zone=one.timezone,
        started_at=started_at.isoformat(),
        ended_at=ended_at.isoformat(),
        minutes=one.minutes,
        paused=round(meetings.spent(meetings.spans_of(meeting), ended_at).get(None, 0)),
        facilitator=leader,
        attendance=[Seated(name=s.name, presence=s.presence.value, rating=s.rating, why=s.why) for s in seats],
        rating=meetings.rating(seats),
        headlines=[
            Told(kind=h.kind.value, text=h.text, by=h.by) for h in meetings.headlines(one.series, since, one.day)
        ],
        updates=[_wrote(row) for row in meetings.updates(one, since)],
        scorecard=_scores(one.day),
        parts=_parts(one, jotted, ended_at),
        due=[_agreed(row) for row in actions.looked_at(utc_of(since, one.at, one.timezone), one.day)],
        topics=[_talked(row, jotted, made, votes) for row in reached],
        waiting=[
            Waits(title=row.title, by=row.raised_by, carried=row.carried, stars=_stars(row, votes))
            for row in sorted(topics.waiting(one.series), key=lambda row: -_stars(row, votes))
            if row.decided_in != meeting
        ],
        agreed=[_agreed(row, names[row.id]) for row in made],
        followups=planned_in(started_at, ended_at),
        notes=[Said(author=n.author, body=n.body) for n in reversed(notes.about(Ref("meeting", meeting)))],
    )


def running(day: date) -> list[goals.GoalRow]:
    """Everybody's goals that are being worked on."""
    found = goals.listed([branch.id for branch in goals.tree(None, day)], day)
    return [row for row in found.values() if row.status is goals.Status.ACTIVE]


def of_the_team(found: Iterable[goals.GoalRow]) -> list[goals.GoalRow]:
    """Of these goals the team's own, the longest period first."""
    ours = [row for row in found if row.is_team]
    ours.sort(key=lambda row: (row.period.first - row.period.last, row.period.last, row.title, row.id))
    return ours[:MOST_GOALS]


STATE_OF_A_WEEK = {
    scorecard.State.GREEN: goals.State.ON_TRACK,
    scorecard.State.RED: goals.State.OFF_TRACK,
}


def _scores(day: date) -> list[Score]:
    return [_number(row) for row in scorecard.card()] or [_score(row) for row in of_the_team(running(day))]


def _number(row: scorecard.ScoreRow) -> Score:
    return Score(
        title=row.title,
        current=row.last,
        target=row.threshold,
        unit=row.unit.value,
        currency=row.currency,
        state=STATE_OF_A_WEEK.get(row.state, goals.State.NO_DATA).value,
        pace=None,
        bound=row.bound.value,
    )


def _score(row: goals.GoalRow) -> Score:
    speed = row.standing.pace
    return Score(
        title=row.title,
        current=row.current,
        target=row.plan.target,
        unit=row.unit.value,
        currency=row.currency,
        state=row.standing.state.value,
        pace=None if speed is None else round(float(speed), 2),
    )


def _parts(one: Occasion, jotted: Sequence[Jotting], at: datetime) -> list[Part]:
    """The sections with their notes; minutes as they were shared out at the end, or as planned."""
    shares = {section.id: minutes for section, minutes in meetings.plan(one)}
    there = meetings.sections(one.series)
    times: dict[int | None, float] = {}
    if one.meeting is not None and (stayed := meetings.spans_of(one.meeting)):
        found = meetings.live(one.meeting)
        shares, there = dict(found.shares), meetings.sections_today(found)
        times = meetings.spent(stayed, at)
    return [
        Part(
            kind=section.kind.value,
            title=section.title,
            planned=shares[section.id],
            spent=round(times[section.id]) if section.id in times else (0 if times else None),
            notes=_said(n for n in jotted if n.section == section.id and n.topic is None),
        )
        for section in there
        if section.id in shares
    ]


def _wrote(row: meetings.UpdateRow) -> Wrote:
    return Wrote(
        name=row.name,
        progress=row.progress,
        problems=row.problems,
        support=row.support,
        confidence=row.confidence,
    )


def _stars(row: TopicRow, votes: Mapping[int, Tally]) -> int:
    return votes[row.id].stars if row.id in votes else 0


def _talked(row: TopicRow, jotted: Sequence[Jotting], made: Sequence[ActionRow], votes: Mapping[int, Tally]) -> Talked:
    return Talked(
        title=row.title,
        by=row.raised_by,
        why=row.why,
        about=named(row.origin),
        status=row.status.value,
        problem=row.problem,
        decision=row.decision,
        notes=_said(n for n in jotted if n.topic == row.id),
        actions=[_agreed(item) for item in made if item.topic_id == row.id],
        stars=_stars(row, votes),
    )


def _said(found: Iterable[Jotting]) -> list[Said]:
    return [Said(author=n.author, body=n.text.strip()) for n in found if n.text.strip()]


def _agreed(row: ActionRow, about: str = "") -> Agreed:
    return Agreed(
        title=row.title,
        owner=row.owner,
        due_on=row.due_on.isoformat(),
        status=row.status.value,
        carried=row.carried_count if row.status is ActionStatus.OPEN else 0,
        about=about,
    )


def _about(row: ActionRow) -> str:
    return row.topic or named(row.origin)


def named(ref: Ref | None) -> str:
    """What people call a linked record; "" for none, or one of a kind that this Huddle doesn't know."""
    try:
        return label(ref) if ref is not None else ""
    except NotFound:
        return ""


def planned_in(first: datetime, last: datetime) -> list[Planned]:
    """The follow-ups that were planned from a meeting between two instants, in the order in which they were made."""
    stored = [meetings.Meeting.created_at.db_value(at) for at in (first, last)]
    found: list[tuple[Any, ...]] = rows(
        "SELECT f.kind, coalesce(c.name, ''), f.subject, coalesce(m.name, ''), f.due_on FROM follow_up f"
        " LEFT JOIN customer c ON c.id = f.customer_id LEFT JOIN member m ON m.id = f.owner_id"
        " WHERE f.origin = 'meeting' AND f.deleted_at IS NULL AND f.created_at BETWEEN ? AND ? ORDER BY f.id",
        stored,
    )
    return [Planned(kind=k, customer=c, subject=s, owner=o, due_on=d) for k, c, s, o, d in found]


# Carried over


def talked_about(meeting: int) -> set[int]:
    """The topics that somebody wrote about in a meeting."""
    return {note.topic for note in meetings.jottings(meeting) if note.topic is not None and note.text.strip()}


def unsettled(series: int) -> list[topics.Topic]:
    """The topics that wait, as records."""
    return list(topics.Topic.select().where(topics.Topic.id << [row.id for row in topics.waiting(series)]))


def unfinished(day: date) -> list[actions.ActionItem]:
    """The open action items that were due by a meeting's day, as records."""
    item = actions.ActionItem
    return list(item.select().where(item.kept(), item.status == ActionStatus.OPEN, item.due_on <= day))
