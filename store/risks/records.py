"""What the register keeps: risks, and every rating that was ever given."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.records import Choice, Day, Money, Record, RefField
from store.risks.scales import Category, RatingKind, Response, Status
from store.team import Member


class Risk(Record):
    """Something that may happen and would hurt: ``cause`` → ``event`` → ``effect``.

    The title names the event in a few words; ``event`` says it in full where that helps.

    ``probability`` and ``impact`` are as things are now, ``inherent_…`` as they would be without any response,
    ``residual_…`` once it works; None is not rated. ``money`` is what is at risk, None when nobody has said. The plan
    of the response is to work by ``plan_due_on``; an acceptance holds until and including ``accepted_until``.
    """

    title = TextField()
    category = Choice(Category, default=Category.CUSTOMER)
    cause = TextField(default="")
    event = TextField(default="")
    effect = TextField(default="")
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    about = RefField(null=True)
    money = Money(null=True)
    probability = IntegerField(null=True)
    impact = IntegerField(null=True)
    residual_probability = IntegerField(null=True)
    residual_impact = IntegerField(null=True)
    response = Choice(Response, null=True)
    plan = TextField(default="")
    plan_due_on = Day(null=True)
    trigger = TextField(default="")
    contingency = TextField(default="")
    accepted_until = Day(null=True)
    accepted_by_id: int | None
    accepted_by = ForeignKeyField(Member, null=True, lazy_load=False)
    accepted_why = TextField(default="")
    status = Choice(Status, default=Status.OPEN)
    occurred_on = Day(null=True)
    reviewed_on = Day(null=True)
    next_review_on = Day(null=True)
    inherent_probability = IntegerField(null=True)
    inherent_impact = IntegerField(null=True)
    OWNER = "owner"
    SEARCHED = ("title", "event", "cause", "effect")


class RiskRating(Record):
    """One rating of a risk: what was thought on a day, and why; ``created_by`` gave it."""

    risk_id: int
    risk = ForeignKeyField(Risk, lazy_load=False)
    kind = Choice(RatingKind, default=RatingKind.NOW)
    probability = IntegerField()
    impact = IntegerField()
    day = Day()
    why = TextField(default="")

    @property
    def title_of_record(self) -> str:
        return f"{self.probability} × {self.impact}"
