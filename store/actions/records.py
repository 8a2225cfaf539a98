"""What is kept about action items."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.actions.kinds import ActionStatus
from store.records import Choice, Day, Instant, Record, RefField
from store.team import Member
from store.topics import Topic


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
