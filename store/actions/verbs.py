"""What is done with action items."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.access import refuse_in_public
from store.actions.kinds import ActionStatus
from store.actions.records import ActionItem
from store.calendar import now
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.records import Ref
from store.team import Member, today
from store.topics import Topic

LONGEST_TITLE = 200  # characters


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
