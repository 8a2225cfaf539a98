"""Action items: who does what until when, as a meeting agreed.

An action item has one owner and a day, the next meeting's unless another is named. It stays open until somebody
does or drops it, and counts how many meetings it was carried over. One line makes one:
``send price list @li fri``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store.access import refuse_in_public
from store.calendar import now
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Choice, Day, Instant, Line, Part, Record, Ref, RefField
from store.team import Member, today
from store.topics import CARRIED, Topic

if TYPE_CHECKING:
    from store.quickentry import Person


class ActionStatus(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionItem(Record):
    """One thing that somebody does until a day. ``origin`` is the record that it came from."""

    title = TextField()
    owner_id: int
    owner = ForeignKeyField(Member, lazy_load=False)
    due_on = Day()
    origin = RefField(null=True)
    topic_id: int | None
    topic = ForeignKeyField(Topic, null=True, lazy_load=False)
    status = Choice(ActionStatus, default=ActionStatus.OPEN)
    done_at = Instant(null=True)
    carried_count = IntegerField(default=0)
    OWNER = "owner"
    SEARCHED = ("title",)


LONGEST_TITLE = 200  # characters
WEEK = timedelta(days=7)


# Questions


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
    stored = [ActionItem.created_at.db_value(at) for at in (first, last)]
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
        (day.isoformat(), ActionItem.done_at.db_value(since)),
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


# One line


class Reading(NamedTuple):
    """How a line is read; ``trouble`` says what keeps it from becoming an action item."""

    title: str
    owner: Person | None
    due_on: date
    trouble: Reason | None = None


def read(line: str, actor: Member, people: Sequence[Member], day: date, due_on: date) -> Reading:
    """Read ``send price list @li fri``: ``@name`` is who, the day is when, every other word is what.

    ``people`` are who may be named, ``day`` is today and ``due_on`` the day when none is named. Days and names
    are read as quick entry reads them; a "quoted run" is never interpreted.
    """
    from store import quickentry

    found = quickentry.read(
        line,
        today=day,
        members=[quickentry.Person(p.id, p.name, p.login) for p in people],
        find_customer=lambda words: (),
        me=actor.id,
    )
    title = " ".join(text for role, text in found.parts if role not in NOT_THE_TITLE)
    trouble = None
    if found.owner is None:
        trouble = Reason(N_("Nobody here is called {name}."), {"name": found.owner_unknown or actor.name})
    elif not title:
        trouble = Reason(N_("Say what is to be done."), {})
    said_day = any(role == "day" for role, _text in found.parts)
    return Reading(title, found.owner, (found.due_on or due_on) if said_day else due_on, trouble)


NOT_THE_TITLE = ("day", "owner", "owner_unknown")


# Verbs


def add(
    actor: Member,
    title: str,
    owner: Member | int,
    due_on: date,
    *,
    origin: Ref | None = None,
    topic: Topic | int | None = None,
) -> ActionItem:
    """Agree on an action item. Raises Denied, Invalid (nothing to do, a title that is too long)."""
    _valid({"title": title})
    refuse_in_public(origin, "title")
    with change(actor, N_("added"), ActionItem) as it:
        return it.add(ActionItem, title=title.strip(), owner=owner, due_on=due_on, origin=origin, topic=topic)


def edit(actor: Member, item: ActionItem, **values: Any) -> ActionItem:
    """Change what, who or when. Raises Denied, Invalid, Conflict."""
    _valid(values)
    with change(actor, N_("edited"), item) as it:
        it.update(item, **values)
    return item


def finish(actor: Member, item: ActionItem) -> ActionItem:
    """Mark an action item as done. Raises Denied, Invalid (it isn't open), Conflict."""
    _open(item)
    with change(actor, N_("completed"), item) as it:
        it.update(item, status=ActionStatus.DONE, done_at=now())
    return item


def drop(actor: Member, item: ActionItem) -> ActionItem:
    """Give an action item up: it needn't be done any more. Raises Denied, Invalid (it isn't open), Conflict."""
    _open(item)
    with change(actor, N_("dropped"), item) as it:
        it.update(item, status=ActionStatus.DROPPED)
    return item


def reopen(actor: Member, item: ActionItem) -> ActionItem:
    """Take back that it was done or dropped. Raises Denied, Conflict."""
    with change(actor, N_("reopened"), item) as it:
        it.update(item, status=ActionStatus.OPEN, done_at=None)
    return item


def postpone(actor: Member, item: ActionItem, due_on: date) -> ActionItem:
    """Give it a later day. Raises Denied, Invalid (it isn't open, a day that is over), Conflict."""
    _open(item)
    if due_on < today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    with change(actor, N_("postponed"), item) as it:
        it.update(item, due_on=due_on)
    return item


def remove(actor: Member, item: ActionItem) -> None:
    """Take an action item out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), item) as it:
        it.remove(item)


def _open(item: ActionItem) -> None:
    if item.status is not ActionStatus.OPEN:
        raise Invalid({"status": Reason(N_("This isn't open any more."), {})})


def _valid(values: dict[str, Any]) -> None:
    title = values.get("title")
    if title is not None and not title.strip():
        raise Invalid({"title": Reason(N_("Say what is to be done."), {})})
    if title is not None and len(title) > LONGEST_TITLE:
        values = {"length": len(title), "most": LONGEST_TITLE}
        raise Invalid({"title": Reason(N_("{length} characters; an action item holds at most {most}."), values)})
