"""The enumerations and the record of signals."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from peewee import ForeignKeyField, IntegerField, TextField

from store.figures import Unit
from store.records import Choice, Day, Rank, Record, RefField
from store.risks import Category, Risk
from store.team import Member


class Rule(StrEnum):
    """What is watched, in the order in which it is listed."""

    CONCENTRATION = "concentration"
    COVERAGE = "coverage"
    PACE = "pace"
    SILENT = "silent"
    STALLED = "stalled"
    SLIPPED = "slipped"
    REP_SHARE = "rep_share"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"
    OVERDUE = "overdue"
    TRAINING = "training"


UNIT = {Rule.CONCENTRATION: Unit.PERCENT, Rule.REP_SHARE: Unit.PERCENT}  # of a rule's value; the others are numbers

CATEGORY = {  # of a risk that is made of a signal
    Rule.CONCENTRATION: Category.MARKET,
    Rule.COVERAGE: Category.MARKET,
    Rule.PACE: Category.TEAM,
    Rule.REP_SHARE: Category.TEAM,
    Rule.OVERDUE: Category.TEAM,
    Rule.TRAINING: Category.TEAM,
}  # the others come from a customer


class Grade(IntEnum):
    """How bad a figure is."""

    WARN = 1
    ALARM = 2


class Status(StrEnum):
    """Where a signal stands. All but cleared ones are standing: their figure is looked at every team day."""

    NEW = "new"
    LINKED = "linked"
    DISMISSED = "dismissed"
    CLEARED = "cleared"


class Signal(Record):
    """A figure of the team's own records that is beyond its bound, until it is good again on two team days.

    ``value`` and ``threshold`` are in thousandths, ``population`` is of how many. ``measured`` is what the rule said
    on ``evaluated_on``, ``before`` what it said on the team day before; ``grade`` is the worse of both. A dismissed
    signal is quiet until and including ``quiet_until``, without one until it is cleared; ``dismissed_at`` is its grade
    at that moment. ``owner`` is who looks after the subject.
    """

    rule = Choice(Rule)
    subject = RefField()
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    grade = Rank(Grade)
    status = Choice(Status, default=Status.NEW)
    opened_on = Day()
    value = IntegerField()
    threshold = IntegerField()
    population = IntegerField()
    measured = Rank(Grade, null=True)
    before = Rank(Grade, null=True)
    evaluated_on = Day()
    risk_id: int | None
    risk = ForeignKeyField(Risk, null=True, lazy_load=False)
    why = TextField(default="")
    quiet_until = Day(null=True)
    dismissed_at = Rank(Grade, null=True)
    decided_by_id: int | None
    decided_by = ForeignKeyField(Member, null=True, lazy_load=False)
    decided_on = Day(null=True)
    DERIVED = ("owner", "value", "threshold", "population", "measured", "before", "evaluated_on")

    @property
    def title_of_record(self) -> str:
        from store.signals.subjects import named

        return named(self.subject)
