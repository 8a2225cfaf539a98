"""What is kept about reviews: cycles, what is rated, what was written and scored."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import ForeignKeyField, IntegerField, TextField

from store.calendar import Period, PeriodKind
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Choice, Day, Instant, Record
from store.reviews.kinds import Side, Source, Status, period_name
from store.team import Member


class ReviewCycle(Record):
    """The reviews of one year, quarter or month; everything is to be signed by ``due_on``. It belongs to the team."""

    kind = Choice(PeriodKind)
    first_day = Day()
    last_day = Day()
    due_on = Day()

    @property
    def period(self) -> Period:
        """The days that are looked back on."""
        return Period(self.kind, self.first_day, self.last_day)

    @property
    def title_of_record(self) -> str:
        return period_name(self.kind, self.first_day)


class ReviewCriterion(Record):
    """What is rated in a cycle, and how much it counts: a share of 100."""

    cycle_id: int
    cycle = ForeignKeyField(ReviewCycle, lazy_load=False)
    position = IntegerField()
    title = TextField()
    weight = IntegerField()
    source = Choice(Source, default=Source.NONE)

    @property
    def title_of_record(self) -> str:
        return self.title


class Review(Record):
    """The review of one member in a cycle by one lead; nobody else reads it.

    ``figures`` holds the evidence as it was when it was shared, as JSON; before that it is read live.
    """

    cycle_id: int
    cycle = ForeignKeyField(ReviewCycle, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    reviewer_id: int
    reviewer = ForeignKeyField(Member, lazy_load=False, backref="reviews_of_others")
    status = Choice(Status, default=Status.NOT_STARTED)
    handed_in_at = Instant(null=True)
    shared_at = Instant(null=True)
    member_signed_at = Instant(null=True)
    reviewer_signed_at = Instant(null=True)
    closed_at = Instant(null=True)
    figures = TextField(default="")
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        sql = "SELECT m.name, c.kind, c.first_day FROM review_cycle c, member m WHERE c.id = ? AND m.id = ?"
        [(name, kind, first)] = rows(sql, (self.cycle_id, self.member_id))
        return f"{name} · {period_name(PeriodKind(kind), date.fromisoformat(first))}"

    def came_back(self, it: Any, since: Any) -> None:
        """A review that both signed is locked, against an undo, too."""
        mine = (before for record, before, _after in it.entries if record is self and before)
        if any(before.get("status") == Status.CLOSED for before in mine):
            raise Invalid({"status": Reason(N_("Both have signed; only opening it again undoes that."))})


class Assessment(Record):
    """What one side says: its own scores stand in ``ReviewScore``. Only its author reads it before it is given.

    A dispute, or opening a closed review again, ends the lead's with the reason (``why``, by ``ended_by``); the next
    one is another round.
    """

    review_id: int
    review = ForeignKeyField(Review, lazy_load=False)
    author_id: int
    author = ForeignKeyField(Member, lazy_load=False)
    side = Choice(Side)
    round = IntegerField(default=1)
    strengths = TextField(default="")
    gaps = TextField(default="")
    given_at = Instant(null=True)
    ended_at = Instant(null=True)
    ended_by_id: int | None
    ended_by = ForeignKeyField(Member, null=True, lazy_load=False, backref="assessments_ended")
    why = TextField(default="")
    OWNER = "author"


class ReviewScore(Record):
    """A criterion's score by one side, 1 (far below what was agreed) to 5 (far above), and why; None: not rated."""

    assessment_id: int
    assessment = ForeignKeyField(Assessment, lazy_load=False)
    author_id: int
    author = ForeignKeyField(Member, lazy_load=False)
    criterion_id: int
    criterion = ForeignKeyField(ReviewCriterion, lazy_load=False)
    score = IntegerField(null=True)
    why = TextField(default="")
    OWNER = "author"

    @property
    def title_of_record(self) -> str:
        return str(rows("SELECT title FROM review_criterion WHERE id = ?", (self.criterion_id,))[0][0])
