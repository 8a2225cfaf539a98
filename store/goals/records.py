"""The records of goals: the goal, every revision of its target, every check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from peewee import ForeignKeyField, IntegerField, TextField

from store.calendar import Period, PeriodKind
from store.figures import Unit
from store.goals.kinds import TEAM, Answer, Metric, Status
from store.goals.pace import Direction, Shape, State
from store.records import Choice, Day, Instant, Record, Typed
from store.team import Group, Member

E_ = TypeVar("E_")


class Amount(Typed[E_]):
    """An integer in minor units of money or in thousandths; see ``store.figures``."""

    field_type = "INTEGER"

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True]) -> Amount[int | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., default: int = ...) -> Amount[int]: ...
        def __new__(cls, **options: Any) -> Any: ...


class Goal(Record):
    """What a member, a group, or the team (neither of them) wants to reach within a period.

    ``source`` says where a typed figure comes from, ``despite`` why it runs although a SMART light was red.
    ``former`` is the goal of whoever had it before. Of a proposal: ``proposed_by`` whom (ids), what its owner
    answered, and for a counter-offer which target and why.
    """

    title = TextField()
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    group_id: int | None
    group = ForeignKeyField(Group, null=True, lazy_load=False)
    parent_id: int | None
    parent = ForeignKeyField("self", null=True, lazy_load=False)
    metric = Choice(Metric, default=Metric.TYPED)
    shape = Choice(Shape, default=Shape.SUM)
    direction = Choice(Direction, default=Direction.UP)
    period_kind = Choice(PeriodKind)
    first_day = Day()
    last_day = Day()
    start = Amount(default=0)
    target = Amount()
    unit = Choice(Unit, default=Unit.NUMBER)
    weight = IntegerField(default=1)
    status = Choice(Status, default=Status.DRAFT)
    why = TextField(default="")
    source = TextField(default="")
    despite = TextField(default="")
    former_id: int | None
    former = ForeignKeyField("self", null=True, lazy_load=False, backref="successors")
    proposed_by = IntegerField(null=True)
    answer = Choice(Answer, null=True)
    offer = Amount(null=True)
    offer_why = TextField(default="")
    answered_by = IntegerField(null=True)
    answered_at = Instant(null=True)
    activated_by = IntegerField(null=True)
    activated_at = Instant(null=True)
    OWNER = "owner"
    SEARCHED = ("title", "why")

    @property
    def owner_of_record(self) -> int | None:
        return TEAM if self.owner_id is None else self.owner_id

    @property
    def period(self) -> Period:
        """The days it runs over."""
        return Period(self.period_kind, self.first_day, self.last_day)


class TargetRevision(Record):
    """A target that was changed while the goal ran: from which day, from what to what, and why."""

    goal_id: int
    goal = ForeignKeyField(Goal, lazy_load=False)
    from_day = Day()
    old = Amount()
    new = Amount()
    reason = TextField()

    @property
    def title_of_record(self) -> str:
        return self.reason[:80]


class CheckIn(Record):
    """The figure on a day, what the computation said then (frozen), and how confident somebody was.

    The value is the total so far, not an increment. Of two on one day the later written counts.
    """

    goal_id: int
    goal = ForeignKeyField(Goal, lazy_load=False)
    day = Day()
    value = Amount()
    state = Choice(State)
    confidence = IntegerField(null=True)
    note = TextField(default="")
    acknowledged_by = IntegerField(null=True)
    acknowledged_at = Instant(null=True)

    @property
    def title_of_record(self) -> str:
        return f"{self.day}"
