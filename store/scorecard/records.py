"""The records of the scorecard: the weekly numbers, and what was typed in for a week."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.figures import Unit
from store.goals.kinds import Metric
from store.goals.records import Amount
from store.records import Choice, Day, Record
from store.scorecard.kinds import Bound, Reach
from store.team import Member


class Measurable(Record):
    """One number of every week. Its owner answers for it; ``raised_on`` is the last red week (its Monday) for which a
    topic was raised."""

    title = TextField()
    owner_id: int
    owner = ForeignKeyField(Member, lazy_load=False)
    metric = Choice(Metric, default=Metric.TYPED)
    reach = Choice(Reach, default=Reach.TEAM)
    unit = Choice(Unit, default=Unit.NUMBER)
    bound = Choice(Bound, default=Bound.AT_LEAST)
    threshold = Amount()
    position = IntegerField(default=0)
    raised_on = Day(null=True)
    OWNER = "owner"
    SEARCHED = ("title",)


class WeeklyFigure(Record):
    """What somebody typed in for a week, named by its Monday."""

    measurable_id: int
    measurable = ForeignKeyField(Measurable, lazy_load=False)
    week = Day()
    value = Amount()

    @property
    def title_of_record(self) -> str:
        return self.week.isoformat()
