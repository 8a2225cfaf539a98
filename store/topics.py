"""Topics: what the team must talk about, raised from any record, until it is decided.

A topic belongs to the series of meetings, not to one meeting: what wasn't reached comes back by itself. It waits
while it is open or was discussed without a decision; a parked one is kept for later, a dropped one is over.
Topics stand in an order that people change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store.access import refuse_in_public
from store.actions.questions import CARRIED
from store.calendar import local
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Choice, Line, Record, Ref, RefField
from store.team import Member, team


class TopicStatus(StrEnum):
    """Where a topic stands."""

    OPEN = "open"
    DISCUSSED = "discussed"
    SOLVED = "solved"
    PARKED = "parked"
    DROPPED = "dropped"


WAITING = (TopicStatus.OPEN, TopicStatus.DISCUSSED)
LONGEST_TITLE = 200  # characters


class Topic(Record):
    """One thing to talk about. ``decided_in`` is the meeting that decided it, or discussed it last."""

    series = IntegerField()
    title = TextField()
    why = TextField(default="")
    raised_by_id: int
    raised_by = ForeignKeyField(Member, lazy_load=False)
    origin = RefField(null=True)
    status = Choice(TopicStatus, default=TopicStatus.OPEN)
    problem = TextField(default="")
    decision = TextField(default="")
    decided_in = IntegerField(null=True)
    position = IntegerField(default=0)
    carried_count = IntegerField(default=0)
    OWNER = "raised_by"
    SEARCHED = ("title", "why", "problem", "decision")


# Questions


class TopicRow(NamedTuple):
    """One topic as a list or a detail shows it; ``raised_on`` is the team's local day."""

    id: int
    title: str
    why: str
    raised_by_id: int
    raised_by: str
    raised_on: date
    origin: Ref | None
    status: TopicStatus
    problem: str
    decision: str
    decided_in: int | None
    carried: int = 0


ROW = (
    "SELECT t.id, t.title, t.why, t.raised_by_id, coalesce(m.name, ''), t.created_at, t.origin, t.status, t.problem,"
    " t.decision, t.decided_in, t.carried_count FROM topic t LEFT JOIN member m ON m.id = t.raised_by_id"
    " WHERE t.deleted_at IS NULL"
)
ORDER = "t.position, t.id"


def _read(where: str, values: Sequence[object], order: str = ORDER) -> list[TopicRow]:
    found = rows(f"{ROW} AND {where} ORDER BY {order}", values)
    zone = team().timezone if found else "UTC"
    return [
        TopicRow(
            i,
            title,
            why,
            by,
            name,
            local(datetime.fromisoformat(at), zone).date(),
            Ref.parse(origin) if origin else None,
            TopicStatus(status),
            problem,
            decision,
            meeting,
            carried,
        )
        for i, title, why, by, name, at, origin, status, problem, decision, meeting, carried in found
    ]


def waiting(series: int) -> list[TopicRow]:
    """What waits for the next meeting, in its order: open, or discussed without a decision."""
    return _read("t.series = ? AND t.status IN ('open', 'discussed')", (series,))


def parked(series: int) -> list[TopicRow]:
    """What was put off for later, in its order."""
    return _read("t.series = ? AND t.status = 'parked'", (series,))


def of_meeting(meeting: int) -> list[TopicRow]:
    """What a meeting decided or discussed last."""
    return _read("t.decided_in = ?", (meeting,))


def about(ref: Ref) -> list[TopicRow]:
    """The topics that were raised from a record, newest first."""
    return _read("t.origin = ?", (str(ref),), "t.id DESC")


def listed(numbers: Sequence[int]) -> dict[int, TopicRow]:
    """The rows of these topics, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in _read(f"t.id IN ({marks})", numbers)}


def for_meeting(series: int, limit: int = 200) -> list[Line]:
    """The lines of the meeting's Solve: what waits in its order, then what is parked."""
    return [line_of(row) for row in [*waiting(series), *parked(series)][:limit]]


STATES = {
    TopicStatus.DISCUSSED: (N_("discussed"), "warning"),
    TopicStatus.PARKED: (N_("parked"), "muted"),
    TopicStatus.SOLVED: (N_("solved"), "good"),
    TopicStatus.DROPPED: (N_("dropped"), "muted"),
}


def line_of(row: TopicRow) -> Line:
    """A topic as a row of the agenda."""
    word, tone = STATES.get(row.status, ("", ""))
    state = Reason(word, {}) if word else None
    if row.status is TopicStatus.OPEN and row.carried > 1:
        state, tone = Reason(CARRIED, {"count": row.carried}), "warning"
    return Line(
        ref=Ref("topic", row.id),
        what=N_("Topic"),
        who="",
        text=row.title,
        day=row.raised_on,
        owner=row.raised_by,
        state=state,
        tone=tone,
    )


