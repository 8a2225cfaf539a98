"""The agenda of a meeting: its sections filled from the team's own records, and what is left of it afterwards.

Each section asks its domain for lines, so a row of the agenda is the record itself. What a section that is left
out doesn't need goes to Solve. Closing a meeting writes down who was there and how long it took, and counts what
is carried over; topics without a decision and open action items come back at the next meeting by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from store import (
    actions,
    complaints,
    goals,
    meetings,
    minutes,
    notes,
    pipeline,
    risks,
    scorecard,
    signals,
    team,
    topics,
    training,
)
from store.actions import ActionRow
from store.calendar import utc_of
from store.changes import change
from store.customers import LAST_CONTACT
from store.database import rows
from store.errors import N_, Reason
from store.meetings import (
    AHEAD,
    LIVE,
    HeadlineRow,
    Occasion,
    Seat,
    Section,
    SectionKind,
)
from store.records import Line, Ref
from store.team import Member
from store.topics import Topic, TopicRow, TopicStatus

MOST_MOVED = 7  # customers and deals that moved
MOST = 20  # lines of any other section
MOST_COMPLAINTS = 3  # of them
MOST_DEALS = 3  # and deals
MOST_SIGNALS = 5  # new ones among the risks; the alarms come first
SNOOZED_OFTEN = 3  # as in the index follow_up_put_off
SILENT = 1.5  # times its interval without a contact


class Part(NamedTuple):
    """A section with its lines. ``minutes`` are what it has at this meeting: none when it is left out."""

    section: Section
    lines: tuple[Line, ...]
    minutes: int
    left_out: bool = False


class Agenda(NamedTuple):
    """A meeting's sections in their order; ``since`` is the day of the meeting before, ``votes`` are by topic."""

    meeting: Occasion
    since: date
    parts: tuple[Part, ...]
    votes: Mapping[int, meetings.Tally]

    @property
    def without_update(self) -> list[str]:
        """Who hasn't written a weekly update yet."""
        return [line.who for line in self._lines(SectionKind.WINS) if line.ref.kind == "member"]

    @property
    def without_figure(self) -> list[str]:
        """Whose figures are missing, each once; "" is the team."""
        found = self._lines(SectionKind.SCORECARD)
        return list(dict.fromkeys(line.owner for line in found if line.state == NO_FIGURE))

    def _lines(self, kind: SectionKind) -> list[Line]:
        return [line for part in self.parts if part.section.kind is kind for line in part.lines]

    @property
    def minutes(self) -> int:
        """What the sections add up to; ``meeting.minutes`` is what was planned."""
        return sum(part.minutes for part in self.parts)


# Questions


def agenda(one: Occasion) -> Agenda:
    """The agenda of a meeting as it stands now."""
    found = meetings.series()
    since = meetings.previous_day(found, one.day) if found is not None else one.day - timedelta(days=7)
    shares = {section.id: minutes for section, minutes in meetings.plan(one)}
    parts = []
    for section in meetings.sections(one.series):
        out = section.id in one.left_out
        lines = () if out else tuple(FILL[section.kind](one, since))
        parts.append(Part(section, lines, shares.get(section.id, 0), out))
    return Agenda(one, since, tuple(parts), meetings.tallies(one, since))


def of_section(one: Occasion, section: Section) -> Agenda:
    """The agenda of one section of a meeting as it stands now; votes are counted for Solve only."""
    found = meetings.series()
    since = meetings.previous_day(found, one.day) if found is not None else one.day - timedelta(days=7)
    part = Part(section, tuple(FILL[section.kind](one, since)), 0)
    votes = meetings.tallies(one, since) if section.kind is SectionKind.SOLVE else {}
    return Agenda(one, since, (part,), votes)


def _wins(one: Occasion, since: date) -> list[Line]:
    told = [meetings.headline_line(row) for row in meetings.headlines(one.series, since, one.day)]
    return [*told, *meetings.update_lines(meetings.updates(one, since))]


def _scorecard(one: Occasion, since: date) -> list[Line]:
    return scores(team.today(), since)


def _goals(one: Occasion, since: date) -> list[Line]:
    return goals.for_meeting(since, MOST)


def _actions(one: Occasion, since: date) -> list[Line]:
    return actions.for_meeting(utc_of(since, one.at, one.timezone), one.day)


def _customers(one: Occasion, since: date) -> list[Line]:
    return moved(team.today(), MOST_MOVED)


def _risks(one: Occasion, since: date) -> list[Line]:
    """What the records warn of and nobody has decided about, then what happened, then the reviews."""
    return [*signals.for_meeting(MOST_SIGNALS), *risks.for_meeting(since, MOST)]


def _solve(one: Occasion, since: date) -> list[Line]:
    given = meetings.tallies(one, since)
    waiting = meetings.by_votes(topics.waiting(one.series), given)
    lines = [topics.line_of(row) for row in [*waiting, *topics.parked(one.series)]]
    return [_with_votes(line, given.get(line.ref.id)) for line in lines]


