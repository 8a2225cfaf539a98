"""What is asked about action items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.actions.kinds import ActionStatus
from store.database import rows
from store.errors import N_, Reason
from store.records import Line, Part, Record, Ref
from store.team import Member

WEEK = timedelta(days=7)
CARRIED = N_("carried {count}×")  # twice or more: what was put off from meeting to meeting


class ActionRow(NamedTuple):
    """One action item as a list or a detail shows it."""

    id: int
    title: str
    owner_id: int
    owner: str
    due_on: date
    origin: Ref | None
    topic_id: int | None
    topic: str
    status: ActionStatus
    done_at: datetime | None
    carried_count: int
    created_at: datetime


ROW = (
    "SELECT a.id, a.title, a.owner_id, coalesce(m.name, ''), a.due_on, a.origin, a.topic_id, coalesce(t.title, ''),"
    " a.status, a.done_at, a.carried_count, a.created_at FROM action_item a LEFT JOIN member m ON m.id = a.owner_id"
    " LEFT JOIN topic t ON t.id = a.topic_id WHERE a.deleted_at IS NULL"
)
ORDER = "a.due_on, a.id"


def _read(where: str, values: Sequence[object], order: str = ORDER) -> list[ActionRow]:
    return [
        ActionRow(
            i,
            title,
            oid,
            owner,
            date.fromisoformat(due),
            Ref.parse(origin) if origin else None,
            tid,
            topic,
            ActionStatus(status),
            datetime.fromisoformat(done) if done else None,
            carried,
            datetime.fromisoformat(made),
        )
        for i, title, oid, owner, due, origin, tid, topic, status, done, carried, made in rows(
            f"{ROW} AND {where} ORDER BY {order}", values
        )
    ]


def listed(numbers: Sequence[int]) -> dict[int, ActionRow]:
    """The rows of these action items, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in _read(f"a.id IN ({marks})", numbers)}


def of_topic(topic: int) -> list[ActionRow]:
    """What was agreed about a topic, by day."""
    return _read("a.topic_id = ?", (topic,))


def of_origin(ref: Ref) -> list[ActionRow]:
    """What was agreed about a record, whatever became of it but dropped, by day."""
    return _read("a.origin = ? AND a.status != 'dropped'", (str(ref),))


def open_items(owner: int | None = None) -> list[ActionRow]:
    """What isn't done yet, a member's or everyone's, by day."""
    if owner is None:
        return _read("a.status = 'open'", ())
    return _read("a.status = 'open' AND a.owner_id = ?", (owner,))


def made_between(first: datetime, last: datetime) -> list[ActionRow]:
    """What was agreed between two instants, in the order in which it was agreed."""
    stored = [Record.created_at.db_value(at) for at in (first, last)]
    return _read("a.created_at BETWEEN ? AND ?", stored, "a.id")


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: what is overdue or due, then what is due within the coming week."""
    found = [row for row in open_items(member.id) if row.due_on <= day + WEEK]
    return [_line(row, Part.DO if row.due_on <= day else Part.COMING) for row in found]


def count_due(owner: int, day: date) -> int:
    """How many of a member's action items are overdue or due: for a badge."""
    sql = (
        "SELECT count(*) FROM action_item WHERE owner_id = ? AND status = 'open' AND deleted_at IS NULL AND due_on <= ?"
    )
    return int(rows(sql, (owner, day.isoformat()))[0][0])


def for_meeting(since: datetime, day: date, limit: int = 200) -> list[Line]:
    """What the meeting on ``day`` looks at: everything open that is due by then, and what was done since an instant.

    Open ones come first, the latest day last.
    """
    return [_line(row, Part.DO) for row in looked_at(since, day)[:limit]]


def looked_at(since: datetime, day: date) -> list[ActionRow]:
    """The action items of ``for_meeting``."""
    return _read(
        "((a.status = 'open' AND a.due_on <= ?) OR (a.status = 'done' AND a.done_at >= ?))",
        (day.isoformat(), Record.created_at.db_value(since)),
        f"a.status = 'done', {ORDER}",
    )


def _line(row: ActionRow, part: Part) -> Line:
    state, tone = None, ""
    if row.status is ActionStatus.DONE:
        state, tone = Reason(N_("done"), {}), "good"
    elif row.carried_count > 1 and part is not Part.COMING:
        state, tone = Reason(CARRIED, {"count": row.carried_count}), "bad"
    return Line(
        ref=Ref("action_item", row.id),
        what=N_("Action"),
        who=row.topic,
        text=row.title,
        day=row.due_on,
        owner=row.owner,
        state=state,
        tone=tone,
        part=part,
    )
