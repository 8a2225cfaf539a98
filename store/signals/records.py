"""What is kept about signals."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.records import Choice, Day, Rank, Record, RefField
from store.risks import Risk
from store.signals.kinds import Grade, Rule, Status
from store.team import Member


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