def _with_votes(line: Line, given: meetings.Tally | None) -> Line:
    if given is None or not given.stars:
        return line
    state = Reason(N_("★ {stars} from {voters}"), {"stars": given.stars, "voters": given.voters})
    return line._replace(state=state, tone="")


def _learn(one: Occasion, since: date) -> list[Line]:
    return training.for_meeting(since, MOST)


def _nothing(one: Occasion, since: date) -> list[Line]:
    return []


FILL: dict[SectionKind, Callable[[Occasion, date], list[Line]]] = {
    SectionKind.WINS: _wins,
    SectionKind.SCORECARD: _scorecard,
    SectionKind.GOALS: _goals,
    SectionKind.ACTIONS: _actions,
    SectionKind.CUSTOMERS: _customers,
    SectionKind.RISKS: _risks,
    SectionKind.SOLVE: _solve,
    SectionKind.LEARN: _learn,
    SectionKind.CLOSE: _nothing,
    SectionKind.OWN: _nothing,
}


STATE_OF_GOAL = {
    goals.State.ON_TRACK: (N_("● on track"), "good"),
    goals.State.AT_RISK: (N_("▲ at risk"), "warning"),
    goals.State.OFF_TRACK: (N_("✕ off track"), "bad"),
    goals.State.ENDED: (N_("■ ended"), "warning"),
    goals.State.NO_DATA: (N_("no figure yet"), "muted"),
}


NO_FIGURE = Reason(N_("▲ no figure"), {})


def scores(day: date, since: date) -> list[Line]:
    """The scorecard, without one the team's own goals, the longest period first; then the goals that miss a figure.

    A figure that people type in is missing when the goal runs since the meeting before, on ``since``, and nobody
    has checked in after it.
    """
    running = goals.active()
    card = scorecard.for_meeting()
    theirs = [row for row in running if (card or not row.is_team) and _misses_figure(row, day, since)]
    theirs.sort(key=lambda row: (row.owner, row.title, row.id))
    lines = card or [_score(row)._replace(**_missing(row, day, since)) for row in minutes.of_the_team(running)]
    lines += [_score(row)._replace(who=row.owner, owner=row.owner, **_missing(row, day, since)) for row in theirs]
    return lines[:MOST]


def _misses_figure(row: goals.GoalRow, day: date, since: date) -> bool:
    known = row.checked_on is not None and row.checked_on > since
    return row.metric is goals.Metric.TYPED and row.period.first <= since and day in row.period and not known


def _missing(row: goals.GoalRow, day: date, since: date) -> dict[str, Any]:
    return {"state": NO_FIGURE, "tone": "warning"} if _misses_figure(row, day, since) else {}


def _score(row: goals.GoalRow) -> Line:
    words, tone = STATE_OF_GOAL.get(row.standing.state, (N_("too early"), "muted"))
    values = {"title": row.title, "current": row.value(row.current) or "–", "target": row.value(row.plan.target)}
    return Line(
        ref=Ref("goal", row.id),
        what=N_("Goal"),
        who="",
        text=Reason(N_("{title}: {current} of {target}"), values),
        state=Reason(words, {}),
        tone=tone,
    )


def moved(day: date, limit: int) -> list[Line]:
    """Customers and deals to talk about, each customer once: at most three open complaints, those of A customers
    first; at most three deals with something wrong, most money first; A customers with an overdue follow-up, the
    oldest first; A customers without a contact for 1.5 times their interval and with nothing planned, the longest
    first; follow-ups that were put off three times or more."""
    unhappy = complaints.for_meeting(day, min(limit, MOST_COMPLAINTS))
    stuck = pipeline.for_meeting(day, min(limit, MOST_DEALS))
    found = [*unhappy, *stuck, *_overdue(day, limit), *_silent(day, limit), *_put_off(limit)]
    first: dict[object, Line] = {}
    for line in found:
        first.setdefault(line.customer if line.customer is not None else line.ref, line)
    return list(first.values())[:limit]


FOLLOW_UP = (
    "SELECT f.id, f.kind, f.subject, f.due_on, f.snooze_count, f.customer_id, coalesce(c.name, ''),"
    " coalesce(c.value_class, ''), coalesce(m.name, '') FROM follow_up f LEFT JOIN customer c ON c.id = f.customer_id"
    " LEFT JOIN member m ON m.id = f.owner_id WHERE f.status = 'planned' AND f.deleted_at IS NULL"
)


def _overdue(day: date, limit: int) -> list[Line]:
    sql = f"{FOLLOW_UP} AND f.due_on < ? AND c.value_class = 'A' ORDER BY f.due_on, f.id LIMIT ?"
    lines = []
    for i, kind, subject, due, _count, customer, name, value, owner in rows(sql, (day.isoformat(), limit)):
        late = (day - date.fromisoformat(due)).days
        state = Reason(N_("{days} d late"), {"days": late})
        lines.append(_follow_up(i, kind, subject, due, customer, name, value, owner, state, "bad"))
    return lines


