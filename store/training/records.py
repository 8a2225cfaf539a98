"""The enumerations and records of training."""

from __future__ import annotations

from enum import StrEnum

from peewee import ForeignKeyField, IntegerField, TextField

from store.database import rows
from store.records import Choice, Day, Instant, Record, RefField
from store.team import Member


class ProgrammeKind(StrEnum):
    """When people go through a programme."""

    ONBOARDING = "onboarding"
    REGULAR = "regular"
    TOPIC = "topic"


class StepKind(StrEnum):
    """How a step is learned."""

    READ = "read"
    WATCH = "watch"
    SHADOW = "shadow"
    ROLE_PLAY = "role_play"
    PRACTISE = "practise"
    QUIZ = "quiz"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"


class StepStatus(StrEnum):
    """Where a step of a plan stands; waiting means ticked, and not signed yet."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


class Programme(Record):
    """What people go through, as a list of steps counted from day 0. It belongs to the team."""

    title = TextField()
    kind = Choice(ProgrammeKind, default=ProgrammeKind.TOPIC)
    what_for = TextField(default="")
    SEARCHED = ("title", "what_for")


class ProgrammeStep(Record):
    """One step of a programme; ``day_offset`` counts working days from day 0, 0 minutes is not known."""

    programme_id: int
    programme = ForeignKeyField(Programme, lazy_load=False)
    title = TextField()
    kind = Choice(StepKind, default=StepKind.READ)
    day_offset = IntegerField(default=0)
    minutes = IntegerField(default=0)
    mandatory = IntegerField(default=1)
    needs_sign_off = IntegerField(default=0)
    position = IntegerField(default=0)

    @property
    def title_of_record(self) -> str:
        return self.title


class TrainingPlan(Record):
    """One person on the way through a programme; ``title`` is the programme's at the time.

    ``ended_on`` is the day on which it was done or stopped; ``because_of`` links what it answers to.
    """

    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    programme_id: int
    programme = ForeignKeyField(Programme, lazy_load=False)
    title = TextField()
    day_0 = Day()
    coach_id: int | None
    coach = ForeignKeyField(Member, null=True, lazy_load=False)
    status = Choice(PlanStatus, default=PlanStatus.ACTIVE)
    ended_on = Day(null=True)
    because_of = RefField(null=True)
    OWNER = "member"
    SEARCHED = ("title",)

    @property
    def title_of_record(self) -> str:
        found = rows("SELECT name FROM member WHERE id = ?", (self.member_id,))
        return f"{found[0][0]}: {self.title}" if found else self.title


class TrainingStep(Record):
    """One step of somebody's plan, copied from the programme; ``member`` is the plan's.

    ``due_on`` moves when the step is postponed, ``original_due_on`` doesn't.
    """

    plan_id: int
    plan = ForeignKeyField(TrainingPlan, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    title = TextField()
    kind = Choice(StepKind)
    day_offset = IntegerField()
    minutes = IntegerField(default=0)
    mandatory = IntegerField(default=1)
    needs_sign_off = IntegerField(default=0)
    position = IntegerField()
    due_on = Day()
    original_due_on = Day()
    status = Choice(StepStatus, default=StepStatus.OPEN)
    done_at = Instant(null=True)
    evidence = TextField(default="")
    signed_by_id: int | None
    signed_by = ForeignKeyField(Member, null=True, lazy_load=False)
    signed_at = Instant(null=True)
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        return self.title