# Verbs


def raise_topic(
    actor: Member,
    series: int,
    title: str,
    *,
    why: str = "",
    origin: Ref | None = None,
    raised_by: Member | int | None = None,
) -> Topic:
    """Raise a topic for the series, at the end of its order. Raises Denied, Invalid (no title, a long one)."""
    _valid({"title": title})
    refuse_in_public(origin, "title")
    with change(actor, N_("added"), Topic) as it:
        return written(it, series, title, why=why, origin=origin, raised_by=raised_by or actor)


def written(it: Any, series: int, title: str, *, why: str, origin: Ref | None, raised_by: Member | int) -> Topic:
    """A new topic at the end of the series' order, inside a change."""
    made: Topic = it.add(
        Topic,
        series=series,
        title=title.strip(),
        why=why.strip(),
        origin=origin,
        raised_by=raised_by,
        position=_last(series) + 1,
    )
    return made


def edit(actor: Member, topic: Topic, **values: Any) -> Topic:
    """Change a topic's words. Raises Denied, Invalid, Conflict."""
    _valid(values)
    with change(actor, N_("edited"), topic) as it:
        it.update(topic, **{name: v.strip() if isinstance(v, str) else v for name, v in values.items()})
    return topic


def move(actor: Member, topic: Topic, by: int) -> Topic:
    """Put a topic ``by`` places further down among those of its state; up for a negative number.

    At either end it stays. Raises Denied, Conflict.
    """
    in_order = [row.id for row in (parked if topic.status is TopicStatus.PARKED else waiting)(topic.series)]
    there = in_order.index(topic.id) if topic.id in in_order else 0
    to = min(max(there + by, 0), len(in_order) - 1)
    if topic.id not in in_order or to == there:
        return topic
    in_order.insert(to, in_order.pop(there))
    others = {t.id: t for t in Topic.select().where(Topic.id << in_order)}
    others[topic.id] = topic
    places = sorted(t.position for t in others.values())
    if len(set(places)) < len(places):
        places = list(range(places[0], places[0] + len(places)))
    with change(actor, N_("moved"), topic) as it:
        for number, place in zip(in_order, places, strict=True):
            if others[number].position != place:
                it.update(others[number], position=place)
    return topic


def settled(topic: Topic, status: TopicStatus, decision: str, problem: str, decided_in: int | None) -> dict[str, Any]:
    """The values that settling a topic writes. Raises Invalid: solved says what was decided."""
    if status is TopicStatus.SOLVED and not (decision.strip() or topic.decision):
        raise Invalid({"decision": Reason(N_("Say what was decided."), {})})
    values: dict[str, Any] = {"status": status, "decided_in": decided_in if decided_in else topic.decided_in}
    if decision.strip():
        values["decision"] = decision.strip()
    if problem.strip():
        values["problem"] = problem.strip()
    return values


VERBS = {
    TopicStatus.OPEN: N_("reopened"),
    TopicStatus.DISCUSSED: N_("discussed"),
    TopicStatus.SOLVED: N_("solved"),
    TopicStatus.PARKED: N_("parked"),
    TopicStatus.DROPPED: N_("dropped"),
}


def settle(
    actor: Member,
    topic: Topic,
    status: TopicStatus,
    *,
    decision: str = "",
    problem: str = "",
    decided_in: int | None = None,
) -> Topic:
    """Solve a topic with its decision, note that it was discussed, park it, drop it or open it again.

    Raises Denied, Invalid (solved without a decision), Conflict.
    """
    values = settled(topic, status, decision, problem, decided_in)
    with change(actor, VERBS[status], topic) as it:
        it.update(topic, **values)
    return topic


def remove(actor: Member, topic: Topic) -> None:
    """Take a topic out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), topic) as it:
        it.remove(topic)


def _last(series: int) -> int:
    return int(rows("SELECT coalesce(max(position), 0) FROM topic WHERE series = ?", (series,))[0][0])


def _valid(values: dict[str, Any]) -> None:
    title = values.get("title")
    if title is not None and not title.strip():
        raise Invalid({"title": Reason(N_("Say what it is about."), {})})
    if title is not None and len(title) > LONGEST_TITLE:
        reason = Reason(
            N_("{length} characters; a title holds at most {most}. The rest belongs into why."),
            {"length": len(title), "most": LONGEST_TITLE},
        )
        raise Invalid({"title": reason})