def _put_off(limit: int) -> list[Line]:
    # written out, because only so the index of these few is taken
    sql = f"{FOLLOW_UP} AND f.snooze_count >= {SNOOZED_OFTEN} ORDER BY f.snooze_count DESC, f.due_on, f.id LIMIT ?"
    lines = []
    for i, kind, subject, due, count, customer, name, value, owner in rows(sql, (limit,)):
        state = Reason(N_("put off {count} times"), {"count": count})
        lines.append(_follow_up(i, kind, subject, due, customer, name, value, owner, state, "warning"))
    return lines


def _follow_up(
    number: int,
    kind: str,
    subject: str,
    due: str,
    customer: int | None,
    name: str,
    value: str,
    owner: str,
    state: Reason,
    tone: str,
) -> Line:
    return Line(
        ref=Ref("follow_up", number),
        what=kind,
        who=name,
        text=subject,
        day=date.fromisoformat(due),
        owner=owner,
        value_class=value,
        state=state,
        tone=tone,
        customer=customer,
    )


# The visit interval of an A customer, as customers.visit_interval() has it.
INTERVAL_OF_A = (
    "CASE WHEN c.visit_interval_days > 0 THEN c.visit_interval_days"
    " WHEN c.kind = 'prospect' AND c.need = 'urgent' THEN 3 WHEN c.kind = 'prospect' AND c.need = 'clear' THEN 7"
    " WHEN c.kind = 'dormant' THEN 60 ELSE 14 END"
)


def _silent(day: date, limit: int) -> list[Line]:
    found = rows(
        "SELECT id, name, owner, last, days FROM (SELECT c.id AS id, c.name AS name, coalesce(m.name, '') AS owner,"
        f" coalesce({LAST_CONTACT}, c.created_at) AS last, {INTERVAL_OF_A} AS days"
        " FROM customer c LEFT JOIN member m ON m.id = c.owner_id"
        " WHERE c.value_class = 'A' AND c.kind != 'lost' AND c.deleted_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM follow_up p WHERE p.customer_id = c.id AND p.status = 'planned'"
        "  AND p.deleted_at IS NULL AND p.due_on <= ?) LIMIT -1)"  # apart: else ``last`` is looked up thrice
        f" WHERE julianday(?) - julianday(substr(last, 1, 10)) > {SILENT} * days ORDER BY last, id LIMIT ?",
        ((day + timedelta(days=7)).isoformat(), day.isoformat(), limit),
    )
    return [
        Line(
            ref=Ref("customer", i),
            what=N_("Silent"),
            who=name,
            text=Reason(N_("no contact for {days} days, nothing planned"), {"days": _days_since(last, day)}),
            owner=owner,
            value_class="A",
            state=Reason(N_("every {days} d"), {"days": interval}),
            tone="warning",
            customer=i,
        )
        for i, name, owner, last, interval in found
    ]


def _days_since(last: str, day: date) -> int:
    return (day - date.fromisoformat(last[:10])).days


class Held(NamedTuple):
    """What is left of a meeting: who was there, what was told, decided, agreed and written."""

    meeting: Occasion
    seats: tuple[Seat, ...]
    rating: float | None
    topics: tuple[TopicRow, ...]
    actions: tuple[ActionRow, ...]
    headlines: tuple[HeadlineRow, ...]
    notes: tuple[notes.Written, ...]


def held(one: Occasion) -> Held:
    """What is left of one meeting."""
    found = meetings.series()
    since = meetings.previous_day(found, one.day) if found is not None else one.day
    seats = meetings.attendance(one.meeting) if one.meeting is not None else []
    return Held(
        meeting=one,
        seats=tuple(seats),
        rating=meetings.rating(seats),
        topics=tuple(topics.of_meeting(one.meeting)) if one.meeting is not None else (),
        actions=tuple(actions.made_between(*meetings.bounds(one))),
        headlines=tuple(meetings.headlines(one.series, since, one.day)),
        notes=tuple(reversed(notes.about(Ref("meeting", one.meeting)))) if one.meeting is not None else (),
    )


def is_today(one: Occasion) -> bool:
    """Whether what is decided now is decided in this meeting: its day has come and it isn't closed."""
    return one.status in LIVE or (one.day == team.today() and one.status in AHEAD)


# Verbs


def decide(
    actor: Member,
    topic: Topic,
    status: TopicStatus,
    *,
    decision: str = "",
    problem: str = "",
    meeting: Occasion | None = None,
) -> Topic:
    """Settle a topic, in this meeting when its day has come, as one change. Raises Denied, Invalid, Conflict."""
    values = topics.settled(topic, status, decision, problem, None)
    with change(actor, topics.VERBS[status], topic) as it:
        if meeting is not None and is_today(meeting) and status in (TopicStatus.SOLVED, TopicStatus.DISCUSSED):
            values["decided_in"] = meetings.written(it, meeting).id
        it.update(topic, **values)
    return topic


def write_note(actor: Member, one: Occasion, body: str) -> notes.Note:
    """Write a note about a meeting, as one change. Raises Denied, Invalid."""
    notes.valid(body)
    with change(actor, N_("added"), notes.Note) as it:
        meeting = meetings.written(it, one)
        return it.add(notes.Note, about=meeting.ref, body=body.strip())
