"""What is kept about reviews, and the score that its parts amount to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store import team
from store.calendar import Period, PeriodKind
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.figures import THOUSANDTHS
from store.records import Choice, Day, Instant, Record
from store.team import Member

SCORES = range(1, 6)
WHOLE = 100  # what the weights of a cycle add up to


class Status(StrEnum):
    """Where a review stands.

    The self review and the lead's draft don't wait for each other, so that a drafted review may still want its self
    review. Signed means by one of the two, closed by both.
    """

    NOT_STARTED = "not_started"
    SELF_DONE = "self_done"
    DRAFTED = "drafted"
    SHARED = "shared"
    SIGNED = "signed"
    DISPUTED = "disputed"
    CLOSED = "closed"


class Source(StrEnum):
    """Which records speak for a criterion."""

    SALES = "sales"
    SATISFACTION = "satisfaction"
    EFFICIENCY = "efficiency"
    NONE = "none"


class Side(StrEnum):
    """Who rates."""

    SELF = "self"
    LEAD = "lead"


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


def period_name(kind: PeriodKind, first: date) -> str:
    """``2026``, ``2026 Q3``, ``2026-07``: a period's name in every language; a fiscal year is its first day's."""
    if kind is PeriodKind.MONTH:
        return f"{first:%Y-%m}"
    month = team.team().fiscal_month
    year = first.year - (first.month < month)
    return f"{year}" if kind is PeriodKind.YEAR else f"{year} Q{(first.month - month) % 12 // 3 + 1}"


class Weighted(NamedTuple):
    """A weighted score in thousandths (3600 is 3.6), None while nothing is rated; ``rated`` of ``whole`` weight was."""

    score: int | None
    rated: int
    whole: int


def weighted(parts: Iterable[tuple[int, int | None]]) -> Weighted:
    """What (weight, score) pairs amount to: Σ w·s / Σ w over the parts that were rated, rounded half up.

    Missing is not zero: a part without a score takes its weight out of both sums (domain.md §4), and ``rated`` says
    how much weight is left.
    """
    total = rated = whole = 0
    for weight, score in parts:
        whole += weight
        if score is not None:
            total, rated = total + weight * score, rated + weight
    return Weighted((2 * THOUSANDTHS * total + rated) // (2 * rated) if rated else None, rated, whole)
